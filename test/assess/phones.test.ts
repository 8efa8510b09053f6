import { expect, test } from "vitest";
import { assess } from "../support/assess.ts";

async function smelled(phones: readonly string[]) {
  const lines = phones.map((phone, at) => `${at},Name ${at},${phone}`);
  const { profile } = await assess({ "patients.csv": ["patient_id,full_name,phone", ...lines] });
  return profile.smells
    .filter(({ code }) => code.startsWith("phone.") || code === "number.scientific")
    .map(({ code, count, of }) => [code, count, of]);
}

const many = (count: number, phone: (n: number) => string): string[] =>
  Array.from({ length: count }, (_, at) => phone(at));

test("phones that lost a zero are counted, beside phones with one and without", async () => {
  const whole = many(36, (n) => `98700001${10 + n}`);
  expect(await smelled([...whole, ...many(4, (n) => `9870000${10 + n}`)])).toEqual([
    ["phone.lost-zero", 4, 40],
  ]);
  const zeroed = many(36, (n) => `08700011${10 + n}`);
  expect(await smelled([...zeroed, ...many(4, (n) => `87000220${n}`)])).toEqual([
    ["phone.lost-zero", 4, 40],
  ]);
});

test("phones of one length, and of many, lost none", async () => {
  expect(await smelled(many(40, (n) => `98700001${10 + n}`))).toEqual([]);
  const mixed = many(40, (n) => `9870000${"1".repeat(n % 5)}${10 + n}`);
  expect(await smelled(mixed)).toEqual([]);
});

test("phones that lost a plus, got a decimal or were cut are counted", async () => {
  const whole = many(20, (n) => `+9198700001${10 + n}`);
  expect(await smelled([...whole, ...many(3, (n) => `9198700002${10 + n}`)])).toEqual([
    ["phone.lost-plus", 3, 23],
  ]);
  expect(await smelled(many(9, (n) => `98700001${10 + n}.0`))).toEqual([["phone.decimal", 9, 9]]);
  expect(await smelled([...many(9, (n) => `98700001${10 + n}`), "9.19876E+11"])).toContainEqual([
    ...["number.scientific", 1, 10],
  ]);
});

test("a phone that was typed to fill the field is counted, in whatever digits", async () => {
  const own = many(40, (n) => `98700001${10 + n}`);
  const filled = many(20, () => "9999999999");
  const persian = many(20, () => "۹۹۹۹۹۹۹۹۹۹");
  expect(await smelled([...own, ...filled])).toEqual([["phone.placeholder", 20, 60]]);
  expect(await smelled([...own, ...persian])).toEqual([["phone.placeholder", 20, 60]]);
});
