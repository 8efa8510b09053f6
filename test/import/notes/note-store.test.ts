import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { openScratch } from "../../../src/db/sqlite/open.ts";
import type { NewNote } from "../../../src/import/notes/new-note.ts";
import type { Note } from "../../../src/import/notes/note.ts";
import { NoteStore } from "../../../src/import/notes/note-store.ts";
import { cellTexts, joinCells, splitCells } from "../../../src/import/prepare/original-cells.ts";
import type { Issue, Outcome } from "../../../src/ledger/issue.ts";

// What the store keeps is compared with a plain list of notes, of which the last word on a record
// holds.

function newStore(): NoteStore {
  const scratch = openScratch();
  onTestFinished(() => scratch.close());
  return new NoteStore(scratch);
}

type Numbered = NewNote & { readonly seq: number };

/** A note as it was put in, whether it is read or written. */
const told = (one: NewNote & { readonly seq: number }) => ({
  seq: one.seq,
  place: [one.place.file, one.place.record, one.place.line, one.place.offset],
  issues: one.issues,
  news: one.issues.slice(one.issues.length - one.news),
  exception: one.exception,
  kept: one.kept && { cells: splitCells(one.kept.cells), awaited: one.kept.awaited },
});

const read = (note: Note) => ({
  seq: note.seq,
  place: [note.file, note.record, note.line, note.offset],
  issues: note.issues,
  news: note.news,
  exception: note.outcome === null ? undefined : note.exception(),
  kept: note.cells && { cells: cellTexts(note.cells), awaited: note.awaited },
});

const text = fc.string({ unit: "binary", maxLength: 12 });
const issue: fc.Arbitrary<Issue> = fc.record(
  {
    code: fc.constantFrom("visits.patient.unknown", "visits.notes.too-long"),
    severity: fc.constantFrom("error", "warning"),
    column: fc.constantFrom("patientId", "NOTES"),
    detail: text,
    related: fc.record({
      file: fc.constantFrom("patients.csv", 'a "b".csv'),
      record: fc.nat(),
      line: fc.nat(),
    }),
  },
  { requiredKeys: ["code", "severity"] },
);
const outcome = fc.constantFrom<Outcome>("rejected", "duplicate", "updated");
const noted = fc.record({
  file: fc.nat(2),
  record: fc.integer({ min: 1, max: 12 }),
  offset: fc.option(fc.nat(2 ** 40)),
  issues: fc.array(issue, { maxLength: 3 }),
  outcome: fc.option(outcome, { freq: 3 }),
  entity: fc.constantFrom("patients", "visits"),
  legacyId: fc.option(text),
  targetId: fc.option(text, { freq: 1 }),
  former: fc.option(text, { freq: 1 }),
  fingerprint: fc.integer(),
  cells: fc.option(fc.array(text, { maxLength: 4 }), { nil: undefined }),
  awaited: fc.option(fc.record({ entity: text, legacyId: text }), { nil: undefined }),
});
type Noted = typeof noted extends fc.Arbitrary<infer Value> ? Value : never;

function newNote(one: Noted): NewNote {
  const { file, record, offset, issues, outcome: of, awaited } = one;
  const place = { file, record, line: record + 1, offset };
  const { entity, legacyId, targetId, former, fingerprint } = one;
  if (of === null) return { place, issues, news: issues.length };
  const rest = { entity, legacyId, targetId, former, fingerprint, outcome: of, issues };
  return {
    place,
    issues,
    news: issues.length > 0 ? issues.length - 1 : 0,
    exception: { ...place, ...rest },
    kept: one.cells && { cells: joinCells(one.cells), awaited },
  };
}

const isException = ({ exception }: NewNote) => exception !== undefined;
const isAt = (one: NewNote, other: NewNote) =>
  one.place.file === other.place.file && one.place.record === other.place.record;

/** A later word on a record has the cells that were kept with an earlier one. */
function added(notes: readonly Numbered[], note: NewNote, seq: number): Numbered {
  const former = notes.findLast((one) => isException(one) && isAt(one, note))?.kept;
  if (!isException(note)) return { ...note, seq };
  return { ...note, kept: note.kept ?? former, seq };
}

const byPlace = (one: Numbered, other: Numbered) =>
  one.place.file - other.place.file ||
  one.place.record - other.place.record ||
  Number(isException(one)) - Number(isException(other)) ||
  one.seq - other.seq;

const all = (groups: Iterable<readonly Note[]>) => [...groups].flat().map(read);

