import type { Database } from "../db/database.ts";
import { ConstraintBroken, StatementRefused } from "../db/refused.ts";
import { DatabaseError } from "../plain/errors.ts";
import { compareRebuilt } from "./compare-rebuilt.ts";
import { type Decisions, isNamed } from "./decisions.ts";
import type { TableDraft } from "./draft.ts";
import { copyObstacles, indexObstacles, rowNumberObstacles } from "./find-obstacles.ts";
import { type Need, need, type Obstacle } from "./push-report.ts";
import type { Copy, Step } from "./steps.ts";
import { columnKey } from "./written-names.ts";

/** What came of the steps of one table. */
export interface StepsResult {
  readonly obstacles: readonly Obstacle[];
  readonly needs: readonly Need[];
  /** Types were changed, and these columns came out different, as was allowed. */
  readonly converted: readonly string[];
}

/**
 * Carries out what was drafted for one table. What the data do not allow comes back as obstacles,
 * and nothing of this table is done then.
 *
 * @throws DatabaseError if a copy is not what it was copied from
 */
export function runTableSteps(db: Database, draft: TableDraft, decisions: Decisions): StepsResult {
  db.exec("SAVEPOINT hmsync_table");
  const needs: Need[] = [];
  const converted: string[] = [];
  for (const step of draft.steps) {
    const obstacles = runStep(db, step, draft);
    if (obstacles.length > 0) {
      db.exec("ROLLBACK TO hmsync_table");
      db.exec("RELEASE hmsync_table");
      return { obstacles, needs, converted };
    }
    if (step.copy === undefined) continue;
    const altered = alteredColumns(db, step.copy);
    for (const { column, count, rows } of altered) {
      const name = columnKey(draft.table, column);
      converted.push(name);
      if (isNamed(decisions.allowConvert, name)) continue;
      const more = count > rows.length ? ", ..." : "";
      const why = `changing ${count.toLocaleString("en-US")} values of ${name} by its new type (rows ${rows.join(", ")}${more})`;
      needs.push(need("allow-convert", name, { why }));
    }
  }
  db.exec("RELEASE hmsync_table");
  return { obstacles: [], needs, converted };
}

function runStep(db: Database, step: Step, { table, difference }: TableDraft): readonly Obstacle[] {
  try {
    const inTheWay = step.copy === undefined ? [] : rowNumberObstacles(db, step.copy);
    if (inTheWay.length > 0) return inTheWay;
    db.exec(step.sql);
    return [];
  } catch (error) {
    // A full disk or a damaged page is no matter of the data.
    if (!(error instanceof StatementRefused)) throw error;
    const broken = error instanceof ConstraintBroken;
    const found = broken ? obstaclesOf(db, step, difference?.wanted) : [];
    if (found.length > 0) return found;
    const what = `${step.kind}: ${error.reason}`;
    return [{ table, what, count: 0, rows: [], cure: cureOf(step) }];
  }
}

function obstaclesOf(
  db: Database,
  { copy, kind, sql }: Step,
  table: Copy["wanted"] | undefined,
): readonly Obstacle[] {
  if (copy !== undefined) return copyObstacles(db, copy);
  return kind === "create index" && table !== undefined ? indexObstacles(db, table, sql) : [];
}

const cureOf = ({ kind }: Step): string =>
  kind === "create index"
    ? "The index may use a column that will be lost; name the index with --drop-unmanaged."
    : "Correct the schema or the data.";

/** Columns that a new type changed. */
function alteredColumns(db: Database, copy: Copy) {
  const { strayRows, altered } = compareRebuilt(db, copy);
  if (strayRows === 0) return altered;
  throw new DatabaseError(
    `The copy of ${copy.wanted.name} has ${strayRows} more or fewer rows than the original.`,
    { cure: "Nothing was changed. This is a bug in the tool; please report it." },
  );
}
