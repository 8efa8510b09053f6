import pg from "pg";
import type { ChangeCounts, TableLog } from "../sqlite/change-log.ts";
import type { PairedTable } from "../target-server.ts";
import { NO_ROWS, type TableDigest } from "./digest.ts";
import { tableSql } from "./table-sql.ts";

/** A table that a publish writes, with what it needs to know of it on the way. */
export interface ChangedTable {
  readonly pair: PairedTable;
  readonly log: TableLog;
  readonly counts: ChangeCounts;
  /** The table on the server, quoted. */
  readonly target: string;
  /** What messages call it. */
  readonly title: string;
  /** Names of temporary tables, quoted: what was there, what is to be there, and the keys of both. */
  readonly former: string;
  readonly updated: string;
  readonly inserted: string;
  /** Rows on the server before anything was written. */
  rowsBefore: number;
  /** Of the rows that were sent. */
  insertedDigest: TableDigest;
  updatedDigest: TableDigest;
}

/** @param nth tells the temporary tables of one table from those of another */
export function changedTable(pair: PairedTable, log: TableLog, nth: number): ChangedTable {
  const own = (what: string) => `pg_temp.${pg.escapeIdentifier(`hmsync ${what} ${nth}`)}`;
  return {
    pair,
    log,
    counts: log.counts(),
    target: tableSql(pair),
    title: `${pair.schema}.${pair.name}`,
    former: own("former"),
    updated: own("updated"),
    inserted: own("inserted"),
    rowsBefore: 0,
    insertedDigest: NO_ROWS,
    updatedDigest: NO_ROWS,
  };
}

/** Whether two rows have one key. */
export function sameKey({ pair }: ChangedTable, one: string, other: string): string {
  return pair.key
    .map((name) => pg.escapeIdentifier(name))
    .map((name) => `${one}.${name} = ${other}.${name}`)
    .join(" and ");
}

/** Columns of which text is compared letter by letter, whatever their collation; json knows no equality of its own. */
const AS_TEXT = new Set(["text", "varchar", "bpchar", "json", "jsonb"]);

/** Whether two rows differ in a column. */
export function differs(
  { name, type }: PairedTable["columns"][number],
  one: string,
  other: string,
): string {
  const [left, right] = [one, other].map((row) => {
    const column = `${row}.${pg.escapeIdentifier(name)}`;
    return AS_TEXT.has(type) ? `(${column}::text collate "C")` : column;
  });
  return `${left} is distinct from ${right}`;
}
