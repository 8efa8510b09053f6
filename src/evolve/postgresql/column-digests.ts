import type pg from "pg";
import { primaryKeyOf, type ServerColumn, type ServerTable } from "./server-catalog.ts";
import { ident } from "./server-steps.ts";

/** What a table holds: its rows, and of each column (by number) what tells whether a value has changed. */
export interface TableDigest {
  readonly oid: number;
  /** As it was called when it was read. */
  readonly called: string;
  readonly rows: number;
  readonly columns: ReadonlyMap<number, string>;
  /** The columns that tie each value to its row. */
  readonly key: readonly number[];
}

const WHOLE = ["int2", "int4", "int8", "numeric"];

/** A value as text, whatever type of the same kind it is kept in: `10.5` and `10.50` are one number. */
export const plainText = (sql: string, { base }: Pick<ServerColumn, "base">): string =>
  WHOLE.includes(base) ? `trim_scale((${sql})::numeric)::text` : `(${sql})::text`;

/**
 * Reads what a table holds, in one scan. Nothing depends on the order of rows; within a row, each value is tied to
 * the row's key.
 *
 * @param key columns that come out of the push with the same values
 */
export async function digestTable(
  client: pg.Client,
  table: ServerTable,
  key: readonly number[],
): Promise<TableDigest> {
  const column = (number: number) => table.columns.find((one) => one.number === number);
  const ties = key.flatMap((number) => {
    const found = column(number);
    return found === undefined ? [] : [`${plainText(ident(found.name), found)} || chr(31) || `];
  });
  const sums = table.columns.map((one) => {
    const text = plainText(ident(one.name), one);
    const value = `case when ${ident(one.name)} is null then 'n' else 'v' || ${text} end`;
    return `sum(hashtextextended((${ties.join("")}${value}) collate "C", ${one.number}))::text`;
  });
  const lists = [`count(*)::text`, ...sums].join(", ");
  // What others inherit is read with them.
  const only = table.kind === "p" ? "" : "only ";
  const { rows } = await client.query<(string | null)[]>({
    text: `select ${lists} from ${only}${table.written}`,
    rowMode: "array",
  });
  const [count, ...digests] = rows[0] ?? [];
  return {
    oid: table.oid,
    called: table.called,
    rows: Number(count ?? 0),
    columns: new Map(table.columns.map(({ number }, at) => [number, digests[at] ?? ""])),
    key,
  };
}

/** The key that ties values to rows: the primary key, unless some of it goes or changes. */
export function steadyKey(table: ServerTable, changing: readonly number[]): readonly number[] {
  const key = primaryKeyOf(table);
  return key.some((number) => changing.includes(number)) ? [] : key;
}

/** What a push may have taken from tables, or changed in them. */
export interface ExpectedOf {
  readonly gone: readonly number[];
  /** By table and column numbers: `oid.number`. */
  readonly changed: readonly string[];
}

/** Tables and columns that were to stay as they were and did not: `table`, or `table.column`. */
export function compareDigests(
  before: readonly TableDigest[],
  after: readonly TableDigest[],
  { gone, changed }: ExpectedOf,
): string[] {
  return before.flatMap((table): string[] => {
    if (gone.includes(table.oid)) return [];
    const now = after.find(({ oid }) => oid === table.oid);
    if (now === undefined) return [table.called];
    if (now.rows !== table.rows) return [`${table.called} (${table.rows} rows -> ${now.rows})`];
    return [...table.columns].flatMap(([number, digest]) => {
      const expected = changed.includes(`${table.oid}.${number}`);
      return expected || now.columns.get(number) === digest
        ? []
        : [`${table.called}, column ${number}`];
    });
  });
}
