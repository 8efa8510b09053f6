import type { TableCopy } from "../../shared/table-copies.ts";
import type { Connection, Database } from "../db/database.ts";
import { sameName } from "../db/names.ts";
import { StatementRefused } from "../db/refused.ts";
import { type Catalog, readCatalog } from "../db/sqlite/catalog.ts";
import { findDangling } from "../db/sqlite/check-foreign-keys.ts";
import { type Pause, pauseInside } from "../plain/breath.ts";
import { DatabaseError } from "../plain/errors.ts";
import { catalogHash } from "./catalog-hash.ts";
import { newlyDangling, touchedTables } from "./check-foreign-keys.ts";
import { type Expected, nameAfter } from "./compare-with-backup.ts";
import { type Decisions, isNamed, NO_DECISIONS } from "./decisions.ts";
import { findBroken, newlyBroken } from "./dependents.ts";
import { describeTable } from "./describe-draft.ts";
import { type Draft, draftPush, type TableDraft } from "./draft.ts";
import { keptIn, requiredOfOthers, withKept } from "./kept-columns.ts";
import { type Managed, managedBy } from "./managed.ts";
import { countsIn, missingDecisions } from "./missing-decisions.ts";
import { type Need, type Obstacle, type PushReport, statementsOf } from "./push-report.ts";
import { catalogAfter, renameSteps } from "./rename-steps.ts";
import { runTableSteps } from "./run-steps.ts";
import type { Step } from "./steps.ts";
import { columnKey, readColumnKey, writeName } from "./written-names.ts";

/** What a push is made from. */
export interface PushInput {
  /** Awaited between tables. */
  readonly pause?: Pause | undefined;
  readonly wanted: Catalog;
  readonly managed: Managed;
  readonly decisions: Decisions;
  readonly copies?: readonly TableCopy[] | undefined;
}

/** Everything that a push would do, before anything is done. */
export interface PreparedPush {
  readonly current: Catalog;
  readonly renames: readonly Step[];
  /** What the schema asks for, and the columns that are kept beside it. */
  readonly wanted: Catalog;
  /** What the schema does not know and what stays: tables, views, triggers, and columns by `table.column`. */
  readonly kept: readonly string[];
  readonly requiredOfOthers: readonly string[];
  /** Columns that the schema has made so far: `table.column`. */
  readonly made: readonly string[];
  /** What the schema has made when this is done. */
  readonly managed: Managed;
  /** The decisions, with those renames alone that are still to be done. */
  readonly decisions: Decisions;
  readonly draft: Draft;
  readonly statements: readonly string[];
  readonly fromHash: string;
  readonly toHash: string;
}

/** What came of carrying it out. */
export interface CarriedOut {
  readonly report: PushReport;
  /** What may have been lost or changed by it. */
  readonly expected: Expected;
}

/** Compares the database with the wanted catalog; reads only. */
export function preparePush(db: Connection, input: PushInput): PreparedPush {
  const { managed, copies } = input;
  const current = readCatalog(db);
  const { steps: renames, done } = renameSteps(current, input.wanted, input.decisions);
  const decisions = { ...input.decisions, ...done };
  const renamed = renames.length === 0 ? current : catalogAfter(db, renames);
  const owned = managedAfter(managed, decisions);
  const wanted = withKept(input.wanted, renamed, { managed: owned, decisions });
  const kept = keptIn(input.wanted, wanted);
  const draft = draftPush({ current: renamed, wanted, managed: owned, decisions, copies });
  const steps = [...draft.aside, ...draft.tables.flatMap((table) => table.steps), ...draft.back];
  const among = [...wanted.tables.keys(), ...managed.tables, ...managed.views];
  const views = wanted.views.map(({ name }) => name);
  return {
    current,
    renames,
    wanted,
    draft,
    decisions,
    kept: [...draft.unmanaged, ...kept],
    requiredOfOthers: requiredOfOthers(input.wanted, wanted),
    made: owned.columns,
    managed: managedBy(input.wanted, kept),
    statements: statementsOf([...renames, ...steps]),
    fromHash: catalogHash(current, [...among, ...views]),
    toHash: catalogHash(wanted, [...among, ...views]),
  };
}

/** The decisions that are missing, as far as catalogs and counts tell: after the renames, before the rest. */
export function needsOf(
  db: Database,
  { draft, decisions, made }: Pick<PreparedPush, "draft" | "decisions" | "made">,
): Need[] {
  const missing = draft.tables.flatMap((table) => missingDecisions(countsIn(db), table, decisions));
  return missing.map((need): Need => {
    const { kind, target } = need.decision ?? {};
    if (kind !== "allow-drop" || target === undefined || isNamed(made, target)) return need;
    const hint = [need.hint, "keep what the schema never had? --keep-unmanaged"];
    return { ...need, hint: hint.filter(Boolean).join("; ") };
  });
}

