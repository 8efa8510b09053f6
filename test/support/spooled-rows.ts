/**
 * The rows of the spool's dialect, read by a reader of the tests' own: every value but NULL is in quotes, NULL is
 * nothing between the commas.
 */
export function spooledRows(text: string): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  const cell = /(?:"((?:[^"]|"")*)")?([,\n])/gy;
  for (let found = cell.exec(text); found !== null; found = cell.exec(text)) {
    row.push(found[1]?.replaceAll('""', '"') ?? null);
    if (found[2] === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
