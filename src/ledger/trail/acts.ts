import { getTableName } from "drizzle-orm";
import { actions, numbers, waiting } from "../../../shared/ledger.ts";
import type { Database, DbValue } from "../../db/database.ts";
import { keptJson } from "../../db/kept-json.ts";
import type { RunAction } from "../actions.ts";

/** What a run did with a record besides giving it an outcome. */
export interface NotedAct extends Pick<RunAction, "kind"> {
  readonly runId: number;
  readonly fileId: number | null;
  readonly record: number | null;
  readonly line: number | null;
  /** A column's name or a code. */
  readonly detail: string | null;
  /** The crosswalk's row that it took away or wrote over, as the ledger keeps it. */
  readonly crosswalk: Readonly<Record<string, unknown>> | null;
}

/** Whose acts are looked for: by what the record is called, or by where a run met it. */
interface ActsOf {
  readonly entity: string;
  readonly legacyId: string | null;
  readonly places: readonly { readonly fileId: number; readonly record: number }[];
}

const SELECT = `select run_id, kind, file_id, record, line, detail, legacy_id,
  case when kind in ('deleted', 'restored') then former end
  from ${getTableName(actions)} where run_id = ? and entity = ?`;

/** What a run did with one record; looks at all that it did with records of the entity. */
export function actsOf(db: Database, runId: number, of: ActsOf): NotedAct[] {
  const { entity, legacyId, places } = of;
  const here = places.map(() => "(file_id = ? and record = ? and kind = 'fixed')").join(" or ");
  const named = `legacy_id = ?${here === "" ? "" : ` or ${here}`}`;
  const values = [runId, entity, legacyId, ...places.flatMap((one) => [one.fileId, one.record])];
  return db
    .prepare(`${SELECT} and (${named}) order by id`)
    .all(values)
    .map(([run, kind, fileId = null, record = null, line = null, detail = null, , former]) => ({
      runId: Number(run),
      kind: kind as NotedAct["kind"],
      fileId: numberOf(fileId),
      record: numberOf(record),
      line: numberOf(line),
      detail: detail === null ? null : String(detail),
      crosswalk: crosswalkIn(former),
    }));
}

const numberOf = (value: DbValue): number | null => (value === null ? null : Number(value));

function crosswalkIn(former: DbValue | undefined): NotedAct["crosswalk"] {
  const kept = keptJson<{ crosswalk?: NotedAct["crosswalk"] }>(former, actions.former);
  return kept?.crosswalk ?? null;
}

/** A record that waits for a parent. */
export interface WaitingEntry {
  readonly runId: number;
  readonly fileId: number;
  readonly entity: string;
  readonly record: number;
  readonly line: number;
  readonly legacyId: string;
  readonly parentEntity: string;
  readonly parentLegacyId: string;
  readonly cells: readonly string[];
}

const WAITING = `select run_id, file_id, entity, record, line, legacy_id, parent_entity, parent_legacy_id, cells
  from ${getTableName(waiting)} where legacy_system = ?`;

/** Where a record waits itself. */
export const waitingOf = (
  db: Database,
  { entity, legacySystem }: { readonly entity: string; readonly legacySystem: string },
  legacyId: string,
): WaitingEntry[] =>
  db
    .prepare(`${WAITING} and legacy_id = ? and entity = ? order by id`)
    .all([legacySystem, legacyId, entity])
    .map(waitingEntry);

/** The records that wait for this one: one pass over those that wait. */
export const waitingFor = (
  db: Database,
  { entity, legacySystem }: { readonly entity: string; readonly legacySystem: string },
  legacyId: string,
): WaitingEntry[] =>
  db
    .prepare(`${WAITING} and parent_legacy_id = ? and parent_entity = ? order by id`)
    .all([legacySystem, legacyId, entity])
    .map(waitingEntry);

function waitingEntry(row: readonly DbValue[]): WaitingEntry {
  const [runId, fileId, entity, record, line, legacyId, parentEntity, parentLegacyId, cells] = row;
  return {
    runId: Number(runId),
    fileId: Number(fileId),
    entity: String(entity),
    record: Number(record),
    line: Number(line),
    legacyId: String(legacyId),
    parentEntity: String(parentEntity),
    parentLegacyId: String(parentLegacyId),
    cells: keptJson<string[]>(cells, waiting.cells) ?? [],
  };
}

/** The numbers that people see which a record was given: by column. */
export function numbersOf(
  db: Database,
  { entity, legacySystem }: { readonly entity: string; readonly legacySystem: string },
  legacyId: string,
): { readonly column: string; readonly value: string; readonly runId: number }[] {
  const query = `select "column", value, run_id from ${getTableName(numbers)}
    where legacy_id = ? and entity = ? and legacy_system = ?`;
  return db
    .prepare(query)
    .all([legacyId, entity, legacySystem])
    .map(([column, value, runId]) => {
      return { column: String(column), value: String(value), runId: Number(runId) };
    });
}
