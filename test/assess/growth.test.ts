import { expect, test } from "vitest";
import { splitHeader } from "../../src/assess/propose/split-header.ts";
import { wordsOf } from "../../src/assess/relations/header-words.ts";
import { ValueSpill } from "../../src/assess/relations/value-spill.ts";
import { openScratch } from "../../src/db/sqlite/open.ts";
import { comparableName, type Person } from "../../src/persons/likeness/person.ts";
import { PersonSpill } from "../../src/persons/likeness/person-spill.ts";

// What is compared with what, where comparing all with all would grow faster than the export.

const person = (line: number, own: Partial<Person> = {}): Person => ({
  line,
  id: `P${line}`,
  name: "jane doe",
  birth: "1980-01-01",
  phone: "200000001",
  email: "",
  gender: "f",
  address: "1 main street",
  nationalId: "",
  given: "",
  marks: "",
  ...own,
});

function pairsOf(persons: readonly Person[]): string[] {
  const spill = new PersonSpill(openScratch);
  for (const one of persons) spill.add(one);
  spill.seal();
  const pairs = [...spill.pairs()].map(([one, other]) => `${one.line} ${other.line}`);
  spill.close();
  return pairs;
}

test("records that agree in several things are compared once", () => {
  const pairs = pairsOf(numberedPersons(30));
  expect(pairs).toHaveLength((30 * 29) / 2);
  expect(new Set(pairs).size).toBe(pairs.length);
});

test("so many records that agree in the same things are not compared with each other", () => {
  expect(pairsOf(numberedPersons(31))).toEqual([]);
});

const numberedPersons = (count: number) => Array.from({ length: count }, (_, at) => person(at + 1));

test("records that agree in one rare thing besides are found among those of a common one", () => {
  const many = Array.from({ length: 40 }, (_, at) =>
    person(at + 1, { name: `n${at}`, phone: `30000${at + 1000}`, birth: "" }),
  );
  const twins = [person(98, { name: "zoe", birth: "" }), person(99, { name: "zoe", birth: "" })];
  expect(pairsOf([...many, ...twins])).toEqual(["98 99"]);
});

test("how many have a value is known of each trait, also where all have it", () => {
  const spill = new PersonSpill(openScratch);
  for (let line = 1; line <= 50; line++) spill.add(person(line, { phone: `${2e8 + line}` }));
  spill.seal();
  const count = spill.counter();
  expect([count("name", "jane doe"), count("name", "jane doe")]).toEqual([50, 50]);
  expect([count("phone", "200000007"), count("email", "none")]).toEqual([1, 1]);
  spill.close();
});

test("a column is compared with those that have one of its values, and with a bounded number", () => {
  const spill = new ValueSpill(openScratch);
  const columns = 1_000;
  for (let spot = 0; spot < columns; spot++) {
    spill.add(spot, "common", 2);
    for (let nth = 0; nth < 3; nth++) spill.add(spot, `${Math.floor(spot / 2)}-${nth}`, nth + 3);
  }
  spill.seal();
  spill.findAmong(Array.from({ length: columns }, (_, spot) => spot));
  const shares = spill.foundShares(907, 60);
  expect(shares.size).toBeLessThan(100);
  expect(shares.get(906)).toBe(spill.foundShare(907, 906, 60) - 0.25);
  spill.close();
});

test("a name as long as a page is read by its beginning", () => {
  const page = "long name ".repeat(20_000);
  expect(splitHeader(page)).toEqual(splitHeader(page.slice(0, 400)));
  expect(wordsOf(page).length).toBe(80);
  expect(comparableName(page).length).toBeLessThan(401);
});
