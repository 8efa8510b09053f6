import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { csvLine, guard, unguard } from "../../src/plain/csv.ts";

test.each([
  ...["=1+1", "+1-555-0123", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u200b=1", "\ufeff@x"],
  ...["\uff1d1", "\u22122+3", "+91 98400 11223"],
])("a cell that a spreadsheet would run gets an apostrophe: %j", (cell) => {
  expect(guard(cell)).toBe(`'${cell}`);
});

test.each(["+15550123", "-9247", "2022-01-15", "a=b", "", "O'Brien", "500.00"])(
  "a cell that a spreadsheet takes as it is stays so: %j",
  (cell) => {
    expect(guard(cell)).toBe(cell);
  },
);

test("an apostrophe that was there already is kept apart from one that was added", () => {
  expect(guard("'=1")).toBe("''=1");
  expect(unguard(guard("'=1"))).toBe("'=1");
});

test("what was guarded comes back exactly, whatever it was", () => {
  const cells = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(..."'=+-@\t 1\u200b") }),
  );
  fc.assert(
    fc.property(cells, (cell) => unguard(guard(cell)) === cell),
    { seed: 20260114 },
  );
});

test("a line is read by another CSV reader as the cells that it was written from", () => {
  const cells = fc.array(fc.string({ unit: fc.constantFrom(..."a\",\r\n '=;\té") }), {
    minLength: 2,
  });
  fc.assert(
    fc.property(cells, (written) => {
      const [read] = parse(csvLine(written), { recordDelimiter: "\r\n" }) as string[][];
      expect(read?.map(unguard)).toEqual(written);
    }),
    { seed: 20260114 },
  );
});

test("numbers are written in digits, and nothing as an empty cell", () => {
  expect(csvLine([20_000, null, "x"])).toBe("20000,,x\r\n");
});
