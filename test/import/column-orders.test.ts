import { join } from "node:path";
import { expect, test } from "vitest";
import { doctors, patients, visits } from "../../shared/schema.ts";
import { parseMapping } from "../../src/mapping/mapping.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { keptVersions } from "../support/kept-cells.ts";
import { rowsOf } from "../support/rows.ts";
import { IMPORTERS } from "../support/target.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

// An export in one file for each entity, and the same in three whose columns stand in other orders.

type Rows = readonly Readonly<Record<string, string>>[];

const PERSONS: Rows = Array.from({ length: 9 }, (_, at) => ({
  id: `P${at}`,
  first: `Ann${at}`,
  tel: at === 4 ? "" : `980000001${at}`,
  kind: at % 4 === 3 ? "staff" : "patient",
  alg: ["Penicillin; Latex", "NKDA", ""][at % 3] ?? "",
  ward: at % 2 === 0 ? `w${at}` : "",
}));

const VISITS: Rows = Array.from({ length: 9 }, (_, at) => ({
  visit: `V${at}`,
  who: `P${at}`,
  doc: `D${at % 3}`,
  day: at === 7 ? "soon" : `2023-01-1${at}`,
  state: at === 2 ? "void" : "done",
}));

const DOCTORS: Rows = [
  { nr: "D0", name: "Dr. May" },
  { nr: "D1", name: "Dr. Lee" },
];

const csv = (rows: Rows, columns: readonly string[]): string =>
  [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))]
    .map((cells) => `${cells.join(",")}\n`)
    .join("");

function inThree(name: string, rows: Rows): Record<string, string> {
  const columns = Object.keys(rows[0] ?? {});
  const orders = [columns, columns.toReversed(), [...columns.slice(2), ...columns.slice(0, 2)]];
  return Object.fromEntries(
    orders.map((order, at) => [`${name}${at}.csv`, csv(rows.slice(at * 3, at * 3 + 3), order)]),
  );
}

async function imported(files: Record<string, string>, batchSize?: number) {
  const folder = join(workspace(), "legacy");
  writeFiles(folder, files);
  const named = (letter: string) => Object.keys(files).filter((name) => name.startsWith(letter));
  const entities = {
    patients: {
      file: named("p"),
      where: { kind: "patient" },
      fields: { legacyId: "id", firstName: "first", phone: "tel", allergies: "alg" },
    },
    doctors: { file: named("d"), fields: { legacyId: "nr", fullName: "name" } },
    visits: {
      file: named("v"),
      where: { state: { not: "void" } },
      fields: { legacyId: "visit", patientId: "who", doctorId: "doc", visitDate: "day" },
    },
  };
  const head = { mappingVersion: 1, legacySystem: "old", currency: "INR", timeZone: "UTC" };
  const mapping = parseMapping("old", JSON.stringify({ ...head, entities }), IMPORTERS);
  const db = await newDatabase();
  const settings = { mode: "lenient", ...(batchSize !== undefined && { batchSize }) } as const;
  const summary = await importFolder(db, folder, { mapping, settings });
  const counts = Object.entries(summary.entities).map(([entity, one]) => [
    entity,
    ...[one.records, one.inserted, one.rejected, one.skipped, one.unmapped],
    one.issues,
  ]);
  const kept = keptVersions(db).map((row) => [
    row["legacy_id"],
    Object.entries(JSON.parse(String(row["cells"]))).sort(),
  ]);
  const rows = [patients, doctors, visits].map((table) => rowsOf(db, table));
  return { differences: summary.differences, counts, kept, rows };
}

test.each([undefined, 2])(
  "the order of columns in each file makes no difference (batches of %s)",
  async (size) => {
    const one = { "p.csv": csv(PERSONS, Object.keys(PERSONS[0] ?? {})) };
    const whole = {
      ...one,
      "d.csv": csv(DOCTORS, ["nr", "name"]),
      "v.csv": csv(VISITS, Object.keys(VISITS[0] ?? {})),
    };
    const parts = {
      ...inThree("p", PERSONS),
      "d.csv": csv(DOCTORS, ["name", "nr"]),
      ...inThree("v", VISITS),
    };
    const expected = await imported(whole, size);
    expect(expected.differences).toEqual([]);
    expect(expected.counts[0]).toMatchObject(["patients", 9, 6, 1, 2, 6, {}]);
    expect(await imported(parts, size)).toEqual(expected);
  },
);
