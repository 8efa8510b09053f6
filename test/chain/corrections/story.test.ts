import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { check } from "../../../src/jobs/chain/check.ts";
import type { CorrectionDesk } from "../../../src/jobs/chain/correct.ts";
import { rehearse } from "../../../src/jobs/chain/rehearse.ts";
import { importExport, runPlannedImport } from "../../../src/jobs/import.ts";
import { resumeImport } from "../../../src/jobs/resume.ts";
import { DecisionNeeded, UsageError } from "../../../src/plain/errors.ts";
import { correctionStory, edit, HEADER } from "../../support/corrections.ts";
import { issues, outcomes } from "../../support/export.ts";

const GOOD = "1,Asha,Rao,0441234567,31";
const NO_PHONE = "2,Tom,Novak,,39";
const LENIENT = { mode: "lenient" } as const;
const ANA = { who: "Ana", why: "asked" };
const [ID, PHONE] = [0, 3];

const numberAt = (desk: CorrectionDesk, line: number): number =>
  desk.index.page({}).find((one) => one.line === line)?.number ?? -1;
const set = (record: number, at: number, value: string) => {
  return { kind: "set", record, cells: [{ at, value }] } as const;
};

async function rejected(records: readonly string[] | string, settings: object = LENIENT) {
  const story = await correctionStory();
  await story.take(records, settings);
  return { ...story, desk: await story.openDesk() };
}

async function phoned(settings: object = LENIENT) {
  const story = await rejected([GOOD, NO_PHONE], settings);
  await story.desk.correct(set(numberAt(story.desk, 3), PHONE, "0209461234"), ANA);
  return story;
}

const BOTH = ["1 Asha 0441234567", "2 Tom 0209461234"];

test.each(["lenient", "strict"])(
  "a correction after a %s run is taken in, holds for the next export, and is undone and redone with the retry",
  async (mode) => {
    const { take, takeIn, rows, undo } = await phoned({ mode });
    const { summary } = await takeIn();
    expect(summary.entities["patients"]).toMatchObject({ rejected: 0 });
    expect(rows()).toEqual(BOTH);
    const next = await take([GOOD, NO_PHONE]);
    expect(outcomes(next, "patients")).toEqual({ records: 2, unchanged: 2 });
    expect(next.chainFixes).toMatchObject({ applied: 1, stale: [], unused: [] });
    const undone = await undo(summary.run);
    expect(rows()).toEqual(mode === "lenient" ? [BOTH[0]] : []);
    await undo(undone.summary?.run ?? "");
    expect(rows()).toEqual(BOTH);
  },
);

test("after the retry is undone, the corrections are taken in again from the run before it", async () => {
  const { takeIn, undo, rows } = await phoned();
  await undo((await takeIn()).summary.run);
  const { summary } = await takeIn();
  expect([summary.entities["patients"]?.inserted, rows()]).toEqual([1, BOTH]);
});

test("after a retry that was killed while its report was written, the run before it is taken in again", async () => {
  const { takeIn, desk } = await rejected([GOOD, NO_PHONE, "4,Lee,Ng,,20"]);
  await desk.correct(set(numberAt(desk, 3), PHONE, "0209461234"), ANA);
  const { folder } = await takeIn();
  rmSync(join(folder, "originals", "index.json"));
  expect((await takeIn()).summary.entities["patients"]).toMatchObject({
    unchanged: 1,
    rejected: 1,
  });
});

