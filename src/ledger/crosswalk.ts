import { and, eq, ne, sql } from "drizzle-orm";
import { QueryBuilder, type SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Importer } from "../../importers/define.ts";
import { crosswalk } from "../../shared/ledger.ts";
import type { Database, Statement } from "../db/database.ts";
import { hasCells, type Kept } from "../mapping/aside/unmapped-cells.ts";
import { AppendedRows } from "./appended-rows.ts";
import { pageReader } from "./crosswalk-pages.ts";
import type { CrosswalkScope, NewCrosswalkRow } from "./crosswalk-row.ts";
import {
  type CrosswalkPlace,
  type CrosswalkRow,
  crosswalkRow,
  findQuery,
  ofLegacyId,
} from "./crosswalk-row.ts";
import { LookAhead } from "./page-ahead.ts";
import { UnmappedLedger } from "./unmapped/unmapped-ledger.ts";

const INSERTED = [
  "legacySystem",
  "entity",
  "legacyId",
  "targetId",
  "contentHash",
  "fileId",
  "record",
  "line",
  "runId",
  "madeByRunId",
  "unmappedHash",
] as const;

/** The crosswalk rows of one entity. */
export class EntityCrosswalk {
  readonly #scope: CrosswalkScope;
  readonly #entity: string;
  readonly #insert: Statement;
  readonly #update: Statement;
  readonly #delete: Statement;
  readonly #find: Statement;
  readonly #db: Database;
  readonly #importer: Importer;
  readonly #table: SQLiteTable;
  #ahead: LookAhead | undefined;
  #appended: AppendedRows | undefined;
  #unmapped: UnmappedLedger | undefined;

  constructor(db: Database, importer: Importer, scope: CrosswalkScope) {
    this.#db = db;
    this.#scope = scope;
    this.#entity = importer.entity;
    this.#importer = importer;
    this.#table = importer.table;
    this.#insert = db.prepareInsert(crosswalk, INSERTED, "ignore");
    this.#update = db.prepareUpdate(crosswalk, [
      "contentHash",
      "fileId",
      "record",
      "line",
      "runId",
    ]);
    this.#delete = db.prepareDelete(crosswalk);
    this.#find = db.prepareBuilt(findQuery(importer.table, ofLegacyId()), [
      "legacyId",
      "entity",
      "legacySystem",
    ]);
  }

  find(legacyId: string): CrosswalkRow | undefined {
    if (this.#appended !== undefined) return this.#appended.find(legacyId);
    const ahead = this.#ahead?.take(legacyId);
    if (ahead !== undefined) return ahead;
    const row = this.#find.get([legacyId, this.#entity, this.#scope.legacySystem]);
    return row && crosswalkRow(row);
  }

  /** Expects to be asked for many rows, in about the order in which they were made. */
  lookAhead(): void {
    const { legacySystem } = this.#scope;
    const of = { table: this.#table, entity: this.#entity, legacySystem };
    this.#ahead = new LookAhead(pageReader(this.#db, of));
  }

  /**
   * Makes ready for a first import, which appends rows to a crosswalk that has no index.
   *
   * @param columns of the target that the import owns
   * @param keeps whether cells of columns that no field is filled from are kept
   */
  append(columns: number, keeps: boolean): AppendedRows {
    const at = this.#db.prepareBuilt(
      findQuery(this.#table, eq(crosswalk.id, sql.placeholder("id"))),
      ["id"],
    );
    this.#appended = new AppendedRows(
      { db: this.#db, importer: this.#importer, scope: this.#scope, columns, keeps },
      {
        readOwn: (id) => {
          const row = at.get([id]);
          return row && crosswalkRow(row);
        },
        insertOne: (row, place) => this.#addOne(row, place),
      },
    );
    return this.#appended;
  }

  /** The cells that have no place in the application; only runs that keep them ask. */
  get unmapped(): UnmappedLedger {
    this.#unmapped ??= new UnmappedLedger(this.#db, this.#entity, this.#scope);
    return this.#unmapped;
  }

  /** Between two transactions others may write. */
  forgetAhead(): void {
    this.#ahead?.forget();
  }

  /**
   * Adds the row of a new record, with its cells that no field is filled from.
   *
   * @returns whether there was none for this legacy id yet
   */
  add(row: NewCrosswalkRow, at: CrosswalkPlace, kept: Kept = {}): boolean {
    const { legacyId, targetId, contentHash } = row;
    if (this.#appended !== undefined && contentHash !== null) {
      this.#appended.add({ legacyId, targetId, contentHash }, at, kept);
      return true;
    }
    if (!hasCells(kept)) return this.#addOne(row, at);
    const isNew = this.#addOne({ ...row, unmappedHash: kept.unmappedHash }, at);
    if (isNew) this.unmapped.add(legacyId, kept, at);
    return isNew;
  }

  #addOne(row: NewCrosswalkRow, at: CrosswalkPlace): boolean {
    const { legacyId, targetId, contentHash, unmappedHash = null } = row;
    const { legacySystem, runId } = this.#scope;
    const { fileId, record, line } = at;
    const identity = [legacySystem, this.#entity, legacyId, targetId];
    const place = [fileId, record, line, runId, runId];
    return this.#insert.run([...identity, contentHash, ...place, unmappedHash]) === 1;
  }

  /** Says of an updated row what it was imported from now. */
  update(id: number, hash: Buffer, place: CrosswalkPlace): void {
    this.restore(id, hash, { ...place, runId: this.#scope.runId });
  }

  /** Puts back what an update replaced. */
  restore(id: number, hash: Buffer | null, was: CrosswalkPlace & { readonly runId: number }): void {
    this.#update.run([hash, was.fileId, was.record, was.line, was.runId, id]);
  }

  delete(id: number): void {
    this.#delete.run([id]);
  }

  /** Whether no other run has imported records of this entity. */
  isFresh(): boolean {
    const query = new QueryBuilder()
      .select({ id: crosswalk.id })
      .from(crosswalk)
      .where(and(eq(crosswalk.entity, sql.placeholder("entity")), this.#ofOthers()))
      .limit(1);
    const key = [this.#entity, this.#scope.runId];
    return this.#db.prepareBuilt(query, ["entity", "runId"]).get(key) === undefined;
  }

  /** The largest number of a row that other runs made. */
  lastId(): number {
    const query = new QueryBuilder()
      .select({ last: sql`max(${crosswalk.id})` })
      .from(crosswalk)
      .where(this.#ofOthers());
    const { runId } = this.#scope;
    return Number(this.#db.prepareBuilt(query, ["runId"]).get([runId])?.[0] ?? 0);
  }

  #ofOthers() {
    return ne(crosswalk.madeByRunId, sql.placeholder("runId"));
  }
}
