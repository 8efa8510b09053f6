import { type Dialect, RFC_4180 } from "./record.ts";

// How the rows of a legacy database are kept: RFC 4180 in UTF-8, where NULL is nothing between the commas and
// every other value is in quotes, as PostgreSQL's COPY ... (format csv, force_quote *) writes it.

/** Nothing of it is detected: it was written so. */
export const SPOOL: Dialect = {
  ...RFC_4180,
  blanks: "keep",
  blankLines: "records",
  nulls: "unquoted",
};

const QUOTE = 34;
const COMMA = 44;
const LF = 10;

/** A row as it is kept; undefined as nothing. */
export const spooledCell = (value: string | null): string =>
  value === null ? "" : `"${value.includes('"') ? value.replaceAll('"', '""') : value}"`;

const NONE: readonly number[] = [];

/** The cells of one row, and which of them are NULL; undefined if it is not written so. */
export function splitSpooled(
  line: string,
): { readonly cells: string[]; readonly nulls: readonly number[] } | undefined {
  const end = line.charCodeAt(line.length - 1) === LF ? line.length - 1 : line.length;
  const cells: string[] = [];
  let nulls: number[] | undefined;
  for (let at = 0; ; at++) {
    if (line.charCodeAt(at) === QUOTE && at < end) {
      const close = closingQuote(line, at + 1);
      if (close === -1) return undefined;
      const cell = line.slice(at + 1, close);
      cells.push(cell.includes('"') ? cell.replaceAll('""', '"') : cell);
      at = close + 1;
    } else {
      nulls ??= [];
      nulls.push(cells.length);
      cells.push("");
    }
    if (at === end) return { cells, nulls: nulls ?? NONE };
    if (line.charCodeAt(at) !== COMMA) return undefined;
  }
}

function closingQuote(line: string, from: number): number {
  let at = line.indexOf('"', from);
  while (at !== -1 && line.charCodeAt(at + 1) === QUOTE) at = line.indexOf('"', at + 2);
  return at;
}
