import { expect, test } from "vitest";
import { keptSummary, MANY_FILES, summaryIn } from "../../src/ledger/kept-summary.ts";
import type { RunSummary } from "../../src/ledger/run-summary.ts";

/** Of so many files, in two of which a line was left out. */
function summaryOf(count: number): RunSummary {
  const files = Array.from({ length: count }, (_, at) => ({
    file: `visits-${at}.csv`,
    entity: "visits",
    size: at,
    sha256: `${at}`.padStart(64, "0"),
    records: at % 7,
    recordsCountedAgain: at % 7,
    reading: [{ what: "delimiter", value: "comma", confidence: 1, evidence: "all", plain: true }],
    linesLeftOut: at % 50 === 3 ? [{ kind: "blank", count: 1, lines: [2] }] : [],
    columnsNotImported: [],
    columnsAbsent: ["notes"],
    columnsKept: [],
  }));
  return { run: "r", files, differences: [] } as unknown as RunSummary;
}

test.each([0, 1, MANY_FILES, MANY_FILES + 1, 3 * MANY_FILES])(
  "a summary of %i files comes out of the ledger as it went in",
  (count) => {
    expect(summaryIn(keptSummary(summaryOf(count)))).toEqual(summaryOf(count));
  },
);

test("what many files have in common takes the room of one", () => {
  const [some, more] = [summaryOf(2 * MANY_FILES), summaryOf(3 * MANY_FILES)];
  const each = (keptSummary(more).length - keptSummary(some).length) / MANY_FILES;
  expect(each).toBeLessThan(170);
});
