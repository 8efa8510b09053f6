import { normalized, type Token, tokenize } from "./sql-tokens.ts";

/** A CREATE TABLE statement, taken apart. */
export interface TableSql {
  /** Column name in lower case -> its definition as written, the name included. */
  readonly columns: ReadonlyMap<string, string>;
  /** CHECK expressions, normalized; names of constraints do not matter. */
  readonly checks: readonly string[];
  /** What follows the closing parenthesis, normalized: WITHOUT ROWID, STRICT. */
  readonly options: string;
  readonly autoincrement: boolean;
  /** Column name -> its definition, normalized, CHECKs left out. */
  readonly definitions: ReadonlyMap<string, string>;
}

const CONSTRAINT = new Set(["constraint", "primary", "unique", "check", "foreign"]);

/** Takes apart what `sqlite_schema` holds of a table. */
export function parseTableSql(statement: string): TableSql {
  const tokens = tokenize(statement);
  const open = tokens.findIndex(({ meaning }) => meaning === "(");
  const close = matching(tokens, open);
  const parts = splitAtCommas(tokens.slice(open + 1, close));
  const columns = new Map<string, string>();
  const definitions = new Map<string, string>();
  for (const part of parts) {
    const [first, last] = [part[0], part.at(-1)];
    if (first === undefined || last === undefined || isConstraint(first)) continue;
    columns.set(first.meaning, statement.slice(first.start, last.end));
    definitions.set(first.meaning, normalized(withoutChecks(part)));
  }
  return {
    columns,
    definitions,
    checks: parts.flatMap(checksOf).sort(),
    options: normalized(tokens.slice(close + 1).filter(({ meaning }) => meaning !== ";")),
    autoincrement: tokens.some(({ meaning }) => meaning === "autoincrement"),
  };
}

/** A quoted name is a column, whatever it spells. */
const isConstraint = (token: Token): boolean =>
  token.raw.toLowerCase() === token.meaning && CONSTRAINT.has(token.meaning);

function checksOf(part: readonly Token[]): string[] {
  return part.flatMap((token, at) => {
    if (token.meaning !== "check" || part[at + 1]?.meaning !== "(") return [];
    return [normalized(unqualified(part.slice(at + 2, matching(part, at + 1))))];
  });
}

/** `"patients"."age"` and `age` are the same inside a CHECK of patients. */
function unqualified(tokens: readonly Token[]): Token[] {
  return tokens.filter((token, at) => {
    const qualifies = token.kind === "name" && tokens[at + 1]?.meaning === ".";
    return !qualifies && token.meaning !== ".";
  });
}

function withoutChecks(part: readonly Token[]): Token[] {
  const at = part.findIndex(({ meaning }) => meaning === "check");
  if (at === -1) return [...part];
  const named = part[at - 2]?.meaning === "constraint" ? 2 : 0;
  const rest = part.slice(matching(part, at + 1) + 1);
  return withoutChecks([...part.slice(0, at - named), ...rest]);
}

/** The position of the parenthesis that closes the one at `open`. */
function matching(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at]?.meaning === "(" && tokens[at]?.kind === "mark") depth++;
    if (tokens[at]?.meaning === ")" && tokens[at]?.kind === "mark" && --depth === 0) return at;
  }
  return tokens.length;
}

function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === "mark" && token.raw === "(") depth++;
    if (token.kind === "mark" && token.raw === ")") depth--;
    if (token.kind === "mark" && token.raw === "," && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
