// CSV for programs: RFC 4180, UTF-8, every cell as it is. For spreadsheets there is csv.ts.

/**
 * One line, its line end included.
 *
 * @param nulls which of the empty cells are NULL: then the empty text is in quotes
 */
export function plainCsvLine(cells: readonly string[], nulls?: readonly number[]): string {
  // A line of one empty cell would be no record.
  if (cells.length === 1 && cells[0] === "") return '""\r\n';
  if (nulls === undefined) return `${cells.map(quoted).join(",")}\r\n`;
  const told = cells.map((cell, at) => (cell === "" && !nulls.includes(at) ? '""' : quoted(cell)));
  return `${told.join(",")}\r\n`;
}

/** A cell as RFC 4180 writes it: in quotes where it must be, or where blanks at its ends could go. */
export function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
