import { expect, test } from "vitest";
import { RUN_STATUSES } from "../../shared/ledger.ts";
import { exitCodeOf, mayBecome, type RunStatus, TRANSITIONS } from "../../src/ledger/run-status.ts";

test("every status but undone follows from running, for a reason", () => {
  const ends = RUN_STATUSES.filter((status) => status !== "undone");
  expect(Object.keys(TRANSITIONS.running).sort()).toEqual([...ends].sort());
  expect(Object.values(TRANSITIONS.running).every((reason) => reason.length > 10)).toBe(true);
});

test("only what was stopped half-way goes on, and only what was written is undone", () => {
  const may = (to: RunStatus) => RUN_STATUSES.filter((from) => mayBecome(from, to));
  expect(may("running")).toEqual(["running", "stopped", "failed", "interrupted"]);
  expect(may("undone")).toEqual(["committed", "stopped", "mismatched", "failed", "interrupted"]);
  expect(Object.keys(TRANSITIONS.rejected)).toEqual([]);
});

test.each([
  ["committed", 0, 0],
  ["committed", 1, 3],
  ["rejected", 1, 3],
  ["stopped", 5, 3],
  ["mismatched", 0, 5],
  ["mismatched", 3, 5],
  ["interrupted", 0, 130],
  ["failed", 0, 1],
] as const)("%s with %d rejected exits %d", (status, rejected, exitCode) => {
  expect(exitCodeOf(status, rejected)).toBe(exitCode);
});
