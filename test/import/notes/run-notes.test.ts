import { expect, onTestFinished, test } from "vitest";
import { openScratch } from "../../../src/db/sqlite/open.ts";
import { RunNotes } from "../../../src/import/notes/run-notes.ts";
import type { RunException } from "../../../src/ledger/run-exception.ts";

function newSpool(): RunNotes {
  const runNotes = new RunNotes(openScratch);
  onTestFinished(() => runNotes.close());
  return runNotes;
}

const rejected = (record: number, changes: Partial<RunException> = {}): RunException => ({
  entity: "patients",
  file: 0,
  record,
  line: record + 1,
  offset: record * 40,
  legacyId: String(record),
  targetId: null,
  outcome: "rejected",
  former: null,
  issues: [{ code: "patients.phone.missing", severity: "error", column: "PHONE" }],
  fingerprint: record * -7,
  ...changes,
});

const records = (found: Iterable<Pick<RunException, "record">>) =>
  [...found].map(({ record }) => record);

test("an exception comes back as it was put in", () => {
  const runNotes = newSpool();
  const whole = rejected(1, { targetId: "t", former: '{"row":{}}', outcome: "updated" });
  runNotes.addException(whole);
  runNotes.addException(rejected(2, { legacyId: null, offset: null }));
  const taken = [...runNotes.takePending()];
  expect(taken.map((one) => JSON.parse(one.issuesText))).toEqual([whole.issues, whole.issues]);
  expect(taken.map((one) => one.exception())).toEqual([
    whole,
    rejected(2, { legacyId: null, offset: null }),
  ]);
});

test("exceptions are taken once, in the order they came", () => {
  const runNotes = newSpool();
  for (const record of [3, 1]) runNotes.addException(rejected(record));
  expect(records(runNotes.takePending())).toEqual([3, 1]);
  runNotes.addException(rejected(2));
  expect(records(runNotes.takePending())).toEqual([2]);
  expect(records(runNotes.takePending())).toEqual([]);
});

test("what was taken for a transaction that was rolled back is taken again", () => {
  const runNotes = newSpool();
  runNotes.addException(rejected(1));
  expect(records(runNotes.takePending())).toEqual([1]);
  runNotes.keep();
  runNotes.addException(rejected(2));
  expect(records(runNotes.takePending())).toEqual([2]);
  runNotes.retake();
  expect(records(runNotes.takePending())).toEqual([2]);
});

test("a batch that was rolled back is forgotten, with its findings; what was kept stays", () => {
  const runNotes = newSpool();
  const add = (record: number) => {
    runNotes.addException(rejected(record));
    const warning = { code: "patients.phone.short", severity: "warning" } as const;
    runNotes.addFindings(rejected(record + 10), [warning]);
  };
  add(1);
  expect(records(runNotes.takePending())).toEqual([1]);
  runNotes.keep();
  add(2);
  runNotes.forget();
  expect(records(runNotes.rejected(0))).toEqual([1]);
  expect(
    [...runNotes.records()].filter(({ news }) => news.length > 0).map(({ note }) => note.record),
  ).toEqual([1, 11]);
  expect(records(runNotes.takePending())).toEqual([]);
});

test("of a record's exceptions the last one holds", () => {
  const runNotes = newSpool();
  runNotes.addException(rejected(1, { outcome: "duplicate", issues: [] }));
  runNotes.addException(rejected(1));
  expect(runNotes.claims("patients", "1")?.takeUntold(0)).toEqual([rejected(1)]);
  expect(records(runNotes.rejected(0))).toEqual([1]);
  runNotes.addException(rejected(1, { outcome: "duplicate" }));
  expect(records(runNotes.rejected(0))).toEqual([]);
});

test("claims are those of the entity and the exact legacy id, in all files", () => {
  const runNotes = newSpool();
  runNotes.addException(rejected(1, { legacyId: "7" }));
  runNotes.addException(rejected(2, { legacyId: "007" }));
  runNotes.addException(rejected(3, { legacyId: "7", entity: "doctors" }));
  runNotes.addException(rejected(4, { legacyId: "7", file: 1 }));
  expect(records(runNotes.claims("patients", "7")?.takeUntold(0) ?? [])).toEqual([1, 4]);
  expect(runNotes.claims("visits", "7")).toBeUndefined();
});

test("rejected records come in the order of their file, whatever order they were found in", () => {
  const runNotes = newSpool();
  for (const record of [5, 2, 9]) runNotes.addException(rejected(record));
  runNotes.addException(rejected(1, { file: 1 }));
  expect([records(runNotes.rejected(0)), records(runNotes.rejected(1))]).toEqual([[2, 5, 9], [1]]);
});