/** What the schema has made, by the names after the renames. */
function managedAfter(managed: Managed, decisions: Decisions) {
  const keyAfter = (key: string) => {
    const { table, column } = readColumnKey(key) ?? { table: "", column: key };
    return columnKey(nameAfter(table, decisions), column);
  };
  return {
    ...managed,
    tables: managed.tables.map((table) => nameAfter(table, decisions)),
    columns: (managed.columns ?? []).map(keyAfter),
    kept: (managed.kept ?? []).map(keyAfter),
  };
}

/**
 * Does what was prepared, inside the transaction that is open, and finds out what the data do not
 * allow. Nothing is committed here; with needs or obstacles, the state is not to be kept.
 *
 * @throws DatabaseError if the result is not what the schema asks for
 */
export async function carryOut(
  db: Database,
  prepared: PreparedPush,
  input: PushInput,
): Promise<CarriedOut> {
  const { pause = pauseInside() } = input;
  const { draft, wanted, renames, current, decisions } = prepared;
  const changed = draft.tables.filter(({ action }) => action === "rebuild" || action === "drop");
  const names = changed.map(({ table }) => table);
  const broken = findBroken(db, current);
  for (const { sql } of renames) db.exec(sql);
  const dangling = findDangling(db, touchedTables(readCatalog(db), names));
  const tables = draft.tables.map((table) => describeTable(db, table, decisions));
  const needs = needsOf(db, prepared);
  const obstacles: Obstacle[] = [];
  const converted: string[] = [];
  for (const { sql } of draft.aside) db.exec(sql);
  for (const table of draft.tables.filter((one) => !waitsForBackfill(one, needs))) {
    await pause();
    const result = runTableSteps(db, table, decisions);
    needs.push(...result.needs);
    obstacles.push(...result.obstacles);
    converted.push(...result.converted);
  }
  obstacles.push(...bringBack(db, draft.back));
  if (needs.length + obstacles.length === 0) {
    const after = readCatalog(db);
    obstacles.push(...newlyBroken(broken, findBroken(db, after)));
    obstacles.push(...newlyDangling(dangling, findDangling(db, touchedTables(after, names))));
    if (obstacles.length === 0) checkResult(db, wanted);
  }
  const { fromHash, toHash, statements } = prepared;
  return {
    report: {
      database: db.path,
      fromHash,
      toHash,
      tables,
      statements,
      needs,
      obstacles,
      inSync: statements.length === 0,
      kept: prepared.kept,
      requiredOfOthers: prepared.requiredOfOthers,
    },
    expected: { decisions, converted, ...lostParts(draft.tables, decisions) },
  };
}

/** A required column that nothing fills: the copy cannot even begin. */
function waitsForBackfill({ table }: TableDraft, needs: readonly Need[]): boolean {
  return needs.some(
    ({ decision }) =>
      decision?.kind === "backfill" && decision.target.startsWith(`${writeName(table)}.`),
  );
}

function bringBack(db: Database, steps: readonly Step[]): Obstacle[] {
  return steps.flatMap(({ kind, table, sql }): Obstacle[] => {
    try {
      db.exec(sql);
      return [];
    } catch (error) {
      if (!(error instanceof StatementRefused)) throw error;
      const what = `${kind}: ${error.reason}`;
      return [
        {
          table,
          what,
          count: 0,
          rows: [],
          cure: "Change it first, or drop it with --drop-unmanaged.",
        },
      ];
    }
  });
}

/** By the names that tables and columns had before the push. */
function lostParts(
  tables: readonly TableDraft[],
  { renames, renameTables }: Decisions,
): Pick<Expected, "dropped" | "lost"> {
  const before = (table: string) =>
    renameTables.find(({ to }) => sameName(to, table))?.from ?? table;
  const columnBefore = (table: string, name: string) =>
    renames.find((one) => sameName(one.table, table) && sameName(one.to, name))?.from ?? name;
  return {
    dropped: tables.filter(({ action }) => action === "drop").map(({ table }) => before(table)),
    lost: tables.flatMap(({ table, difference }) =>
      (difference?.lost ?? []).map(({ name }) =>
        columnKey(before(table), columnBefore(table, name)),
      ),
    ),
  };
}

/** Verifies the result: reads the catalog again before the commit. */
function checkResult(db: Database, wanted: Catalog): void {
  const current = readCatalog(db);
  const again = draftPush({ current, wanted, managed: managedBy(wanted), decisions: NO_DECISIONS });
  const left = again.tables.filter(({ action }) => action !== "keep").map(({ table }) => table);
  if (left.length === 0 && again.aside.length + again.back.length === 0) return;
  throw new DatabaseError(
    `After the push, ${db.name} would still differ from the schema: ${left.join(", ") || "views"}.`,
    { cure: "Nothing was changed. This is a bug in the tool; please report it." },
  );
}
