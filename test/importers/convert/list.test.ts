import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { substanceAndReaction, unknownAllergies } from "../../../importers/clinical/listed.ts";
import { list } from "../../../importers/convert/list.ts";
import { listReader, splitList } from "../../../importers/convert/list-pieces.ts";
import { ALLERGY_PHRASES } from "../../../importers/vocabulary/list-phrases.ts";
import { converter } from "../../support/convert.ts";

const read = listReader(ALLERGY_PHRASES);
const field = list({ column: "text", stateColumn: "state", phrases: ALLERGY_PHRASES });
const stateOf = (means: object) => {
  const convert = converter(field, { means });
  return (cell: string) => {
    const { companion, problems } = convert(cell);
    return [companion, ...problems];
  };
};

describe("a cell is split", () => {
  test.each([
    ["Penicillin (rash, hives); Aspirin", ["Penicillin (rash, hives)", "Aspirin"]],
    ["1,25-dihydroxyvitamin D, Latex", ["1,25-dihydroxyvitamin D", "Latex"]],
    ["aspirin\r\nibuprofen", ["aspirin", "ibuprofen"]],
    ["Fish | Egg ,, Milk;", ["Fish", "Egg", "Milk"]],
    ["甲、乙，丙；丁", ["甲", "乙", "丙", "丁"]],
    ["سمك، بيض", ["سمك", "بيض"]],
  ])("%s", (cell, items) => {
    expect(read(cell).items).toEqual(items);
  });

  test.each([
    "Amoxicillin and clavulanic acid",
    "Sulfamethoxazole/trimethoprim",
    "Salt & pepper",
    "Aspirin + caffeine",
    "Latex (swelling, rash",
  ])("but what may be one thing stays whole, and is put up for review: %s", (cell) => {
    expect(read(cell).items).toEqual([cell]);
    expect(stateOf({})(cell)).toEqual(["listed", "review"]);
  });
});

describe("what is said in place of a list", () => {
  test.each([
    ["NKDA", "no-known-medication-allergies"],
    ["No known allergies.", "no-known-allergies"],
    ["none", "no-known-allergies"],
    ["Sin alergias conocidas", "no-known-allergies"],
    ["无药物过敏史", "no-known-medication-allergies"],
    ["NKDA; NKFA", "no-known-medication-allergies no-known-food-allergies"],
  ])("%s is none known, and of what", (cell, code) => {
    expect(unknownAllergies(cell)).toBe(code);
    expect(stateOf({})(cell)).toEqual(["none-known"]);
  });

  test("a word that may mean either is a person's to decide", () => {
    const words = ["-", "no", "Denies", "unknown", "?", "N/A", "нет", "NULL"];
    expect(words.map(stateOf({}))).toEqual(words.map(() => ["undecided", "undecided"]));
    expect(field.undecidedWords?.({})("Latex; No")).toEqual(["no"]);
    const decided = stateOf({ "-": "none-known", NO: "not-recorded", denies: "undecided" });
    expect(["-", "no", "Denies"].map(decided)).toEqual([
      ...[["none-known"], ["not-recorded"], ["undecided"]],
    ]);
    expect(field.undecidedWords?.({ means: { NO: "undecided" } })("Latex; No")).toEqual([]);
  });

  test("nobody asked is not the same as none", () => {
    expect(stateOf({})("not asked")).toEqual(["not-recorded"]);
  });

  test("a denial in other words makes no row, and is told", () => {
    expect(read("Denies any drug reaction").items).toEqual([]);
    expect(stateOf({})("Denies any drug reaction")).toEqual(["undecided", "denied"]);
    expect(read("Egg, denies latex, aspirin; fish").items).toEqual(["Egg", "fish"]);
    expect(read("No-Spa").items).toEqual(["No-Spa"]);
  });

  test("beside items it is a contradiction, of which both are kept", () => {
    expect(read("NKDA, Penicillin")).toMatchObject({
      items: ["Penicillin"],
      none: ["no-known-medication-allergies"],
    });
    expect(stateOf({})("NKDA, Penicillin")).toEqual(["listed", "contradiction"]);
    expect(stateOf({})("NKFA, Penicillin")).toEqual(["listed"]);
  });

  test("separators alone are nothing of it", () => {
    expect(stateOf({})(";,")).toEqual(["undecided", "no-item"]);
  });
});

test("a bracket is a reaction where every word of it is known as one", () => {
  expect(substanceAndReaction("Penicillin (Rash, hives)")).toEqual({
    substance: "Penicillin",
    reaction: "Rash, hives",
  });
  expect(substanceAndReaction("Iodine (contrast)")).toEqual({
    substance: "Iodine (contrast)",
    reaction: null,
  });
});

const words = fc.constantFrom(
  ...["Penicillin", "NKDA", "none", "-", "no", "not asked", "1,25-D", "Fish (rash, hives)", "("],
  ...["Egg and milk", "denies any drug", "", " ", "A/B", ")", "甲"],
);
const separators = fc.constantFrom(",", ";", "\n", ", ", " and ", "|", "、", " ");
const cells = fc
  .array(fc.tuple(words, separators), { maxLength: 6 })
  .map((parts) => parts.flat().join(""));

test("for any cell: pieces and what stands between them give the cell back, and each piece is counted once", () => {
  fc.assert(
    fc.property(fc.oneof(cells, fc.string({ unit: "grapheme" })), (cell) => {
      const { pieces, behind } = splitList(cell);
      expect(pieces.map(({ before, text }) => before + text).join("") + behind).toBe(cell);
      const { items, none, undecided, notRecorded, denials } = read(cell);
      const sum = items.length + none.length + undecided.length + notRecorded + denials;
      const isPhrase = items.length === 0 && sum === 1;
      expect(sum === pieces.length || isPhrase).toBe(true);
      const [state, ...problems] = stateOf({ "-": "not-recorded", no: "none-known" })(cell);
      expect(state === "listed").toBe(items.length > 0);
      expect(problems.includes("no-item")).toBe(sum === 0);
    }),
  );
});
