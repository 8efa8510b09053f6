import { describe, expect, test } from "vitest";
import { CellTotals } from "../../../src/import/prepare/cell-totals.ts";
import { sourceRecord } from "../../support/prepare.ts";

const TABLE = [
  ["1", "Asha", "Chennai"],
  ["2", "Tom", ""],
  ["3", "Mei", "Chennai"],
];
const RECORDS = TABLE.map((cells, at) => sourceRecord(cells, at + 1));

function digestsOf(records: readonly ReturnType<typeof sourceRecord>[]): readonly string[] {
  const totals = new CellTotals(3);
  for (const record of records) totals.add(record);
  return totals.digests();
}

/** Columns whose digest is not that of the table; the last stands for cells beyond the header. */
function changed(records: readonly ReturnType<typeof sourceRecord>[]): number[] {
  const before = digestsOf(RECORDS);
  return digestsOf(records).flatMap((digest, at) => (digest === before[at] ? [] : [at]));
}

const [first, second, third] = RECORDS as [
  ReturnType<typeof sourceRecord>,
  ReturnType<typeof sourceRecord>,
  ReturnType<typeof sourceRecord>,
];

describe("the digests of a file's cells", () => {
  test("do not depend on the order of records", () => {
    expect(changed([third, first, second])).toEqual([]);
  });

  test("change in the column of a cell that was altered", () => {
    expect(changed([first, { ...second, cells: ["2", "Tim", ""] }, third])).toEqual([1]);
  });

  test("change in the column of cells that wandered to another record", () => {
    const moved = { ...second, cells: ["2", "Tom", "Chennai"] };
    const emptied = { ...third, cells: ["3", "Mei", ""] };
    expect(changed([first, moved, emptied])).toEqual([2]);
  });

  test("change in every column where a record is lost or comes twice", () => {
    expect(changed([first, second])).toEqual([0, 1, 2]);
    expect(changed([first, second, third, third])).toEqual([0, 1, 2]);
  });

  test("hold cells beyond the header apart", () => {
    expect(changed([first, second, { ...third, cells: [...third.cells, "x", "y"] }])).toEqual([3]);
  });

  test("hold a cell that is missing and one that is empty apart", () => {
    expect(changed([first, { ...second, cells: ["2", "Tom"] }, third])).toEqual([2]);
  });
});

describe("the fingerprint of a record", () => {
  const fingerprint = (...cells: string[]) => new CellTotals(3).add(sourceRecord(cells));

  test("is that of its cells, wherever the record stands", () => {
    const other = new CellTotals(3).add(sourceRecord(["1", "Asha", "Chennai"], 99));
    expect(other).toBe(fingerprint("1", "Asha", "Chennai"));
  });

  test("differs for other cells, another order, another cut", () => {
    const all = [
      fingerprint("1", "Asha", "Chennai"),
      fingerprint("Asha", "1", "Chennai"),
      fingerprint("1Asha", "", "Chennai"),
      fingerprint("1", "Asha", "Chennai", ""),
      fingerprint("1", "Asha"),
      fingerprint(),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
