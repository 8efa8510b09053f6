import { expect, test } from "vitest";
import type { FieldFigures } from "../../src/digest/key-figures.ts";
import { displayWidth } from "../../src/plain/columns.ts";
import { backfillText } from "../../src/report/backfill-text.ts";
import { type CopyTold, copyText, stillToDoText } from "../../src/report/copy-text.ts";
import { keyFigureTable } from "../../src/report/key-figures.ts";
import { logText } from "../../src/report/log-text.ts";
import { masked, revealed } from "../../src/report/mask.ts";
import { percent } from "../../src/report/page/plots.ts";
import { readReport } from "../../src/report/read-report.ts";
import { type ListedRun, runList } from "../../src/report/run-list.ts";
import { saysOf, trialText } from "../../src/report/trial-text.ts";
import { commandsIn, LOOK, linesWith, runSummary } from "../support/summary.ts";

const COUNTS = { records: 9, inserted: 7, updated: 0, unchanged: 0, duplicate: 0, rejected: 2 };

function listed(given: Partial<ListedRun> = {}): ListedRun {
  const { state = "committed" } = given;
  return {
    name: "run-7",
    kind: "import",
    ofRun: null,
    legacySystem: "ward",
    mode: "lenient",
    status: state === "dead" ? "running" : state,
    state,
    committed: true,
    startedAt: "2026-01-14T08:00:00.000Z",
    finishedAt: null,
    exitCode: null,
    letInSince: 0,
    pace: null,
    withdrawn: 0,
    ...COUNTS,
    ...given,
  };
}

/** The runs, the newest first. */
const runs = (...all: readonly ListedRun[]) => runList(all, { typed: LOOK.typed });

test.each<[string, Partial<ListedRun>, string[]]>([
  ["lenient import", {}, ["import --resume run-7"]],
  ["strict import", { mode: "strict", committed: false }, ["import"]],
  ["retry", { kind: "retry", ofRun: "run-3" }, ["import:retry run-3"]],
  ["undo", { kind: "undo", ofRun: "run-3" }, ["import:undo run-3"]],
])(
  "a %s that crashed is brought on its way, unless it was done again since",
  (_, given, commands) => {
    const dead = listed({ ...given, state: "dead" });
    expect(commandsIn(runs(dead))).toEqual(commands);
    expect(commandsIn(runs(listed({ ...given, name: "run-8" }), dead))).toEqual([]);
    const others = [
      listed({ ...given, legacySystem: "lab" }),
      listed({ ...given, ofRun: "run-1" }),
    ];
    for (const other of others) expect(commandsIn(runs(other, dead))).toEqual(commands);
  },
);

test.each<[Partial<ListedRun>, string]>([
  [{}, "written"],
  [{ committed: false, state: "rejected" }, "nothing written"],
  [{ state: "undone" }, "taken back"],
  [{ state: "running" }, "not ended"],
  [{ state: "dead" }, "written in part"],
  [{ state: "dead", mode: "strict" }, "nothing written"],
])("what stands of a run: %o", (given, stands) => {
  const [line] = linesWith(runs(listed(given)), "2026-01-14 08:00Z");
  expect(line?.split(" | ").slice(5, 7)).toEqual([stands, "9"]);
});

test("counts that are rare have a column only where there are any", () => {
  expect(runs(listed())).not.toMatch(/withdrawn|let in since/);
  expect(runs(listed({ withdrawn: 1, letInSince: 2 }))).toMatch(
    /rejected +withdrawn +let in since\n/,
  );
  const pace = { rate: 1_500, secondsLeft: 61 };
  expect(runs(listed({ state: "running", pace }))).toContain("1,500/s, 1 min 1 s left");
});

test("a line of the log has the place before counts, and no word that is not in it", () => {
  const line = { time: "2026-01-14T08:00:00.000Z", level: "info" } as const;
  const shown = (rest: object) => logText({ ...line, ...rest } as never, (level) => level);
  const place = {
    code: "patients.phone.missing",
    entity: "patients",
    file: "p.csv",
    record: 2,
    line: 3,
    offset: 40,
  };
  expect(
    shown({ event: "record.rejected", ...place })
      .split(/ {2,}/)
      .slice(3),
  ).toEqual([...["patients.phone.missing", "patients", "p.csv record 2, line 3, byte 40"]]);
  const ended = { event: "run.ended", status: "rejected", exitCode: 3, records: 1_000, ms: 1_250 };
  expect(shown(ended).split(/ {2,}/).slice(3)).toEqual([
    "rejected",
    "1,000 records",
    "exit 3",
    "1.3 s",
  ]);
});

