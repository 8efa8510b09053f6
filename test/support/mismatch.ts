import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { expect } from "vitest";
import * as ledger from "../../shared/ledger.ts";
import { doctors, patients, visits } from "../../shared/schema.ts";
import type { Database } from "../../src/db/database.ts";
import type { RunSummary } from "../../src/ledger/run-summary.ts";
import { rowsOf } from "./rows.ts";

/** Where figures differ: `entity`, `entity column`, `entity file column`. */
export function differingPlaces({ differences }: RunSummary): Set<string> {
  const parts = differences.map(({ entity, file, column }) => [entity, file, column]);
  return new Set(parts.map((place) => place.filter((part) => part !== undefined).join(" ")));
}

/** Which figures differ. */
export function differingMeasures({ differences }: RunSummary): Set<string> {
  return new Set(differences.map(({ measure }) => measure));
}

const TARGETS: readonly SQLiteTable[] = [patients, doctors, visits, ledger.crosswalk];

/** The run found that source and target do not agree, and left nothing in an empty database. */
export function expectNothingWritten(db: Database, summary: RunSummary): void {
  expect(summary).toMatchObject({ status: "mismatched", exitCode: 5, committed: false });
  expect(TARGETS.map((table) => db.count(table))).toEqual([0, 0, 0, 0]);
  expect(rowsOf(db, ledger.runs)).toMatchObject([{ status: "mismatched", exit_code: 5 }]);
}
