import { crc32 } from "node:zlib";
import { getTableName } from "drizzle-orm";
import { unmappedPacks } from "../../../shared/ledger.ts";
import type { Database, Statement } from "../../db/database.ts";
import { hasCells, type Kept, NO_CELLS } from "../../mapping/aside/unmapped-cells.ts";
import type { CrosswalkPlace, CrosswalkScope } from "../crosswalk-row.ts";

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
  /** A list that is being written, in UTF-8. */
  #list = Buffer.allocUnsafeSlow(ROOM);
  #end = 0;
  #records = 0;
  readonly #written = new Map<number, Written>();

  constructor(db: Database, { entity, scope }: AppendedCellsOf) {
    this.#db = db;
    this.#scope = scope;
    this.#entity = entity;
    // Bytes that are a text: to make one of them here only to have it taken apart again costs as much as to write it.
    this.#insert = db.prepare(
      `insert into ${getTableName(unmappedPacks)}
         (run_id, file_id, legacy_system, entity, first_row, last_row, records, cells)
       values (?, ?, ?, ?, ?, ?, ?, cast(? as text))`,
    );
    this.#read = db.prepare(
      `select cast(cells as blob) from ${getTableName(unmappedPacks)} where id = ?`,
    );
  }

  /** Of the target row that was just appended. */
  add(legacyId: string, kept: Kept, { record, line }: CrosswalkPlace): void {
    if (!hasCells(kept)) return;
    const begins = this.#records++ === 0 ? "[" : ",";
    this.#write(
      `${begins}{"legacyId":${JSON.stringify(legacyId)},"record":${record},"line":${line},"cells":`,
    );
    const { unmappedBytes } = kept;
    if (unmappedBytes === undefined) this.#write(kept.unmapped ?? NO_CELLS);
    else {
      const { bytes, start, end } = unmappedBytes;
      this.#makeRoom(end - start);
      this.#end += bytes.copy(this.#list, this.#end, start, end);
    }
    this.#write("}");
  }

  #write(text: string): void {
    this.#makeRoom(text.length * MOST_BYTES);
    this.#end += this.#list.write(text, this.#end);
  }

  #makeRoom(bytes: number): void {
    if (this.#end + bytes <= this.#list.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#list.length * 2, this.#end + bytes));
    this.#list.copy(larger, 0, 0, this.#end);
    this.#list = larger;
  }

  /** Writes what was added, of rows of the crosswalk between these two, and forgets it. */
  write(firstRow: number, lastRow: number, fileId: number): void {
    const records = this.#records;
    if (records > 0) {
      this.#write("]");
      const cells = this.#list.subarray(0, this.#end);
      const { legacySystem, runId } = this.#scope;
      this.#insert.run([
        runId,
        fileId,
        legacySystem,
        this.#entity,
        firstRow,
        lastRow,
        records,
        cells,
      ]);
      this.#written.set(this.#db.lastInsertId(), { records, sum: crc32(cells) });
    }
    this.#records = 0;
    this.#end = 0;
  }

  /** Reads back what was written: of how many records it stands there as it was. */
  countWhole(): number {
    let found = 0;
    for (const [id, { records, sum }] of this.#written) {
      const [cells = null] = this.#read.get([id]) ?? [];
      if (Buffer.isBuffer(cells) && crc32(cells) === sum) found += records;
    }
    return found;
  }
}

/** A list of as many records as come at once mostly is no longer. */
const ROOM = 1 << 19;
/** Of a sign in UTF-8, for each unit of UTF-16. */
const MOST_BYTES = 3;

interface AppendedCellsOf {
  readonly entity: string;
  readonly scope: CrosswalkScope;
}
