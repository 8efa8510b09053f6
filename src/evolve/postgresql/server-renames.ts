import type pg from "pg";
import type { ColumnRename, Decisions, TableRename } from "../decisions.ts";
import { orderRenames } from "../order-renames.ts";
import { checkLeft, tablesOf } from "../rename-steps.ts";
import { columnKey, readColumnKey } from "../written-names.ts";
import type { ServerManaged } from "./draft-server.ts";
import { calledSo, type ServerCatalog, type ServerTable } from "./server-catalog.ts";
import { ident } from "./server-steps.ts";

/** The renames that are still to be done, and what they come to. */
export interface ServerRenames {
  readonly statements: readonly string[];
  readonly done: {
    readonly renames: readonly ColumnRename[];
    readonly renameTables: readonly TableRename[];
  };
}

/**
 * Finds the renames that are still to be done.
 *
 * @throws UsageError if a rename names nothing that is there, or cannot be done
 */
export function serverRenames(
  current: ServerCatalog,
  wanted: ServerCatalog,
  decisions: Decisions,
): ServerRenames {
  const names = ({ tables }: ServerCatalog) => tables.map(({ called }) => called);
  const tables = orderRenames(
    { present: names(current), wanted: names(wanted), same },
    decisions.renameTables,
  );
  checkLeft(tables, (table) => `table ${table}`);
  const columns = tablesOf(decisions.renames).map((table) => {
    const before = tables.done.find(({ to }) => to === table)?.from ?? table;
    const present = calledSo(current.tables, before);
    const own = decisions.renames.filter((rename) => rename.table === table);
    const renaming = orderRenames(
      { present: columnsOf(present), wanted: columnsOf(calledSo(wanted.tables, table)), same },
      own,
    );
    checkLeft(renaming, (column) => `column ${table}.${column}`);
    return { table, present, renaming };
  });
  // Columns first: their tables are still called what the catalog says.
  return {
    statements: [
      ...columns.flatMap(({ present, renaming }) =>
        renaming.order.map(
          ({ from, to }) =>
            `alter table ${present?.written} rename column ${ident(from)} to ${ident(to)}`,
        ),
      ),
      ...tables.order.map(({ from, to }) => renameTable(current, from, to)),
    ],
    done: {
      renameTables: tables.done,
      renames: columns.flatMap(({ table, renaming }) =>
        renaming.done.map((rename) => ({ table, ...rename })),
      ),
    },
  };
}

/** Letter case tells names apart. */
const same = (one: string, other: string): boolean => one === other;

const columnsOf = (table: ServerTable | undefined): string[] =>
  table?.columns.map(({ name }) => name) ?? [];

/** A name that was given on the way is that of the schema which the table began in. */
function renameTable({ tables }: ServerCatalog, from: string, to: string): string {
  const present = calledSo(tables, from);
  const schema = present?.schema ?? "";
  const within = `${schema}.`;
  const bare = (called: string) =>
    called.startsWith(within) ? called.slice(within.length) : called;
  const written = present?.written ?? ident(bare(from));
  return `alter table ${written} rename to ${ident(bare(to))}`;
}

/** What the schema has made, by the names after the renames. */
export function managedAfterRenames(
  managed: ServerManaged,
  { renames, renameTables }: ServerRenames["done"],
): ServerManaged {
  const table = (name: string) => renameTables.find(({ from }) => from === name)?.to ?? name;
  const key = (written: string) => {
    const { table: of = "", column = written } = readColumnKey(written) ?? {};
    return columnKey(table(of), column);
  };
  const column = (written: string) => {
    const { table: of = "", column: name = written } = readColumnKey(key(written)) ?? {};
    const renamed = renames.find((one) => one.table === of && one.from === name);
    return columnKey(of, renamed?.to ?? name);
  };
  return {
    ...managed,
    tables: managed.tables.map(table),
    columns: (managed.columns ?? []).map(column),
    kept: (managed.kept ?? []).map(column),
    constraints: (managed.constraints ?? []).map(key),
    policies: (managed.policies ?? []).map(key),
  };
}

/**
 * Functions whose text has a name that was renamed: the server rewrites views, rules and keys, and what a function says only
 * fails when it is called.
 */
export async function namedInFunctions(
  client: pg.Client,
  { renames, renameTables }: ServerRenames["done"],
): Promise<string[]> {
  const former = [...renames, ...renameTables].map(({ from }) => from.replace(/^.*\./, ""));
  if (former.length === 0) return [];
  const { rows } = await client.query<{ function: string; name: string }>(
    `select p.oid::regprocedure::text as function, f.name
     from unnest($1::text[]) f(name) join pg_proc p on position(f.name in p.prosrc) > 0
     join pg_language l on l.oid = p.prolang
     where l.lanname not in ('c', 'internal') and p.prosrc ~ ('\\m' || regexp_replace(f.name, '([^[:alnum:]_])', '\\\\\\1', 'g') || '\\M')
       and p.pronamespace not in (select oid from pg_namespace where nspname in ('pg_catalog', 'information_schema'))
     order by 1, 2`,
    [former],
  );
  return rows.map(
    (row) =>
      `The function ${row.function} names ${row.name}, which has another name now: check it.`,
  );
}
