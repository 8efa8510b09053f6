import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hashRow, hashValue, type StoredValue } from "../../src/digest/content-hash.ts";
import { type ColumnTotals, ControlTotals } from "../../src/digest/control-totals.ts";

const KINDS = ["plain", "plain", "number", "day"] as const;
type Row = readonly [legacyId: string, name: string | null, fee: number | null, day: string | null];

const ROWS: readonly Row[] = [
  ["1", "Asha", 50_000, "2022-01-15"],
  ["2", "Tom", 35_050, "2021-12-31"],
  ["3", null, null, null],
  ["4", "Asha", -100, "2022-01-15"],
];

const seedOf = (legacyId: string) => hashValue(legacyId, { low: 0, high: 0 }).low;

function add(totals: ControlTotals, rows: readonly Row[]): ControlTotals {
  for (const row of rows) totals.add(seedOf(row[0]), row, hashRow(row));
  return totals;
}

const totalsOf = (rows: readonly Row[]): ColumnTotals[] =>
  add(new ControlTotals(KINDS), rows).totals();

describe("the totals of a column", () => {
  test("count what is not null, and what is different", () => {
    const counts = totalsOf(ROWS).map(({ nonNull, distinct }) => [nonNull, distinct]);
    expect(counts).toEqual([
      [4, 4],
      [3, 2],
      [3, 3],
      [3, 2],
    ]);
  });

  test("sum numbers, and span days", () => {
    const [, , fee, day] = totalsOf(ROWS);
    expect(fee?.sum).toBe("84950");
    expect([day?.min, day?.max]).toEqual(["2021-12-31", "2022-01-15"]);
  });

  test("of no row are nothing", () => {
    const nothing = { nonNull: 0, distinct: 0, digest: "0".repeat(16) };
    expect(totalsOf([])).toEqual([nothing, nothing, { ...nothing, sum: "0" }, nothing]);
  });

  test("show no text, not even one that stands where a day should", () => {
    const day = totalsOf([["1", "Asha", 1, "Asha Rao"]])[3];
    expect(day).toMatchObject({ min: "(no day)", max: "(no day)" });
    expect(JSON.stringify(totalsOf(ROWS))).not.toMatch(/Asha|Tom/);
  });
});

describe("the digest", () => {
  const digests = (rows: readonly Row[]) => totalsOf(rows).map(({ digest }) => digest);

  test("does not depend on the order of rows", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...ROWS], { minLength: ROWS.length }), (shuffled) => {
        expect(totalsOf(shuffled)).toEqual(totalsOf(ROWS));
      }),
      { seed: 1 },
    );
  });

  test("changes in the column where two rows changed values, and in no other", () => {
    const swapped: Row[] = [
      ["1", "Asha", 35_050, "2022-01-15"],
      ["2", "Tom", 50_000, "2021-12-31"],
    ];
    const before = digests(ROWS);
    const changed = digests([...swapped, ...ROWS.slice(2)]).map(
      (digest, at) => digest !== before[at],
    );
    expect(changed).toEqual([false, false, true, false]);
  });

  test("changes where a value is lost, doubled or altered", () => {
    const faults: Row[][] = [
      ROWS.map((row) => row.with(1, null) as unknown as Row),
      [...ROWS, ...ROWS.slice(0, 1)],
      ROWS.map((row) => (row[0] === "2" ? ["2", "Tim", row[2], row[3]] : row)),
    ];
    for (const rows of faults) expect(digests(rows)[1]).not.toBe(digests(ROWS)[1]);
  });
});

describe("sums", () => {
  test("are exact for any whole numbers", () => {
    const totals = (numbers: readonly StoredValue[]) => {
      const sums = new ControlTotals(["number"]);
      for (const number of numbers) sums.add(1, [number], hashRow([number]));
      return sums.totals()[0]?.sum;
    };
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger(), { size: "large" }), (numbers) => {
        const exact = numbers.reduce((sum, number) => sum + BigInt(number), 0n);
        expect(totals(numbers)).toBe(String(exact));
      }),
      { seed: 2 },
    );
    expect(totals([2 ** 52 - 1, Number.MAX_SAFE_INTEGER - 1])).toBe("13510798882111485");
  });

  test("have every digit of a fraction, and the digest shows it too", () => {
    const one = totalsOf([["1", null, 1.5, null]])[2];
    expect(one).toMatchObject({ nonNull: 1, sum: "1.5" });
    expect(one?.digest).not.toBe(totalsOf([["1", null, 1, null]])[2]?.digest);
  });
});

describe("a row that is taken out again", () => {
  test("leaves counts, sums and digests as if it had not been", () => {
    const totals = add(new ControlTotals(KINDS), ROWS);
    const row: Row = ["5", "Mei", 99, "1999-09-09"];
    add(totals, [row]).remove(seedOf("5"), row, hashRow(row));
    const expected = totalsOf(ROWS).map(({ nonNull, digest, sum }) => ({ nonNull, digest, sum }));
    const found = totals.totals().map(({ nonNull, digest, sum }) => ({ nonNull, digest, sum }));
    expect(found).toEqual(expected);
    expect(totals.rows).toBe(ROWS.length);
  });

  test("takes along what can no longer be told: distinct values, the smallest, the largest", () => {
    const totals = add(new ControlTotals(KINDS), ROWS);
    const last: Row = ["4", "Asha", -100, "2022-01-15"];
    totals.remove(seedOf("4"), last, hashRow(last));
    for (const column of totals.totals()) {
      expect(Object.keys(column)).not.toEqual(expect.arrayContaining(["distinct"]));
      expect([column.min, column.max]).toEqual([undefined, undefined]);
    }
  });
});