const day = (first: string, held = 50): FieldFigures => {
  return { kind: "day", held, empty: 0, unreadable: 0, first, last: "2024-12-31" };
};
const amount = (sum: string): FieldFigures => {
  return { kind: "amount", held: 50, empty: 0, unreadable: 0, sum };
};
type Count = readonly [string, number];
const code = (values: readonly Count[], others = 0, becomes?: readonly Count[]): FieldFigures => {
  const base = { kind: "code" as const, held: 50, empty: 0, unreadable: 0, values, others };
  return becomes === undefined ? base : { ...base, becomes };
};

/** What is shown of one field in the export and in the application, and whether it differs. */
function figures(old: FieldFigures, arrived: FieldFigures): string[] {
  const side = (field: FieldFigures) => ({ records: 50, fields: { field } });
  const keyFigures = { export: side(old), landed: side(arrived) };
  const lines = keyFigureTable(runSummary({ patients: { keyFigures } }), LOOK);
  return linesWith(lines.join("\n"), "field").map((line) => line.replace("field | ", ""));
}

test("where only duplicates are missing, they are what a figure differs by", () => {
  const side = (records: number) => ({ records, fields: { field: amount(`${records}`) } });
  const keyFigures = { export: side(52), landed: side(50) };
  const marks = (duplicate: number) =>
    keyFigureTable(runSummary({ patients: { keyFigures, duplicate } }), LOOK)
      .slice(1)
      .map((line) => line.slice(line.indexOf("differs")));
  expect(marks(2)).toEqual(["differs by 2 duplicates", "differs by 2 duplicates"]);
  expect(marks(1)).toEqual(["differs", "differs"]);
});

const EIGHT = ["A+", "A-", "B+", "B-", "O+", "O-", "AB+", "AB-"].map(
  (one, at): Count => [one, 20 - at],
);
const [SIX, REST] = [EIGHT.slice(0, 6), 27];

test.each<[string, FieldFigures, FieldFigures, boolean]>([
  ["the same days", day("2020-01-01"), day("2020-01-01"), false],
  ["other days", day("2020-01-01"), day("2020-02-01"), true],
  ["other days of few, which are not shown", day("2020-01-01", 4), day("2020-02-01", 4), true],
  ["amounts", amount("1234567.5"), amount("1234567.4"), true],
  ["codes by what they become", code([["M", 30]], 0, [["male", 30]]), code([["male", 30]]), false],
  ["codes that became another", code([["M", 30]], 0, [["male", 30]]), code([["female", 30]]), true],
  ["more codes than are shown", code(SIX, REST, EIGHT), code(SIX, REST), false],
  ["a rest of codes that is smaller", code(SIX, REST, EIGHT), code(SIX, REST - 1), true],
  ["a rest of codes, none translated", code(SIX, REST), code(SIX, 0), true],
])("%s: whether the figures differ", (...[, old, arrived, differs]) => {
  expect(figures(old, arrived)[0]?.endsWith("differs")).toBe(differs);
});

test("figures are written as people read them, and those of few records are not", () => {
  expect(figures(amount("1234567.5"), amount("0"))).toEqual([
    "INR 1,234,567.50 | INR 0.00 | differs",
  ]);
  expect(figures(amount("-0.125"), amount("-0.125"))).toEqual(["INR -0.125 | INR -0.125"]);
  expect(figures(day("2020-01-01", 4), day("2020-01-01", 4))[0]).not.toContain("2020");
});

const told: CopyTold = {
  from: "old",
  where: "",
  table: "new",
  created: false,
  rows: 3,
  counts: { copied: 2, rejected: 1 },
  findings: [],
  before: 0,
  after: 2,
  comparison: undefined,
};
const NAMES = { application: "HMSync", columns: [{ name: "n", from: "o" }], show: revealed };

test("a copy shows outcomes that occur, figures that differ, and rows side by side", () => {
  const found = { outcome: "rejected", id: "", place: "row 3", detail: "no key" };
  const comparison = {
    checks: [
      { what: "rows", older: 3, newer: 2 },
      { what: "column n", older: "a", newer: "a" },
    ],
    agrees: false,
    gone: 1,
    sample: [{ id: "1", targetId: "9", older: ["x"], newer: [null] }],
  };
  const text = copyText({ ...told, findings: new Array(21).fill(found), comparison }, NAMES);
  expect(linesWith(text, "0 -> 2")).toEqual(["old | 3 | 2 | 0 | 1 | 0 -> 2"]);
  expect([linesWith(text, "id none").length, text.includes("--json lists more")]).toEqual([
    20,
    true,
  ]);
  expect(linesWith(text, "rows | 3").length + linesWith(text, "column n").length).toBe(0);
  expect(linesWith(text, "  rows  ").slice(1)).toEqual(["rows | 3 | 2"]);
  expect(linesWith(text, "NULL")).toEqual(["o | x | n | NULL"]);
  expect(
    stillToDoText("old", { inDatabase: [], inCode: [], cut: false, drop: undefined }),
  ).not.toContain("\n");
});

