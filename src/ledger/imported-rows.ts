import { getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database, DbValue, Statement } from "../db/database.ts";
import { keyColumn } from "../db/key-column.ts";
import { quoteName } from "../db/names.ts";

// Which rows of the target imports have made, as the crosswalk tells it.

/** Whose rows are looked at. */
interface OfEntity {
  readonly legacySystem: string;
  readonly entity: string;
}

/** SQL: the crosswalk's rows, as `c`, beside the rows of the target that they name, as `t`. */
const joined = (table: SQLiteTable): string =>
  `ledger_crosswalk c join ${quoteName(getTableName(table))} t
   on t.${quoteName(keyColumn(table).column.name)} = c.target_id`;

const OF_ENTITY = "c.legacy_system = ? and c.entity = ?";

/** The target ids of an entity's records, each with what the legacy system calls it. */
export function idsOfRecords(
  db: Database,
  { legacySystem, entity }: OfEntity,
): IterableIterator<DbValue[]> {
  const query = `select c.target_id, c.legacy_id from ledger_crosswalk c where ${OF_ENTITY}`;
  return db.prepare(query).iterate([legacySystem, entity]);
}

/**
 * What the rows of an entity's records hold: the legacy id, then the cells.
 *
 * @param cells SQL over `t`
 */
export function rowsOfRecords(
  db: Database,
  { legacySystem, entity, table }: OfEntity & { readonly table: SQLiteTable },
  cells: readonly string[],
): IterableIterator<DbValue[]> {
  const selected = ["c.legacy_id", ...cells].join(", ");
  const query = `select ${selected} from ${joined(table)} where ${OF_ENTITY}`;
  return db.prepare(query).iterate([legacySystem, entity]);
}

/** Rows that a run made of the records of an entity; placeholders have values of their own. */
export class InsertedRows {
  readonly #from: string;
  readonly #of: readonly DbValue[];
  readonly #db: Database;

  constructor(
    db: Database,
    {
      legacySystem,
      entity,
      table,
      runId,
    }: OfEntity & {
      readonly table: SQLiteTable;
      readonly runId: number;
    },
  ) {
    this.#db = db;
    this.#from = `from ${joined(table)} where c.run_id = ? and c.made_by_run_id = ?
      and ${OF_ENTITY} and c.content_hash is not null`;
    this.#of = [runId, runId, legacySystem, entity];
  }

  /**
   * Reads something of them all.
   *
   * @param selected SQL over `t`
   * @param values for its parameters
   */
  read(selected: readonly string[], values: readonly DbValue[] = []): IterableIterator<DbValue[]> {
    const query = `select ${selected.join(", ")} ${this.#from}`;
    return this.#db.prepare(query).iterate([...values, ...this.#of]);
  }
}

/** Says of single rows whether one run has imported them, or another one: 1 or 0; undefined if none has. */
export class ImportedBy {
  readonly #runId: number;
  readonly #named: Statement;
  /** Where only the crosswalk knows legacy ids. */
  readonly #unnamed: Statement;

  constructor(db: Database, runId: number) {
    const query = "select run_id = ? or made_by_run_id = ? from ledger_crosswalk where entity = ?";
    this.#runId = runId;
    this.#named = db.prepare(`${query} and target_id = ? and legacy_id = ?`);
    this.#unnamed = db.prepare(`${query} and target_id = cast(? as text)`);
  }

  find(entity: string, id: DbValue, legacyId: DbValue | undefined): DbValue | undefined {
    const known = [this.#runId, this.#runId, entity, id];
    const found =
      legacyId === undefined ? this.#unnamed.get(known) : this.#named.get([...known, legacyId]);
    return found?.[0];
  }
}

/** What runs did to rows on purpose. */
export class WrittenRows {
  readonly #runs: string;

  /** @param runIds of the runs that wrote, or whose rows were taken back */
  constructor(runIds: readonly number[]) {
    this.#runs = runIds.map(Number).join(", ");
  }

  /**
   * SQL: whether a row is one that they wrote, of any of so many entities, which are its parameters.
   *
   * @param id SQL for the row's key
   */
  isWritten(id: string, entities: number): string {
    const names = Array.from({ length: entities }, () => "?").join(", ");
    return `${id} in (
      select target_id from ledger_crosswalk
      where (run_id in (${this.#runs}) or made_by_run_id in (${this.#runs})) and entity in (${names})
    )`;
  }

  /** Rows that were marked as vanished or as back. */
  marked(db: Database): ReadonlySet<string> {
    const query = `select target_id from ledger_actions
      where run_id in (${this.#runs}) and kind like '%marked'`;
    return idsIn(db, query, []);
  }

  /** Rows that belonged to a record which has them no more, and such that came back with an undo. */
  moved(db: Database, entities: readonly string[]): ReadonlySet<string> {
    const query = `select target_id from ledger_actions
      where run_id in (${this.#runs}) and kind in ('deleted', 'restored') and entity = ?`;
    return new Set(entities.flatMap((entity) => [...idsIn(db, query, [entity])]));
  }
}

/** Rows that stand for records which no export has had yet. */
export const placeholderRows = (db: Database, entity: string): ReadonlySet<string> =>
  idsIn(db, "select target_id from ledger_crosswalk where entity = ? and content_hash is null", [
    entity,
  ]);

const idsIn = (db: Database, query: string, values: readonly DbValue[]): ReadonlySet<string> =>
  new Set(
    db
      .prepare(query)
      .all(values)
      .map(([id]) => String(id)),
  );
