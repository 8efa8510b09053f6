import { expect, test } from "vitest";
import { identifies, shownDecision, withoutSmall } from "../../../src/assess/show/hide.ts";
import { withoutHeaderValues } from "../../../src/assess/show/show-assessment.ts";
import { documentOf, shownColumn, shownFile } from "../../support/document.ts";
import { decision, readings } from "../../support/evidence.ts";
import { profileOf, rolesIn } from "../../support/profile.ts";

/** Whether a hundred such cells are hidden. */
function isHidden(header: string, cell: (n: number) => string): boolean {
  const column = profileOf(
    Array.from({ length: 100 }, (_, n) => cell(n)),
    header,
  );
  return identifies(column, rolesIn([column]), []);
}

test.each<[string, string, (n: number) => string]>([
  ["phones, whatever they are called", "info", (n) => `+44 20 7946 00${10 + (n % 5)}`],
  ["days of which nobody says what they are", "when", (n) => `1980-01-1${n % 9}`],
  ["numbers that are called a key", "guarantor_id", (n) => String(1000 + (n % 9))],
  ["keys with the .0 of a program", "guarantor_id", (n) => `${1000 + (n % 9)}.0`],
  ["long numbers that nearly all differ", "zahl", (n) => String(70_000 + n * 7)],
  ["words that nearly all differ", "wort", (n) => `wort${n}`],
  ["a relative's name", "Father Name", () => "Ravi"],
  ["a surname in Turkish", "SOYADI", () => "Demir"],
  ["a citizen's number in Spanish", "Cédula", () => "x"],
  ["a birth date in Persian", "تاریخ تولد", () => "1361-01-01"],
])("%s are hidden", (_, header, cell) => {
  expect(isHidden(header, cell)).toBe(true);
});

test.each<[string, string, (n: number) => string]>([
  ["wards", "ward", (n) => (n % 2 ? "East" : "West")],
  ["names of departments", "department_name", () => "Cardiology"],
  ["ages", "age", (n) => String(n % 90)],
  ["fees", "fee", (n) => `${n % 7}00.50`],
  ["days of visits", "visit_date", () => "2024-01-09"],
  ["empty columns", "ward", () => ""],
])("%s are shown", (_, header, cell) => {
  expect(isHidden(header, cell)).toBe(false);
});

const bars = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts).map(([label, count]) => ({ label, count }));
const fives = (count: number, width: number, each: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`${at * width} to ${(at + 1) * width}`, each]),
  );

test.each<[string, Record<string, number>, { bars: Record<string, number>; apart: number }]>([
  [
    "five records and more stay",
    { y2020: 5, y2021: 9 },
    { bars: { y2020: 5, y2021: 9 }, apart: 0 },
  ],
  ["fewer at an end are cut off", { a: 2, b: 50, c: 50 }, { bars: { b: 50, c: 50 }, apart: 2 }],
  [
    "fewer in between leave a gap",
    { a: 50, b: 2, c: 50 },
    { bars: { a: 50, b: 0, c: 50 }, apart: 2 },
  ],
  [
    "fewer of one number are not even named",
    { "3": 50, "4": 2, "5": 50 },
    { bars: { "3": 50, "5": 50 }, apart: 2 },
  ],
  ["where all are few nothing is shown", { a: 1, b: 1 }, { bars: {}, apart: 2 }],
  [
    "many few are joined with their neighbours",
    fives(8, 5, 4),
    { bars: fives(4, 10, 8), apart: 0 },
  ],
])("bars of %s", (_, given, shown) => {
  expect(withoutSmall(bars(given))).toEqual({ bars: bars(shown.bars), apart: shown.apart });
});

test("of codes those are shown that the column shows, and meanings of five records and more", () => {
  const codes = decision({
    subject: "codes",
    readings: readings({ female: 30, male: 3 }),
    options: { codes: { F: "female", Xq: "male" } },
    evidence: "30 mean female, 3 mean male",
  });
  const { options, readings: kept, evidence } = shownDecision(codes, new Set(["F"]));
  expect([options, kept]).toEqual([{ codes: { F: "female" } }, readings({ female: 30 })]);
  expect(evidence).toMatch(/30 mean female/);
  expect(evidence).not.toMatch(/3 mean/);
  const format = decision({ readings: readings({ DMY: 1 }) });
  expect(shownDecision(format, new Set())).toBe(format);
});

test("a header that is a value is nowhere: not in a sentence, a key, or a longer value", () => {
  const [born, phone, longer] = ["1980-05-25", "0209461234", "0209461234.50"];
  const file = shownFile("a.csv", {
    columns: [born, phone, longer].map((one, position) => shownColumn(one, { position })),
    open: [{ key: `columns.${phone}`, says: `${longer} or ${born}` }],
    lookups: [{ field: "name", file: "b.csv", columns: [], by: { [phone]: born }, reason: "" }],
  });
  expect(JSON.stringify(withoutHeaderValues(documentOf([file])))).not.toMatch(/1980|0209|\.50/);
  const sound = documentOf([shownFile("a.csv", { columns: [shownColumn("name")] })]);
  expect(withoutHeaderValues(sound)).toBe(sound);
});
