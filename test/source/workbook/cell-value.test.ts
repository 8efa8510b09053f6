import { describe, expect, test } from "vitest";
import { numberStyle, numberText } from "../../../src/source/workbook/cell-value.ts";

const shown = (code: string, value: string, since1904 = false) =>
  numberText(value, numberStyle(164, code), { since1904 });

describe("digits between signs are read as they are shown", () => {
  test.each([
    ['"MRN-"00000', "1", "MRN-00001"],
    ['"P"0', "12", "P12"],
    ["00000", "42", "00042"],
    ["00000", "1234567", "1234567"],
    ["000-0000", "2345678", "234-5678"],
    ["(000) 000-0000", "4423000011", "(442) 300-0011"],
    ["[<=9999999]###-####;(###) ###-####", "2345678", "234-5678"],
    ["[<=9999999]###-####;(###) ###-####", "9842345678", "(984) 234-5678"],
    ["+91 0", "9840011220", "+91 9840011220"],
    ["\\+000000000000", "919840011220", "+919840011220"],
    ['"0"#########', "442300001", "0442300001"],
    ["[Red]00\\-0000", "230001", "23-0001"],
  ])("%s of %s is %s", (code, value, text) => expect(shown(code, value)).toBe(text));
});

describe("what is counted or measured is a number", () => {
  test.each([
    ["#,##0.00", "1234.5", "1234.5"],
    ['"$"#,##0', "42", "42"],
    ["[$₹-4009] 00", "12", "12"],
    ['"Rs. "00', "5", "5"],
    ['0" kg"', "70", "70"],
    ["0%", "0.15", "0.15"],
    ["0_);(0)", "12", "12"],
    ["General", "0.30000000000000004", "0.3"],
    ["General", "9007199254740993", "9007199254740993"],
    ["General", "1.2345E+19", "12345000000000000000"],
    ["@", "12", "12"],
  ])("%s of %s is %s", (code, value, text) => expect(shown(code, value)).toBe(text));
});

describe("days and times are read by the calendar of the workbook", () => {
  test.each([
    ["yyyy\\-mm\\-dd", "45000", "2023-03-15"],
    ["[$-409]d mmm yy;@", "45000", "2023-03-15"],
    ["dd/mm/yyyy hh:mm", "45000.5", "2023-03-15T12:00:00"],
    ["dd/mm/yyyy", "59", "1900-02-28"],
    ["dd/mm/yyyy", "61", "1900-03-01"],
    // Days that never were are refused as dates, and not moved to others.
    ["dd/mm/yyyy", "60", "1900-02-29"],
    ["dd/mm/yyyy", "0", "0"],
    ["h:mm AM/PM", "0.75", "18:00:00"],
    ["[h]:mm", "1.5", "36:00:00"],
    ["[mm]:ss", "0.5", "12:00:00"],
  ])("%s of %s is %s", (code, value, text) => expect(shown(code, value)).toBe(text));

  test("also where it begins in 1904", () => {
    expect(shown("yyyy-mm-dd", "0", true)).toBe("1904-01-01");
    expect(shown("yyyy-mm-dd", "43538", true)).toBe("2023-03-15");
  });
});
