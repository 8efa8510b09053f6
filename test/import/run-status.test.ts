import { expect, test } from "vitest";
import { RUN_STATUSES } from "../../shared/ledger.ts";
import { exitCodeOf, TRANSITIONS } from "../../src/import/run-status.ts";

test("every status that a run may end with follows from running, for a reason", () => {
  const ends = RUN_STATUSES.filter((status) => status !== "running");
  expect(Object.keys(TRANSITIONS.running).sort()).toEqual([...ends].sort());
  expect(Object.values(TRANSITIONS.running).every((reason) => reason.length > 10)).toBe(true);
});

test("a run that has ended stays as it ended", () => {
  const after = RUN_STATUSES.filter((status) => status !== "running").map(
    (one) => TRANSITIONS[one],
  );
  expect(after.every((next) => Object.keys(next).length === 0)).toBe(true);
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
