import { crc32 } from "node:zlib";
import { unmappedPacks } from "../../../shared/ledger.ts";
import type { Database, Statement } from "../../db/database.ts";
import { hasCells } from "../../mapping/aside/unmapped-cells.ts";
import type { CrosswalkPlace, CrosswalkScope } from "../crosswalk-row.ts";

/** What stands in the columns of a record that are kept. */
export interface Kept {
  /** JSON. */
  readonly unmapped?: string | undefined;
  readonly unmappedHash?: Buffer | undefined;
}

/** What a pack held when it was written. */
interface Written {
  readonly records: number;
  readonly sum: number;
}

/** The unmapped cells of records whose rows a first import appends: those of many records in one row. */
export class AppendedCells {
  readonly #scope: CrosswalkScope;
  readonly #entity: string;
  readonly #insert: Statement;
  readonly #read: Statement;
  readonly #db: Database;
  #entries: string[] = [];
  #hashes: (Buffer | undefined)[] = [];
  readonly #written = new Map<number, Written>();

  constructor(db: Database, { entity, scope }: AppendedCellsOf) {
    this.#db = db;
    this.#scope = scope;
    this.#entity = entity;
    this.#insert = db.prepareInsert(unmappedPacks, [
      ...["runId", "fileId", "legacySystem", "entity", "firstRow", "lastRow", "records", "cells"],
    ]);
    this.#read = db.prepare("select cells from ledger_unmapped_packs where id = ?");
  }

  /** Of the target row that was just appended. */
  add(legacyId: string, kept: Kept, { record, line }: CrosswalkPlace): void {
    if (!hasCells(kept)) {
      this.#hashes.push(undefined);
      return;
    }
    this.#hashes.push(kept.unmappedHash);
    const identity = `{"legacyId":${JSON.stringify(legacyId)},"record":${record},"line":${line}`;
    this.#entries.push(`${identity},"cells":${kept.unmapped}}`);
  }

  /** What the crosswalk keeps of one of them; undefined if it has no cells. */
  hashOf(nth: number): Buffer | undefined {
    return this.#hashes[nth];
  }

  /** Writes what was added, of rows of the crosswalk between these two, and forgets it. */
  write(firstRow: number, lastRow: number, fileId: number): void {
    const records = this.#entries.length;
    if (records > 0) {
      const cells = `[${this.#entries.join(",")}]`;
      const { legacySystem, runId } = this.#scope;
      const of = [runId, fileId, legacySystem, this.#entity];
      this.#insert.run([...of, firstRow, lastRow, records, cells]);
      this.#written.set(this.#db.lastInsertId(), { records, sum: crc32(cells) });
    }
    this.#entries = [];
    this.#hashes = [];
  }

  /** Reads back what was written: of how many records it stands there as it was. */
  countWhole(): number {
    let found = 0;
    for (const [id, { records, sum }] of this.#written) {
      const [cells = null] = this.#read.get([id]) ?? [];
      if (cells !== null && crc32(String(cells)) === sum) found += records;
    }
    return found;
  }
}

interface AppendedCellsOf {
  readonly entity: string;
  readonly scope: CrosswalkScope;
}
