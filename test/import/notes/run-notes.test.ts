import { expect, onTestFinished, test } from "vitest";
import { Spool } from "../../../src/import/notes/run-notes.ts";
import type { RunException } from "../../../src/ledger/run-exception.ts";

function newSpool(): Spool {
  const spool = new Spool();
  onTestFinished(() => spool.close());
  return spool;
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
  const spool = newSpool();
  const whole = rejected(1, { targetId: "t", former: '{"row":{}}', outcome: "updated" });
  spool.addException(whole);
  spool.addException(rejected(2, { legacyId: null, offset: null }));
  const taken = [...spool.takePending()];
  expect(taken.map((one) => JSON.parse(one.issuesText))).toEqual([whole.issues, whole.issues]);
  expect(taken.map((one) => one.exception())).toEqual([
    whole,
    rejected(2, { legacyId: null, offset: null }),
  ]);
});

test("exceptions are taken once, in the order they came", () => {
  const spool = newSpool();
  for (const record of [3, 1]) spool.addException(rejected(record));
  expect(records(spool.takePending())).toEqual([3, 1]);
  spool.addException(rejected(2));
  expect(records(spool.takePending())).toEqual([2]);
  expect(records(spool.takePending())).toEqual([]);
});

test("what was taken for a transaction that was rolled back is taken again", () => {
  const spool = newSpool();
  spool.addException(rejected(1));
  expect(records(spool.takePending())).toEqual([1]);
  spool.keep();
  spool.addException(rejected(2));
  expect(records(spool.takePending())).toEqual([2]);
  spool.retake();
  expect(records(spool.takePending())).toEqual([2]);
});

test("a batch that was rolled back is forgotten, with its findings; what was kept stays", () => {
  const spool = newSpool();
  const add = (record: number) => {
    spool.addException(rejected(record));
    const warning = { code: "patients.phone.short", severity: "warning" } as const;
    spool.addFindings(rejected(record + 10), [warning]);
  };
  add(1);
  expect(records(spool.takePending())).toEqual([1]);
  spool.keep();
  add(2);
  spool.forget();
  expect(records(spool.rejected(0))).toEqual([1]);
  expect(
    [...spool.records()].filter(({ news }) => news.length > 0).map(({ note }) => note.record),
  ).toEqual([1, 11]);
  expect(records(spool.takePending())).toEqual([]);
});

test("of a record's exceptions the last one holds", () => {
  const spool = newSpool();
  spool.addException(rejected(1, { outcome: "duplicate", issues: [] }));
  spool.addException(rejected(1));
  expect(spool.claims("patients", "1")?.takeUntold(0)).toEqual([rejected(1)]);
  expect(records(spool.rejected(0))).toEqual([1]);
  spool.addException(rejected(1, { outcome: "duplicate" }));
  expect(records(spool.rejected(0))).toEqual([]);
});

test("claims are those of the entity and the exact legacy id, in all files", () => {
  const spool = newSpool();
  spool.addException(rejected(1, { legacyId: "7" }));
  spool.addException(rejected(2, { legacyId: "007" }));
  spool.addException(rejected(3, { legacyId: "7", entity: "doctors" }));
  spool.addException(rejected(4, { legacyId: "7", file: 1 }));
  expect(records(spool.claims("patients", "7")?.takeUntold(0) ?? [])).toEqual([1, 4]);
  expect(spool.claims("visits", "7")).toBeUndefined();
});

test("rejected records come in the order of their file, whatever order they were found in", () => {
  const spool = newSpool();
  for (const record of [5, 2, 9]) spool.addException(rejected(record));
  spool.addException(rejected(1, { file: 1 }));
  expect([records(spool.rejected(0)), records(spool.rejected(1))]).toEqual([[2, 5, 9], [1]]);
});

test("what rounding took is known by the record's place, exactly", () => {
  const spool = newSpool();
  const difference = { units: -(10n ** 30n) - 1n, scale: 32 };
  spool.addRounding(rejected(1), { field: "consultationFee", difference });
  expect(spool.roundings(rejected(1))).toEqual([{ field: "consultationFee", difference }]);
  expect(spool.roundings(rejected(2))).toEqual([]);
});

test("an exception tells of what is new of its record; what is moot is not told", () => {
  const spool = newSpool();
  const issue = (code: string) => ({ code, severity: "error" }) as const;
  const [one, other, third] = [issue("a"), issue("b"), issue("c")];
  spool.addException(rejected(2, { issues: [one, other] }));
  spool.addFindings(rejected(1), [third]);
  spool.addException(rejected(1, { issues: [one] }), { news: 1 });
  spool.addException(rejected(2, { issues: [one, third] }), { news: 1 });
  spool.removeFinding(rejected(2), other);
  const told = [...spool.records()].flatMap(({ note, news }) =>
    news.map(({ code }) => `${note.record}${code}`),
  );
  expect(told).toEqual(["1c", "1a", "2a", "2c"]);
});

test("claims are found however many there are", () => {
  const spool = newSpool();
  for (let record = 1; record <= 3_000; record++) spool.addException(rejected(record));
  spool.addException(rejected(3_001, { legacyId: "7" }));
  const found = (legacyId: string) =>
    records(spool.claims("patients", legacyId)?.takeUntold(0) ?? []);
  expect(found("7")).toEqual([7, 3_001]);
  expect(found("2999")).toEqual([2_999]);
  expect(spool.claims("patients", "3002")).toBeUndefined();
});

const duplicate = { code: "patients.legacyId.duplicate", severity: "error" } as const;

test("records of one id are told of a rival once, however many there are and whatever they are", () => {
  const spool = newSpool();
  // To look at all before it with each of them would take minutes.
  const many = 6_000;
  let rivals = 0;
  for (let record = 1; record <= many; record++) {
    const claims = spool.claims("patients", "0");
    if (claims?.rivalOf(1) !== undefined) rivals++;
    spool.addException(rejected(record, { legacyId: "0", fingerprint: 1 }));
  }
  expect(rivals).toBe(0);
  const untold = spool.claims("patients", "0")?.takeUntold(2) ?? [];
  expect(untold.length).toBe(many);
  expect(spool.claims("patients", "0")?.rivalOf(2)).toMatchObject({ record: 1 });
  for (const one of untold) spool.addException({ ...one, issues: [...one.issues, duplicate] });
  expect(spool.claims("patients", "0")?.takeUntold(2)).toEqual([]);
  expect([...spool.crowds("patients", 1_000)]).toMatchObject([
    { first: { record: 1 }, records: many },
  ]);
});

test("what is forgotten of an id that many records have is not found any more", () => {
  const spool = newSpool();
  const add = (record: number, fingerprint: number) =>
    spool.addException(rejected(record, { legacyId: "0", fingerprint }));
  for (let record = 1; record <= 40; record++) add(record, 1);
  expect(spool.claims("patients", "0")?.rivalOf(1)).toBeUndefined();
  spool.keep();
  for (let record = 41; record <= 80; record++) add(record, 2);
  expect(spool.claims("patients", "0")?.rivalOf(1)).toMatchObject({ record: 41 });
  spool.forget();
  expect(spool.claims("patients", "0")?.rivalOf(1)).toBeUndefined();
  expect(records(spool.claims("patients", "0")?.takeUntold(2) ?? []).length).toBe(40);
});
