import type { Database } from "../db/database.ts";
import { openScratch } from "../db/sqlite.ts";
import { UsageError } from "../errors.ts";
import { type Catalog, readCatalog } from "./catalog.ts";
import type { Decisions } from "./decisions.ts";
import { quoteName, sameName } from "./names.ts";
import { renameTable } from "./rebuild-table.ts";
import type { Step } from "./steps.ts";

/**
 * The renames that are still to be done: a declared one whose old name is gone and whose new name is
 * there was done before.
 *
 * @throws UsageError where a rename names nothing that is there
 */
export function renameSteps(current: Catalog, wanted: Catalog, decisions: Decisions): Step[] {
  const steps: Step[] = [];
  const tableNow = new Map<string, string>();
  for (const { from, to } of decisions.renameTables) {
    const [old, done] = [findTable(current, from), findTable(current, to)];
    if (old === undefined && done !== undefined) continue;
    if (old === undefined || done !== undefined) throw wrongRename(`table ${from}`, to, done);
    tableNow.set(to.toLowerCase(), old.name);
    steps.push({
      kind: "rename table",
      table: to,
      sql: renameTable(old.name, wantedName(wanted, to)),
    });
  }
  for (const { table, from, to } of decisions.renames) {
    const present = findTable(current, tableNow.get(table.toLowerCase()) ?? table);
    const has = (name: string) => present?.columns.find((column) => sameName(column.name, name));
    if (has(from) === undefined && has(to) !== undefined) continue;
    if (has(from) === undefined || has(to) !== undefined) {
      throw wrongRename(`column ${table}.${from}`, to, has(to));
    }
    const sql = `ALTER TABLE ${quoteName(table)} RENAME COLUMN ${quoteName(from)} TO ${quoteName(to)}`;
    steps.push({ kind: "rename column", table, sql });
  }
  return steps;
}

/**
 * What the catalog is after some statements: they are run on a database of the same structure and
 * without a row, so that SQLite itself rewrites what refers to what is renamed.
 */
export function catalogAfter(db: Database, steps: readonly Step[]): Catalog {
  const structure = openScratch();
  try {
    const made = db
      .prepare(
        `select s.sql from sqlite_schema s left join pragma_table_list l on l.schema = 'main' and l.name = s.name
         where s.sql is not null and s.name not like 'sqlite\\_%' escape '\\' and coalesce(l.type, '') <> 'shadow'
         order by s.type <> 'table', s.rowid`,
      )
      .all([]);
    for (const [sql] of made) structure.exec(String(sql));
    for (const { sql } of steps) structure.exec(sql);
    return readCatalog(structure);
  } finally {
    structure.close();
  }
}

function findTable({ tables }: Catalog, name: string) {
  return [...tables.values()].find((table) => sameName(table.name, name));
}

function wantedName(wanted: Catalog, name: string): string {
  return findTable(wanted, name)?.name ?? name;
}

function wrongRename(what: string, to: string, done: object | undefined): UsageError {
  return new UsageError(
    done === undefined
      ? `There is no ${what} to be renamed to ${to}.`
      : `The ${what} cannot be renamed to ${to}: both are there.`,
    { cure: "Correct the rename; nothing was changed." },
  );
}
