import type { Database, DbValue, Statement } from "../../db/database.ts";
import { quoteName } from "../../db/names.ts";
import { SourceError } from "../../plain/errors.ts";
import { askOfDumps } from "../../source/dump/ask-of-dumps.ts";
import { dumpRows } from "../../source/dump/dump-rows.ts";
import type { DumpValue } from "../../source/dump/dump-value.ts";
import { findTable, indexDump } from "../../source/dump/index-dump.ts";
import { openDump } from "../../source/dump/open-dump.ts";
import type { SourceFile, TableOfDump } from "../../source/source-file.ts";

/** A row of the older table: its values in the order of the columns, and where it is. */
export interface OlderRow {
  readonly values: readonly DbValue[];
  /** For messages: `row 7`, `line 1204`. */
  readonly place: string;
}

/** The older table, in the database or in a dump. */
export interface OlderTable {
  readonly columns: readonly string[];
  readonly rows: number;
  /** For messages: `table allies`, `backup.sql`. */
  readonly where: string;
  /** All rows, so many at a time. */
  pages(size: number): AsyncGenerator<OlderRow[]>;
}

/** More digits than a double holds are read as text. */
export const exactly = (name: string): string =>
  `iif(typeof(${name}) = 'integer' and abs(${name} / 2) > 4503599627370495, cast(${name} as text), ${name})`;

/** The older table where it still is; undefined if there is none. */
export function tableInDatabase(db: Database, table: string): OlderTable | undefined {
  const known = db.catalog.columns(table);
  const columns = known.filter(({ isStored }) => isStored).map(({ name }) => name);
  if (columns.length === 0) return undefined;
  const name = quoteName(table);
  const count = db.prepare(`select count(*) from ${name}`).get([])?.[0];
  const number = db.bulk.rowNumber;
  const page = (size: number) =>
    db.prepare(
      `select ${number}, ${columns.map((column) => exactly(quoteName(column))).join(", ")} from ${name}
       where ${number} > ? order by ${number} limit ${size}`,
    );
  return {
    columns,
    rows: Number(count),
    where: `table ${table}`,
    pages: (size) => pagesOf(page(size), size),
  };
}

async function* pagesOf(page: Statement, size: number): AsyncGenerator<OlderRow[]> {
  let last: DbValue = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const found: DbValue[][] = page.all([last]);
    if (found.length > 0) {
      yield found.map(([number, ...values]) => ({ values, place: `row ${number}` }));
    }
    if (found.length < size) return;
    last = found.at(-1)?.[0] ?? last;
  }
}

/**
 * The older table as a dump has it.
 *
 * @throws SourceError if the dump cannot be read, or has no such table
 */
export async function tableInDump(file: SourceFile, name: string): Promise<OlderTable> {
  const index = await indexDump(await openDump(file));
  const table = findTable(index, name);
  if (table.named === "made up") {
    throw new SourceError(`${file.name} does not name the columns of ${name}.`, {
      cure: "Make the dump with its schema, or with  pg_dump --column-inserts",
    });
  }
  askOfDumps([{ ...file, table: { dump: index.dump, table } }], { oneAlone: "was chosen" });
  const found: TableOfDump = { dump: index.dump, table };
  return {
    columns: table.columns.map((column) => column.name),
    rows: table.rows,
    where: file.name,
    pages: (size) => pagesOfDump(found, size),
  };
}

async function* pagesOfDump(
  { dump, table }: TableOfDump,
  size: number,
): AsyncGenerator<OlderRow[]> {
  const held: OlderRow[] = [];
  for await (const rows of dumpRows(dump, table)) {
    for (const { values, line, undecoded } of rows) {
      if (undecoded !== undefined || values.length !== table.columns.length) {
        throw new SourceError(
          `${dump.file.name} line ${line}: the row ${undecoded ? "is not valid text in the dump's encoding" : "has more or fewer values than the table has columns"}.`,
          { cure: "Make the dump again; nothing was guessed." },
        );
      }
      held.push({ values: values.map(stored), place: `line ${line}` });
    }
    while (held.length >= size) yield held.splice(0, size);
  }
  if (held.length > 0) yield held;
}

/** What the database would be handed for a value of a dump. */
function stored(value: DumpValue): DbValue {
  if (value === null || typeof value === "string" || Buffer.isBuffer(value)) return value;
  if (typeof value === "boolean") return Number(value);
  const { number } = value;
  // The digits, where a double would not keep them.
  return String(Number(number)) === number ? Number(number) : number;
}
