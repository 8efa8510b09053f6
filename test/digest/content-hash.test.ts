import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  contentHash,
  differingColumns,
  hashColumn,
  hashRow,
  hashValue,
  type StoredValue,
} from "../../src/digest/content-hash.ts";

const values = fc.oneof(fc.string({ unit: "binary" }), fc.maxSafeInteger(), fc.constant(null));
const rows = fc.array(values, { minLength: 1, maxLength: 12 });
const hashOf = (row: readonly StoredValue[]) => contentHash(hashRow(row));
const lanesOf = (value: StoredValue) => ({ ...hashValue(value, { low: 0, high: 0 }) });

describe("the hash of a value", () => {
  // The crosswalk keeps hashes: if they changed, every record of the next run would be an update.
  test.each([
    ["", 580_345_444, -508_549_371],
    ["Asha Rao", 278_845_807, 1_675_581_958],
    ["ක්ෂ", -1_834_013_270, -269_646_464],
    [50_000, -1_072_274_507, -273_087_882],
    [-1, 1_304_822_862, 2_014_036_619],
    [null, 789_269_575, 1_374_496_523],
  ])("of %j is %i, %i in every version", (value, low, high) => {
    expect(lanesOf(value)).toEqual({ low, high });
  });

  test.each([
    ["a number and its digits", 1, "1"],
    ["nothing and an empty text", null, ""],
    ["nothing and zero", null, 0],
    ["007 and 7", "007", "7"],
    ["letter case", "a", "A"],
    ["two letters that changed places", "ab", "ba"],
    ["a character beyond the first plane", "\u{10384}", "\u{10385}"],
    ["an amount and its negative", 500, -500],
  ])("tells apart %s", (_, one, other) => {
    expect(lanesOf(one)).not.toEqual(lanesOf(other));
  });

  test("differs for a hundred thousand ids, days and amounts", () => {
    const seen = new Set<string>();
    for (let at = 0; at < 100_000; at++) {
      for (const value of [`P${at}`, at, `2${String(at).padStart(6, "0")}-01`]) {
        const { low, high } = hashValue(value, { low: 0, high: 0 });
        seen.add(`${low} ${high}`);
      }
    }
    expect(seen.size).toBe(300_000);
  });
});

describe("the content hash of a row", () => {
  test("is the same in every version", () => {
    const hash = hashOf(["7", "Asha Rao", null, 31, "1990-05-01"]);
    expect(hash.toString("hex")).toBe("f9628c2f2e9187b5371a6fd9474c3c9ba6ae");
  });

  test("is 8 bytes for the row and 2 for each column", () => {
    fc.assert(
      fc.property(rows, (row) => {
        expect(hashOf(row).length).toBe(8 + row.length * 2);
        expect(hashOf([...row])).toEqual(hashOf(row));
      }),
      { seed: 1 },
    );
  });

  test("names the column that changed, and no other", () => {
    const row = ["7", "Asha", null, 31, "1990-05-01"];
    const changes: [number, StoredValue][] = [
      [0, "8"],
      [1, "Asha K."],
      [2, "Rao"],
      [3, 32],
      [4, null],
    ];
    for (const [column, value] of changes) {
      const changed = row.with(column, value);
      expect(differingColumns(hashOf(row), hashOf(changed), row.length)).toEqual([column]);
    }
  });

  test("changes with every change, and the columns that it names are among those that changed", () => {
    fc.assert(
      fc.property(rows, fc.nat(), values, (row, at, value) => {
        const column = at % row.length;
        const differ = differingColumns(hashOf(row), hashOf(row.with(column, value)), row.length);
        if (row[column] === value) expect(differ).toEqual([]);
        else expect(differ).toContain(column);
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test("tells apart columns that changed places", () => {
    expect(hashOf(["Rao", "Asha"])).not.toEqual(hashOf(["Asha", "Rao"]));
    expect(differingColumns(hashOf(["a", "b", "c"]), hashOf(["b", "a", "c"]), 3)).toEqual([0, 1]);
  });

  test("over other columns differs in all of them", () => {
    expect(differingColumns(hashOf(["7", "Asha"]), hashOf(["7"]), 2)).toEqual([0, 1]);
  });

  test("whose columns are alike in their 2 bytes differs in all of them", () => {
    const one = hashOf(["7", "Asha"]);
    const other = Buffer.from(one);
    other.writeInt32LE(~one.readInt32LE(0), 0);
    expect(differingColumns(one, other, 2)).toEqual([0, 1]);
  });

  test("with one column's hash replaced is that of the row with the value replaced", () => {
    const hashes = hashRow(["V1", null, "2022-01-15"]);
    hashColumn(hashes, 1, "00000000-0007-8807-b39f-6cd9604f8cd7");
    const row = ["V1", "00000000-0007-8807-b39f-6cd9604f8cd7", "2022-01-15"];
    expect(contentHash(hashes)).toEqual(hashOf(row));
  });
});
