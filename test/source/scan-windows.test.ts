import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LONGEST_RECORD } from "../../src/source/span.ts";
import { scanFile } from "../support/scan.ts";

const unit = fc.constantFrom("a", "b", ",", '"', '"', '""', " ", "\n", "\r", "\r\n", "é", "\u00A0");
const files = fc.string({ unit, maxLength: 80, size: "max" });
const cuts = fc.array(fc.nat({ max: 120 }), { maxLength: 12 });

describe("it does not matter where windows begin and end", () => {
  test("for records that are short enough", () => {
    fc.assert(
      fc.property(files, cuts, (file, at) => {
        expect(scanFile(file, { at })).toEqual(scanFile(file));
      }),
      { seed: 1, numRuns: 5_000 },
    );
  });

  test("for records that are too long", () => {
    fc.assert(
      fc.property(files, cuts, fc.integer({ min: 1, max: 30 }), (file, at, longest) => {
        expect(scanFile(file, { at, longest })).toEqual(scanFile(file, { longest }));
      }),
      { seed: 2, numRuns: 5_000 },
    );
  });

  test("when every window is one byte", () => {
    fc.assert(
      fc.property(files, (file) => {
        const at = Array.from(Buffer.from(file), (_, end) => end);
        expect(scanFile(file, { at, longest: 25 })).toEqual(scanFile(file, { longest: 25 }));
      }),
      { seed: 3, numRuns: 1_000 },
    );
  });
});

describe("whatever the bytes", () => {
  const bytes = fc.uint8Array({ maxLength: 200, size: "max" }).map((each) => Buffer.from(each));
  const all = fc.oneof(
    bytes,
    files.map((text) => Buffer.from(text)),
  );

  test("records lie one after the other, and between them only blank or skipped lines", () => {
    fc.assert(
      fc.property(all, (file) => {
        let end = 0;
        for (const span of scanFile(file)) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(file.toString("utf8", end, span.start).trim()).toBe("");
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
        }
        expect(file.toString("utf8", end).trim()).toBe("");
      }),
      { seed: 4, numRuns: 2_000 },
    );
  });

  test("a record's line is one more than the line ends before it", () => {
    fc.assert(
      fc.property(all, fc.integer({ min: 1, max: 40 }), (file, longest) => {
        for (const { start, line } of scanFile(file, { longest })) {
          const before = file.toString("latin1", 0, start).match(/\r\n|\n|\r/g)?.length ?? 0;
          expect(line).toBe(before + 1);
        }
      }),
      { seed: 5, numRuns: 2_000 },
    );
  });

  test("no record is longer than one may be, line end aside", () => {
    fc.assert(
      fc.property(all, fc.integer({ min: 1, max: 40 }), (file, longest) => {
        for (const { start, end, flaw } of scanFile(file, { longest })) {
          expect(end - start).toBeLessThanOrEqual(longest + 1);
          if (end - start > longest) expect(flaw).toBeDefined();
        }
      }),
      { seed: 6, numRuns: 2_000 },
    );
  });
});

test("a record may have a megabyte, and no more", () => {
  const file = (length: number) => `a\n${"x".repeat(length - 1)}\nb\n`;
  const flaws = (length: number) =>
    scanFile(file(length), { at: [262_144, 524_288] }).map(({ line, flaw }) => [line, flaw]);
  expect(LONGEST_RECORD).toBe(1_048_576);
  expect(flaws(LONGEST_RECORD)[1]).toEqual([2, undefined]);
  expect(flaws(LONGEST_RECORD + 1)).toEqual([
    [1, undefined],
    [2, "too-long"],
    [3, undefined],
  ]);
});
