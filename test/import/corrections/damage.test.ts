import { expect, test } from "vitest";
import { damage } from "../../../src/corrections/damage/damage.ts";

test.each([
  ["00123", "123", "lost zeros"],
  ["0012.50", "12.5", "lost zeros"],
  ["+44123", "44123", "lost plus"],
  ["123456789012", "1.23457E+11", "scientific notation"],
  ["123456789012", "1,23457E+11", "scientific notation"],
  ["100000000000", "1E+11", "scientific notation"],
  ["12E5", "1.20E+06", "scientific notation"],
  ["1234567890123456789", "1234567890123450000", "lost digits"],
  ["1234567890123456789", "1234567890123456768", "lost digits"],
  ["12", "12.0", "number format"],
  ["12.50", "12,5", "number format"],
  ["1234567", "1,234,567", "number format"],
  ["1234567", "1\u00a0234\u00a0567", "number format"],
  ["$1,234.50", "1234.5", "number format"],
  ["true", "TRUE", "number format"],
  ["2024-03-05", "05/03/2024", "date format"],
  ["2024-03-05", "3/5/2024", "date format"],
  ["2024-03-05", "05.03.24", "date format"],
  ["2024-03-05", "45356", "date format"],
  ["5. März 2024", "05.03.2024", "date format"],
  ["2024-03-05 08:30:00", "05/03/2024 08:30", "date format"],
  ["08:30:00", "8:30 AM", "time format"],
  ["1-2", "2-Jan", "turned into a date"],
  ["1-2", "01.02.2024", "turned into a date"],
  ["3-24", "Mar-24", "turned into a date"],
  ["MAR1", "1-Mar", "turned into a date"],
  ["a b", "a\u00a0b ", "typography"],
  ['"x"', "“x”", "typography"],
  ["001", '="001"', "quotes"],
  ["001", "'001", "quotes"],
  ["Łukasz", "?ukasz", "lost characters"],
  ["José", "JosÃ©", "lost characters"],
  ["x", "#NAME?", "error value"],
])("a spreadsheet makes %j into %j: %s", (was, now, what) => {
  expect(damage(was, now)).toBe(what);
});

test.each([
  ...[["123", "00123"] as const, ["44123", "+44123"] as const, ["00123", "124"] as const],
  ...[["123456789012", "1.23458E+11"] as const, ["1E+11", "123456789012"] as const],
  ...[["2024-03-05", "2024-03-06"] as const, ["1.5", "5.1"] as const, ["12", "1.2"] as const],
  ...[["08:30", "20:30"] as const, ["1-2", "1-3"] as const, ["A12", "A012"] as const],
  ...[["x", ""] as const, ["", "x"] as const, ["1000", "1"] as const, ["Rao", "Roa"] as const],
])("a person makes %j into %j", (was, now) => {
  expect(damage(was, now)).toBeUndefined();
});

test("what stands as it was has lost blanks at the most", () => {
  expect(damage(" 7 ", "7")).toBe("blanks");
});
