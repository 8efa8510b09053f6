import fc from "fast-check";
import { expect, test } from "vitest";
import { CsvLines } from "../../../src/import/write/csv-lines.ts";

test("numbers are written with all their digits, and none as an empty cell", () => {
  const number = fc.option(fc.oneof(fc.nat(120), fc.maxSafeNat()), { freq: 4 });
  const holds = (numbers: (number | null)[]) => {
    const lines = new CsvLines();
    for (const one of numbers) lines.number(one);
    expect(lines.end().take().toString()).toBe(`${numbers.join(",")}\r\n`);
  };
  fc.assert(fc.property(fc.array(number), holds), { seed: 20260114, numRuns: 300 });
  for (const edge of [0, 9, 10, 99, 100, 999_999, 1_000_000, Number.MAX_SAFE_INTEGER]) {
    expect(new CsvLines().number(edge).end().take().toString()).toBe(`${edge}\r\n`);
  }
});

test("lines that were taken stay as they are while the next are made", () => {
  const lines = new CsvLines();
  const line = (nth: number) => `${nth},${"y".repeat(nth % 5_000)}\r\n`;
  let [written, expected, times] = ["", "", 0];
  let last: Buffer = Buffer.alloc(0);
  for (let nth = 0; nth < 3_000; nth++) {
    lines
      .number(nth)
      .add(Buffer.from("y".repeat(nth % 5_000)))
      .end();
    expected += line(nth);
    if (!lines.isLong) continue;
    written += last.toString();
    last = lines.take();
    times++;
  }
  written += last.toString() + lines.take().toString();
  expect(times).toBeGreaterThan(3);
  expect(written === expected).toBe(true);
});
