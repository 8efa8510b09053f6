import { expect, test } from "vitest";
import { patients } from "../../../importers/patients.ts";
import { writeExact } from "../../../src/digest/exact-decimal.ts";
import { EntityTally } from "../../../src/import/state/entity-tally.ts";
import type { Issue } from "../../../src/ledger/issue.ts";

const newTally = () =>
  new EntityTally({ importer: patients, columns: [], references: [], digits: 2 });
const MISSING: Issue = { code: "patients.phone.missing", severity: "error" };
const at = (file: number, record: number) => ({ file, record, line: record + 1, offset: null });

test("the first five places are kept, whatever order they are found in", () => {
  const tally = newTally();
  for (const record of [9, 3, 8, 1, 7, 2, 6]) tally.found(MISSING, at(1, record));
  tally.found(MISSING, at(0, 50));
  const found = tally.findings.get(MISSING.code);
  expect(found?.count).toBe(8);
  expect(found?.places.map(({ file, record }) => [file, record])).toEqual([
    ...[
      [0, 50],
      [1, 1],
    ],
    ...[
      [1, 2],
      [1, 3],
    ],
    [1, 6],
  ]);
});

test("a record that names a rejected parent is counted among its kind", () => {
  const tally = newTally();
  const unknown: Issue = { code: "visits.patient.unknown", severity: "error" };
  tally.found(unknown, at(0, 1));
  tally.found({ ...unknown, related: { file: "patients.csv", record: 1, line: 2 } }, at(0, 2));
  expect(tally.findings.get(unknown.code)).toMatchObject({ count: 2, ofRejectedParent: 1 });
});

test("what rounding took is added up exactly, over different scales", () => {
  const tally = newTally();
  tally.rounded("fee", { units: 4n, scale: 3 });
  tally.rounded("fee", { units: -49n, scale: 4 });
  expect(tally.roundings.get("fee")).toEqual({ amounts: 2, difference: { units: -9n, scale: 4 } });
  tally.unrounded("fee", { units: -49n, scale: 4 });
  expect(writeExact(tally.roundings.get("fee")?.difference ?? { units: 0n, scale: 0 })).toBe(
    "0.004",
  );
  tally.unrounded("fee", { units: 4n, scale: 3 });
  expect(tally.roundings.size).toBe(0);
});

test.each([
  [-49n, 4, "-0.0049"],
  [0n, 3, "0"],
  [1500n, 2, "15"],
  [1234n, 0, "1234"],
  [-1050n, 3, "-1.05"],
])("%d at scale %d is written %s", (units, scale, written) => {
  expect(writeExact({ units, scale })).toBe(written);
});

test("what was counted since it was kept is forgotten whole, as often as that happens", () => {
  const counts = ({ outcomes, counters, findings, roundings, changed }: EntityTally) =>
    structuredClone({ outcomes, counters, findings, roundings, changed });
  const tally = newTally();
  tally.outcomes.inserted = 3;
  tally.counters.placeholders = 1;
  tally.found(MISSING, at(0, 1));
  tally.rounded("fee", { units: 4n, scale: 3 });
  tally.keep();
  const kept = counts(tally);
  for (const record of [2, 3]) {
    tally.outcomes.inserted = 9;
    tally.found(MISSING, at(0, record));
    tally.found({ code: "patients.age.out-of-range", severity: "error" }, at(0, record));
    tally.rounded("fee", { units: 1n, scale: 3 });
    tally.columnsChanged(["phone"]);
    tally.forget();
    expect(counts(tally)).toEqual(kept);
  }
});
