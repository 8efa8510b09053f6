import { NO_KEYS } from "../../source/dump/declared-keys.ts";
import type { LegacyTable, WantedTables } from "../legacy-database.ts";
import { isAskedFor, wantsTable } from "../wants-table.ts";
import { whyUnreadable } from "./cannot-read.ts";
import { type Catalog, type ListedColumn, type ListedTable, readCatalog } from "./catalog.ts";
import type { Connection } from "./connection.ts";
import { quotePath } from "./names.ts";
import { readRights } from "./rights.ts";
import { readColumn } from "./row-text.ts";

/** A table, and what is known of it for reading. */
export interface FoundTable {
  readonly table: LegacyTable;
  readonly columns: readonly ListedColumn[];
  /** Whether its engine keeps the state of the snapshot: MyISAM and Aria do not. */
  readonly isInSnapshot: boolean;
}

/** The tables of a schema, and what a person should know of them. */
export interface FoundTables {
  readonly found: readonly FoundTable[];
  readonly notes: readonly string[];
}

interface Asked {
  readonly wanted: WantedTables;
  /** Whether the schema is the one of the URL: its tables are named without it. */
  readonly isDefault: boolean;
}

/** Reads what a schema holds, and tries whether each table that is wanted can be read. */
export async function readTables(
  connection: Connection,
  schema: string,
  { wanted, isDefault }: Asked,
): Promise<FoundTables> {
  const catalog = await readCatalog(connection, schema);
  const lasting = await snapshotEngines(connection);
  const found: FoundTable[] = [];
  for (const listed of catalog.tables) {
    const columns = catalog.columns.get(listed.name) ?? [];
    const table = tableOf(listed, catalog, isDefault ? undefined : schema);
    // To try a view may be to compute it: only one that is asked for is.
    const isRead = table.kind === "view" ? isAskedFor(wanted, table) : wantsTable(wanted, table);
    const tried = isRead
      ? await tryToRead(connection, quotePath(schema, listed.name), columns)
      : undefined;
    const isInSnapshot = listed.engine === null || lasting.has(listed.engine.toLowerCase());
    found.push({ table: tried ? { ...table, unreadable: tried } : table, columns, isInSnapshot });
  }
  return { found, notes: await notesOn(connection, { schema, catalog, found, wanted }) };
}

function tableOf(
  { name, type, comment }: ListedTable,
  { columns, declared }: Catalog,
  schema: string | undefined,
): LegacyTable {
  const kind = /view/i.test(type) ? ("view" as const) : ("table" as const);
  return {
    schema,
    name,
    kind,
    columns: (columns.get(name) ?? []).map(({ column }) => column),
    declared: declared.get(name) ?? NO_KEYS,
    // Of a view the server says here that it is one, or why it is broken.
    ...(comment && kind === "table" && { comment }),
    ...(/sequence/i.test(type) && { leftOut: "a sequence: it holds a counter, not records" }),
  };
}

/** Engines that keep the state of a transaction's beginning. */
async function snapshotEngines(connection: Connection): Promise<ReadonlySet<string>> {
  const rows = await connection.rows<{ name: string }>(
    "select engine as name from information_schema.engines where transactions = 'YES'",
  );
  return new Set(rows.map(({ name }) => name.toLowerCase()));
}

async function tryToRead(
  connection: Connection,
  path: string,
  columns: readonly ListedColumn[],
): Promise<LegacyTable["unreadable"]> {
  const list = columns.map((column) => readColumn(column).expression).join(", ") || "1";
  try {
    await connection.run(`select ${list} from ${path} limit 0`);
    return undefined;
  } catch (error) {
    if ((error as { readonly fatal?: boolean }).fatal) throw error;
    const { what, cure } = whyUnreadable(error);
    return { reason: `${what}.`, cure };
  }
}

interface Noted {
  readonly schema: string;
  readonly catalog: Catalog;
  readonly found: readonly FoundTable[];
  readonly wanted: WantedTables;
}

async function notesOn(
  connection: Connection,
  { schema, catalog, found, wanted }: Noted,
): Promise<string[]> {
  const { isWhole, inPart } = await readRights(connection, schema);
  const names = new Set(catalog.tables.map(({ name }) => name));
  const referred = [...catalog.declared.values()]
    .flatMap(({ foreignKeys }) => foreignKeys.map(({ to }) => to))
    .flatMap((to) => (to.length === 1 && !names.has(to[0] ?? "") ? to : []));
  const read = found.filter(({ table }) => wantsTable(wanted, table));
  const loose = read.filter(({ isInSnapshot }) => !isInSnapshot);
  const kept = catalog.tables.filter(({ type }) => /system versioned/i.test(type));
  return [
    ...(isWhole
      ? []
      : [
          `This user may not read all of ${schema}: tables that were not granted to it do not show, and cannot be told.`,
        ]),
    ...[...new Set(referred)].map(
      (name) => `${name} is referred to by a foreign key, and this user may not see it.`,
    ),
    ...inPart.map((name) => `${name}: only the columns that were granted to this user are read.`),
    ...loose.map(
      ({ table }) =>
        `${table.name} is not part of the snapshot, as its engine keeps none: it is read as it stands at its turn, and counted before and after.`,
    ),
    ...kept.map(({ name }) => `${name} keeps former rows: only those that hold now are read.`),
  ];
}
