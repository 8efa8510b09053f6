import { getTableColumns, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Importer } from "../../importers/define.ts";
import { crosswalk } from "../../shared/ledger.ts";
import { deriveTargetId } from "../../shared/target-id.ts";
import { buildSql } from "../db/build-sql.ts";
import type { Database, Statement } from "../db/database.ts";
import { contentHashBytes } from "../digest/content-hash.ts";
import { IdDigest, type LinkedIds } from "../digest/id-digest.ts";
import { HASH_BYTES, hasCells, type Kept } from "../mapping/aside/unmapped-cells.ts";
import type { CrosswalkScope, NewCrosswalkRow } from "./crosswalk-row.ts";
import { type CrosswalkPlace, type CrosswalkRow, targetIdColumn } from "./crosswalk-row.ts";
import { legacyIdOf } from "./owned-columns.ts";
import { AppendedCells } from "./unmapped/appended-cells.ts";

/** Rows of the crosswalk that are written at once. */
const AT_ONCE = 500;
/** A record's or a line's number as text, blanks before it. */
const DIGITS = 12;

/** A target row that was inserted last, and has no row in the crosswalk yet. */
export interface Appended extends LinkedIds {
  readonly contentHash: Buffer;
}

/** Rows of the target, one after the other, whose rows in the crosswalk follow one another too. */
interface Stretch {
  readonly targetRow: number;
  readonly crosswalkRow: number;
  rows: number;
}

/**
 * The crosswalk rows of one entity while a first import fills its empty table: written many at once,
 * from the target rows that were just appended, and found without an index of their own, by the
 * target's primary key.
 */
export class AppendedRows {
  readonly #db: Database;
  readonly #importer: Importer;
  readonly #scope: CrosswalkScope;
  readonly #pending: Appended[] = [];
  readonly #packed: Buffer;
  readonly #bytes: number;
  readonly #stretches: Stretch[] = [];
  readonly #lastRow: Statement;
  readonly #idAt: Statement;
  readonly #copy: Statement;
  readonly #rowOf: Statement;
  readonly #readOwn: (crosswalkId: number) => CrosswalkRow | undefined;
  readonly #insertOne: AppendedWays["insertOne"];
  #fileId = 0;
  /** What stands in columns that are kept; undefined if none are. */
  readonly #cells: AppendedCells | undefined;
  /** The largest target id of all. */
  #largest = "";
  readonly #expected = new IdDigest();

