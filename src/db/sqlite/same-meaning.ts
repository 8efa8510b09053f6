// Two ways to write a type or a default that come to the same value in every row.

/** How a column of a declared type stores values (https://sqlite.org/datatype3.html, section 3.1). */
function affinity(type: string): string {
  if (/INT/.test(type)) return "integer";
  if (/CHAR|CLOB|TEXT/.test(type)) return "text";
  if (/BLOB/.test(type) || type === "") return "blob";
  return /REAL|FLOA|DOUB/.test(type) ? "real" : "numeric";
}

/** @param types in upper case */
export const sameStorage = (one: string, other: string): boolean =>
  affinity(one) === affinity(other);

const SAME_DEFAULTS: ReadonlyMap<string, string> = new Map([
  ["true", "1"],
  ["false", "0"],
  ["datetime ( 'now' )", "current_timestamp"],
  ["date ( 'now' )", "current_date"],
  ["time ( 'now' )", "current_time"],
]);

/** Whether two defaults, normalized, give the same value. */
export function sameDefault(one: string | null, other: string | null): boolean {
  const meaning = (sql: string | null) => (sql === null ? sql : (SAME_DEFAULTS.get(sql) ?? sql));
  return meaning(one) === meaning(other);
}
