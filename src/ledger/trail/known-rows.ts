import { and, eq, sql } from "drizzle-orm";
import type { Importer } from "../../../importers/define.ts";
import { crosswalk } from "../../../shared/ledger.ts";
import type { Database, Statement } from "../../db/database.ts";
import { type CrosswalkRow, crosswalkRow, findQuery, ofLegacyId } from "../crosswalk-row.ts";

/** A row of the crosswalk, and what its record is called. */
export interface KnownRow extends CrosswalkRow {
  readonly legacyId: string;
}

/** The rows of the crosswalk of one entity and legacy system. */
export class KnownRows {
  readonly #db: Database;
  readonly #key: readonly [entity: string, legacySystem: string];
  readonly #byLegacyId: Statement;
  readonly #byId: Statement;
  readonly #called: Statement;

  constructor(db: Database, { entity, table }: Importer, legacySystem: string) {
    this.#db = db;
    this.#key = [entity, legacySystem];
    this.#byLegacyId = db.prepareBuilt(findQuery(table, ofLegacyId()), [
      ...["legacyId", "entity", "legacySystem"],
    ]);
    const ofId = and(
      eq(crosswalk.id, sql.placeholder("id")),
      eq(crosswalk.entity, sql.placeholder("entity")),
      eq(crosswalk.legacySystem, sql.placeholder("legacySystem")),
    );
    this.#byId = db.prepareBuilt(findQuery(table, ofId), ["id", "entity", "legacySystem"]);
    this.#called = db.prepare("select legacy_id from ledger_crosswalk where id = ?");
  }

  find(legacyId: string): KnownRow | undefined {
    const row = this.#byLegacyId.get([legacyId, ...this.#key]);
    return row && { ...crosswalkRow(row), legacyId };
  }

  byId(id: number): KnownRow | undefined {
    const row = this.#byId.get([id, ...this.#key]);
    if (row === undefined) return undefined;
    return { ...crosswalkRow(row), legacyId: String(this.#called.get([id])?.[0] ?? "") };
  }

  /** A first import numbers its rows in the order of files and records: then a place is found by halves. */
  #inOrder(wanted: readonly number[], column: string): number | undefined {
    const query = `select id, file_id, ${column}, entity from ledger_crosswalk where id >= ? order by id limit 1`;
    const from = this.#db.prepare(query);
    const range = this.#db.prepare("select min(id), max(id) from ledger_crosswalk").get([]) ?? [];
    let [low, high] = range.map(Number);
    while (low !== undefined && high !== undefined && low <= high) {
      const middle = Math.floor((low + high) / 2);
      const [id, file, at, entity] = from.get([middle]) ?? [];
      if (id === undefined) return undefined;
      const order = compare([Number(file), Number(at)], wanted);
      if (order === 0) return entity === this.#key[0] ? Number(id) : undefined;
      if (order < 0) low = Number(id) + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** The record that was last taken in from a place; where rows do not stand in its order, one pass over the crosswalk. */
  inPlace(fileId: number, at: { readonly record: number } | { readonly line: number }) {
    const [column, number] = "record" in at ? ["record", at.record] : ["line", at.line];
    const near = this.#inOrder([fileId, number], column);
    if (near !== undefined) return this.byId(near);
    const query = `select id from ledger_crosswalk
      where file_id = ? and ${column} = ? and entity = ? and legacy_system = ? limit 1`;
    const id = this.#db.prepare(query).get([fileId, number, ...this.#key])?.[0];
    return id === undefined ? undefined : this.byId(Number(id));
  }
}

/** Whether a place stands before another one, or is it. */
function compare([file, at]: readonly number[], [otherFile, otherAt]: readonly number[]): number {
  return (file ?? 0) - (otherFile ?? 0) || (at ?? 0) - (otherAt ?? 0);
}

/** Entities and legacy systems that have a record of this legacy id in the target. */
export function elsewhereKnown(
  db: Database,
  legacyId: string,
): { readonly id: number; readonly entity: string; readonly legacySystem: string }[] {
  const query = "select id, entity, legacy_system from ledger_crosswalk where legacy_id = ?";
  return db
    .prepare(`${query} order by id`)
    .all([legacyId])
    .map(([id, entity, legacySystem]) => {
      return { id: Number(id), entity: String(entity), legacySystem: String(legacySystem) };
    });
}

/** The crosswalk's row of a row of the target: one pass over the crosswalk. */
export function rowOfTarget(
  db: Database,
  { entity, legacySystem }: { readonly entity: string; readonly legacySystem: string },
  targetId: string,
): number | undefined {
  const query = `select id from ledger_crosswalk
    where target_id = ? and entity = ? and legacy_system = ? limit 1`;
  const found = db.prepare(query).get([targetId, entity, legacySystem])?.[0];
  return found === undefined ? undefined : Number(found);
}
