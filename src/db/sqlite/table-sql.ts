import { quoteName } from "../names.ts";
import { normalized, type Token, tokenize } from "./sql-tokens.ts";

/** A CREATE TABLE statement, taken apart. */
export interface TableSql {
  /** Column name in lower case -> how it is declared. */
  readonly columns: ReadonlyMap<string, ColumnSql>;
  readonly checks: readonly CheckSql[];
  readonly autoincrement: boolean;
}

/** What of a column's declaration the catalog tables of SQLite do not tell. */
export interface ColumnSql {
  /** As written, the name included. */
  readonly text: string;
  /** In lower case; `binary` unless said. */
  readonly collation: string;
  /** `stored <expression>` or `virtual <expression>`, normalized; undefined if it is not generated. */
  readonly generated: string | undefined;
}

/** A CHECK constraint; its name does not matter. */
export interface CheckSql {
  /** To be compared. */
  readonly normalized: string;
  /** To be run, on the table itself. */
  readonly expression: string;
}

const CONSTRAINT = new Set(["constraint", "primary", "unique", "check", "foreign"]);

/** Takes apart what `sqlite_schema` holds of a table. */
export function parseTableSql(statement: string): TableSql {
  const tokens = tokenize(statement);
  const open = tokens.findIndex(({ kind, raw }) => kind === "mark" && raw === "(");
  const body = open === -1 ? [] : tokens.slice(open + 1, closing(tokens, open));
  const parts = splitAtCommas(body);
  const columns = parts.flatMap((part): [string, ColumnSql][] => {
    const [name, last] = [part[0], part.at(-1)];
    if (name === undefined || last === undefined || isConstraint(name)) return [];
    return [[name.meaning, columnSql(part, statement.slice(name.start, last.end))]];
  });
  return {
    columns: new Map(columns),
    checks: parts.flatMap(checksOf),
    autoincrement: body.some(({ kind, meaning }) => kind === "name" && meaning === "autoincrement"),
  };
}

/**
 * The statement for a table of another name. Columns that are qualified by the table's own name, as
 * drizzle-kit writes them in CHECKs, are not qualified any more: the name may change again.
 */
export function retitled(statement: string, name: string): string {
  const tokens = tokenize(statement);
  const open = tokens.findIndex(({ raw }) => raw === "(");
  const title = tokens[open - 1];
  if (title === undefined) return statement;
  const left = new Set(qualifiers(tokens.slice(open), title.meaning));
  const body = tokens.slice(open).filter((token) => !left.has(token));
  const text = body.map((token, at) => gapBefore(statement, body[at - 1], token) + token.raw);
  return `CREATE TABLE ${quoteName(name)} ${text.join("")}`;
}

/** The blanks between two tokens that may not have stood side by side. */
function gapBefore(statement: string, before: Token | undefined, token: Token): string {
  if (before === undefined) return "";
  const between = statement.slice(before.end, token.start);
  return between.trim() === "" ? between : " ";
}

/** A quoted name is a column, whatever it spells. */
const isConstraint = ({ raw, meaning }: Token): boolean =>
  raw.toLowerCase() === meaning && CONSTRAINT.has(meaning);

const isWord = (token: Token | undefined, word: string): boolean =>
  token !== undefined && token.raw.toLowerCase() === word;

function columnSql(part: readonly Token[], text: string): ColumnSql {
  // Inside parentheses, COLLATE and AS belong to an expression.
  const outer = atTopLevel(part);
  const collate = outer.findIndex((token) => isWord(token, "collate"));
  const as = part.findIndex(
    (token, at) => outer.includes(token) && isWord(token, "as") && isWord(part[at + 1], "("),
  );
  const end = as === -1 ? 0 : closing(part, as + 1);
  const how = isWord(part[end + 1], "stored") ? "stored" : "virtual";
  return {
    text,
    collation: collate === -1 ? "binary" : (outer[collate + 1]?.meaning ?? "binary"),
    generated: as === -1 ? undefined : `${how} ${normalized(part.slice(as + 2, end))}`,
  };
}

function atTopLevel(tokens: readonly Token[]): Token[] {
  let depth = 0;
  return tokens.filter(({ kind, raw }) => {
    const mark = kind === "mark" ? raw : "";
    if (mark === "(") depth++;
    if (mark === ")") depth--;
    return depth === 0;
  });
}

function checksOf(part: readonly Token[]): CheckSql[] {
  return part.flatMap((token, at): CheckSql[] => {
    if (!isWord(token, "check") || !isWord(part[at + 1], "(")) return [];
    const inner = part.slice(at + 2, closing(part, at + 1));
    const left = new Set(qualifiers(inner));
    const own = inner.filter((one) => !left.has(one));
    return [{ normalized: normalized(own), expression: own.map(({ raw }) => raw).join(" ") }];
  });
}

/** The tokens of `table.` before a column's name. */
function qualifiers(tokens: readonly Token[], table?: string): Token[] {
  return tokens.flatMap((token, at) => {
    const dot = tokens[at + 1];
    const qualifies = token.kind === "name" && dot?.kind === "mark" && dot.raw === ".";
    return qualifies && (table === undefined || token.meaning === table) ? [token, dot] : [];
  });
}

/** The position of the parenthesis that closes the one at `open`. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const { kind, raw } = tokens[at] as Token;
    if (kind !== "mark") continue;
    if (raw === "(") depth++;
    if (raw === ")" && --depth === 0) return at;
  }
  return tokens.length;
}

function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    const mark = token.kind === "mark" ? token.raw : "";
    if (mark === "(") depth++;
    if (mark === ")") depth--;
    if (mark === "," && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
