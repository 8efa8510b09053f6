import type { Database } from "../../db/database.ts";
import { quoteName, sameName } from "../../db/names.ts";
import { type Catalog, readCatalog, type TableShape } from "../../db/sqlite/catalog.ts";
import { type Token, tokenize } from "../../db/sqlite/sql-tokens.ts";
import { withColumnsOf } from "../kept-columns.ts";
import { includesName } from "../managed.ts";
import { columnKey } from "../written-names.ts";

// A migration makes a table anew by four statements that name its columns: CREATE, INSERT ... SELECT, DROP, RENAME.
// Columns that are kept beside those of the schema are put into the first two; the file does not know them.

/**
 * A statement of a migration, with the kept columns of the table that it makes anew.
 *
 * @param kept `table.column`, by the names before the migration or by those of now
 */
export function carryKept(
  db: Database,
  statements: readonly string[],
  { at, kept }: { readonly at: number; readonly kept: readonly string[] },
): string {
  const sql = statements[at] ?? "";
  if (kept.length === 0) return sql;
  const tokens = tokenize(sql);
  const [verb, second] = tokens.map(({ meaning }) => meaning);
  const isMade = verb === "create" && second === "table";
  const isFilled = verb === "insert" && second === "into";
  const name = isMade || isFilled ? nameBefore(tokens) : undefined;
  if (name === undefined) return sql;
  const catalog = readCatalog(db);
  const old = replacedBy(name, statements.slice(at + 1), catalog);
  const columns = old?.columns.filter((column) =>
    includesName(kept, columnKey(old.name, column.name)),
  );
  if (old === undefined || columns === undefined || columns.length === 0) return sql;
  if (isMade) return withColumnsOf(sql, old, columns);
  const copied = columns.filter(({ generated }) => generated === undefined);
  return copying(
    sql,
    tokens,
    copied.map((column) => quoteName(column.name)),
  );
}

/** The name before the first parenthesis. */
function nameBefore(tokens: readonly Token[]): string | undefined {
  const open = tokens.findIndex(({ kind, raw }) => kind === "mark" && raw === "(");
  return tokens[open - 1]?.meaning;
}

/** The table whose place another takes: the one that it is renamed to. */
function replacedBy(
  name: string,
  later: readonly string[],
  { tables }: Catalog,
): TableShape | undefined {
  for (const statement of later) {
    const [alter, , from, rename, to, target] = tokenize(statement).map(({ meaning }) => meaning);
    if (alter !== "alter" || from !== name || rename !== "rename" || to !== "to") continue;
    return [...tables.values()].find((table) => sameName(table.name, target ?? ""));
  }
  return undefined;
}

/** `INSERT INTO x (a) SELECT a FROM y`, with more columns. */
function copying(sql: string, tokens: readonly Token[], columns: readonly string[]): string {
  const isMark = (token: Token, raw: string) => token.kind === "mark" && token.raw === raw;
  const close = tokens.findIndex((token) => isMark(token, ")"));
  let depth = 0;
  const from = tokens.findIndex((token) => {
    if (isMark(token, "(")) depth++;
    if (isMark(token, ")")) depth--;
    return depth === 0 && token.kind === "name" && token.raw.toLowerCase() === "from";
  });
  const [end, last] = [tokens[close], tokens[from - 1]];
  if (end === undefined || last === undefined || columns.length === 0) return sql;
  const added = `, ${columns.join(", ")}`;
  return [
    sql.slice(0, end.start),
    added,
    sql.slice(end.start, last.end),
    added,
    sql.slice(last.end),
  ].join("");
}
