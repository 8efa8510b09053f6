import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { actions, crosswalk } from "../../shared/ledger.ts";
import type { Database, DbValue } from "../db/database.ts";
import { keptJson } from "../db/kept-json.ts";
import { keyColumn } from "../db/key-column.ts";
import { quoteName, sameName } from "../db/names.ts";
import { ActionLedger } from "./actions.ts";
import type { CrosswalkPlace } from "./crosswalk-row.ts";
import { type WrittenValues, withBytes, withHex } from "./kept-values.ts";

// Rows that an import took out, because the record that they belong to has them no more. What they held is kept,
// so that the run can be taken back.

interface Whole {
  readonly row: WrittenValues;
  readonly crosswalk: WrittenValues;
}

interface RemovedRow {
  readonly crosswalkId: number;
  readonly targetId: string;
  readonly legacyId: string;
  readonly place: CrosswalkPlace;
}

const KEYS = Object.keys(getTableColumns(crosswalk));

/** Takes rows of one entity out, and brings them back within the same run. */
export class RemovedRows {
  readonly #db: Database;
  readonly #of: { readonly entity: string; readonly table: SQLiteTable; readonly runId: number };
  /** By key, else by name: all that the database has, whatever is declared. */
  readonly #keys: readonly string[];
  readonly #names: string;

  constructor(
    db: Database,
    of: { readonly entity: string; readonly table: SQLiteTable; readonly runId: number },
  ) {
    this.#db = db;
    this.#of = of;
    const declared = Object.entries(getTableColumns(of.table));
    const all = db.catalog.columns(getTableName(of.table)).filter(({ isStored }) => isStored);
    this.#keys = all.map(({ name }) => {
      return declared.find(([, column]) => sameName(column.name, name))?.[0] ?? name;
    });
    this.#names = all.map(({ name }) => quoteName(name)).join(", ");
  }

  /** @throws ConstraintBroken if rows of the application refer to it */
  remove({ crosswalkId, targetId, legacyId, place }: RemovedRow): void {
    const { entity, table, runId } = this.#of;
    const known = this.#db.prepareSelect(crosswalk, KEYS).get([crosswalkId]) ?? [];
    const key = quoteName(keyColumn(table).column.name);
    const from = `from ${quoteName(getTableName(table))} where ${key} = ?`;
    const row = this.#db.prepare(`select ${this.#names} ${from}`).get([targetId]) ?? [];
    const former = JSON.stringify({
      row: named(this.#keys, row),
      crosswalk: named(KEYS, known),
    });
    this.#db.prepareDelete(table).run([targetId]);
    this.#db.prepareDelete(crosswalk).run([crosswalkId]);
    const action = { kind: "deleted", entity, legacyId, targetId, place, former } as const;
    new ActionLedger(this.#db, runId).add(action);
  }

  /** @returns how many rows came back */
  bringBack(legacyId: string): number {
    const { entity, table, runId } = this.#of;
    const own = "run_id = ? and entity = ? and legacy_id = ? and kind = 'deleted'";
    const found = this.#db
      .prepare(`select id, former from ledger_actions where ${own}`)
      .all([runId, entity, legacyId]);
    for (const [id, former] of found) {
      const whole = keptJson<Whole>(former, actions.former);
      if (whole === null || id === undefined) continue;
      const marks = this.#keys.map(() => "?").join(", ");
      const into = `insert into ${quoteName(getTableName(table))} (${this.#names})`;
      this.#db.prepare(`${into} values (${marks})`).run(valuesOf(this.#keys, whole.row));
      this.#db.prepareInsert(crosswalk, KEYS).run(valuesOf(KEYS, whole.crosswalk));
      this.#db.prepareDelete(actions).run([id]);
    }
    return found.length;
  }
}

const named = (keys: readonly string[], row: readonly DbValue[]): WrittenValues =>
  withHex(Object.fromEntries(keys.map((key, at) => [key, row[at] ?? null])));

function valuesOf(keys: readonly string[], row: WrittenValues): DbValue[] {
  const values = withBytes(row);
  return keys.map((key) => values[key] ?? null);
}
