import { expect, test } from "vitest";
import { nearest, nearestHint } from "../../src/plain/nearest.ts";

test.each([
  ["PHONE_NO", ["PAT_ID", "PHONE", "EMAIL"], "PHONE"],
  ["first name", ["firstName", "lastName"], "firstName"],
  ["Date.Of-Birth", ["dateOfBirth", "date"], "dateOfBirth"],
  ["--dryrun", ["--dry-run", "--db"], "--dry-run"],
])("%s was probably meant to be one of %j: %s", (name, known, meant) => {
  expect(nearest(name, known)).toBe(meant);
});

test.each([
  ["TELEPHONE", ["PAT_ID", "AGE"]],
  ["x", ["PHONE"]],
  ["anything", []],
  ["", ["PHONE"]],
])("%s is no slip of any of %j", (name, known) => {
  expect(nearest(name, known)).toBeUndefined();
  expect(nearestHint(name, known)).toBe("");
});

test("the very name is no hint, nor is one that it only hides", () => {
  expect(nearest("phone", ["phone"])).toBeUndefined();
  expect(nearestHint("phone", ["phone", "fax"])).toBe("");
  expect(nearest("Phone", ["phone"])).toBe("phone");
});

test("the hint ends a message", () => {
  expect(nearestHint("PHONE_NO", ["PHONE"])).toBe(' (nearest: "PHONE")');
});
