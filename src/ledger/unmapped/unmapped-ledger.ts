import { getTableName } from "drizzle-orm";
import { crosswalk, unmapped } from "../../../shared/ledger.ts";
import type { Database, Statement } from "../../db/database.ts";
import { hasCells, hashOfCells, type Kept, NO_CELLS } from "../../mapping/aside/unmapped-cells.ts";
import type { CrosswalkPlace, CrosswalkScope } from "../crosswalk-row.ts";
import { UnmappedPacks } from "./packs.ts";

const WHERE = "where legacy_id = ? and entity = ? and legacy_system = ?";

type Key = [legacyId: string, entity: string, legacySystem: string];

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
  readonly #measure: Statement;
  readonly #packs: UnmappedPacks;
  #bytesUnpacked = 0;
  #bytesTaken = 0;

  constructor(db: Database, entity: string, scope: CrosswalkScope) {
    this.#entity = entity;
    this.#scope = scope;
    this.#packs = new UnmappedPacks(db);
    this.#insert = db.prepareInsert(unmapped, [
      ...["runId", "fileId", "record", "line", "legacySystem", "entity", "legacyId"],
      ...["hash", "cells"],
    ]);
    const [versions, known] = [getTableName(unmapped), getTableName(crosswalk)];
    this.#known = db.prepare(`select unmapped_hash from ${known} where id = ?`);
    this.#seal = db.prepare(`update ${known} set unmapped_hash = ? where id = ?`);
    this.#delete = db.prepare(`delete from ${versions} ${WHERE} and run_id = ?`);
    this.#measure = db.prepare(
      `select sum(octet_length(cells)) from ${versions} ${WHERE} and run_id = ?`,
    );
    this.#newest = db.prepare(`select hash from ${versions} ${WHERE} order by id desc limit 1`);
  }

  /**
   * Whether the cells are others than those that the ledger has of the record.
   *
   * @param crosswalkId the record's row in the crosswalk
   */
  differ(crosswalkId: number, kept: Kept): boolean {
    const known = this.#known.get([crosswalkId])?.[0] ?? null;
    if (known === null) return hasCells(kept);
    return kept.unmappedHash?.equals(known as Buffer) !== true;
  }

  /** Adds the cells of a record whose row in the crosswalk has their hash. */
  add(legacyId: string, kept: Kept, { fileId, record, line }: CrosswalkPlace): void {
    const { legacySystem, runId } = this.#scope;
    const { unmapped: cells = NO_CELLS, unmappedHash: hash = hashOfCells(cells) } = kept;
    const named = [legacySystem, this.#entity, legacyId];
    this.#insert.run([runId, fileId, record, line, ...named, hash, cells]);
  }

  /** Says in the crosswalk which cells hold now. */
  seal(
    crosswalkId: number,
    { unmappedHash = null }: { readonly unmappedHash?: Buffer | null | undefined },
  ): void {
    this.#seal.run([unmappedHash, crosswalkId]);
  }

  /**
   * Takes back what this run kept of a record; what an earlier run did holds again.
   *
   * @returns how many versions
   */
  takeBack(legacyId: string, crosswalkId: number): number {
    const key = this.#key(legacyId);
    this.#bytesUnpacked += this.#packs.unpack(crosswalkId, this.#scope.runId);
    this.#bytesTaken += Number(this.#measure.get([...key, this.#scope.runId])?.[0] ?? 0);
    const versions = this.#delete.run([...key, this.#scope.runId]);
    if (versions > 0) {
      this.seal(crosswalkId, {
        unmappedHash: this.#newestHash(key, crosswalkId),
      });
    }
    return versions;
  }

  #newestHash(key: Key, crosswalkId: number): Buffer | null {
    const single = (this.#newest.get(key)?.[0] ?? null) as Buffer | null;
    return single ?? this.#packs.hashOf(crosswalkId, key[0]);
  }

  /** Bytes of the cells that stand outside of packs now, of those that a first import has packed. */
  get bytesOutOfPacks(): number {
    return this.#bytesUnpacked - this.#bytesTaken;
  }

  #key(legacyId: string): Key {
    return [legacyId, this.#entity, this.#scope.legacySystem];
  }
}
