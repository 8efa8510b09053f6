import type pg from "pg";
import { groupBy } from "../../plain/group-by.ts";
import type { DeclaredKeys } from "../../source/dump/declared-keys.ts";
import type { LegacyColumn, LegacyTable } from "../legacy-database.ts";
import {
  type CatalogColumn,
  type CatalogConstraint,
  type CatalogTable,
  columnsOf,
  constraintsOf,
  domainsOf,
  enumsOf,
} from "./catalog.ts";
import { checkedValues } from "./check-values.ts";
import { type FoundType, typeFinder } from "./found-type.ts";
import { whyUnreadable } from "./why-unreadable.ts";

/** A table, and how it is read. */
export interface FoundTable {
  readonly table: LegacyTable;
  /** Others inherit from it: it is read without their rows. */
  readonly inherited: boolean;
  /** Columns whose text depends on the server. */
  readonly money: ReadonlySet<string>;
}

/** What the catalog tells of tables. */
export async function readTables(
  client: pg.Client,
  tables: readonly CatalogTable[],
  defaultSchema: string,
): Promise<readonly FoundTable[]> {
  const oids = tables.map(({ oid }) => oid);
  const columns = groupBy(await columnsOf(client, oids), ({ table }) => table);
  const constraints = groupBy(await constraintsOf(client, oids), ({ table }) => table);
  const typeOf = typeFinder(await domainsOf(client), await enumsOf(client));
  return tables.map((table) => {
    const own = columns.get(table.oid) ?? [];
    const types = new Map(own.map((column) => [column.name, typeOf(column)]));
    const declared = constraints.get(table.oid) ?? [];
    const legacy = own.map((column) => legacyColumn(column, types.get(column.name), declared));
    const unreadable = whyUnreadable(table, own);
    return {
      table: {
        schema: table.schema === defaultSchema ? undefined : table.schema,
        name: table.name,
        // What stands in a foreign table is another server's, and in no snapshot of this one.
        kind: table.relkind === "r" || table.relkind === "p" ? "table" : "view",
        columns: legacy,
        declared: keysOf(declared, legacy, defaultSchema),
        ...(table.comment === null ? {} : { comment: table.comment }),
        ...(unreadable === undefined ? {} : { unreadable }),
        ...(table.extension === null
          ? {}
          : { leftOut: `it belongs to the extension ${table.extension}` }),
      },
      inherited: table.inherited,
      money: new Set(own.map(({ name }) => name).filter((name) => types.get(name)?.isMoney)),
    };
  });
}

function legacyColumn(
  { name, notNull, comment, type }: CatalogColumn,
  found: FoundType | undefined,
  constraints: readonly CatalogConstraint[],
): LegacyColumn {
  const values = found?.values ?? valuesIn(constraints, name);
  return {
    name,
    type: found?.type ?? type,
    nullable: !(notNull || found?.notNull === true),
    ...(values === undefined ? {} : { values }),
    ...(comment === null ? {} : { comment }),
  };
}

function valuesIn(
  constraints: readonly CatalogConstraint[],
  column: string,
): readonly string[] | undefined {
  for (const { kind, columns, expression } of constraints) {
    if (kind !== "check" || expression === null || columns.join() !== column) continue;
    const values = checkedValues(expression, column);
    if (values !== undefined) return values;
  }
  return undefined;
}

function keysOf(
  constraints: readonly CatalogConstraint[],
  columns: readonly LegacyColumn[],
  defaultSchema: string,
): DeclaredKeys {
  const of = (kind: CatalogConstraint["kind"]) => constraints.filter((one) => one.kind === kind);
  return {
    primaryKey: of("primary")[0]?.columns ?? [],
    unique: of("unique").map((one) => one.columns),
    foreignKeys: of("foreign").map(({ columns: own, to, toColumns }) => ({
      columns: own,
      to: (to ?? []).filter((part, at) => at > 0 || part !== defaultSchema),
      toColumns: toColumns ?? [],
    })),
    notNull: columns.filter(({ nullable }) => !nullable).map(({ name }) => name),
  };
}
