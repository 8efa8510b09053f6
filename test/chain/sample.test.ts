import { expect, test } from "vitest";
import { LowestRecords, rankOf, usualSize } from "../../src/chain/sample.ts";
import { IMPORTERS } from "../support/target.ts";

const ids = Array.from({ length: 5_000 }, (_, nth) => `P${nth}`);

function drawn(size: number, { seed = "s", from = ids, gone = new Set<string>() } = {}): string[] {
  const lowest = new LowestRecords({ seed, entity: "patients", size }, (id) => !gone.has(id));
  for (const id of from) lowest.add(id);
  return lowest.drawn();
}

test("the records of lowest rank are drawn, in whatever order they come", () => {
  const sorted = ids.toSorted((a, b) => rankOf("s", "patients", a) - rankOf("s", "patients", b));
  expect(drawn(60)).toEqual(sorted.slice(0, 60));
  expect(drawn(60, { from: ids.toReversed() })).toEqual(sorted.slice(0, 60));
});

test("a larger sample holds the smaller, another seed draws others", () => {
  expect(drawn(60).slice(0, 30)).toEqual(drawn(30));
  expect(drawn(30, { seed: "t" })).not.toEqual(drawn(30));
});

test("a rank is the beginning of a SHA-256 that everybody can compute", () => {
  // printf 's\0patients\0P1' | sha256sum
  expect(rankOf("s", "patients", "P1").toString(16)).toBe("af75dd545ff4");
});

test("a record whose row is gone is not drawn; of few records all are", () => {
  const [first = ""] = drawn(1);
  expect(drawn(60, { gone: new Set([first]) })).not.toContain(first);
  expect(drawn(60, { from: ["a", "b"] })).toHaveLength(2);
});

test("sixty are drawn where an importer says what harm a wrong record does, else thirty", () => {
  const sizes = Object.fromEntries(IMPORTERS.map((one) => [one.entity, usualSize(one)]));
  expect(sizes).toMatchObject({ allergies: 60, listedAllergies: 60, labResults: 60, patients: 60 });
  expect(sizes).toMatchObject({ doctors: 30, visits: 30, bills: 30, settings: 30 });
});
