import { sql } from "drizzle-orm";
import type { TogetherRule } from "../../../../importers/define-together.ts";
import { crosswalk } from "../../../../shared/ledger.ts";
import { buildSql } from "../../../db/build-sql.ts";
import type { DbValue } from "../../../db/database.ts";
import { type Issue, relatedTo } from "../../../ledger/issue.ts";
import type { EntityState } from "../../state/entity-state.ts";
import type { ImportRun } from "../../state/import-run.ts";
import { found } from "../outcomes.ts";
import { type Pair, pairsOf } from "./find-pairs.ts";
import { RowPlaces } from "./row-places.ts";

/** Of so many rows, their own groups are looked at and not all of a large table. */
const FEW = 2_000;

/**
 * Tells what records say against others of their patient, bed or doctor, by the rules that importers declare: once
 * of each record that stands against an earlier one, with the places of both, where one of them is of this run.
 *
 * To be called when every record has its outcome: it does not matter in which order, file or run they came.
 */
export function tellTogether(run: ImportRun): void {
  for (const state of run.states.values()) {
    const { together = [] } = state.compiled.importer;
    if (together.length > 0 && run.hasFilesOf(state.entity)) tellOf(run, state, together);
  }
}

function tellOf(run: ImportRun, state: EntityState, rules: readonly TogetherRule[]): void {
  const { outcomes, counters } = state.tally;
  const written = outcomes.inserted + outcomes.updated + counters.released;
  if (written + outcomes.unchanged === 0) return;
  const { importer, columns, makeIssue } = state.compiled;
  const isFew = outcomes.unchanged === 0 && written <= FEW;
  const rows = isFew ? writtenRows(state) : undefined;
  const filled = new Set(columns.map(({ key }) => key));
  const places = new RowPlaces(run, state);
  for (const rule of rules) {
    const issue = makeIssue(rule.code, rule.field);
    if (issue === undefined) continue;
    const pairs = pairsOf(run.request.db, { importer, rule, filled, rows });
    for (const pair of pairs) tell(places, issue, pair);
  }
}

/** Of the record that comes later; of the earlier one, where the run has that alone. */
function tell(places: RowPlaces, issue: Issue, { id, against }: Pair): void {
  const [own, other] = [places.of(id), places.of(against)];
  const [{ inRun }, { related }] = own.inRun === undefined ? [other, own] : [own, other];
  if (inRun === undefined) return;
  const { place, state } = inRun;
  if (related === undefined) found(state, issue, place);
  else found(state, relatedTo(issue, related), { ...place, related });
}

/** The ids of the rows that the run has written of an entity. */
function writtenRows({ context: { db, scope }, entity }: EntityState): DbValue[] {
  const query = sql`select ${crosswalk.targetId} from ${crosswalk}
    where ${crosswalk.runId} = ${sql.placeholder("runId")}
      and ${crosswalk.entity} = ${sql.placeholder("entity")}
      and ${crosswalk.legacySystem} = ${sql.placeholder("legacySystem")}`;
  return db
    .prepareBuilt(buildSql(query), ["runId", "entity", "legacySystem"])
    .all([scope.runId, entity, scope.legacySystem])
    .map(([id = null]) => id);
}
