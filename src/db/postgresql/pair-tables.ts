import type pg from "pg";
import { DatabaseError } from "../../plain/errors.ts";
import { groupBy } from "../../plain/group-by.ts";
import type { Database, NamedColumn } from "../database.ts";
import type { DeclaredName, PairedColumn, PairedTable } from "../target-server.ts";
import { pairColumn } from "./pair-columns.ts";
import {
  type ServerColumn,
  type ServerTable,
  serverColumns,
  serverTables,
} from "./target-catalog.ts";

/**
 * Pairs the tables of a shadow with those of a server, by the server's catalog; columns that the server alone has are
 * left to it.
 *
 * @throws Unpaired, which names every table and column that cannot be paired
 */
export async function pairTables(
  client: pg.Client,
  shadow: Database,
  names: readonly DeclaredName[],
): Promise<readonly PairedTable[]> {
  const tables = new Map((await serverTables(client, names)).map((one) => [one.nth, one]));
  const columns = groupBy(await serverColumns(client, [...tables.values()]), fullName);
  const flaws: string[] = [];
  const pairs = names.flatMap((declared, nth) => {
    const table = tables.get(nth);
    const own = table === undefined ? [] : (columns.get(fullName(nameOf(table))) ?? []);
    const result = pairTable({ declared, table, columns: own }, shadow);
    flaws.push(...result.flaws);
    return result.pair === undefined ? [] : [result.pair];
  });
  if (flaws.length > 0) throw new Unpaired(flaws);
  return pairs;
}

/** Server and schema have not the same tables: nothing can be imported until they do. */
export class Unpaired extends DatabaseError {
  /** A line for each table or column. */
  readonly flaws: readonly string[];

  constructor(flaws: readonly string[]) {
    super(
      ["The database does not have the tables of the schema.", ...flaws.map((one) => `  ${one}`)],
      {
        cure: "Bring the database to the schema with  hmsync db:push , or correct the schema.",
      },
    );
    this.flaws = flaws;
  }
}

const fullName = ({ schema, table }: { readonly schema: string; readonly table: string }): string =>
  JSON.stringify([schema, table]);

const nameOf = ({ schema, name }: ServerTable) => ({ schema, table: name });

interface Found {
  readonly declared: DeclaredName;
  readonly table: ServerTable | undefined;
  readonly columns: readonly ServerColumn[];
}

interface Paired {
  readonly flaws: readonly string[];
  readonly pair?: PairedTable;
}

/** Ordinary tables, and those that are made of parts. */
const WRITTEN = ["r", "p"];

function pairTable({ declared, table, columns }: Found, shadow: Database): Paired {
  const { name } = declared;
  if (table === undefined) return { flaws: [`${name} is not there`] };
  if (!WRITTEN.includes(table.relkind)) return { flaws: [`${name} is no table`] };
  const key = shadow.catalog.primaryKey(name);
  const isKey =
    key.length > 0 && key.join("\0") === table.key.map((one) => one.toLowerCase()).join("\0");
  const keyFlaws = isKey
    ? []
    : [`${name} has ${keyText(table.key)} on the server, and ${keyText(key)} in the schema`];
  const { paired, flaws } = pairColumns(name, columns, shadow);
  const all = [...keyFlaws, ...flaws];
  if (all.length > 0) return { flaws: all };
  return { flaws: [], pair: { schema: table.schema, name, key: table.key, columns: paired } };
}

const keyText = (columns: readonly string[]): string =>
  columns.length === 0 ? "no primary key" : `the primary key (${columns.join(", ")})`;

function pairColumns(table: string, columns: readonly ServerColumn[], shadow: Database) {
  const there = new Map(columns.map((column) => [column.name, column]));
  const flaws: string[] = [];
  const paired = shadow.catalog.columns(table).flatMap((column): PairedColumn[] => {
    if (!column.isStored) return [];
    const pairing = pairOf(there.get(column.name), column);
    if (!("why" in pairing)) return [pairing];
    flaws.push(`${table}.${column.name} ${pairing.why}`);
    return [];
  });
  return { paired, flaws };
}

const pairOf = (server: ServerColumn | undefined, column: NamedColumn) =>
  server === undefined ? { why: "is not there" } : pairColumn(server, column);
