import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { getTableName, is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import * as schema from "../../shared/schema.ts";
import type { FilePlace, RunSummary } from "../../src/ledger/run-summary.ts";
import { issues, outcomes } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { type Row, rowsOf } from "../support/rows.ts";
import { IMPORTERS } from "../support/target.ts";

// Every folder of fixtures/ with an expected.json is a story: its files, and what must come of them. The sample
// is an export and nothing else, so what must come of it stands beside it.

interface Found {
  readonly count: number;
  /** `file:record:line`, the first five; each with the other record that is spoken of, where there is one. */
  readonly places: readonly string[];
  readonly ofRejectedParent?: number;
}

interface Expected {
  readonly exitCode: number;
  readonly asOf?: string;
  readonly legacySystem?: string;
  /** Outcomes that are not zero; and placeholders, where there are any. */
  readonly entities: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly issues: Readonly<Record<string, Found>>;
  readonly rounding?: Readonly<Record<string, unknown>>;
  /** By table, in the order of the legacy ids: columns that matter, of every row of a lenient run. */
  readonly rows?: Readonly<Record<string, readonly Row[]>>;
}

const { doctors, patients } = schema;
const TABLES: Readonly<Record<string, SQLiteTable>> = Object.fromEntries([
  ...Object.values<unknown>(schema).flatMap((table) =>
    is(table, SQLiteTable) ? [[getTableName(table), table] as const] : [],
  ),
  ...IMPORTERS.map(({ entity, table }) => [entity, table] as const),
]);
const placeOf = (story: string): string | undefined =>
  [join("fixtures", story, "expected.json"), join("fixtures", `${story}.expected.json`)].find(
    existsSync,
  );
const stories = readdirSync("fixtures").filter((name) => placeOf(name) !== undefined);

const expectedOf = (story: string) =>
  JSON.parse(readFileSync(placeOf(story) ?? "", "utf8")) as Expected;

const asOfOf = ({ asOf }: Expected) => (asOf === undefined ? {} : { asOf });

function countsOf(summary: RunSummary) {
  const entities = Object.entries(summary.entities).map(([entity, { placeholders }]) => [
    entity,
    { ...outcomes(summary, entity), ...(placeholders > 0 && { placeholders }) },
  ]);
  return Object.fromEntries(entities) as unknown;
}

const nameOf = ({ file, record, line }: FilePlace) => `${file}:${record}:${line}`;

function findingsOf({ entities }: RunSummary) {
  const findings = Object.values(entities).flatMap((entity) => entity.findings);
  const told = findings.map(({ code, count, places, ofRejectedParent }) => {
    const named = places.map(({ related, ...place }) =>
      related === undefined ? nameOf(place) : `${nameOf(place)} with ${nameOf(related)}`,
    );
    return [code, { count, places: named, ...(ofRejectedParent > 0 && { ofRejectedParent }) }];
  });
  return Object.fromEntries(told) as unknown;
}

/** Records of a file, and what others list in a cell, may be rows of one table. */
function rowsByTable({ entities }: Expected): Map<SQLiteTable, number> {
  const rows = new Map<SQLiteTable, number>();
  for (const [entity, { inserted = 0, placeholders = 0 }] of Object.entries(entities)) {
    const { table = patients } = IMPORTERS.find((one) => one.entity === entity) ?? {};
    rows.set(table, (rows.get(table) ?? 0) + inserted + placeholders);
  }
  return rows;
}

test("there are stories", () => expect(stories.length).toBeGreaterThan(30));

test.each(stories)(
  "%s: counts, issues and places, and nothing written if one is rejected",
  async (story) => {
    const expected = expectedOf(story);
    const db = await newDatabase();
    const summary = await importFolder(db, join("fixtures", story), asOfOf(expected));
    expect(countsOf(summary)).toEqual(expected.entities);
    expect(findingsOf(summary)).toEqual(expected.issues);
    expect(summary).toMatchObject({ exitCode: expected.exitCode, differences: [] });
    expect(summary.legacySystem).toBe(expected.legacySystem ?? "generic-csv");
    for (const [entity, rounding] of Object.entries(expected.rounding ?? {})) {
      expect(summary.entities[entity]?.rounding).toEqual(rounding);
    }
    if (expected.exitCode !== 0) expect(db.count(patients) + db.count(doctors)).toBe(0);
  },
);

test.each(stories)("%s: the good records are written, as they must be", async (story) => {
  const expected = expectedOf(story);
  const db = await newDatabase();
  const summary = await importFolder(db, join("fixtures", story), {
    settings: { mode: "lenient" },
    ...asOfOf(expected),
  });
  expect([countsOf(summary), Object.keys(issues(summary)).sort()]).toEqual([
    expected.entities,
    Object.keys(expected.issues).sort(),
  ]);
  for (const [table, rows] of rowsByTable(expected)) expect(db.count(table)).toBe(rows);
  for (const [entity, wanted] of Object.entries(expected.rows ?? {})) {
    const rows = rowsOf(db, TABLES[entity] ?? patients);
    const byLegacyId = rows.sort((a, b) =>
      String(a["legacy_id"]) < String(b["legacy_id"]) ? -1 : 1,
    );
    expect(byLegacyId).toMatchObject([...wanted]);
  }
});