const step = fc.oneof(
  { weight: 12, arbitrary: noted },
  { weight: 1, arbitrary: fc.constantFrom("keep", "forget") },
);

interface Played {
  readonly store: NoteStore;
  readonly notes: readonly Numbered[];
  /** The last note that was kept. */
  readonly kept: number;
}

function play(steps: readonly (Noted | string)[], inOrder: boolean): Played {
  const store = newStore();
  let notes: Numbered[] = [];
  let kept = 0;
  for (const [nth, one] of steps.entries()) {
    if (one === "keep") kept = store.last;
    else if (typeof one === "string") {
      store.forgetAfter(kept);
      notes = notes.filter(({ seq }) => seq <= kept);
    } else {
      const note = newNote(inOrder ? { ...one, file: 0, record: nth + 1 } : one);
      notes.push(added(notes, note, store.add(note)));
    }
  }
  return { store, notes, kept };
}

function isLast(one: Numbered, notes: readonly Numbered[]): boolean {
  const alike = notes.filter((other) => isException(other) && isAt(one, other));
  return isException(one) && alike.every(({ seq }) => seq <= one.seq);
}

function check(steps: readonly (Noted | string)[], inOrder: boolean): void {
  const { store, notes, kept } = play(steps, inOrder);
  const ordered = notes.toSorted(byPlace);
  const lasting = ordered.filter((one) => isLast(one, notes));
  const since = notes.filter(({ seq }) => seq > kept);
  expect(all(store.since(0))).toEqual(notes.map(told));
  expect(all(store.since(kept + 1))).toEqual(since.map(told));
  expect(all(store.byPlace())).toEqual(ordered.map(told));
  expect(all(store.holding())).toEqual(lasting.map(told));
  for (const file of [0, 1, 2, 3]) {
    const ofFile = lasting.filter(({ place }) => place.file === file);
    expect(all(store.holdingIn(file))).toEqual(ofFile.map(told));
  }
  for (let seq = 0; seq <= store.last + 1; seq++) {
    const note = store.get(seq);
    expect(note && read(note)).toEqual(notes.filter((one) => one.seq === seq).map(told)[0]);
  }
  for (const one of notes) {
    const last = store.lastExceptionAt(one.place);
    expect(last && read(last)).toEqual(lasting.filter((other) => isAt(one, other)).map(told)[0]);
  }
}

test("what was noted is read as it was put in: by number, by place, in both orders", () => {
  const steps = fc.array(step, { maxLength: 40 });
  fc.assert(fc.property(steps, fc.boolean(), check), { seed: 20260114, numRuns: 150 });
  // Several pages, forgotten and noted anew in the middle of one.
  const many = fc.array(step, { minLength: 150, maxLength: 300 });
  fc.assert(fc.property(many, fc.constant(true), check), { seed: 20260114, numRuns: 12 });
});

test("more kinds of issues than are given numbers are kept as well", () => {
  const store = newStore();
  const issues = Array.from({ length: 1_200 }, (_, nth) => ({
    code: `visits.rule-${nth}`,
    severity: "error" as const,
    related: { file: `file ${nth}`, record: nth, line: nth },
  }));
  for (const [nth, one] of issues.entries()) {
    store.add({ place: { file: 0, record: nth + 1, line: 1, offset: 0 }, issues: [one], news: 1 });
  }
  expect(all(store.byPlace()).flatMap((note) => note.issues)).toEqual(issues);
  const written = [...store.byPlace()].flat().map(({ issuesText }) => issuesText);
  expect(written).toEqual(issues.map((one) => JSON.stringify([one])));
});

test("who does not read on leaves no query open", () => {
  const scratch = openScratch();
  const store = new NoteStore(scratch);
  const at = (record: number) =>
    newNote({
      file: 0,
      record,
      offset: 0,
      issues: [],
      outcome: "rejected",
      entity: "patients",
      legacyId: null,
      targetId: null,
      former: null,
      fingerprint: 0,
      cells: undefined,
      awaited: undefined,
    });
  for (const record of [1, 2, 10, 11, 1, 10, 2]) store.add(at(record));
  for (const notes of [store.byPlace(), store.since(0), store.holdingIn(0)]) {
    expect(notes.next().done).toBe(false);
    notes.return(undefined);
  }
  store.add(at(11));
  store.forgetAfter(3);
  expect(all(store.byPlace()).map(({ place }) => place[1])).toEqual([1, 2, 10]);
  scratch.close();
});
