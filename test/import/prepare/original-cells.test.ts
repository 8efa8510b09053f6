import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonOf } from "../../../src/import/notes/cells-json.ts";
import {
  cellTexts,
  joinCells,
  OriginalCellsPage,
  splitCells,
} from "../../../src/import/prepare/original-cells.ts";
import { CsvLines } from "../../../src/import/write/csv-lines.ts";
import { csvLine } from "../../../src/plain/csv.ts";

// The cells of a record are kept as bytes; what is read of them, and what the report and the
// quarantine make of them, is compared with the cells themselves.

/** What has its own way in CSV, JSON or UTF-8. */
const ODD = [
  ...["", " ", "=1+1", "@x", "-x", "+44", "'quoted", 'a "b"', "a,b", "a\r\nb", "ends in blank "],
  ...[
    "\u00a0",
    "Ünal",
    "निशा",
    "x\u00a0",
    "\u2212 5",
    "\u3000",
    "😀",
    "\ufeffa",
    "\\",
    "\u0000",
    "\u007f",
  ],
  ...["\ud800", "a\udc00b"],
];
const cell = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: fc.constantFrom(..."abcXYZ019 .:/") }) },
  fc.constantFrom(...ODD),
  fc.string({ unit: "binary", maxLength: 6 }),
);
const record = fc.option(fc.array(cell, { maxLength: 8 }), { nil: undefined });
const page = fc.array(record, { maxLength: 12 });

/** A record's cells in the middle of a text with others. */
function among(cells: readonly string[]) {
  const { text, ends } = joinCells(cells);
  return { text: `before${text}behind`, start: 6, ends: Array.from(ends, (end) => end + 6) };
}

const lines = new CsvLines();
const told = (kept: OriginalCellsPage, records: readonly (string[] | undefined)[]) =>
  records.map((_, nth) => {
    const cells = kept.at(nth);
    if (cells === undefined) return undefined;
    const csv = lines.number(nth).cells(cells).end().take().toString("utf8");
    const json = jsonOf(cells);
    return { cells: cellTexts(cells), again: splitCells(joinCells(cellTexts(cells))), json, csv };
  });

test("kept cells are what they were, on a page that is filled and on one that was stored", () => {
  const holds = (records: (string[] | undefined)[]) => {
    const filled = new OriginalCellsPage();
    for (const cells of records) filled.add(cells && among(cells));
    const expected = records.map(
      (cells, nth) =>
        cells && {
          cells,
          again: cells,
          json: JSON.stringify(cells),
          csv: Buffer.from(csvLine([nth, ...cells])).toString("utf8"),
        },
    );
    expect(told(filled, records)).toEqual(expected);
    expect(filled.hasAny).toBe(records.some((cells) => cells !== undefined));
    expect(told(OriginalCellsPage.unpack(filled.pack(), records.length), records)).toEqual(
      expected,
    );
  };
  fc.assert(fc.property(page, holds), { seed: 20260114, numRuns: 400 });
});

test("a record whose cells are long, and one that has none", () => {
  const long = ["x".repeat(300_000), "é".repeat(300_000), "", "z", `"${"y".repeat(200_000)}`];
  const records = [["a"], long, [], long];
  const kept = new OriginalCellsPage();
  for (const cells of records) kept.add(joinCells(cells));
  const read = OriginalCellsPage.unpack(kept.pack(), 4);
  const expected = records.map((cells, nth) => ({
    cells,
    again: cells,
    json: JSON.stringify(cells),
    csv: csvLine([nth, ...cells]),
  }));
  expect(told(read, records)).toEqual(expected);
  expect(read.at(4)).toBeUndefined();
});
