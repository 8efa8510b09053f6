import { getTableName } from "drizzle-orm";
import * as ledger from "../../shared/ledger.ts";
import type { Database, DbValue } from "../db/database.ts";
import { quoteName } from "../db/names.ts";

// The ledger's tables as SQL takes them. Persons are joined by statements over whole tables, which are written here
// beside those of the tables that they join.

const nameOf = (table: Parameters<typeof getTableName>[0]): string =>
  quoteName(getTableName(table));

/** As the catalog calls it. */
export const CROSSWALK_TABLE = getTableName(ledger.crosswalk);

export const CROSSWALK = nameOf(ledger.crosswalk);
export const FILES = nameOf(ledger.files);
export const RUNS = nameOf(ledger.runs);
export const MERGES = nameOf(ledger.personMerges);
export const STATE = nameOf(ledger.personState);
export const LINKS = nameOf(ledger.declaredLinks);
export const VERDICTS = nameOf(ledger.personVerdicts);
export const STEPS = nameOf(ledger.personSteps);
export const RECORDS = nameOf(ledger.personRecords);
export const ROWS = nameOf(ledger.personRows);
export const ABSORBED = nameOf(ledger.personAbsorbed);
export const EDITS = nameOf(ledger.personEdits);
export const CONFLICTS = nameOf(ledger.personConflicts);

/** One step of joining. */
export interface Step {
  readonly step: number;
  readonly kind: "references" | "absorbed" | "records";
  readonly table: string;
  readonly columns: readonly string[];
}

/** Writes the next step down, before it is done. */
export function beginStep(
  db: Database,
  runId: number,
  { kind, table, columns }: Omit<Step, "step">,
): number {
  const step = Number(oneValue(db, `select coalesce(max(step), 0) + 1 from ${STEPS}`));
  db.prepare(
    `insert into ${STEPS} (step, kind, table_name, columns, run_id) values (?, ?, ?, ?, ?)`,
  ).run([step, kind, table, JSON.stringify(columns), runId]);
  return step;
}

/** Says that a step was done after all others: rows go when every reference to them has been pointed elsewhere. */
export function endStepLast(db: Database, step: number): number {
  const last = Number(oneValue(db, `select max(step) + 1 from ${STEPS}`));
  for (const table of [STEPS, RECORDS]) {
    db.prepare(`update ${table} set step = ? where step = ?`).run([last, step]);
  }
  return last;
}

/** What was done, the last step first. */
export function stepsBack(db: Database): Step[] {
  const found = db.prepare(
    `select step, kind, table_name, columns from ${STEPS} order by step desc`,
  );
  return found.all([]).map(([step, kind, table, columns]) => ({
    step: Number(step),
    kind: kind as Step["kind"],
    table: String(table),
    columns: JSON.parse(String(columns)) as string[],
  }));
}

export const oneValue = (
  db: Database,
  query: string,
  values: readonly DbValue[] = [],
): DbValue | undefined => db.prepare(query).get(values)?.[0];

export const countOf = (db: Database, query: string, values: readonly DbValue[] = []): number =>
  Number(oneValue(db, query, values) ?? 0);
