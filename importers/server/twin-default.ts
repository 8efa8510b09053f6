import { is, type SQL, SQL as SqlClass, StringChunk, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Cell } from "../define-field.ts";
import { isInteger, type KeptType } from "./server-type.ts";

/** What a column gets of which an insert says nothing; `server` where only the server can tell. */
export type TwinDefault = "none" | "server" | { readonly value: Cell } | { readonly sql: SQL };

/** The default of a column as SQLite has it. */
export function twinDefault(column: PgColumn, type: KeptType): TwinDefault {
  const { default: declared } = column as { readonly default: unknown };
  if (declared === undefined) return "none";
  if (!is(declared, SqlClass)) return { value: storedAs(declared, type) };
  const text = textOf(declared);
  return text === undefined ? "server" : (ofText(text.trim(), type) ?? "server");
}

/** What a value of the application is in the twin. */
export function storedAs(value: unknown, type: KeptType): Cell {
  if (value instanceof Date) return ofInstant(value, type);
  if (typeof value === "bigint") return isInteger(type) ? Number(value) : String(value);
  if (typeof value === "boolean") return value;
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  if (type.kind === "numeric" && !isInteger(type)) return canonical(String(value), type);
  return value as Cell;
}

function ofInstant(instant: Date, { kind }: KeptType): string {
  const iso = instant.toISOString();
  if (kind === "date") return iso.slice(0, "2026-01-14".length);
  return kind === "timestamp" ? iso.replace(/\.?0*Z$/, "") : iso;
}

/** Of a column that says how many decimals there are, zeros at the end say nothing. */
export const canonical = (text: string, { scale = 0 }: KeptType): string =>
  scale > 0 && text.includes(".") ? text.replace(/\.?0+$/, "") : text;

/** Undefined where it is made of more than text. */
function textOf({ queryChunks }: SQL): string | undefined {
  const parts = queryChunks.map((chunk) =>
    is(chunk, StringChunk) ? chunk.value.join("") : is(chunk, SqlClass) ? textOf(chunk) : undefined,
  );
  return parts.includes(undefined) ? undefined : parts.join("");
}

const CAST = /::\s*"?[a-z][\w ."]*(?:\([\d, ]+\))?$/i;
const NOW = /^(now|current_timestamp|localtimestamp|transaction_timestamp)(\(\))?$/i;
const UTC_NOW = /^(timezone\('utc'(::text)?, now\(\)\)|now\(\) at time zone 'utc')$/i;

/** Literals, the present, and random UUIDs; any other expression is the server's own. */
function ofText(written: string, type: KeptType): TwinDefault | undefined {
  const text = written
    .replace(/^\((.*)\)$/s, "$1")
    .replace(CAST, "")
    .trim();
  if (/^null$/i.test(text)) return "none";
  if (NOW.test(text) || UTC_NOW.test(text)) return present(type);
  if (/^current_date(\(\))?$/i.test(text)) return { sql: sql`(date('now'))` };
  if (/^(gen_random_uuid|uuid_generate_v4)\(\)$/i.test(text)) return { sql: RANDOM_UUID };
  if (/^(true|false)$/i.test(text)) return { value: text.toLowerCase() === "true" };
  if (/^-?\d{1,15}(\.\d{1,15})?$/.test(text)) {
    return {
      value: type.kind === "numeric" && !isInteger(type) ? canonical(text, type) : Number(text),
    };
  }
  const [, quoted] = /^'((?:[^']|'')*)'$/s.exec(text) ?? [];
  return quoted === undefined ? undefined : { value: quoted.replaceAll("''", "'") };
}

function present({ kind }: KeptType): TwinDefault | undefined {
  if (kind === "timestamptz") return { sql: sql`(strftime('%Y-%m-%dT%H:%M:%fZ','now'))` };
  if (kind === "timestamp") return { sql: sql`(strftime('%Y-%m-%dT%H:%M:%S','now'))` };
  return kind === "date" ? { sql: sql`(date('now'))` } : undefined;
}

/** RFC 9562, version 4. */
const RANDOM_UUID = sql`(lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || substr('89ab', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))))`;
