import { expect, test } from "vitest";
import type { Person } from "../../../src/persons/likeness/person.ts";
import { scorePair } from "../../../src/persons/likeness/score-pair.ts";

const ASHA: Person = {
  line: 2,
  id: "1",
  name: "asha rao",
  birth: "1981-04-03",
  phone: "",
  email: "",
  gender: "",
  address: "",
  nationalId: "",
  given: "",
  marks: "",
};

/** How likely both are one person, where so many persons of a large file have each value. */
const score = (
  given: Partial<Person>,
  { other = {}, same = 1 }: { other?: Partial<Person>; same?: number } = {},
) =>
  scorePair(
    { ...ASHA, ...given },
    { ...ASHA, id: "2", line: 3, ...given, ...other },
    {
      persons: 10_000,
      countSame: () => same,
    },
  );

test("a name and a birth date that few have are one person, those that many have are not", () => {
  expect(score({}).score).toBeGreaterThan(0.95);
  expect(score({}, { same: 100 }).score).toBeLessThan(0.5);
});

test.each<[string, Partial<Person>, number]>([
  ["another sex", { gender: "m" }, -1],
  ["another phone", { phone: "02098" }, -1],
  ["another national id", { nationalId: "A1" }, -1],
  ["another birth date", { birth: "1990-11-25" }, -1],
  ["another name", { name: "juan delgado" }, -1],
])("%s speaks against one person", (reason, other) => {
  const given = { gender: "f", phone: "03377", nationalId: "B2" };
  const [with_, without] = [score(given, { other, same: 900 }), score(given, { same: 900 })];
  expect(with_.score).toBeLessThan(without.score);
  expect(with_.reasons).toContain(reason);
});

test("what one of both lacks speaks neither for nor against", () => {
  const lacking = { phone: "", email: "", nationalId: "", address: "", gender: "" };
  const full = { phone: "1", email: "a@b", nationalId: "N", address: "x", gender: "f" };
  expect(score(full, { other: lacking })).toEqual(score({}));
});

test.each([
  ["1981-03-04", "birth dates with day and month swapped"],
  ["1981-04-08", "birth dates one digit apart"],
  ["1981-04-18", "another birth date"],
])("a birth on 1981-04-03 beside %s: %s", (birth, reason) => {
  const { reasons, score: likely } = score({}, { other: { birth } });
  expect(reasons).toContain(reason);
  expect(likely > 0.5).toBe(reason !== "another birth date");
});
