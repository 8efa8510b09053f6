import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database, DbValue, Statement } from "../db/database.ts";
import { keyColumn } from "../db/key-column.ts";
import { quoteName } from "../db/names.ts";

// The rows that a chain wrote, as the crosswalk knows them, with all that stands in their columns now.

/** Where in the crosswalk the records of one entity are. */
export interface EntitySpan {
  readonly entity: string;
  readonly first: number;
  readonly last: number;
}

/** The entities of a legacy system that the crosswalk has records of. */
export function entitySpans(db: Database, legacySystem: string): EntitySpan[] {
  const query = `select entity, min(id), max(id) from ledger_crosswalk
    where legacy_system = ? group by entity`;
  return db
    .prepare(query)
    .all([legacySystem])
    .map(([entity, first, last]) => ({
      entity: String(entity),
      first: Number(first),
      last: Number(last),
    }));
}

/** A record of the chain, and its row. */
export interface ChainRow {
  /** Of the crosswalk: rising. */
  readonly id: number;
  readonly legacyId: string;
  /** The key of its row. */
  readonly targetId: string;
  /** The row's cells in the order of the columns; undefined if there is no such row. */
  readonly values: readonly DbValue[] | undefined;
}

/** Whole numbers above are not exact in JavaScript. */
const EXACT = Number.MAX_SAFE_INTEGER;

/** SQL for a cell of `t`: a number that JavaScript cannot hold exactly comes as its digits. */
function cellOf(table: SQLiteTable, column: string): string {
  const name = `t.${quoteName(column)}`;
  const known = Object.values(getTableColumns(table)) as SQLiteColumn[];
  if (known.find((one) => one.name === column)?.getSQLType() === "text") return name;
  return `case when typeof(${name}) = 'integer' and ${name} not between -${EXACT} and ${EXACT}
    then 'integer ' || ${name} else ${name} end`;
}

/** The columns of a table as the database has it, computed ones left out. */
export const storedColumns = (db: Database, table: SQLiteTable): string[] =>
  db.catalog.columns(getTableName(table)).flatMap(({ name, isStored }) => (isStored ? [name] : []));

/** Reads the records of a chain's entity in the order of the crosswalk, with their rows. */
export function* chainRows(
  db: Database,
  { legacySystem, table, span }: ChainOf,
  columns: readonly string[],
): Generator<ChainRow> {
  const key = `t.${quoteName(keyColumn(table).column.name)}`;
  const cells = columns.map((column) => `, ${cellOf(table, column)}`).join("");
  const query = `select c.id, c.legacy_id, c.target_id, ${key} is not null${cells}
    from ledger_crosswalk c left join ${quoteName(getTableName(table))} t on ${key} = c.target_id
    where c.id between ? and ? and c.entity = ? and c.legacy_system = ? order by c.id`;
  const { entity, first, last } = span;
  for (const row of db.prepare(query).iterate([first, last, entity, legacySystem])) {
    const [id, legacyId, targetId, exists] = row;
    yield {
      id: Number(id),
      legacyId: String(legacyId),
      targetId: String(targetId),
      values: exists === 1 ? row.slice(4) : undefined,
    };
  }
}

interface ChainOf {
  readonly legacySystem: string;
  readonly table: SQLiteTable;
  readonly span: EntitySpan;
}

/** The keys of a table's rows that no record of these entities became, of whatever legacy system; in their order. */
export function* otherKeys(
  db: Database,
  {
    table,
    entities,
  }: {
    readonly table: SQLiteTable;
    readonly entities: readonly string[];
  },
): Generator<string> {
  const key = quoteName(keyColumn(table).column.name);
  const names = entities.map(() => "?").join(", ");
  const query = `select cast(${key} as text) from ${quoteName(getTableName(table))}
    where cast(${key} as text) not in (
      select target_id from ledger_crosswalk where entity in (${names})
    ) order by 1`;
  for (const [found] of db.prepare(query).iterate([...entities])) yield String(found);
}

/** The records of a chain that an export brought, as entity and legacy id; in no order that means anything. */
export function* recordsOfChain(db: Database, legacySystem: string): Generator<[string, string]> {
  const query = `select entity, legacy_id from ledger_crosswalk
    where legacy_system = ? and content_hash is not null`;
  for (const [entity, legacyId] of db.prepare(query).iterate([legacySystem])) {
    yield [String(entity), String(legacyId)];
  }
}

/** A record as it is shown to a person who checks it: from where it came, and its row. */
export interface RecordAtHand {
  readonly run: string;
  readonly file: string;
  readonly record: number;
  readonly line: number;
  readonly targetId: string;
  /** Of the file; null where it was not read to its end. */
  readonly fileSha256: string | null;
  /** What was imported, and what was kept beside. */
  readonly contentHash: string;
  readonly unmappedHash: string;
  readonly row: readonly (readonly [column: string, value: DbValue])[];
}

/** Finds single records of a chain by what the legacy system calls them. */
export class RecordsAtHand {
  readonly #db: Database;
  readonly #legacySystem: string;
  readonly #known: Statement;
  readonly #rows = new Map<SQLiteTable, { columns: readonly string[]; select: Statement }>();

  constructor(db: Database, legacySystem: string) {
    this.#db = db;
    this.#legacySystem = legacySystem;
    this.#known = db.prepare(`select r.name, f.name, c.record, c.line, c.target_id, f.sha256,
        hex(c.content_hash), hex(c.unmapped_hash)
      from ledger_crosswalk c join ledger_runs r on r.id = c.run_id
        join ledger_files f on f.id = c.file_id
      where c.legacy_id = ? and c.entity = ? and c.legacy_system = ?`);
  }

  /** Undefined if the chain has no such record, or its row is gone. */
  find({ entity, table }: Of, legacyId: string): RecordAtHand | undefined {
    const found = this.#known.get([legacyId, entity, this.#legacySystem]);
    if (found === undefined) return undefined;
    const [run, file, record, line, targetId, sha256, contentHash, unmappedHash] = found;
    const row = this.rowOf(table, String(targetId));
    if (row === undefined) return undefined;
    return {
      run: String(run),
      file: String(file),
      record: Number(record),
      line: Number(line),
      targetId: String(targetId),
      fileSha256: sha256 as string | null,
      contentHash: String(contentHash),
      unmappedHash: String(unmappedHash),
      row,
    };
  }

  /** A row as it stands. */
  rowOf(table: SQLiteTable, targetId: string): RecordAtHand["row"] | undefined {
    const { columns, select } = this.#reader(table);
    const values = select.get([targetId]);
    return values && columns.map((column, at) => [column, values[at] ?? null] as const);
  }

  #reader(table: SQLiteTable) {
    const known = this.#rows.get(table);
    if (known !== undefined) return known;
    const columns = storedColumns(this.#db, table);
    const cells = columns.map((column) => cellOf(table, column)).join(", ");
    const name = quoteName(getTableName(table));
    const key = quoteName(keyColumn(table).column.name);
    const select = this.#db.prepare(`select ${cells} from ${name} t where t.${key} = ?`);
    const reader = { columns, select };
    this.#rows.set(table, reader);
    return reader;
  }
}

interface Of {
  readonly entity: string;
  readonly table: SQLiteTable;
}
