/** A cell of a text table: numbers stand right, text left. */
export type TextCell = string | number;

const number = new Intl.NumberFormat("en-US");

/** A count as people read it: 20,000. */
export const grouped = (count: number): string => number.format(count);

/** A time as people say it. */
export function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}

/** Lines of a table, columns aligned, two blanks between them. */
export function alignColumns(rows: readonly (readonly TextCell[])[]): string[] {
  const texts = rows.map((row) =>
    row.map((cell) => (typeof cell === "number" ? grouped(cell) : cell)),
  );
  const width = (at: number) => Math.max(...texts.map((row) => row[at]?.length ?? 0));
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) => width(at));
  const right = widths.map((_, at) => rows.some((row) => typeof row[at] === "number"));
  return texts.map((row) =>
    row
      .map((text, at) =>
        right[at] ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}