describe("the next export", () => {
  test("that has the new value needs no correction", async () => {
    const { take, rows } = await phoned();
    const summary = await take([GOOD, NO_PHONE.replace(",,", ",0209461234,")]);
    expect(summary.chainFixes).toMatchObject({ applied: 0, notNeeded: 1 });
    expect([summary.exitCode, rows()]).toEqual([0, BOTH]);
  });

  test("that has a third value rejects the record, until that is corrected too", async () => {
    const { take, takeIn, rows, openDesk } = await phoned();
    const third = [GOOD, NO_PHONE.replace(",,", ",12,")];
    const summary = await take(third, LENIENT);
    expect(issues(summary)).toEqual({ "patients.row.fix-stale": 1, "patients.phone.malformed": 1 });
    expect(summary.chainFixes).toMatchObject({ stale: [2] });
    const { summary: still } = await takeIn();
    expect(still.entities["patients"]).toMatchObject({ rejected: 1 });
    const desk = await openDesk();
    await desk.correct(set(numberAt(desk, 3), PHONE, "0209461234"), ANA);
    await takeIn();
    expect(rows()).toEqual(BOTH);
    expect(outcomes(await take(third), "patients")).toEqual({ records: 2, unchanged: 2 });
  });

  test("whose file has another name is corrected as well", async () => {
    const { take, source, rows } = await phoned();
    rmSync(join(source, "patients.csv"));
    const { chainFixes } = await take([GOOD, NO_PHONE], {}, { name: "patients-02.csv" });
    expect([chainFixes, rows()]).toMatchObject([{ applied: 1, unused: [] }, BOTH]);
  });

  test("that was planned before a correction is not imported by that plan", async () => {
    const { chain, desk, source, cwd, report } = await phoned();
    const plan = join(cwd, "plan.json");
    const asked = { ...chain, source, report: report(), settings: { dryRun: true }, out: plan };
    await importExport(asked);
    const second = { record: numberAt(desk, 3), cells: [{ at: 1, value: "Thomas" }] };
    await desk.correct({ kind: "set", ...second }, ANA);
    const planned = () => runPlannedImport({ ...chain, plan, report: report() });
    await expect(planned()).rejects.toThrow(DecisionNeeded);
    await desk.undo("Ana");
    expect((await planned()).summary.exitCode).toBe(0);
  });

  test("that is resumed goes on with the corrections that it began with, or is refused", async () => {
    const { chain, desk, source, report, rows } = await phoned();
    const stop = new AbortController();
    const settings = { mode: "lenient", batchSize: 1, commits: "each batch" } as const;
    const asked = { ...chain, source, report: report(), settings, signal: stop.signal };
    const progress = () => stop.abort();
    expect((await importExport(asked, { progress })).summary.complete).toBe(false);
    const second = { record: numberAt(desk, 3), cells: [{ at: 1, value: "Thomas" }] };
    await desk.correct({ kind: "set", ...second }, ANA);
    await expect(resumeImport(chain)).rejects.toThrow(UsageError);
    await desk.undo("Ana");
    await resumeImport(chain);
    expect(rows()).toEqual(BOTH);
  });

  test("that lacks the record tells that its correction is unused", async () => {
    const { take } = await phoned();
    const summary = await take([GOOD]);
    expect([summary.chainFixes?.unused, summary.exitCode]).toEqual([[2], 0]);
  });

  test("is imported without corrections where that is asked for", async () => {
    const { take, notes } = await phoned();
    const summary = await take([GOOD, NO_PHONE], { leaveFixes: true });
    expect([summary.exitCode, summary.chainFixes]).toEqual([3, undefined]);
    expect(notes.join()).toContain("--no-fixes");
  });
});

describe("a file of fixes beside the chain's", () => {
  const file = (cwd: string, line: string) => {
    const path = join(cwd, "more.csv");
    writeFileSync(path, `file,legacy id,column,old value,new value\n${line}\n`);
    return path;
  };

  test("is applied as well, and what both say counts once", async () => {
    const { take, cwd, rows } = await phoned();
    const fixes = file(cwd, "patients.csv,1,firstName,Asha,Usha");
    const summary = await take([GOOD, NO_PHONE], {}, { fixes });
    expect(summary).toMatchObject({ fixes: { applied: 1 }, chainFixes: { applied: 1 } });
    expect(rows()[0]).toBe("1 Usha 0441234567");
    const same = file(cwd, "patients.csv,2,phoneNumber,,0209461234");
    expect(await take([GOOD, NO_PHONE], {}, { fixes: same })).toMatchObject({
      fixes: { applied: 1 },
    });
  });

  test("that contradicts it asks, and names both places", async () => {
    const { take, cwd, folder } = await phoned();
    const fixes = file(cwd, "patients.csv,2,phoneNumber,,0209469999");
    const both = `${fixes} line 2 and ${join(folder, "fixes.csv")} line 2`;
    await expect(take([GOOD, NO_PHONE], {}, { fixes })).rejects.toThrow(both);
  });
});

