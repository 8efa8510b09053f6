import { expect, test } from "vitest";
import { patients } from "../../importers/patients.ts";
import { fieldOptions } from "../../src/assess/propose/field-options.ts";
import { observe } from "../support/observe.ts";

const tokensOf = (name: string, cells: readonly string[]) => {
  const field = patients.fields[name];
  return field && fieldOptions(field, observe(cells, "text"))["nullTokens"];
};

test("a name that programs write for nothing is a name, in the letter case of names", () => {
  expect(tokensOf("lastName", ["Rao", "Null", "Nan", "N/A"])).toEqual(["N/A"]);
  expect(tokensOf("fullName", ["RAO", "NULL"])).toBeUndefined();
  expect(tokensOf("firstName", ["asha", "null"])).toBeUndefined();
});

test("in the letter case of programs it is none", () => {
  expect(tokensOf("lastName", ["Rao", "Wei", "NULL"])).toEqual(["NULL"]);
  expect(tokensOf("lastName", ["RAO", "WEI", "null"])).toEqual(["null"]);
});

test("in another column it means nothing", () => {
  expect(tokensOf("address", ["1 Main Street", "Null"])).toEqual(["Null"]);
});
