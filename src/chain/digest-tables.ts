import { getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Importer } from "../../importers/define.ts";
import type { Database } from "../db/database.ts";
import { keyColumn } from "../db/key-column.ts";
import { ColumnsDigest, RowsDigest } from "../digest/rows-digest.ts";
import {
  chainRows,
  type EntitySpan,
  entitySpans,
  otherKeys,
  storedColumns,
} from "../ledger/chain-rows.ts";
import { groupBy } from "../plain/group-by.ts";
import type { RowPage } from "./row-file.ts";
import type { OtherRows, SignedTable } from "./sign-off.ts";

const PAGE = 2_000;

/** A page of rows, with the keys that they have now. */
export interface RowsNow extends RowPage {
  readonly keys: readonly string[];
  readonly columns: readonly string[];
}

export interface DigestedTables {
  readonly tables: readonly SignedTable[];
  readonly others: readonly OtherRows[];
}

/** Whose rows are read, and who hears of them and of how many were read. */
export interface Digesting {
  readonly legacySystem: string;
  readonly importers: readonly Importer[];
  readonly onPage: (page: RowsNow) => Promise<void>;
  readonly onRows?: ((rows: number) => void) | undefined;
}

/** Reads all rows that a chain wrote, once, and sums up each of their columns. */
export async function digestTables(db: Database, digesting: Digesting): Promise<DigestedTables> {
  const { legacySystem, importers } = digesting;
  const spans = new Map(entitySpans(db, legacySystem).map((span) => [span.entity, span]));
  const tables: SignedTable[] = [];
  for (const importer of importers) {
    const span = spans.get(importer.entity);
    if (span !== undefined) tables.push(await digestEntity(db, { importer, span, digesting }));
  }
  const known = importers.filter(({ entity }) => spans.has(entity));
  const others: OtherRows[] = [];
  for (const [name, own] of groupBy(known, ({ table }) => getTableName(table))) {
    const entities = importers
      .filter(({ table }) => getTableName(table) === name)
      .map(({ entity }) => entity);
    const rows = tables
      .filter(({ table }) => table === name)
      .reduce((sum, one) => sum + one.rows, 0);
    const table = own[0]?.table;
    if (table !== undefined)
      others.push(await digestOthers(db, { table, entities, rows }, digesting));
  }
  return { tables, others };
}

interface EntityAtHand {
  readonly importer: Importer;
  readonly span: EntitySpan;
  readonly digesting: Digesting;
}

async function digestEntity(
  db: Database,
  { importer, span, digesting }: EntityAtHand,
): Promise<SignedTable> {
  const { entity, table } = importer;
  const columns = storedColumns(db, table);
  const digest = new ColumnsDigest(columns.length);
  const pages = new PageMaker(entity, columns);
  let records = 0;
  const of = { legacySystem: digesting.legacySystem, table, span };
  for (const { id, legacyId, targetId, values } of chainRows(db, of, columns)) {
    records++;
    if (values !== undefined) digest.add(targetId, values);
    pages.add({ id, name: legacyId, key: targetId }, values && digest.marks);
    if (pages.isFull) await hand(pages.take(), digesting);
  }
  await hand(pages.take(), digesting);
  return {
    entity,
    table: getTableName(table),
    key: keyColumn(table).column.name,
    records,
    rows: digest.rows,
    columns: digest
      .totals()
      .map((totals, at) => Object.assign({ column: columns[at] ?? "" }, totals)),
  };
}

async function hand(page: RowsNow, { onPage, onRows }: Digesting): Promise<void> {
  await onPage(page);
  onRows?.(page.ids.length);
}

interface OthersOf {
  readonly table: SQLiteTable;
  readonly entities: readonly string[];
  /** That the chain has in it. */
  readonly rows: number;
}

/** What the part of a table's other rows is called in a file of rows. */
export const partOfOthers = (table: string): string => `/${table}`;

async function digestOthers(
  db: Database,
  { table, entities, rows }: OthersOf,
  digesting: Digesting,
): Promise<OtherRows> {
  const name = getTableName(table);
  const digest = new RowsDigest();
  // Of a hospital that begins with the import, nobody else has written any.
  if (db.count(table) !== rows) {
    const pages = new PageMaker(partOfOthers(name), []);
    // What another legacy system's import wrote is in that one's sign-off.
    for (const key of otherKeys(db, { table, entities })) {
      digest.add([key]);
      pages.add({ id: digest.rows, name: key, key }, NO_MARKS);
      if (pages.isFull) await digesting.onPage(pages.take());
    }
    await digesting.onPage(pages.take());
  }
  return { table: name, rows: digest.rows, digest: digest.text() };
}

const NO_MARKS = new Uint16Array(0);

/** Gathers rows until they are a page. */
class PageMaker {
  readonly #part: string;
  readonly #columns: readonly string[];
  readonly #marks: Uint16Array;
  #ids: number[] = [];
  #names: string[] = [];
  #keys: string[] = [];
  #gone: number[] = [];

  constructor(part: string, columns: readonly string[]) {
    this.#part = part;
    this.#columns = columns;
    this.#marks = new Uint16Array(PAGE * columns.length);
  }

  get isFull(): boolean {
    return this.#ids.length >= PAGE;
  }

  /** @param marks undefined if the row is not there */
  add(
    { id, name, key }: { readonly id: number; readonly name: string; readonly key: string },
    marks: Uint16Array | undefined,
  ): void {
    const nth = this.#ids.push(id) - 1;
    this.#names.push(name);
    this.#keys.push(key);
    const from = nth * this.#columns.length;
    if (marks !== undefined) this.#marks.set(marks, from);
    else {
      this.#gone.push(nth);
      this.#marks.fill(0, from, from + this.#columns.length);
    }
  }

  take(): RowsNow {
    const [ids, names, keys, gone] = [this.#ids, this.#names, this.#keys, this.#gone];
    [this.#ids, this.#names, this.#keys, this.#gone] = [[], [], [], []];
    const marks = this.#marks.slice(0, ids.length * this.#columns.length);
    return { part: this.#part, columns: this.#columns, ids, names, keys, gone, marks };
  }
}
