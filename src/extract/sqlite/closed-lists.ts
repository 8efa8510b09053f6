import { type Token, tokenize, unquote } from "../../db/sqlite/sql-tokens.ts";

/**
 * The closed lists of values that the CHECKs of a CREATE TABLE declare, by column in lower case:
 * `check (status in ('open', 'closed'))`. What says more than that declares no list.
 */
export function closedLists(statement: string): Map<string, readonly string[]> {
  const tokens = tokenize(statement);
  const lists = new Map<string, readonly string[]>();
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== "name" || token.meaning !== "check") continue;
    const found = listIn(inBrackets(tokens, at + 1));
    if (found !== undefined && !lists.has(found.column)) lists.set(found.column, found.values);
  }
  return lists;
}

const isMark = (token: Token | undefined, mark: string): boolean =>
  token?.kind === "mark" && token.meaning === mark;

/** The tokens between a bracket that opens here and the one that closes it. */
function inBrackets(tokens: readonly Token[], from: number): readonly Token[] {
  if (!isMark(tokens[from], "(")) return [];
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    if (isMark(tokens[at], "(")) depth++;
    else if (isMark(tokens[at], ")") && --depth === 0) return tokens.slice(from + 1, at);
  }
  return [];
}

function listIn(tokens: readonly Token[]) {
  const [column, word] = tokens;
  if (column?.kind !== "name" || word?.meaning !== "in") return undefined;
  const inner = inBrackets(tokens, 2);
  const rest = tokens.slice(inner.length + 4);
  const values = inner.length > 0 && saysNullAtMost(rest, column) ? valuesOf(inner) : undefined;
  return values && { column: unquote(column.raw).toLowerCase(), values };
}

/** `x in (...) or x is null` is the same list. */
const saysNullAtMost = (tokens: readonly Token[], column: Token): boolean =>
  tokens.length === 0 ||
  tokens.map(({ meaning }) => meaning).join(" ") === `or ${column.meaning} is null`;

/** Literals with commas between them; undefined if anything else stands there. */
function valuesOf(tokens: readonly Token[]): readonly string[] | undefined {
  const isList = tokens.every((one, at) =>
    at % 2 === 1 ? isMark(one, ",") : one.kind === "text" || one.kind === "number",
  );
  return isList ? tokens.filter((_, at) => at % 2 === 0).map(literal) : undefined;
}

const literal = ({ kind, raw }: Token): string =>
  kind === "text" ? raw.slice(1, -1).replaceAll("''", "'") : raw;
