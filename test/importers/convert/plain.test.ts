import { describe, expect, test } from "vitest";
import { code } from "../../../importers/convert/code.ts";
import { integer } from "../../../importers/convert/integer.ts";
import { reference } from "../../../importers/convert/reference.ts";
import { text } from "../../../importers/convert/text.ts";
import { converter, outcomeOf } from "../../support/convert.ts";

describe("codes", () => {
  const field = code<"M" | "F" | "U">({
    values: { M: ["male", "Mr"], F: ["female"], U: [] },
    blank: "U",
  });
  const reader = (codes?: object) => {
    const convert = converter(field, { codes });
    return (cell: string) => outcomeOf(convert(cell));
  };

  test("are known by their value and other spellings, in any letter case", () => {
    expect(["M", "m", "MALE", "Mr", "mR", "female"].map(reader())).toEqual([
      "M",
      "M",
      "M",
      "M",
      "M",
      "F",
    ]);
  });

  test.each(["X", "1", "man", "M.", "toString", "__proto__"])(
    "%s is unknown, not guessed",
    (cell) => {
      expect(reader()(cell)).toEqual(["unknown"]);
    },
  );

  test("of a mapping come first, and are known in any letter case too", () => {
    const read = reader({ "1": "M", male: "F", Zz: "U" });
    expect(["1", "Male", "zZ", "m"].map(read)).toEqual(["M", "F", "U", "M"]);
  });

  test("that a mapping tells apart by letter case alone are told apart, in any order", () => {
    for (const codes of [
      { f: "F", F: "M" },
      { F: "M", f: "F" },
    ]) {
      expect(["f", "F"].map(reader(codes))).toEqual(["F", "M"]);
    }
  });

  test("of a mapping are trimmed and composed, as the cells are", () => {
    expect(reader({ " fe\u0301minin": "F" })("F\u00C9MININ")).toBe("F");
    const convert = converter(text(), { codes: { "Me\u0301decine ": "Medicine" } });
    expect(convert("M\u00E9decine").value).toBe("Medicine");
  });

  test("a mapping can name no value that the target does not take", () => {
    expect(field.options.safeParse({ codes: { "1": "X" } }).success).toBe(false);
  });
});

describe("whole numbers", () => {
  const read = (cell: string) => outcomeOf(converter(integer({ min: 0, max: 150 }))(cell));

  test("are read from digits", () => {
    expect(["0", "45", "+45", "045", "150", "-0", "٤٥"].map(read)).toEqual([
      0, 45, 45, 45, 150, 0, 45,
    ]);
  });

  test.each(["45.0", "4 5", "45y", "1e2", "0x2D", "٤y", "-", "1".repeat(16)])(
    "%s is none",
    (cell) => {
      expect(read(cell)).toEqual(["not-a-number"]);
    },
  );

  test("with an exponent are read where no digit is cut", () => {
    expect(["3.0e1", "4.50E1", "4.5e2"].map(read)).toEqual([30, 45, ["not-a-number"]]);
  });

  test("outside the bounds are a finding", () => {
    expect(["-1", "151", "9".repeat(15)].map(read)).toEqual([
      ...[["out-of-range"], ["out-of-range"], ["out-of-range"]],
    ]);
  });
});

describe("text", () => {
  test("stays as it is", () => {
    const cell = 'Flat 4,\n12  "Lake View"';
    expect(converter(text())(cell).value).toBe(cell);
  });

  test("of names is single-spaced", () => {
    expect(converter(text({ singleSpaced: true }))("Asha \u00A0\tRao\nK").value).toBe("Asha Rao K");
  });

  test("with codes is translated, exactly, or unknown", () => {
    const convert = converter(text(), { codes: { "1": "Cardiology", a: "A&E" } });
    expect(["1", "a", "A", "2", "toString"].map((cell) => outcomeOf(convert(cell)))).toEqual([
      ...["Cardiology", "A&E", ["unknown"], ["unknown"], ["unknown"]],
    ]);
  });

  test("a code cannot stand for nothing", () => {
    expect(text().options.safeParse({ codes: { "1": "" } }).success).toBe(false);
  });
});

describe("references", () => {
  test("are the legacy id as it is written", () => {
    expect(converter(reference("patients", { label: "patient" }))("007").value).toBe("007");
  });

  test("an unknown parent may be rejected, left out or stood in for, nothing else", () => {
    const { options } = reference("patients", { label: "patient" });
    const taken = ["reject", "null", "placeholder", "skip"].map((onUnknown) => {
      return options.safeParse({ onUnknown }).success;
    });
    expect(taken).toEqual([true, true, true, false]);
  });
});
