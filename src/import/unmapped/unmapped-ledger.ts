import { getTableName } from "drizzle-orm";
import { crosswalk, unmapped } from "../../../shared/ledger.ts";
import type { Database, Statement } from "../../db/database.ts";
import type { CrosswalkScope } from "../crosswalk.ts";
import type { CrosswalkPlace } from "../crosswalk-row.ts";
import { hashOfCells, NO_CELLS } from "./unmapped-cells.ts";

const WHERE = "where legacy_id = ? and entity = ? and legacy_system = ?";

/**
 * The unmapped cells of the records of one entity. A run adds a version of a record's cells where they
 * are not those that the ledger has; the newest version of a record holds. The crosswalk keeps its
 * hash, so that a version that is lost or changed is noticed.
 */
export class UnmappedLedger {
  readonly #entity: string;
  readonly #scope: CrosswalkScope;
  readonly #insert: Statement;
  readonly #known: Statement;
  readonly #seal: Statement;
  readonly #delete: Statement;
  readonly #newest: Statement;

  constructor(db: Database, entity: string, scope: CrosswalkScope) {
    this.#entity = entity;
    this.#scope = scope;
    this.#insert = db.prepareInsert(unmapped, [
      ...["runId", "fileId", "record", "line", "legacySystem", "entity", "legacyId"],
      ...["hash", "cells"],
    ]);
    const [versions, known] = [getTableName(unmapped), getTableName(crosswalk)];
    this.#known = db.prepare(`select unmapped_hash from ${known} ${WHERE}`);
    this.#seal = db.prepare(`update ${known} set unmapped_hash = ? ${WHERE}`);
    this.#delete = db.prepare(`delete from ${versions} ${WHERE} and run_id = ?`);
    this.#newest = db.prepare(`select hash from ${versions} ${WHERE} order by id desc limit 1`);
  }

  /** Whether the cells are others than those that the ledger has of the record. */
  differ(legacyId: string, cells: string): boolean {
    const known = this.#known.get(this.#key(legacyId))?.[0] ?? null;
    if (known === null) return cells !== NO_CELLS;
    return !hashOfCells(cells).equals(known as Buffer);
  }

  /** Keeps the cells of a record that has a row in the crosswalk. */
  keep(legacyId: string, cells: string, { fileId, record, line }: CrosswalkPlace): void {
    const { legacySystem, runId } = this.#scope;
    const hash = hashOfCells(cells);
    const named = [legacySystem, this.#entity, legacyId];
    this.#insert.run([runId, fileId, record, line, ...named, hash, cells]);
    this.#seal.run([hash, ...this.#key(legacyId)]);
  }

  /**
   * Takes back what this run kept of a record; what an earlier run did holds again.
   *
   * @returns how many versions
   */
  takeBack(legacyId: string): number {
    const key = this.#key(legacyId);
    const versions = this.#delete.run([...key, this.#scope.runId]);
    if (versions > 0) this.#seal.run([this.#newest.get(key)?.[0] ?? null, ...key]);
    return versions;
  }

  #key(legacyId: string): [legacyId: string, entity: string, legacySystem: string] {
    return [legacyId, this.#entity, this.#scope.legacySystem];
  }
}
