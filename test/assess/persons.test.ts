import { expect, test } from "vitest";
import { areNamesAlike } from "../../src/persons/likeness/names.ts";
import { comparableName } from "../../src/persons/likeness/person.ts";
import { assess, numbered } from "../support/assess.ts";

const HEADER = "patientId,firstName,lastName,birthDate,phone,gender";
const two = (n: number) => String(n).padStart(2, "0");
const others = numbered(60, (n) => {
  const day = `19${two(40 + (n % 50))}-${two((n % 12) + 1)}-${two((n % 28) + 1)}`;
  return `P${n},First${n},Last${n},${day},0203${String(n * 7919).padStart(6, "0")},F`;
});

const pairsOf = async (...lines: string[]) => {
  const { profile } = await assess({ "patients.csv": [HEADER, ...lines, ...others] });
  return profile.persons;
};

test("the same name and birth date under two ids are one person, with the reasons", async () => {
  const [pair, ...more] = await pairsOf(
    "A1,José,Núñez,1981-04-03,0209876543,M",
    "A2,Nunez,Jose,1981-04-03,0207654321,M",
  );
  expect(more).toEqual([]);
  expect(pair).toMatchObject({
    file: "patients.csv",
    lines: [2, 3],
    reasons: ["same name", "same birth date", "another phone"],
  });
  expect(pair?.score).toBeGreaterThan(0.9);
});

test("day and month exchanged, or a slip in the name, are seen through", async () => {
  const pairs = await pairsOf(
    "A1,Marianne,Castellano,1981-04-03,0209876543,F",
    "A2,Marianne,Castellano,1981-03-04,0209876543,F",
    "A3,Theodora,Papadakis,1975-12-30,0201112223,F",
    "A4,Theodora,Papadakkis,1975-12-30,0201112223,F",
  );
  expect(pairs.map(({ lines }) => lines)).toEqual(
    expect.arrayContaining([
      [2, 3],
      [4, 5],
    ]),
  );
  expect(pairs.flatMap(({ reasons }) => reasons)).toEqual(
    expect.arrayContaining(["birth dates with day and month swapped", "names alike"]),
  );
});

test("a family at one phone, and people of one name born apart, are not one person", async () => {
  expect(
    await pairsOf(
      "A1,Ravi,Khanna,1981-04-03,0209876543,M",
      "A2,Meera,Khanna,1983-07-21,0209876543,F",
      "A3,Juan,Delgado,1950-04-03,0201000001,M",
      "A4,Juan,Delgado,1994-08-19,0201000002,M",
    ),
  ).toEqual([]);
});

test("names are compared without accents, titles, order and letter case", () => {
  expect(comparableName("Dr. José SMITH-Núñez")).toBe("jose nunez smith");
  expect(areNamesAlike("jose nunez smith", "jose smith")).toBe(true);
  expect(areNamesAlike("ann berg", "bo berg")).toBe(false);
});