test("a cell that was corrected in rejected/ and in the chain otherwise is asked about", async () => {
  const story = await rejected([GOOD, NO_PHONE]);
  await story.desk.correct(set(numberAt(story.desk, 3), PHONE, "0209461234"), ANA);
  const path = join(story.cwd, "reports/1/rejected/patients.csv");
  edit(path, (text) => text.replace("Novak,", "Novak,0209469999"));
  const failure = await story.takeIn().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(DecisionNeeded);
  expect(String(failure)).toMatch(/fixes\.csv row 2: .* rejected\/patients\.csv row 2/);
  edit(path, (text) => text.replace("0209469999", "0209461234"));
  await story.takeIn();
  expect(story.rows()).toEqual(BOTH);
});

describe("a check", () => {
  test("judges a record with other cells by the import's rules, its places and words", async () => {
    const { desk, chain } = await rejected([GOOD, NO_PHONE]);
    const record = numberAt(desk, 3);
    const checked = (value: string) =>
      check({ ...chain, desk, record, cells: [{ at: PHONE, value }] });
    expect(await check({ ...chain, desk, record, cells: [] })).toMatchObject({
      outcome: "rejected",
      issues: [{ code: "patients.phone.missing", at: [PHONE], severity: "error" }],
    });
    expect(await checked("12")).toMatchObject({ issues: [{ code: "patients.phone.malformed" }] });
    expect(await checked("0209461234")).toEqual({ outcome: "taken in", issues: [] });
    const taken = [
      { at: PHONE, value: "0209461234" },
      { at: ID, value: "1" },
    ];
    expect(await check({ ...chain, desk, record, cells: taken })).toMatchObject({
      issues: [{ code: "patients.legacyId.taken", related: { line: 2 } }],
    });
  });
});

test("a rehearsal says what would be rejected still, and leaves nothing behind", async () => {
  const { desk, chain, folder, rows, cwd } = await rejected([GOOD, NO_PHONE, "3,Cy,Fox,,40"]);
  await desk.correct(set(numberAt(desk, 3), PHONE, "0209461234"), ANA);
  const before = readFileSync(chain.database);
  const { summary, stillRejected } = await rehearse(chain);
  expect(summary.entities["patients"]).toMatchObject({ inserted: 1, rejected: 1, balanced: true });
  expect(stillRejected).toEqual([
    {
      entity: "patients",
      file: "patients.csv",
      record: 3,
      line: 4,
      codes: ["patients.phone.missing"],
    },
  ]);
  expect(rows()).toEqual([BOTH[0]]);
  expect(readFileSync(chain.database).equals(before)).toBe(true);
  expect(readdirSync(folder).filter((name) => name.startsWith("rehearsal"))).toEqual([]);
  expect(readdirSync(join(cwd, "reports"))).toEqual(["1"]);
});

test("the log of the chain has what was done and where, and no values", async () => {
  const { folder } = await phoned();
  const log = readFileSync(join(folder, "log.jsonl"), "utf8").trim().split("\n");
  expect(log.map((line) => JSON.parse(line))).toMatchObject([
    { event: "step.added", kind: "set", records: 1, step: 1 },
    { event: "record.corrected", entity: "patients", file: "patients.csv", record: 2, line: 3 },
  ]);
  expect(log.join()).not.toContain("0209461234");
});

