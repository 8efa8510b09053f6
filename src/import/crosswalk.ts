import { and, asc, eq, getTableColumns, gt, ne, type SQL, sql } from "drizzle-orm";
import { QueryBuilder, type SQLiteColumn, type SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Importer } from "../../importers/define.ts";
import { crosswalk } from "../../shared/ledger.ts";
import type { Database, DbValue, Statement } from "../db/database.ts";
import { AppendedRows } from "./appended-rows.ts";
import { LookAhead, PAGE } from "./look-ahead.ts";

/** What of a run a crosswalk row belongs to. */
export interface CrosswalkScope {
  readonly legacySystem: string;
  readonly runId: number;
}

/** Where the record stands that a crosswalk row was last written for. */
export interface CrosswalkPlace {
  readonly fileId: number;
  readonly record: number;
  readonly line: number;
}

/** What a legacy id became. */
export interface NewCrosswalkRow {
  readonly legacyId: string;
  readonly targetId: string;
  /** Null for a placeholder. */
  readonly contentHash: Buffer | null;
}

/** One row of the crosswalk, and whether its target row is still there. */
export interface CrosswalkRow extends CrosswalkPlace {
  readonly id: number;
  readonly targetId: string;
  readonly contentHash: Buffer | null;
  readonly runId: number;
  /** The run that made the target row. */
  readonly madeByRunId: number;
  readonly targetExists: boolean;
}

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
] as const;

/** The target table's primary key column. */
export function targetIdColumn(table: SQLiteTable): SQLiteColumn {
  const { id } = getTableColumns(table) as Record<string, SQLiteColumn>;
  return id as SQLiteColumn;
}

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
    const page = this.#db.prepareBuilt(pageQuery(this.#table), [
      ...["after", "entity", "legacySystem", "limit"],
    ]);
    this.#ahead = new LookAhead((after) =>
      page
        .all([after, this.#entity, this.#scope.legacySystem, PAGE])
        .map((row) => [String(row.pop()), crosswalkRow(row)]),
    );
  }

  /**
   * Makes ready for a first import, which appends rows to a crosswalk that has no index.
   *
   * @param columns of the target that the import owns
   */
  append(columns: number): AppendedRows {
    const at = this.#db.prepareBuilt(
      findQuery(this.#table, eq(crosswalk.id, sql.placeholder("id"))),
      ["id"],
    );
    this.#appended = new AppendedRows(
      { db: this.#db, importer: this.#importer, scope: this.#scope, columns },
      {
        readOwn: (id) => {
          const row = at.get([id]);
          return row && crosswalkRow(row);
        },
        insertOne: (row, place) => this.insert(row, place),
      },
    );
    return this.#appended;
  }

  /** Between two transactions others may write. */
  forgetAhead(): void {
    this.#ahead?.forget();
  }

  /** @returns whether there was none for this legacy id yet */
  insert({ legacyId, targetId, contentHash }: NewCrosswalkRow, at: CrosswalkPlace): boolean {
    const { legacySystem, runId } = this.#scope;
    const { fileId, record, line } = at;
    const identity = [legacySystem, this.#entity, legacyId, targetId];
    const place = [fileId, record, line, runId, runId];
    return this.#insert.run([...identity, contentHash, ...place]) === 1;
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

function crosswalkRow(row: readonly DbValue[]): CrosswalkRow {
  const [id, targetId, contentHash, runId, madeByRunId, fileId, record, line, found] = row;
  return {
    id: Number(id),
    targetId: String(targetId),
    runId: Number(runId),
    madeByRunId: Number(madeByRunId),
    fileId: Number(fileId),
    record: Number(record),
    line: Number(line),
    contentHash: contentHash as Buffer | null,
    targetExists: found !== null,
  };
}

const columnsOf = (table: SQLiteTable) => ({
  ...{ id: crosswalk.id, targetId: crosswalk.targetId, hash: crosswalk.contentHash },
  ...{ runId: crosswalk.runId, madeByRunId: crosswalk.madeByRunId },
  ...{ fileId: crosswalk.fileId, record: crosswalk.record },
  ...{ line: crosswalk.line, found: sql`${targetIdColumn(table)}`.as("found") },
});

const findQuery = (table: SQLiteTable, condition: SQL | undefined) =>
  new QueryBuilder()
    .select(columnsOf(table))
    .from(crosswalk)
    .leftJoin(table, eq(targetIdColumn(table), crosswalk.targetId))
    .where(condition);

const pageQuery = (table: SQLiteTable) =>
  new QueryBuilder()
    .select({ ...columnsOf(table), legacyId: crosswalk.legacyId })
    .from(crosswalk)
    .leftJoin(table, eq(targetIdColumn(table), crosswalk.targetId))
    .where(
      and(
        gt(crosswalk.id, sql.placeholder("after")),
        eq(crosswalk.entity, sql.placeholder("entity")),
        eq(crosswalk.legacySystem, sql.placeholder("legacySystem")),
      ),
    )
    .orderBy(asc(crosswalk.id))
    .limit(sql.placeholder("limit"));

/** The condition that names one crosswalk row. */
export function ofLegacyId() {
  return and(
    eq(crosswalk.legacyId, sql.placeholder("legacyId")),
    eq(crosswalk.entity, sql.placeholder("entity")),
    eq(crosswalk.legacySystem, sql.placeholder("legacySystem")),
  );
}
