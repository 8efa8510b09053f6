import {
  and,
  desc,
  eq,
  getTableColumns,
  getTableName,
  inArray,
  isNotNull,
  ne,
  sql,
} from "drizzle-orm";
import { QueryBuilder, type SQLiteColumn, type SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Importer } from "../../importers/define.ts";
import { exceptions, runs } from "../../shared/ledger.ts";
import type { Database } from "../db/database.ts";

// Which files of the store the database needs: rows name them, and what the ledger keeps of rows as they were.

interface FileColumn {
  readonly entity: string;
  readonly table: SQLiteTable;
  readonly storedAs: SQLiteColumn;
}

function fileColumns(db: Database, importers: readonly Importer[]): FileColumn[] {
  return importers.flatMap(({ entity, table, fields }): FileColumn[] => {
    const { file } = Object.values(fields).find((field) => field.file !== undefined) ?? {};
    const columns = getTableColumns(table) as Readonly<Record<string, SQLiteColumn>>;
    const storedAs = columns[file?.storedAs ?? ""];
    // A database of an older schema has none.
    const isThere = db.catalog
      .columns(getTableName(table))
      .some(({ name }) => name === storedAs?.name);
    return storedAs === undefined || !isThere ? [] : [{ entity, table, storedAs }];
  });
}

/** The places in the store of the files that rows need, each once for each entity. */
export function* filesOfRows(db: Database, importers: readonly Importer[]): Generator<string> {
  for (const { table, storedAs } of fileColumns(db, importers)) {
    const query = new QueryBuilder()
      .selectDistinct({ storedAs })
      .from(table)
      .where(isNotNull(storedAs))
      .orderBy(storedAs);
    for (const [place] of db.prepareBuilt(query, []).iterate([])) yield String(place);
  }
}

const PLACE = /"([0-9a-f]{2}\/[0-9a-f]{64})"/g;

/** Files of rows as they were before an update that can be undone. */
function filesOfFormer(db: Database, entities: readonly string[]): Set<string> {
  const query = new QueryBuilder()
    .select({ former: exceptions.former })
    .from(exceptions)
    .innerJoin(runs, eq(runs.id, exceptions.runId))
    .where(
      and(
        inArray(exceptions.entity, [...entities]),
        eq(exceptions.outcome, "updated"),
        isNotNull(exceptions.former),
        ne(runs.status, "undone"),
      ),
    );
  const found = new Set<string>();
  for (const [former] of db.prepareBuilt(query, []).iterate([])) {
    for (const [, place = ""] of String(former).matchAll(PLACE)) found.add(place);
  }
  return found;
}

/** Says of a file of the store whether any row needs it, or any former state of one. */
export function needOf(
  db: Database,
  importers: readonly Importer[],
): (storedAs: string) => boolean {
  const columns = fileColumns(db, importers);
  let former: Set<string> | undefined;
  const ofRows = columns.map(({ table, storedAs }) => {
    const query = new QueryBuilder()
      .select({ one: sql`1` })
      .from(table)
      .where(eq(storedAs, sql.placeholder("storedAs")))
      .limit(1);
    return db.prepareBuilt(query, ["storedAs"]);
  });
  return (storedAs) => {
    if (ofRows.some((rows) => rows.get([storedAs]) !== undefined)) return true;
    former ??= filesOfFormer(
      db,
      columns.map(({ entity }) => entity),
    );
    return former.has(storedAs);
  };
}

/** The store that an import was last told to put its files into; undefined if none ever was. */
export function rememberedStore(db: Database): string | undefined {
  const store = sql<string>`json_extract(${runs.request}, '$.settings.store')`;
  const query = new QueryBuilder()
    .select({ store })
    .from(runs)
    .where(isNotNull(store))
    .orderBy(desc(runs.id))
    .limit(1);
  const [found] = db.prepareBuilt(query, []).get([]) ?? [];
  return typeof found === "string" ? found : undefined;
}
