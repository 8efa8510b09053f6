import { expect, test } from "vitest";
import { contradictions } from "../../../src/assess/lock/contradictions.ts";
import { isAccepted, parseLock, renewLock } from "../../../src/assess/lock/decision-lock.ts";
import type { FieldEvidence } from "../../../src/assess/lock/field-evidence.ts";
import { openQuestions } from "../../../src/assess/lock/questions.ts";
import { UsageError } from "../../../src/plain/errors.ts";
import { decision, fieldEvidence, fileEvidence, lockOf, readings } from "../../support/evidence.ts";

const options = { format: "DD/MM/YYYY" };
const proving = (proofs: Readonly<Record<string, number>>) =>
  decision({ readings: readings(proofs), options });
const nulls = (proofs: Readonly<Record<string, number>>) =>
  decision({ subject: "nullTokens", readings: readings(proofs) });
const lock = (field: Partial<FieldEvidence>, header?: string[]) =>
  lockOf([fileEvidence(fieldEvidence({ options, ...field }), header)]);
const PATIENTS = fileEvidence(fieldEvidence({ entity: "patients", file: "patients.csv" }));

const before = lock({ decisions: [proving({ "DD/MM/YYYY": 12 })] });
const fieldsAgainst = (field: Partial<FieldEvidence>) =>
  contradictions(before, lock(field)).map((one) => one.field);

test.each<[string, Partial<FieldEvidence>]>([
  ["five cells of another order", { decisions: [proving({ "MM/DD/YYYY": 5 })] }],
  ["more than half of the cells refused", { refused: { "not-a-date": 11 } }],
  ["five cells of a null token", { decisions: [nulls({ NULL: 5 })] }],
])("what is locked of a field is contradicted by %s", (_, field) => {
  expect(fieldsAgainst(field)).toEqual(["visitDate"]);
});

test.each<[string, Partial<FieldEvidence>]>([
  ["four cells of another order", { decisions: [proving({ "MM/DD/YYYY": 4 })] }],
  ["half of the cells refused", { refused: { "not-a-date": 10 } }],
  ["four cells of a null token", { decisions: [nulls({ NULL: 4 })] }],
  ["the order that is locked", { decisions: [proving({ "DD/MM/YYYY": 99 })] }],
])("it is not by %s", (_, field) => {
  expect(fieldsAgainst(field)).toEqual([]);
});

test("one more unknown code contradicts, as many as before do not", () => {
  const decisions = [decision({ subject: "codes" })];
  const coded = (refusedKinds: number) =>
    lock({ decisions, refused: { unknown: 3 }, refusedKinds });
  expect(contradictions(coded(1), coded(2))).toMatchObject([{ field: "visitDate" }]);
  expect(contradictions(coded(2), coded(2))).toEqual([]);
});

test("columns that came or went contradict the entity; a new entity contradicts nothing", () => {
  const news = contradictions(before, lock({}, ["id", "day"]));
  expect(news).toMatchObject([{ entity: "visits", field: null }]);
  expect(news[0]?.says).toMatch(/"date".*"day"/);
  expect(contradictions(before, lockOf([PATIENTS]))).toEqual([]);
});

test("the stronger evidence stays, unless the field is mapped otherwise", () => {
  const later = lock({ decisions: [proving({ "DD/MM/YYYY": 3 })] });
  expect(renewLock(before, later).decisions).toEqual(before.decisions);
  const other = lock({ options: { format: "D/M/YYYY" }, decisions: [] });
  expect(renewLock(before, other).decisions).toEqual(other.decisions);
});

test("an export without an entity leaves what is locked of it, for the next that has it", () => {
  const kept = renewLock(before, lockOf([PATIENTS]));
  expect(kept.decisions.map(({ entity }) => entity)).toEqual(["patients", "visits"]);
  expect(kept.files.map(({ sha256 }) => sha256)).toEqual(["of patients.csv", "of visits.csv"]);
  const next = lock({ decisions: [proving({ "MM/DD/YYYY": 5 })] });
  expect(contradictions(kept, next)).toMatchObject([{ entity: "visits", field: "visitDate" }]);
});

test("what was read through another mapping is read again, even if the file is the same", () => {
  const kept = renewLock(before, lockOf([PATIENTS], "m2"));
  expect(kept.files.map(({ sha256 }) => sha256)).toEqual(["of patients.csv", ""]);
  expect(parseLock("kept", JSON.stringify(kept))).toEqual(kept);
});

test("files of one entity are locked as one field: proofs, refusals, null tokens added up", () => {
  const part = (file: string, given: Partial<FieldEvidence>) =>
    fileEvidence(fieldEvidence({ file, ...given }));
  const { decisions } = lockOf([
    part("a.csv", {
      decisions: [proving({ DMY: 2 }), nulls({ NULL: 1 })],
      refused: { unknown: 2 },
    }),
    part("b.csv", { decisions: [proving({ DMY: 3 }), nulls({ NULL: 4, "-": 0 })] }),
  ]);
  expect(decisions).toMatchObject([{ cells: 40, refused: 2, nullTokens: { NULL: 5 } }]);
  expect(decisions[0]?.readings).toEqual(readings({ DMY: 5 }));
});

test("a question that was put aside is not asked again until the field is mapped otherwise", () => {
  const open = fieldEvidence({ refused: { ambiguous: 2 }, options });
  const locked = lockOf([fileEvidence(open)]);
  const accepted = (said: FieldEvidence["said"], from = [locked]) =>
    openQuestions(open).map((question) => isAccepted(from[0], question, { said }));
  expect(accepted(options)).toEqual([true]);
  expect(accepted({ format: "D/M/YYYY" })).toEqual([false]);
  expect(accepted(options, [])).toEqual([false]);
});

test.each(["", "{}", '{"lockVersion":2}'])("%j is no lock", (json) => {
  expect(() => parseLock("mapping.lock.json", json)).toThrow(UsageError);
});