  /** @param columns of the target that the import owns: the content hash has a part for each */
  constructor(
    { db, importer, scope, columns, keeps }: AppendedSettings,
    { readOwn, insertOne }: AppendedWays,
  ) {
    this.#db = db;
    this.#importer = importer;
    this.#scope = scope;
    this.#readOwn = readOwn;
    this.#insertOne = insertOne;
    this.#bytes = contentHashBytes(columns) + 2 * DIGITS + HASH_BYTES;
    this.#packed = Buffer.alloc(AT_ONCE * this.#bytes);
    const { table, entity } = importer;
    this.#cells = keeps ? new AppendedCells(db, { entity, scope }) : undefined;
    const { id } = getTableColumns(table) as Record<string, SQLiteColumn>;
    const row = sql.raw(db.bulk.rowNumber);
    this.#lastRow = db.prepareBuilt(buildSql(sql`select max(${row}) from ${table}`), []);
    this.#idAt = db.prepareBuilt(
      buildSql(sql`select ${id} from ${table} where ${row} = ${sql.placeholder("row")}`),
      ["row"],
    );
    this.#rowOf = db.prepareBuilt(
      buildSql(sql`select ${row} from ${table} where ${id} = ${sql.placeholder("id")}`),
      ["id"],
    );
    this.#copy = this.#prepareCopy(contentHashBytes(columns));
  }

  /** Takes what follows from the target rows themselves from there. */
  #prepareCopy(hashBytes: number): Statement {
    const { table } = this.#importer;
    const [id, legacyId] = [targetIdColumn(table), legacyIdOf(this.#importer)];
    const named = (column: SQLiteColumn) => sql.identifier(column.name);
    const columns = [
      ...[crosswalk.legacySystem, crosswalk.entity, crosswalk.legacyId, crosswalk.targetId],
      ...[crosswalk.contentHash, crosswalk.fileId, crosswalk.record, crosswalk.line],
      ...[crosswalk.runId, crosswalk.madeByRunId, crosswalk.unmappedHash],
    ].map(named);
    const row = sql.raw(this.#db.bulk.rowNumber);
    const packed = sql.placeholder("packed");
    const start = sql`(${row} - ${sql.placeholder("first")}) * ${this.#bytes}`;
    const part = (at: number, length: number) =>
      sql`substr(${packed}, ${start} + ${at + 1}, ${length})`;
    const integer = (at: number) => sql`cast(${part(at, DIGITS)} as integer)`;
    const run = sql.placeholder("runId");
    const text = sql`insert into ${crosswalk} (${sql.join(columns, sql`, `)})
      select ${sql.placeholder("legacySystem")}, ${sql.placeholder("entity")}, ${legacyId}, ${id},
        ${part(0, hashBytes)}, ${sql.placeholder("fileId")}, ${integer(hashBytes)},
        ${integer(hashBytes + DIGITS)}, ${run}, ${run},
        nullif(${part(hashBytes + 2 * DIGITS, HASH_BYTES)}, zeroblob(${HASH_BYTES}))
      from ${table}
      where ${row} between ${sql.placeholder("first")} and ${sql.placeholder("last")} order by ${row}`;
    const order = ["legacySystem", "entity", "packed", "first", "last", "fileId", "runId"];
    return this.#db.prepareBuilt(buildSql(text), order);
  }

  /** Of the target row that was just inserted; in its file as the one before, or after a `flush`. */
  add(row: Appended, place: CrosswalkPlace, kept: Kept = {}): void {
    const { fileId, record, line } = place;
    this.#fileId = fileId;
    const at = this.#pending.length * this.#bytes;
    const end = at + row.contentHash.copy(this.#packed, at);
    this.#packed.write(String(record).padStart(DIGITS), end, "latin1");
    this.#packed.write(String(line).padStart(DIGITS), end + DIGITS, "latin1");
    this.#packHash(kept, end + 2 * DIGITS);
    this.#cells?.add(row.legacyId, kept, place);
    this.#pending.push(row);
    this.#expected.add(row);
    if (row.targetId > this.#largest) this.#largest = row.targetId;
    if (this.#pending.length === AT_ONCE) this.flush();
  }

  #packHash(kept: Kept, at: number): void {
    if (this.#cells === undefined || !hasCells(kept)) {
      this.#packed.fill(0, at, at + HASH_BYTES);
      return;
    }
    const { unmappedBytes } = kept;
    if (unmappedBytes === undefined) kept.unmappedHash?.copy(this.#packed, at);
    else {
      const { hashes, hash } = unmappedBytes;
      hashes.copy(this.#packed, at, hash, hash + HASH_BYTES);
    }
  }

  /** What the crosswalk keeps of a row's cells; undefined if it has none. */
  #packedHash(at: number): Buffer | undefined {
    const packed = this.#packed.subarray(at, at + HASH_BYTES);
    return packed.every((byte) => byte === 0) ? undefined : Buffer.from(packed);
  }

  /** Writes what was added; to be called before anything else looks at the crosswalk. */
  flush(): void {
    const rows = this.#pending.length;
    if (rows === 0) return;
    const last = Number(this.#lastRow.get([])?.[0] ?? 0);
    const first = last - rows + 1;
    if (this.#stands(first, 0) && this.#stands(last, rows - 1)) this.#writeAll(first, last);
    else this.#writeEach();
    this.#pending.length = 0;
  }

  #stands(targetRow: number, nth: number): boolean {
    return this.#idAt.get([targetRow])?.[0] === this.#pending[nth]?.targetId;
  }

  #writeAll(first: number, last: number): void {
    const { legacySystem, runId } = this.#scope;
    const { entity } = this.#importer;
    const rows = last - first + 1;
    this.#copy.run([legacySystem, entity, this.#packed, first, last, this.#fileId, runId]);
    const copied = this.#db.lastInsertId();
    const crosswalkRow = copied - rows + 1;
    this.#cells?.write(crosswalkRow, copied, this.#fileId);
    this.#note({ targetRow: first, crosswalkRow, rows });
  }

  /** A new row has the largest number: what is said of that number and of larger ones is past. */
  #note(next: Stretch): void {
    const { targetRow: first, crosswalkRow, rows } = next;
    while ((this.#stretches.at(-1)?.targetRow ?? -1) >= first) this.#stretches.pop();
    const before = this.#stretches.at(-1);
    if (before !== undefined) before.rows = Math.min(before.rows, first - before.targetRow);
    const goesOn =
      before !== undefined &&
      before.targetRow + before.rows === first &&
      before.crosswalkRow + before.rows === crosswalkRow;
    if (goesOn) before.rows += rows;
    else this.#stretches.push(next);
  }

  /** Something else has come between the target rows: the crosswalk says what was meant. */
  #writeEach(): void {
    let least = Number.MAX_SAFE_INTEGER;
    let largest = 0;
    for (const [nth, row] of this.#pending.entries()) {
      const at = nth * this.#bytes + row.contentHash.length;
      const number = (from: number) => Number(this.#packed.toString("latin1", from, from + DIGITS));
      const place = { fileId: this.#fileId, record: number(at), line: number(at + DIGITS) };
      const unmappedHash = this.#packedHash(at + 2 * DIGITS);
      this.#insertOne(unmappedHash === undefined ? row : { ...row, unmappedHash }, place);
      const crosswalkRow = this.#db.lastInsertId();
      least = Math.min(least, crosswalkRow);
      largest = Math.max(largest, crosswalkRow);
      const targetRow = this.#rowOf.get([row.targetId])?.[0];
      // A row that is not there is found missing when what was written is read back.
      if (targetRow === undefined) continue;
      this.#note({ targetRow: Number(targetRow), crosswalkRow, rows: 1 });
    }
    this.#cells?.write(least, largest, this.#fileId);
  }

  /** Whether no row can have a target id, because all have smaller ones; mostly they come in order. */
  isBeyond(targetId: string): boolean {
    return targetId > this.#largest;
  }

  /** The crosswalk row of a legacy id, where this run has made one. */
  find(legacyId: string): CrosswalkRow | undefined {
    const { legacySystem } = this.#scope;
    const targetId = deriveTargetId(legacySystem, this.#importer.entity, legacyId);
    const targetRow = Number(this.#rowOf.get([targetId])?.[0] ?? -1);
    if (targetRow < 0) return undefined;
    this.flush();
    const found = this.#stretches.findLast(
      (one) => one.targetRow <= targetRow && targetRow < one.targetRow + one.rows,
    );
    if (found === undefined) return undefined;
    return this.#readOwn(found.crosswalkRow + targetRow - found.targetRow);
  }

  /** A row that was added is taken out of the target and the crosswalk again. */
  takeBack(row: LinkedIds): void {
    this.#expected.remove(row);
  }

  /** Reads back the unmapped cells that were written: of how many records they stand there as they were. */
  countWholeCells(): number {
    return this.#cells?.countWhole() ?? 0;
  }

  /** What the legacy ids and target ids of all rows come to that were added and not taken back. */
  digest(): string {
    return this.#expected.digest();
  }

  /** Where target rows and crosswalk rows stand side by side. */
  get stretches(): readonly Readonly<Stretch>[] {
    return this.#stretches;
  }
}

interface AppendedSettings {
  readonly db: Database;
  readonly importer: Importer;
  readonly scope: CrosswalkScope;
  readonly columns: number;
  /** Cells of columns that no field is filled from are kept. */
  readonly keeps: boolean;
}

/** How single rows of the crosswalk are read and written. */
interface AppendedWays {
  readonly readOwn: (crosswalkId: number) => CrosswalkRow | undefined;
  readonly insertOne: (row: NewCrosswalkRow, place: CrosswalkPlace) => void;
}
