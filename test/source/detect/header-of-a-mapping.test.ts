import { expect, test } from "vitest";
import { detectLayout } from "../../../src/source/detect/detect-layout.ts";

const asRows = (rows: readonly string[]) =>
  rows.map((row, at) => ({ cells: row.split(","), line: at + 1 }));
const TWO_ROWS = asRows([
  ...["Ward list,,,,", "id,name,,contact,", ",first,last,phone,mail"],
  ...["1,Una,Berg,044,a@b.example", "2,Tor,Holm,045,c@d.example", "3,Ada,Lund,046,e@f.example"],
]);

test("a header of two rows is known by the names that a mapping has joined of them", () => {
  const known = new Set(["id", "name first", "last", "contact phone", "mail"]);
  const { header, columns } = detectLayout(TWO_ROWS, { known });
  expect(header.value).toEqual({ first: 2, last: 3 });
  expect(columns).toEqual(["id", "name first", "last", "contact phone", "mail"]);
});

test("a mapping that names one row's columns alone takes that row", () => {
  const known = new Set(["first", "last", "phone", "mail"]);
  expect(detectLayout(TWO_ROWS, { known }).header.value).toEqual({ first: 3, last: 3 });
});
