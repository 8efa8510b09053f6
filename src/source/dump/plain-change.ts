import { SourceError } from "../../plain/errors.ts";
import type { DumpLiterals } from "./dump-literals.ts";
import type { DumpValue } from "./dump-value.ts";

/** A column, and the values that it is compared with or set to. */
interface ColumnIs {
  readonly column: string;
  readonly values: readonly DumpValue[];
}

/** An UPDATE or DELETE of the rows that have given values: what can be done to rows as they are read. */
export interface PlainChange {
  /** All of them hold. */
  readonly where: readonly ColumnIs[];
  /** What the columns become; undefined if the rows are deleted. */
  readonly set: readonly { readonly column: string; readonly value: DumpValue }[] | undefined;
}

/** Reads an UPDATE or DELETE that names values alone; undefined if it computes or compares otherwise. */
export function readPlainChange(lexer: DumpLiterals, end: number): PlainChange | undefined {
  const before = lexer.undecoded;
  try {
    const change = lexer.takeWord("UPDATE") === undefined ? readDelete(lexer) : readUpdate(lexer);
    const isWhole =
      lexer.window.at >= end || /^[;\s]*$/.test(lexer.window.text.slice(lexer.window.at, end));
    return isWhole ? change : undefined;
  } catch (error) {
    // An expression where a value is looked for: the statement is not plain.
    if (error instanceof SourceError) return undefined;
    throw error;
  } finally {
    lexer.undecoded = before;
  }
}

function readDelete(lexer: DumpLiterals): PlainChange | undefined {
  if (lexer.takeWord("DELETE") === undefined || lexer.takeWord("FROM") === undefined)
    return undefined;
  lexer.path();
  const where = readWhere(lexer);
  return where && { where, set: undefined };
}

function readUpdate(lexer: DumpLiterals): PlainChange | undefined {
  lexer.path();
  if (lexer.takeWord("SET") === undefined) return undefined;
  const set: { column: string; value: DumpValue }[] = [];
  do {
    const column = lexer.path().at(-1) ?? "";
    if (!lexer.takeSign("=")) return undefined;
    set.push({ column, value: lexer.value() });
  } while (lexer.takeSign(","));
  const where = readWhere(lexer);
  return where && { where, set };
}

function readWhere(lexer: DumpLiterals): readonly ColumnIs[] | undefined {
  if (lexer.takeWord("WHERE") === undefined) return undefined;
  const where: ColumnIs[] = [];
  do {
    const column = lexer.path().at(-1) ?? "";
    if (lexer.takeSign("=")) where.push({ column, values: [lexer.value()] });
    else if (lexer.takeWord("IN") !== undefined) where.push({ column, values: lexer.tuple() });
    else return undefined;
  } while (lexer.takeWord("AND") !== undefined);
  return where;
}
