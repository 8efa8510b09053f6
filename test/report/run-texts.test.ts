import { expect, test } from "vitest";
import type { RunSummary } from "../../src/ledger/run-summary.ts";
import { displayWidth } from "../../src/plain/columns.ts";
import { importDiff } from "../../src/report/import-diff.ts";
import { importReport } from "../../src/report/import-report.ts";
import { undoReport } from "../../src/report/undo-report.ts";
import {
  commandsIn,
  DRY,
  finding,
  LENIENT,
  LOOK,
  linesWith,
  runSummary,
  uncommitted,
} from "../support/summary.ts";

const text = (summary: RunSummary, look: Partial<typeof LOOK> = {}): string =>
  importReport(summary, { ...LOOK, ...look });

const some = { patients: { records: 9, inserted: 7, rejected: 2 } };
const retry = { kind: "retry", ofRun: "run-3" } as const;
const RETRY = "import:retry run-7 --db new.db";
const ON_PAGE = "import:review run-7 --db new.db";
const GOOD_ONES = "import --source legacy --continue-on-error";

test.each<[string, RunSummary, string[]]>([
  ["clean", runSummary({ patients: { records: 2, inserted: 2 } }), []],
  ["committed with rejections", runSummary(some), [RETRY, ON_PAGE]],
  ["rejected", uncommitted("rejected", some), [RETRY, ON_PAGE, GOOD_ONES]],
  [
    "rejected without a good record",
    uncommitted("rejected", { visits: { rejected: 2 } }),
    [RETRY, ON_PAGE],
  ],
  ["rehearsed", uncommitted("dry-run", some), ["import --source legacy"]],
  ["rehearsed and rejected: no run to be retried", uncommitted("rejected", some, DRY), [GOOD_ONES]],
  [
    "interrupted after a commit",
    runSummary(some, { ...LENIENT, status: "interrupted" }),
    ["import --resume run-7 --db new.db"],
  ],
  ["stopped before a commit", uncommitted("stopped", some, LENIENT), []],
  ["failed", uncommitted("failed", some), ["import:report run-7 --db new.db"]],
  [
    "an interrupted retry, which is not resumed",
    runSummary(some, { ...LENIENT, ...retry, status: "interrupted" }),
    ["import:retry run-3 --db new.db"],
  ],
  [
    "a rehearsed retry",
    uncommitted("dry-run", some, { ...retry, ...DRY }),
    ["import:retry run-3 --db new.db"],
  ],
  ["undone", runSummary(some, { status: "undone" }), []],
])("what comes next after a run that is %s", (_, summary, commands) => {
  expect(commandsIn(text(summary))).toEqual(commands);
});

test("a report that could not be written holds nothing to correct: the run is done again", () => {
  expect(commandsIn(text(runSummary(some), { isPartial: true }))).toEqual([
    "import --source legacy",
  ]);
});

test("of a mismatch the cures are named; what nobody can explain goes to the developers", () => {
  const differs = { entity: "patients", measure: "rows", source: 2, target: 1 };
  const next = (...differences: RunSummary["differences"]) =>
    linesWith(text(uncommitted("mismatched", some, { differences })), "Next");
  expect(next({ ...differs, cure: "run db:push" })).toEqual(["Next: run db:push."]);
  const visits = { ...differs, entity: "visits" };
  for (const found of [[differs], [{ ...differs, cure: "x" }, visits], []])
    expect(next(...found)[0]).toContain("reconciliation.json");
});

test.each<[Partial<RunSummary["entities"][string]>, string]>([
  [{ changed: { phone: 1_200, city: 1 } }, "changed columns: phone 1,200, city 1."],
  [{ vanished: 3 }, "3 records of earlier exports"],
  [{ vanishedUnknown: "a file is missing" }, "neither listed nor marked: a file is missing"],
  [{ marked: 2 }, "2 rows of those marked"],
  [{ unmarked: 1 }, "1 row active"],
  [{ released: 4 }, "4 records released"],
  [{ waiting: 1 }, "1 record waits"],
  [{ placeholders: 6 }, "6 placeholder rows stand"],
  [{ unmapped: 7 }, "unmapped cells of 7 records"],
  [{ withdrawn: 8 }, "8 records are withdrawn"],
  [
    { rounding: { fee: { amounts: 9, difference: "0.04" } } },
    "9 amounts were rounded; recorded minus stored is 0.04 INR",
  ],
  [
    { sharedIds: [{ file: "p.csv", record: 1, line: 2, column: "no", records: 60 }] },
    "60 records share the id of p.csv line 2 in column no",
  ],
])("what is no error is noted: %o", (patients, words) => {
  const [line, ...more] = linesWith(text(runSummary({ patients })), words);
  expect([line?.startsWith("patients"), more]).toEqual([true, []]);
  expect(text(runSummary({ patients: {} }))).not.toContain(words);
});

