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
    { present: names(current), wanted: names(wanted) },
    decisions.renameTables,
  );
  checkLeft(tables, (table) => `table ${table}`);
  const columns = tablesOf(decisions.renames).map((table) => {
    const before = tables.done.find(({ to }) => to === table)?.from ?? table;
    const present = calledSo(current.tables, before);
    const own = decisions.renames.filter((rename) => rename.table === table);
    const renaming = orderRenames(
      { present: columnsOf(present), wanted: columnsOf(calledSo(wanted.tables, table)) },
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
