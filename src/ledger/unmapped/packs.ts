import { getTableName } from "drizzle-orm";
import { unmapped, unmappedPacks } from "../../../shared/ledger.ts";
import type { Database, Statement } from "../../db/database.ts";
import { hashOfCells } from "../../mapping/aside/unmapped-cells.ts";

/** Less than the number of every version that was written by itself: the largest number takes precedence. */
const BEFORE_ALL = Number.MIN_SAFE_INTEGER;
/** More than a pack has records. */
const ROOM = 1_000;

/** The cells of one record in a pack. */
export interface PackedCells {
  readonly legacyId: string;
  readonly record: number;
  readonly line: number;
  /** As they were hashed. */
  readonly cells: string;
}

/** One row of many records' cells. */
export interface Pack {
  readonly id: number;
  readonly runId: number;
  readonly fileId: number;
  readonly legacySystem: string;
  readonly entity: string;
}

const SELECT = `select id, run_id, file_id, legacy_system, entity from ${getTableName(unmappedPacks)}`;

/** The cells that first imports have kept, those of many records in one row. */
export class UnmappedPacks {
  readonly #around: Statement;
  readonly #ofRun: Statement;
  readonly #entries: Statement;
  readonly #insert: Statement;
  readonly #delete: Statement;
  /** The pack that was read last: who asks for one record asks for its neighbours. */
  #last: { readonly id: number; readonly cells: ReadonlyMap<string, PackedCells> } | undefined;

  constructor(db: Database) {
    this.#around = db.prepare(`${SELECT} where last_row >= ? and first_row <= ? order by id desc`);
    this.#ofRun = db.prepare(`${SELECT} where run_id = ? order by id`);
    // What is no JSON any more holds no record's cells.
    this.#entries = db.prepare(
      `select e.value ->> '$.legacyId', e.value ->> '$.record', e.value ->> '$.line', e.value -> '$.cells'
       from ${getTableName(unmappedPacks)} p,
         json_each(case when json_valid(p.cells) then p.cells else '[]' end) e
       where p.id = ? order by e.key`,
    );
    this.#insert = db.prepareInsert(unmapped, [
      ...["id", "runId", "fileId", "record", "line", "legacySystem", "entity", "legacyId"],
      ...["hash", "cells"],
    ]);
    this.#delete = db.prepareDelete(unmappedPacks);
  }

  /** The cells of a record, by its row in the crosswalk. */
  find(crosswalkId: number, legacyId: string): (PackedCells & { readonly pack: Pack }) | undefined {
    for (const pack of this.#holding(crosswalkId)) {
      const found = this.#byLegacyId(pack.id).get(legacyId);
      if (found !== undefined) return { ...found, pack };
    }
    return undefined;
  }

  hashOf(crosswalkId: number, legacyId: string): Buffer | null {
    const found = this.find(crosswalkId, legacyId);
    return found === undefined ? null : hashOfCells(found.cells);
  }

  /** The packs of a run, whatever they are of. */
  ofRun(runId: number): Pack[] {
    return this.#ofRun.all([runId]).map(packOf);
  }

  *entries({ id }: Pick<Pack, "id">): Generator<PackedCells> {
    for (const [legacyId, record, line, cells] of this.#entries.iterate([id])) {
      const place = { record: Number(record), line: Number(line) };
      yield { legacyId: String(legacyId), ...place, cells: String(cells) };
    }
  }

  /**
   * Writes the cells of a record and of its neighbours as single versions, where a run has packed them.
   *
   * @returns bytes of all their cells
   */
  unpack(crosswalkId: number, runId: number): number {
    const own = this.#holding(crosswalkId).filter((pack) => pack.runId === runId);
    return own.reduce((bytes, pack) => bytes + this.unpackAll(pack), 0);
  }

  /** The same, of one pack. */
  unpackAll(pack: Pack): number {
    const { id, runId, fileId, legacySystem, entity } = pack;
    let bytes = 0;
    for (const [nth, one] of [...this.entries(pack)].entries()) {
      const { legacyId, record, line, cells } = one;
      const number = BEFORE_ALL + id * ROOM + nth;
      const of = [runId, fileId, record, line, legacySystem, entity, legacyId];
      this.#insert.run([number, ...of, hashOfCells(cells), cells]);
      bytes += Buffer.byteLength(cells);
    }
    this.#delete.run([id]);
    this.#last = undefined;
    return bytes;
  }

  #holding(crosswalkId: number): Pack[] {
    return this.#around.all([crosswalkId, crosswalkId]).map(packOf);
  }

  #byLegacyId(id: number): ReadonlyMap<string, PackedCells> {
    if (this.#last?.id === id) return this.#last.cells;
    const cells = new Map([...this.entries({ id })].map((one) => [one.legacyId, one]));
    this.#last = { id, cells };
    return cells;
  }
}

const packOf = ([id, runId, fileId, legacySystem, entity]: readonly unknown[]): Pack => ({
  id: Number(id),
  runId: Number(runId),
  fileId: Number(fileId),
  legacySystem: String(legacySystem),
  entity: String(entity),
});
