import { expect, test } from "vitest";
import { checkedValues, enumValues } from "../../../src/extract/mysql/listed-values.ts";
import { rightsOf } from "../../../src/extract/mysql/rights.ts";
import { shortestFloat } from "../../../src/extract/mysql/row-text.ts";

test.each([
  ["enum('M','F')", ["M", "F"]],
  ["enum('it''s','a,b','')", ["it's", "a,b", ""]],
  ["enum('a)b','(')", ["a)b", "("]],
  ["varchar(3)", undefined],
  ["set('a','b')", undefined],
])("%s lists %j", (type, values) => {
  expect(enumValues(type)).toEqual(values);
});

test.each([
  ["`g` in ('M','F')", "g", ["M", "F"]],
  ["(`g` in (_utf8mb4\\'M\\',_utf8mb4\\'it\\\\\\'s\\'))", "g", ["M", "it's"]],
  ["`a``b` in (1,2.5,-3)", "a`b", ["1", "2.5", "-3"]],
  ["`g` is null or `g` in ('M')", "g", ["M"]],
  ["((`g` in (_latin1\\'M\\')) or (`g` is null))", "g", ["M"]],
  ["`g` = 'M'", "g", ["M"]],
  ["`g` in ('in (', ')')", "g", ["in (", ")"]],
])("%s is a closed list", (clause, column, values) => {
  expect(checkedValues(clause)).toEqual({ column, values });
});

test.each([
  "`g` in ('M') and `h` > 1",
  "`g` in ('M') or `h` is null",
  "`g` in (lower('M'))",
  "`g` > 1",
  "json_valid(`g`)",
  "`g` not in ('M')",
  "",
])("%s is none", (clause) => {
  expect(checkedValues(clause)).toBeUndefined();
});

test.each([
  [["GRANT ALL PRIVILEGES ON *.* TO `a`@`%` WITH GRANT OPTION"], true, []],
  [["GRANT USAGE ON *.* TO `a`@`%`", "GRANT SELECT ON `hms`.* TO `a`@`%`"], true, []],
  [["GRANT INSERT, SELECT, UPDATE ON `h%`.* TO `a`@`%`"], true, []],
  [["GRANT SELECT ON `h\\_s`.* TO `a`@`%`"], false, []],
  [["GRANT USAGE ON *.* TO `a`@`%`", "GRANT SELECT ON `hms`.`t` TO `a`@`%`"], false, []],
  [["GRANT SELECT (`x`, `y`), INSERT ON `hms`.`t` TO `a`@`%`"], false, ["t"]],
  [["GRANT SELECT (`x`) ON `hms`.`t` TO `a`@`%`", "GRANT SELECT ON `hms`.* TO `a`@`%`"], true, []],
  [["GRANT `reader`@`%` TO `a`@`%`"], true, []],
  [[], true, []],
])("the grants %j: whole %s, in part %j", (grants, isWhole, inPart) => {
  expect(rightsOf(grants, "hms")).toEqual({ isWhole, inPart });
});

test.each([
  ["3.140000104904175", "3.14"],
  ["16777216", "16777216"],
  ["0.10000000149011612", "0.1"],
  ["-1.401298464324817e-45", "-1e-45"],
  ["0", "0"],
])("the FLOAT %s is written %s", (digits, short) => {
  expect(shortestFloat(digits)).toBe(short);
  expect(Math.fround(Number(short))).toBe(Number(digits));
});