test("columns and files that were left out are named, with their cells, by whom and why", () => {
  const none = { cells: 1_200, by: null, why: null };
  const columns = [
    { ...none, column: "ward", fate: "kept" as const },
    { ...none, column: "pin", fate: "left out" as const, by: "Dr Rao", why: "secret" },
    { ...none, column: "x", fate: "left out" as const, cells: null },
  ];
  const linesLeftOut = [
    { kind: "comment" as const, count: 3, lines: [9, 10] },
    { kind: "header" as const, count: 1, lines: [1] },
  ];
  const ignored = [
    { name: "old.csv", reason: "", held: { records: 1_000, cells: 1 } },
    { name: "logo.png", reason: "" },
  ];
  const read = { entity: "patients", size: 1, sha256: "", records: 0, recordsCountedAgain: 0 };
  const names = { reading: null, columnsNotImported: [], columnsAbsent: [], columnsKept: [] };
  const file = { file: "p.csv", ...read, ...names, linesLeftOut, columnsAside: columns };
  expect(linesWith(text(runSummary({}, { files: [file], ignored })), ".csv").slice(1)).toEqual([
    "p.csv has a header but no records.",
    expect.stringContaining("3 lines are no record but comment: 9, 10"),
    expect.stringContaining("kept in the ledger: ward (1,200 filled cells)."),
    "p.csv: left out: pin (1,200 filled cells) by Dr Rao: secret, x nobody is named.",
    "old.csv: left out: 1,000 records, 1 filled cell.",
  ]);
});

test("of fixes that miss, ten lines are named, and that there are more", () => {
  const lines = Array.from({ length: 11 }, (_, at) => at + 1);
  const fixes = { applied: 1, notNeeded: 2, stale: lines, unused: [5] };
  const found = linesWith(text(runSummary({}, { fixes })), "fixes: ");
  expect(found.map((line) => /\d+/.exec(line)?.[0])).toEqual(["1", "2", "11", "1"]);
  expect(found[2]).toContain("9, 10, ...)");
  expect(found[3]).toContain("(lines 5)");
});

test("errors stand with advice before warnings, each with file and lines", () => {
  const findings = [
    finding("patients.age.odd", [4], { severity: "warning", count: 2 }),
    finding("patients.phone.missing", [2, 3], { ofRejectedParent: 1 }),
  ];
  expect(linesWith(text(runSummary({ patients: { findings } })), "patients.")).toEqual([
    "patients.phone.missing | 2 | patients.csv lines 2, 3 | (1 of them names a record rejected above)",
    "patients.phone.missing: advice",
    "patients.age.odd | 2 | patients.csv line 4 ...",
  ]);
});

test("a comparison counts records by what an import would do, and columns by their rows", () => {
  const issues = { "patients.target.edited": 2, "patients.phone.missing": 1 };
  const counts = { records: 1_500, inserted: 3, updated: 4, rejected: 1, vanished: 6 };
  const patients = { ...counts, issues, changed: { a: 1, b: 3 } };
  const diff = importDiff(runSummary({ patients }), LOOK);
  expect(linesWith(diff, "patients")[0]).toBe("patients | 1,500 | 3 | 4 | 0 | 2 | 1 | 6");
  expect(linesWith(diff, " row").slice(-2)).toEqual(["b | 3 rows", "a | 1 row"]);
});

const undo = { kind: "undo", ofRun: "run-3" } as const;
const taken = { undone: 4, updated: 1, targetBefore: 9, targetAfter: 5 };
const undone = { patients: taken };

test.each<[string, RunSummary, string[]]>([
  ["done", runSummary(undone, undo), ["import:undo run-7 --source legacy"]],
  ["that redid", runSummary(undone, { ...undo, redo: true }), []],
  ["rehearsed", uncommitted("dry-run", undone, undo), ["import:undo run-3 --source legacy"]],
  [
    "rehearsed in part",
    uncommitted("dry-run", undone, { ...undo, ...LENIENT }),
    ["import:undo run-3 --partial --source legacy"],
  ],
  [
    "with rows in the way",
    uncommitted("rejected", undone, undo),
    ["import:undo run-3 --partial --source legacy"],
  ],
  ["that does not add up", uncommitted("mismatched", undone, undo), ["import:validate"]],
])("what comes next after an undo %s", (_, summary, commands) => {
  expect(commandsIn(undoReport(summary, LOOK))).toEqual(commands);
  expect(commandsIn(undoReport(summary, { ...LOOK, asking: true }))).toEqual([]);
});

test("an undo counts what it took back, and names what stays and why", () => {
  const findings = [finding("patients.target.edited", [5, 8], { count: 3 })];
  const report = undoReport(
    runSummary({ patients: { ...taken, findings, waiting: 1 } }, undo),
    LOOK,
  );
  expect(linesWith(report, "balanced")).toEqual(["patients | 4 | 1 | 0 | 3 | 9 -> 5 | balanced"]);
  expect(report).toMatch(/5 rows of run-3 .*\n3 rows blocked/);
  expect(linesWith(report, "patients.target")).toEqual([
    "patients.target.edited | 3 | patients.csv lines 5, 8 ...",
    "patients.target.edited: advice",
  ]);
});

const COUNTS = ["records", "inserted", "updated", "unchanged", "undone", "vanished"] as const;
const MANY = Object.fromEntries(COUNTS.map((count) => [count, 123_456_789]));
const HUGE = { patients: { ...MANY, targetBefore: 123_456_789, targetAfter: 123_456_789 } };

test.each<[string, (room: number) => string]>([
  ["an import", (room) => text(runSummary(HUGE), { room })],
  ["a comparison", (room) => importDiff(runSummary(HUGE), { ...LOOK, room })],
  ["an undo", (room) => undoReport(runSummary(HUGE, undo), { ...LOOK, room })],
])("the table of %s goes on below where 80 columns are too few", (_, report) => {
  const rows = (room: number) =>
    report(room)
      .split("\n")
      .filter((line) => /^patients {2}/.test(line));
  expect([rows(200).length, rows(80).length]).toEqual([1, 2]);
  expect(Math.max(...rows(80).map(displayWidth))).toBeLessThanOrEqual(80);
});