describe("a record", () => {
  test("that is withdrawn is so in the retry and in later exports, until that is taken back", async () => {
    const story = await rejected([GOOD, NO_PHONE]);
    const records = [numberAt(story.desk, 3)];
    const { desk } = story;
    await expect(
      desk.correct({ kind: "withdraw", records }, { who: "Ana", why: "" }),
    ).rejects.toThrow(UsageError);
    await desk.correct({ kind: "withdraw", records }, { who: "Ana", why: "a test record" });
    expect(desk.index.facets({}).state).toEqual([{ key: "withdrawn", count: 1 }]);
    const { summary } = await story.takeIn();
    expect(summary.entities["patients"]).toMatchObject({ withdrawn: 1, rejected: 0 });
    const next = await story.take([GOOD, NO_PHONE]);
    expect(next.entities["patients"]).toMatchObject({ unchanged: 1, withdrawn: 1 });
    expect(next.chainFixes).toMatchObject({ withdrawn: 1 });
    const changed = await story.take([GOOD, "2,Tom,Novak,0209461234,39"]);
    expect(changed).toMatchObject({ exitCode: 0, chainFixes: { unused: [2] } });
  });

  test("keeps its id until a new number is chosen, and that holds for the next export", async () => {
    const story = await rejected([GOOD, NO_PHONE]);
    const { desk } = story;
    const record = numberAt(desk, 3);
    await expect(desk.correct(set(record, ID, "7"), ANA)).rejects.toThrow(DecisionNeeded);
    await desk.correct({ kind: "newNumber", record, cells: [{ at: ID, value: "7" }] }, ANA);
    await desk.correct(set(record, PHONE, "0209461234"), ANA);
    await story.takeIn();
    const rows = ["1 Asha 0441234567", "7 Tom 0209461234"];
    expect(story.rows()).toEqual(rows);
    await story.take([GOOD, NO_PHONE]);
    expect(story.rows()).toEqual(rows);
  });

  test("of two with one id is kept, and the other withdrawn", async () => {
    const clash = ["1,Asha,Rao,0441234567,31", "1,Usha,Rao,0441234568,33"];
    const { desk, takeIn, take, rows, chain } = await rejected(clash);
    const [record, other] = [numberAt(desk, 2), numberAt(desk, 3)];
    const step = await desk.correct({ kind: "keepThis", record, others: [other] }, ANA);
    expect(step.why).toBe("asked: patients.csv line 2 is kept");
    const checked = await check({ ...chain, desk, record, cells: [] });
    expect(checked.outcome).toBe("taken in");
    await takeIn();
    expect(rows()).toEqual(["1 Asha 0441234567"]);
    const next = await take(clash);
    expect(next.entities["patients"]).toMatchObject({ unchanged: 1, withdrawn: 1 });
  });

  test("of two with one id gets a new number, and so does the other", async () => {
    const { desk, takeIn, rows } = await rejected([GOOD, "1,Usha,Rao,0441234568,33"]);
    const of = (line: number, value: string) => {
      return { record: numberAt(desk, line), cells: [{ at: ID, value }] };
    };
    await desk.correct({ kind: "newNumbers", records: [of(2, "11"), of(3, "12")] }, ANA);
    await takeIn();
    expect(rows()).toEqual(["11 Asha 0441234567", "12 Usha 0441234568"]);
  });

  test("with too many cells, or without an id, is corrected, in the next export too", async () => {
    const text = `${HEADER}\n3,Ann,Mary,Lee,0441234563,31\n,Bob,Ray,0441234564,32\n4,Cy\n`;
    const { desk, takeIn, take, rows } = await rejected(text);
    const [wide, nameless, short] = [2, 3, 4].map((line) => numberAt(desk, line));
    const cells = ["3", "Ann Mary", "Lee", "0441234563", "31", ""].map((value, at) => {
      return { at, value };
    });
    await desk.correct({ kind: "set", record: wide ?? -1, cells }, ANA);
    await desk.correct(set(nameless ?? -1, ID, "5"), ANA);
    await desk.correct(
      {
        kind: "set",
        record: short ?? -1,
        cells: [
          { at: 2, value: "Fox" },
          { at: PHONE, value: "0441234565" },
        ],
      },
      ANA,
    );
    await takeIn();
    const found = ["3 Ann Mary 0441234563", "4 Cy 0441234565", "5 Bob 0441234564"];
    expect(rows()).toEqual(found);
    const next = await take(text);
    expect([next.entities["patients"]?.unchanged, rows()]).toEqual([3, found]);
  });

  test("of several corrections, one made after it was rejected once more, has them all in the next export", async () => {
    const text = `${HEADER}\n,Bob,Ray,,32\n`;
    const { desk, takeIn, take, rows, openDesk } = await rejected(text);
    await desk.correct(set(numberAt(desk, 2), ID, "5"), ANA);
    await takeIn();
    const second = await openDesk();
    await second.correct(set(numberAt(second, 2), PHONE, "0441234564"), ANA);
    await takeIn();
    await take(text);
    expect(rows()).toEqual(["5 Bob 0441234564"]);
  });
});