test("a backfill counts what lacks an id before and after, and names rows whose id is kept though invalid", () => {
  const survey = { rows: 1_000, prefixed: 1, legacy: 0, malformed: 0, malformedRows: [] };
  const before = { ...survey, missingImported: 600, missingOwn: 400 };
  const after = {
    ...survey,
    malformed: 3,
    malformedRows: ["4", "5"],
    missingImported: 0,
    missingOwn: 2,
  };
  const table = { entity: "patients", before, after, derived: 600, made: 398, clashes: 1 };
  const text = backfillText([table], "write");
  expect(linesWith(text, "->").at(-1)).toBe("patients | 1,000 | 1 | 0 | 600 | 398 | 1,000 -> 2");
  expect(linesWith(text, "4, 5")[0]).toMatch(/^patients: 3 rows .*4, 5, \.\.\.$/);
  expect(linesWith(backfillText([table], "look"), "->").at(-1)).toContain("1,000 -> 0");
});

test.each([
  [null, "NULL", "NULL"],
  ["", "''", "''"],
  ["Asha-7", "xxxx-9", "Asha-7"],
  ["۱۲ नाम", "99 xxx", "۱۲ नाम"],
  [Buffer.alloc(30), "30 bytes", `x'${"00".repeat(24)}'...`],
  [Buffer.alloc(24), "24 bytes", `x'${"00".repeat(24)}'`],
  ["a".repeat(25), `${"x".repeat(24)}...`, `${"a".repeat(24)}...`],
  ["😀".repeat(13), `${"😀".repeat(12)}...`, `${"😀".repeat(12)}...`],
])("%o is shown masked as %j, revealed as %j", (value, hidden, open) => {
  expect([masked(value), revealed(value)]).toEqual([hidden, open]);
});

test.each([
  [0, 0, "-"],
  [0, 9, "0 %"],
  [1, 9_999, "< 0.1 %"],
  [55, 1_000, "5.5 %"],
  [500, 1_000, "50 %"],
  [996, 1_000, "99.6 %"],
  [9_998, 9_999, "> 99.9 %"],
  [9, 9, "100 %"],
])("%d of %d is %s", (count, of, share) => {
  expect(percent(count, of)).toBe(share);
});

test("a trial says how many would be rejected, the first reasons, and that there are more", () => {
  const codes = ["a", "b", "c", "d"].map((code) => ({ code, count: 1_000 }));
  const tried = { entity: "visits", records: 9_000, rejected: 4_000, codes, warnings: [] };
  expect(saysOf(tried)).toContain("4,000 of 9,000 records");
  expect(saysOf(tried)).toContain("(a 1,000, b 1,000, c 1,000, ...)");
  expect(saysOf({ ...tried, rejected: 0, codes: [] })).toContain("all 9,000 records");
  const left = [{ entity: "doctors", key: "entities.doctors.file" }];
  const lines = trialText({
    outcome: "tried",
    entities: [tried, { ...tried, records: 0 }],
    sample: 5,
    left,
  });
  expect(lines.map((line) => line.replace(/ {2,}/g, " "))).toEqual([
    expect.stringContaining("a sample: 5 "),
    expect.stringMatching(/^tried: visits: /),
    ...["a", "b", "c", "d"].map((code) => `tried: error ${code} 1,000`),
    expect.stringMatching(/^not tried: doctors: entities\.doctors\.file /),
  ]);
});

test("records that were read are shown in as many cells as there is room for, whole signs only", () => {
  const first = (cells: string[]) => [{ record: 1, line: 2, offset: 0, cells, flaws: [] }];
  const report = (cells: string[], columns = cells.map((_, at) => `c${at}`)) => {
    const none = { file: "a.csv", notes: [], leftOut: [], flaws: new Map(), records: 1 };
    return (
      readReport({ ...none, columns, recounted: 1, first: first(cells) })
        .split("\n")
        .at(-1) ?? ""
    );
  };
  const cellOf = (cell: string) => report([cell]).trim().split(/ {2,}/)[2] ?? "";
  expect(cellOf("क्षि‍ नाम‌ها")).toBe("क्षि‍ नाम‌ها");
  expect(cellOf("a\u202eb\u0007")).toBe("a·b·");
  expect([displayWidth(cellOf("漢".repeat(40))), cellOf("漢".repeat(40)).length]).toEqual([23, 13]);
  expect(cellOf(`${"a".repeat(20)}👩‍⚕️👩‍⚕️👩‍⚕️`)).toBe(`${"a".repeat(20)}...`);
  expect(report(new Array(13).fill("x")).trim().split(/ {2,}/)).toHaveLength(2 + 12 + 1);
});
