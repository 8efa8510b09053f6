import { and, eq, gt, isNotNull, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/sqlite-core";
import { crosswalk } from "../../../shared/ledger.ts";
import {
  contentHash,
  differingColumns,
  hashRow,
  type StoredValue,
} from "../../digest/content-hash.ts";
import { targetIdColumn } from "../../ledger/crosswalk-row.ts";
import { ownedSelection } from "../../ledger/owned-columns.ts";
import type { RunPlace } from "../../ledger/run-exception.ts";
import type { Difference } from "../../ledger/run-summary.ts";
import { found } from "../apply/outcomes.ts";
import type { EntityState } from "../state/entity-state.ts";
import type { ImportRun } from "../state/import-run.ts";
import { type Reconciliation, ROWS_WRITTEN } from "./reconcile.ts";

/** What another program did, between two commits of a run, to a row that the run had written. */
interface EditedMeanwhile {
  readonly place: RunPlace;
  /** What it changed; `deleted` where the row is gone. */
  readonly what: readonly string[] | "deleted";
}

/** What all rows of a run came to, one by one, by the hash that the crosswalk has of each. */
export interface RowByRow {
  readonly rows: number;
  readonly edited: readonly EditedMeanwhile[];
}

/**
 * Goes through the rows that a run wrote of an entity: each holds what was written, or was edited by
 * somebody else since it was committed.
 *
 * @param after the id of the crosswalk's row behind which they begin
 */
export function compareRowByRow({ context, compiled, entity }: EntityState, after = 0): RowByRow {
  const { db, scope, files } = context;
  const keys = compiled.columns.map(({ key }) => key);
  const query = new QueryBuilder()
    .select({
      hash: crosswalk.contentHash,
      fileId: crosswalk.fileId,
      record: crosswalk.record,
      line: crosswalk.line,
      found: sql`${targetIdColumn(compiled.importer.table)}`.as("found"),
      ...ownedSelection(compiled.importer, keys),
    })
    .from(crosswalk)
    .leftJoin(
      compiled.importer.table,
      eq(targetIdColumn(compiled.importer.table), crosswalk.targetId),
    )
    .where(
      and(
        eq(crosswalk.runId, sql.placeholder("runId")),
        eq(crosswalk.entity, sql.placeholder("entity")),
        isNotNull(crosswalk.contentHash),
        gt(crosswalk.id, sql.placeholder("after")),
      ),
    );
  const edited: EditedMeanwhile[] = [];
  let rows = 0;
  const written = db.prepareBuilt(query, ["runId", "entity", "after"]);
  for (const row of written.iterate([scope.runId, entity, after])) {
    const [hash, fileId, record, line, found, ...values] = row;
    rows++;
    const what =
      found === null ? "deleted" : changed(values as StoredValue[], hash as Buffer, keys);
    if (what.length === 0) continue;
    const file = files.findIndex((one) => one.fileId === fileId);
    edited.push({
      place: { file, record: Number(record), line: Number(line), offset: null },
      what,
    });
  }
  return { rows, edited };
}

function changed(values: readonly StoredValue[], written: Buffer, keys: readonly string[]) {
  const now = contentHash(hashRow(values));
  if (now.equals(written)) return [];
  return differingColumns(now, written, keys.length).map((at) => keys[at] ?? "");
}

/** Tells of each such row, by its record, what was done to it. */
function tellEdited(state: EntityState, edited: readonly EditedMeanwhile[]): void {
  for (const { place, what } of edited) {
    const isGone = what === "deleted";
    const word = isGone ? "target.deleted-meanwhile" : "target.edited-meanwhile";
    const detail = isGone
      ? {}
      : { detail: `edited in ${state.terms.application}: ${what.join(", ")}` };
    found(state, { code: `${state.entity}.${word}`, severity: "warning", ...detail }, place);
  }
}

/**
 * What differs because another program has edited rows between two commits of the run is told as that,
 * record by record; then every other row is known to be what was written by its own hash.
 */
export function excused(
  { counts, isAltered }: Pick<ImportRun, "counts" | "isAltered">,
  state: EntityState,
  { found, telling }: { readonly found: Reconciliation; readonly telling: "told" | "known" },
): Reconciliation {
  const isTheirs = counts?.othersCame === true && !isAltered;
  if (!isTheirs || found.differences.length === 0) return found;
  const { rows, edited } = compareRowByRow(state);
  const { tally } = state;
  const isKnown = edited.length > 0 || tally.lostTrack;
  if (!isKnown || rows !== tally.rows.rows) return found;
  if (telling === "told") tellEdited(state, edited);
  const counted = found.differences.filter(({ measure }) => measure === ROWS_WRITTEN);
  return {
    ...found,
    differences: edited.length === 0 ? [] : [...counted, ofOthers(state, edited)],
  };
}

function ofOthers({ entity }: EntityState, { length }: { readonly length: number }): Difference {
  return {
    entity,
    measure: "rows changed by another program meanwhile",
    source: 0,
    target: length,
    cure: `check the rows of ${entity} that another program edited or deleted during the run (${entity}.target.edited-meanwhile, ${entity}.target.deleted-meanwhile in issues.csv); all others are as written`,
  };
}
