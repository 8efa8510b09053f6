import { quoteName } from "../../db/names.ts";

/**
 * Cells that one expression writes: SQLite takes a tree of up to 1,000 operators, and copies what it has so far
 * with each of them.
 */
const GROUP = 24;

/**
 * SQL for the cells of a row as the spool has them, a group of columns each: bytes, for a text may hold what is no
 * UTF-8; of a database in UTF-16 texts, as its bytes would be. Numbers are written as SQL's own cast writes them, which keeps 7.0 apart from 7.
 */
export function rowExpressions(columns: readonly string[], as: "bytes" | "text"): string[] {
  const groups: string[] = [];
  for (let from = 0; from < columns.length; from += GROUP) {
    const cells = columns.slice(from, from + GROUP).map(cellExpression);
    const group = cells.join(" || ',' || ");
    groups.push(as === "bytes" ? `cast(${group} as blob)` : group);
  }
  return groups;
}

function cellExpression(column: string): string {
  const name = quoteName(column);
  return `case typeof(${name})
    when 'null' then ''
    when 'text' then '"' || replace(${name}, '"', '""') || '"'
    when 'blob' then '"\\x' || lower(hex(${name})) || '"'
    else '"' || ${name} || '"' end`;
}
