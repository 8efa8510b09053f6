import fc from "fast-check";
import { expect, test } from "vitest";
import { trimText } from "../../shared/trim-text.ts";

test.each([
  ["blanks and line ends", " \t\r\n 007 \n", "007"],
  ["no-break, ideographic and narrow blanks", "\u00A0\u3000007\u202F", "007"],
  ["a byte order mark", "\uFEFF007", "007"],
  ["zero-width blanks and joiners", "\u200B\u200C007\u200D\u2060", "007"],
  ["both kinds mixed", "\u200B \uFEFF007 \u200B\t", "007"],
])("%s at the ends are removed", (_, cell, text) => {
  expect(trimText(cell)).toBe(text);
});

test.each([
  ["blanks within", "Asha  Rao"],
  ["joiners within, which Indic scripts need", "ක්\u200Dෂ"],
  ["marks of ASCII", "!~"],
  ["one character", "x"],
  ["nothing", ""],
])("%s: it stays as it is", (_, cell) => {
  expect(trimText(cell)).toBe(cell);
});

test("only blanks and marks come to nothing", () => {
  expect([" ", "\t\n", "\u00A0", "\u200B \uFEFF"].map(trimText)).toEqual(["", "", "", ""]);
});

test("a name typed in two pieces is the name typed in one", () => {
  expect(trimText("Jose\u0301")).toBe("Jos\u00E9");
});

test("text is trimmed once for good, and nothing but its ends is removed", () => {
  const unit = fc.constantFrom("a", "7", " ", "\t", "\n", "\u00A0", "\u200B", "\uFEFF", "é", "ක්");
  fc.assert(
    fc.property(fc.string({ unit }), (cell) => {
      const text = trimText(cell);
      expect(trimText(text)).toBe(text);
      expect(text).not.toMatch(/^[\s\u200B\uFEFF]|[\s\u200B\uFEFF]$/u);
      expect(cell.normalize("NFC")).toContain(text);
    }),
    { seed: 1, numRuns: 500 },
  );
});

test("long runs of blanks within are passed once", () => {
  const cell = `é${" ".repeat(1024 * 1024)}é`;
  expect(trimText(cell)).toBe(cell);
});
