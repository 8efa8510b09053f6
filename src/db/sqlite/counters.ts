import { getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Connection } from "../database.ts";
import { keyColumn } from "../key-column.ts";
import { quoteName } from "../names.ts";
import type { SchemaName } from "./catalog.ts";

/** The last number that AUTOINCREMENT has given in a table that has it; 0 if none. */
export function readCounter(db: Connection, table: string): number {
  const sql = "SELECT seq FROM main.sqlite_sequence WHERE name = ?";
  return Number(db.prepare(sql).get([table])?.[0] ?? 0);
}

/** The same of all tables, by name. */
export function readCounters(db: Connection, schema: SchemaName): [string, number][] {
  const there = db
    .prepare(`SELECT 1 FROM ${schema}.sqlite_schema WHERE name = 'sqlite_sequence'`)
    .get([]);
  if (there === undefined) return [];
  const rows = db.prepare(`SELECT name, seq FROM ${schema}.sqlite_sequence`).all([]);
  return rows.map(([name, seq]) => [String(name), Number(seq)]);
}

/** Lets a table go on counting after a number; without any table that counts with AUTOINCREMENT, none does. */
export function countFrom(db: Connection, table: string, last: bigint): void {
  if (!hasCounters(db)) return;
  const raised = db
    .prepare("update sqlite_sequence set seq = max(seq, ?) where name = ?")
    .run([last, table]);
  if (raised > 0) return;
  db.prepare("insert into sqlite_sequence (name, seq) values (?, ?)").run([table, last]);
}

const hasCounters = (db: Connection): boolean =>
  db.prepare("select 1 from sqlite_schema where name = 'sqlite_sequence'").get([]) !== undefined;

/** The number of the next row of a table, after those that it has, or has ever had. */
export function nextNumber(db: Connection, table: SQLiteTable): () => number {
  const name = getTableName(table);
  const largest = `(select max(${quoteName(keyColumn(table).column.name)}) from ${quoteName(name)})`;
  // What AUTOINCREMENT has given once, no other row gets.
  const counts = hasCounters(db);
  const given = "(select seq from sqlite_sequence where name = ?)";
  const last = counts
    ? `max(coalesce(${largest}, 0), coalesce(${given}, 0))`
    : `coalesce(${largest}, 0)`;
  const next = db.prepare(`select ${last} + 1`);
  return () => Number(next.get(counts ? [name] : [])?.[0] ?? 1);
}

/** The statements that let a table go on counting from where another one is. */
export function carryCounter(from: string, into: string): string[] {
  const [old, fresh] = [quoteText(from), quoteText(into)];
  const counter = `SELECT seq FROM sqlite_sequence WHERE name = ${old}`;
  return [
    `INSERT INTO sqlite_sequence (name, seq) SELECT ${fresh}, 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ${fresh})`,
    `UPDATE sqlite_sequence SET seq = max(seq, coalesce((${counter}), 0)) WHERE name = ${fresh}`,
  ];
}

const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
