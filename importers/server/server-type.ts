import { entityKind } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";

// What a column of a server's table holds, as far as SQLite can keep it to the letter.

/** How a twin keeps the values of a column, and what the server's type lets in. */
export interface KeptType {
  readonly kind:
    | "uuid"
    | "text"
    | "citext"
    | "date"
    | "time"
    | "timestamp"
    | "timestamptz"
    | "boolean"
    | "whole"
    | "real"
    | "numeric"
    | "json"
    | "jsonb"
    | "bytes";
  /** Of text: characters. */
  readonly length?: number;
  /** Of whole numbers: bits. */
  readonly bits?: number;
  /** Of numeric: digits, and how many of them follow the point. */
  readonly precision?: number;
  readonly scale?: number;
  /** Of an enum. */
  readonly values?: readonly string[];
}

const TYPES: Readonly<Record<string, KeptType>> = {
  uuid: { kind: "uuid" },
  text: { kind: "text" },
  varchar: { kind: "text" },
  "character varying": { kind: "text" },
  char: { kind: "text", length: 1 },
  character: { kind: "text", length: 1 },
  bpchar: { kind: "text" },
  citext: { kind: "citext" },
  date: { kind: "date" },
  time: { kind: "time" },
  timestamp: { kind: "timestamp" },
  timestamptz: { kind: "timestamptz" },
  boolean: { kind: "boolean" },
  bool: { kind: "boolean" },
  smallint: { kind: "whole", bits: 16 },
  int2: { kind: "whole", bits: 16 },
  smallserial: { kind: "whole", bits: 16 },
  integer: { kind: "whole", bits: 32 },
  int: { kind: "whole", bits: 32 },
  int4: { kind: "whole", bits: 32 },
  serial: { kind: "whole", bits: 32 },
  bigint: { kind: "whole", bits: 64 },
  int8: { kind: "whole", bits: 64 },
  bigserial: { kind: "whole", bits: 64 },
  real: { kind: "real" },
  float4: { kind: "real" },
  "double precision": { kind: "real" },
  float8: { kind: "real" },
  numeric: { kind: "numeric" },
  decimal: { kind: "numeric" },
  json: { kind: "json" },
  jsonb: { kind: "jsonb" },
  bytea: { kind: "bytes" },
};

const WRITTEN =
  /^"?([a-z][a-z0-9 ]*?)"?\s*(?:\((\d+)(?:,\s*(\d+))?\))?(?:\s+(with|without) time zone)?$/i;

/** Undefined of a type that is left to the server: lists, networks, shapes, domains, what an extension brings. */
export function keptType(column: PgColumn): KeptType | undefined {
  const { enumValues, columnType } = column;
  if (columnType.startsWith("PgEnum")) return { kind: "text", values: enumValues ?? [] };
  const [, name = "", first, second, zone] = WRITTEN.exec(column.getSQLType()) ?? [];
  const base = name.toLowerCase();
  if (zone === "with") return base === "timestamp" ? { kind: "timestamptz" } : undefined;
  const type = TYPES[base];
  if (type === undefined || first === undefined) return type;
  if (type.kind === "text") return { ...type, length: Number(first) };
  if (type.kind !== "numeric") return type;
  return { ...type, precision: Number(first), scale: Number(second ?? 0) };
}

/** More digits than that are no number that JavaScript knows exactly. */
const SAFE_DIGITS = 15;

/** Whether a number is kept as an integer, and not as decimal text. */
export const isInteger = ({
  kind,
  scale,
  precision = Number.POSITIVE_INFINITY,
}: KeptType): boolean =>
  kind === "whole" || (kind === "numeric" && scale === 0 && precision <= SAFE_DIGITS);

/** Numbers that the server gives by itself: `serial`, identity. */
export const isNumbered = (column: PgColumn): boolean =>
  column.generatedIdentity !== undefined || /serial$/.test(column.getSQLType());

/** Whether a value is a Drizzle table of PostgreSQL; Drizzle's half that knows is not loaded for it. */
export function isServerTable(value: unknown): value is PgTable {
  if (typeof value !== "object" || value === null) return false;
  let type: unknown = value.constructor;
  while (typeof type === "function") {
    if ((type as { readonly [entityKind]?: string })[entityKind] === "PgTable") return true;
    type = Object.getPrototypeOf(type);
  }
  return false;
}
