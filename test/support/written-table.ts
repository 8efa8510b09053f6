import fc from "fast-check";

/** A table as text, and where its records must be found: the header is record 0. */
export interface WrittenTable {
  readonly text: string;
  readonly records: readonly {
    readonly cells: readonly string[];
    readonly line: number;
    readonly offset: number;
  }[];
}

/** How one record is written; every choice is allowed by RFC 4180 or common in exports. */
interface RecordStyle {
  readonly cells: readonly { readonly quoted: boolean; readonly blanks: string }[];
  readonly end: string;
  readonly blankLines: readonly string[];
}

const unit = fc.constantFrom(
  "a",
  "7",
  ",",
  '"',
  "\n",
  "\r",
  "\r\n",
  " ",
  "\t",
  "é",
  "ක",
  "\u00A0",
  "=",
);
const cell = fc.oneof(fc.string({ unit, maxLength: 12, size: "max" }), fc.constant(""));
const lineEnd = fc.constantFrom("\n", "\r\n", "\r");

const style = (columns: number): fc.Arbitrary<RecordStyle> =>
  fc.record({
    cells: fc.array(
      fc.record({ quoted: fc.boolean(), blanks: fc.constantFrom("", "", " ", "  ", "\t") }),
      { minLength: columns, maxLength: columns },
    ),
    end: lineEnd,
    blankLines: fc.array(fc.constantFrom("\n", " \r\n", "\t\r\n"), { maxLength: 2 }),
  });

/** Any table, written in any style. */
export const writtenTables: fc.Arbitrary<WrittenTable> = fc
  .integer({ min: 1, max: 4 })
  .chain((columns) => {
    const row = fc.array(cell, { minLength: columns, maxLength: columns });
    const styled = fc.tuple(row, style(columns));
    return fc.record({
      records: fc.array(styled, { minLength: 1, maxLength: 12, size: "max" }),
      bom: fc.boolean(),
      openEnd: fc.boolean(),
    });
  })
  .map(write);

function write(table: {
  records: [string[], RecordStyle][];
  bom: boolean;
  openEnd: boolean;
}): WrittenTable {
  let text = table.bom ? "\uFEFF" : "";
  const records: WrittenTable["records"][number][] = [];
  for (const [at, [cells, written]] of table.records.entries()) {
    const isLast = at === table.records.length - 1;
    records.push({ cells, line: linesOf(text) + 1, offset: Buffer.byteLength(text) });
    text += cells.map((one, column) => cellText(one, column, written)).join(",");
    // An LF behind a CR would belong to it.
    const blankLines = written.end === "\r" ? [] : written.blankLines;
    text += isLast && table.openEnd ? "" : [written.end, ...blankLines].join("");
  }
  return { text, records };
}

function cellText(cell: string, column: number, { cells }: RecordStyle): string {
  const { quoted = false, blanks = "" } = cells[column] ?? {};
  const must = /[",\r\n]/.test(cell) || cell.trim() !== cell || (cells.length === 1 && cell === "");
  return blanks + (quoted || must ? `"${cell.replaceAll('"', '""')}"` : cell);
}

const linesOf = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;
