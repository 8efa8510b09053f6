import { quoteName } from "../names.ts";
import { normalized, type Token, tokenize } from "./sql-tokens.ts";

/** A CREATE TABLE statement, taken apart. */
export interface TableSql {
  /** Column name in lower case -> how it is declared. */
  readonly columns: ReadonlyMap<string, ColumnSql>;
  readonly checks: readonly CheckSql[];
  /** UNIQUE, CHECK and FOREIGN KEY of the table as a whole; its primary key is not among them. */
  readonly constraints: readonly ConstraintSql[];
  readonly autoincrement: boolean;
}

/** A constraint of a table, beside its columns. */
export interface ConstraintSql {
  /** As written. */
  readonly text: string;
  /** The columns that it names, in lower case. */
  readonly columns: readonly string[];
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
  /** The names in it, in lower case. */
  readonly names: readonly string[];
  /** The column that it is declared with, in lower case; undefined if it is one of the table. */
  readonly column: string | undefined;
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
    constraints: parts.flatMap((part) => constraintOf(part, statement)),
    autoincrement: body.some(({ kind, meaning }) => kind === "name" && meaning === "autoincrement"),
  };
}

/** Whether a statement makes a STRICT table. */
export function isStrict(statement: string): boolean {
  const tokens = tokenize(statement);
  const open = tokens.findIndex(({ kind, raw }) => kind === "mark" && raw === "(");
  return tokens.slice(closing(tokens, open)).some((token) => isWord(token, "strict"));
}

/** The statement with more columns behind its own, and more constraints at its end. */
export function withParts(
  statement: string,
  {
    columns,
    constraints,
  }: { readonly columns: readonly string[]; readonly constraints: readonly string[] },
): string {
  const tokens = tokenize(statement);
  const open = tokens.findIndex(({ kind, raw }) => kind === "mark" && raw === "(");
  const end = closing(tokens, open);
  const parts = splitAtCommas(tokens.slice(open + 1, end));
  const lastColumn = parts.findLast(([name]) => name !== undefined && !isConstraint(name))?.at(-1);
  const last = tokens[end - 1];
  if (lastColumn === undefined || last === undefined) return statement;
  const added = (texts: readonly string[]) => texts.map((text) => `, ${text}`).join("");
  return [
    statement.slice(0, lastColumn.end),
    added(columns),
    statement.slice(lastColumn.end, last.end),
    added(constraints),
    statement.slice(last.end),
  ].join("");
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

function constraintOf(part: readonly Token[], statement: string): ConstraintSql[] {
  const [first, last] = [part[0], part.at(-1)];
  if (first === undefined || last === undefined || !isConstraint(first)) return [];
  const open = part.findIndex(({ kind, raw }) => kind === "mark" && raw === "(");
  if (part.slice(0, open).some((token) => isWord(token, "primary"))) return [];
  const text = statement.slice(first.start, last.end);
  return [{ text, columns: namesIn(part.slice(open + 1, closing(part, open))) }];
}

const namesIn = (tokens: readonly Token[]): string[] =>
  tokens.filter(({ kind }) => kind === "name").map(({ meaning }) => meaning);

function checksOf(part: readonly Token[]): CheckSql[] {
  const [first] = part;
  const column = first === undefined || isConstraint(first) ? undefined : first.meaning;
  return part.flatMap((token, at): CheckSql[] => {
    if (!isWord(token, "check") || !isWord(part[at + 1], "(")) return [];
    const inner = part.slice(at + 2, closing(part, at + 1));
    const left = new Set(qualifiers(inner));
    const own = inner.filter((one) => !left.has(one));
    const expression = own.map(({ raw }) => raw).join(" ");
    return [{ normalized: normalized(own), expression, names: namesIn(own), column }];
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
