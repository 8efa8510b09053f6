import { Column, is, SQL, StringChunk, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { isInteger, type KeptType } from "./server-type.ts";

// Conditions of the server that mean the same to SQLite: only words that are known to. Others stay the server's own.

/** A column of the twin, and what it keeps. */
export interface TwinColumn {
  readonly column: SQLiteColumn;
  readonly type: KeptType;
}

/** By SQL name; columns that are left to the server are not among them. */
export type TwinColumns = ReadonlyMap<string, TwinColumn>;

/** A name, a text, a number, an operator, a parenthesis. */
const TOKEN =
  /\s+|"(?:[^"]|"")+"|'(?:[^']|'')*'|[a-z_]\w*|\d+(?:\.\d+)?|<>|!=|<=|>=|[-+*(),<>=]/giy;
const WORDS = new Set(["and", "or", "not", "is", "null", "in", "between", "true", "false"]);
type Functions = Readonly<Record<string, string>>;
const FUNCTIONS: Functions = {
  length: "length",
  char_length: "length",
  coalesce: "coalesce",
  abs: "abs",
};

/** SQLite knows the small ones of fewer letters: in an index that is unique it refuses less than the server, never more. */
export const INDEXED: Functions = { lower: "lower" };

/** Kinds whose values SQLite puts into the server's order. */
const ORDERED: ReadonlySet<string> = new Set([
  "whole",
  "numeric",
  "real",
  "date",
  "boolean",
  "timestamptz",
]);

/** The same condition over the twin's columns; undefined where it says what SQLite may read otherwise. */
export function carriedSql(
  condition: SQL,
  columns: TwinColumns,
  functions: Functions = FUNCTIONS,
): SQL | undefined {
  const carried = partsOf(condition)
    .flatMap((part): readonly Part[] => (typeof part === "string" ? tokensOf(part) : [part]))
    .map((part) =>
      typeof part === "string" ? carriedToken(part, columns, functions) : columns.get(part.name),
    );
  const known = carried.filter((one) => one !== undefined);
  if (known.length < carried.length) return undefined;
  const used = known.filter((one) => typeof one !== "string");
  const orders = known.some((one) => typeof one === "string" && /^([<>]=?|between)$/i.test(one));
  const inOrder = used.every(({ type }) => ORDERED.has(type.kind)) || measuresLength(condition);
  if (orders && !inOrder) return undefined;
  return sql.join(known.map((one) => (typeof one === "string" ? sql.raw(one) : comparable(one))));
}

/** `length(note) <= 20` orders numbers, whatever the note is. */
function measuresLength(condition: SQL): boolean {
  const text = partsOf(condition).map((part) => (typeof part === "string" ? part : "x"));
  return /^\s*(?:char_)?length\(\s*"?\w+"?\s*\)\s*[<>]=?\s*\d+\s*$/i.test(text.join(""));
}

/** Decimal text is compared as the number that it is. */
const comparable = ({ column, type }: TwinColumn): SQL =>
  type.kind === "numeric" && !isInteger(type) ? sql`cast(${column} as numeric)` : sql`${column}`;

type Part = string | { readonly name: string };

/** No token: of a parameter, a query, a word that is not known. */
const UNKNOWN = "?";

function partsOf({ queryChunks }: SQL): Part[] {
  return queryChunks.flatMap((chunk): Part[] => {
    if (is(chunk, StringChunk)) return [chunk.value.join("")];
    if (is(chunk, SQL)) return partsOf(chunk);
    return is(chunk, Column) ? [{ name: chunk.name }] : [UNKNOWN];
  });
}

function tokensOf(text: string): string[] {
  const tokens = text.match(TOKEN) ?? [];
  return tokens.join("") === text ? tokens : [UNKNOWN];
}

function carriedToken(
  token: string,
  columns: TwinColumns,
  functions: Functions,
): string | TwinColumn | undefined {
  if (token === UNKNOWN) return undefined;
  if (token.startsWith('"')) return columns.get(token.slice(1, -1).replaceAll('""', '"'));
  const word = token.toLowerCase();
  if (!/^[a-z_]/.test(word) || WORDS.has(word)) return token;
  return functions[word] ?? columns.get(word);
}
