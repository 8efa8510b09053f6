import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { openScratch } from "../../../src/db/sqlite/open.ts";
import { findCandidates } from "../../../src/persons/candidates/find-candidates.ts";
import { personOf } from "../../../src/persons/candidates/read-person.ts";

const pairs: Record<string, string>[] = parse(
  readFileSync("fixtures/likely-persons/pairs.csv", "utf8"),
  { columns: true },
);

/** One of both records of a pair: the second one's columns end in 2. */
function record(pair: Record<string, string>, n: number, second: "" | "2") {
  const cell = (column: string) => pair[`${column}${second}`] ?? "";
  return {
    space: "patients",
    person: personOf(`${n}`, {
      firstName: cell("first"),
      lastName: cell("last"),
      fullName: cell("full"),
      birth: cell("birth"),
      gender: cell("gender"),
      phone: cell("phone"),
      email: cell("email"),
      address: cell("address"),
      nationalId: "",
    }),
  };
}

/** A hospital around them: nobody is there twice. */
const GIVEN = ["Amit", "Bela", "Carla", "Deng", "Elif", "Farid", "Greta", "Hiro", "Ines", "Juma"];
const FAMILY = ["Roy", "Katz", "Silva", "Wu", "Yildiz", "Aziz", "Braun", "Sato", "Costa", "Otieno"];
const others = Array.from({ length: 3_000 }, (_, at) =>
  record(
    {
      first: GIVEN[at % 10] ?? "",
      last: `${FAMILY[Math.floor(at / 10) % 10]}${"aeiou"[at % 5]}${"bdfgk"[Math.floor(at / 100) % 5]}`,
      birth: `${1930 + (at % 90)}-${String(1 + (at % 12)).padStart(2, "0")}-${String(1 + (at % 28)).padStart(2, "0")}`,
      gender: "MF"[at % 2] ?? "",
      phone: `60${(7_000_000 + at * 37).toString()}`,
    },
    100_000 + at,
    "",
  ),
);

const records = pairs.flatMap((pair, at) => [
  record(pair, 2 * at + 1, ""),
  record(pair, 2 * at + 2, "2"),
]);

const search = (all: typeof records) =>
  findCandidates(all, {
    openScratch,
    pause: () => undefined,
    propose: 3.17,
    isSettled: () => false,
  });

const whatOf = (n: string) => pairs[Math.floor((Number(n) - 1) / 2)]?.["what"] ?? n;

test("of 24 persons of many cultures who are there twice all are proposed, and none of 22 families", async () => {
  const { candidates } = await search([...records, ...others]);
  const proposed = candidates.map(({ a, b }) => {
    const isPair = Math.ceil(Number(a.legacyId) / 2) === Math.ceil(Number(b.legacyId) / 2);
    return isPair ? whatOf(a.legacyId) : `${a.legacyId} and ${b.legacyId}`;
  });
  const truth = pairs.filter(({ truth }) => truth === "same").map(({ what }) => what);
  expect(proposed.toSorted()).toEqual(truth.toSorted());
});