test("what rounding took is known by the record's place, exactly", () => {
  const runNotes = newSpool();
  const difference = { units: -(10n ** 30n) - 1n, scale: 32 };
  runNotes.addRounding(rejected(1), { field: "consultationFee", difference });
  expect(runNotes.roundings(rejected(1))).toEqual([{ field: "consultationFee", difference }]);
  expect(runNotes.roundings(rejected(2))).toEqual([]);
});

test("an exception tells of what is new of its record; what is moot is not told", () => {
  const runNotes = newSpool();
  const issue = (code: string) => ({ code, severity: "error" }) as const;
  const [one, other, third] = [issue("a"), issue("b"), issue("c")];
  runNotes.addException(rejected(2, { issues: [one, other] }));
  runNotes.addFindings(rejected(1), [third]);
  runNotes.addException(rejected(1, { issues: [one] }), { news: 1 });
  runNotes.addException(rejected(2, { issues: [one, third] }), { news: 1 });
  runNotes.removeFinding(rejected(2), other);
  const told = [...runNotes.records()].flatMap(({ note, news }) =>
    news.map(({ code }) => `${note.record}${code}`),
  );
  expect(told).toEqual(["1c", "1a", "2a", "2c"]);
});

test("claims are found however many there are", () => {
  const runNotes = newSpool();
  for (let record = 1; record <= 3_000; record++) runNotes.addException(rejected(record));
  runNotes.addException(rejected(3_001, { legacyId: "7" }));
  const found = (legacyId: string) =>
    records(runNotes.claims("patients", legacyId)?.takeUntold(0) ?? []);
  expect(found("7")).toEqual([7, 3_001]);
  expect(found("2999")).toEqual([2_999]);
  expect(runNotes.claims("patients", "3002")).toBeUndefined();
});

const duplicate = { code: "patients.legacyId.duplicate", severity: "error" } as const;

test("records of one id are told of a rival once, however many there are and whatever they are", () => {
  const runNotes = newSpool();
  // To look at all before it with each of them would take minutes.
  const many = 6_000;
  let rivals = 0;
  for (let record = 1; record <= many; record++) {
    const claims = runNotes.claims("patients", "0");
    if (claims?.rivalOf(1) !== undefined) rivals++;
    runNotes.addException(rejected(record, { legacyId: "0", fingerprint: 1 }));
  }
  expect(rivals).toBe(0);
  const untold = runNotes.claims("patients", "0")?.takeUntold(2) ?? [];
  expect(untold.length).toBe(many);
  expect(runNotes.claims("patients", "0")?.rivalOf(2)).toMatchObject({ record: 1 });
  for (const one of untold) runNotes.addException({ ...one, issues: [...one.issues, duplicate] });
  expect(runNotes.claims("patients", "0")?.takeUntold(2)).toEqual([]);
  expect([...runNotes.crowds("patients", 1_000)]).toMatchObject([
    { first: { record: 1 }, records: many },
  ]);
});

test("records that say the same as one before may be passed over where those of one id are counted", () => {
  const runNotes = newSpool();
  for (let record = 1; record <= 60; record++) {
    const outcome = record > 2 ? "duplicate" : "rejected";
    runNotes.addException({ ...rejected(record, { legacyId: "0", fingerprint: 1 }), outcome });
  }
  const most = (alike: "counted" | "passed over") => [
    ...runNotes.crowds("patients", 50, { alike }),
  ];
  expect(most("counted")).toMatchObject([{ first: { record: 1 }, records: 60 }]);
  expect(most("passed over")).toEqual([]);
});

test("what is forgotten of an id that many records have is not found any more", () => {
  const runNotes = newSpool();
  const add = (record: number, fingerprint: number) =>
    runNotes.addException(rejected(record, { legacyId: "0", fingerprint }));
  for (let record = 1; record <= 40; record++) add(record, 1);
  expect(runNotes.claims("patients", "0")?.rivalOf(1)).toBeUndefined();
  runNotes.keep();
  for (let record = 41; record <= 80; record++) add(record, 2);
  expect(runNotes.claims("patients", "0")?.rivalOf(1)).toMatchObject({ record: 41 });
  runNotes.forget();
  expect(runNotes.claims("patients", "0")?.rivalOf(1)).toBeUndefined();
  expect(records(runNotes.claims("patients", "0")?.takeUntold(2) ?? []).length).toBe(40);
});
