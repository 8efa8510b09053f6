import type { Connection } from "../../db/database.ts";
import type { RunPlace } from "../../ledger/run-exception.ts";
import { cellTexts, joinCells } from "../prepare/original-cells.ts";
import { IssueBook } from "./issue-book.ts";
import type { Kept, NewNote } from "./new-note.ts";
import { lastNoteOf, Note, notesOf } from "./note.ts";
import { isBefore, merged } from "./note-order.ts";
import { NotePage } from "./note-page.ts";
import { NoteTables } from "./note-tables.ts";

/** Notes of a page: writing and reading costs little, and so does a page that is read for one note. */
const PAGE = 64;

/** A page is full, too, when its `textLength` comes to this: records may be long. */
const MOST_TEXT = 64 * 1024;

/** Where the next note has to stand, to come in the order of files and records. */
interface Reached {
  readonly file: number;
  readonly record: number;
  readonly isException: boolean;
}

const NOTHING: Reached = { file: -1, record: 0, isException: true };

/**
 * The notes of a run, in a scratch database. Nearly all come in the order of files and records, one
 * exception a record at most: they are stored in pages, each a row, which costs a tenth of a row for
 * each note. What comes late, a word on a record that was settled before, has a row of its own.
 */
export class NoteStore {
  readonly #tables: NoteTables;
  readonly #book = new IssueBook();
  /** The page that notes are being added to, which is not stored yet. */
  #tail: NotePage | undefined;
  #reached = NOTHING;
  #hasLate = false;
  #last = 0;
  #version = 0;

  constructor(scratch: Connection) {
    this.#tables = new NoteTables(scratch, this.#book);
  }

  /** The number of the last note. */
  get last(): number {
    return this.#last;
  }

  /** Another one when an exception no longer holds, because of a later one or for good. */
  get version(): number {
    return this.#version;
  }

  /** @returns its number */
  add(note: NewNote): number {
    this.#last++;
    if (this.#isNext(note)) this.#append(note);
    else this.#addLate(note);
    return this.#last;
  }

  #isNext({ place: { file, record } }: NewNote): boolean {
    const reached = this.#reached;
    if (file !== reached.file) return file > reached.file;
    if (record !== reached.record) return record > reached.record;
    // The issues of a record come before its exception.
    return !reached.isException;
  }

  #append(note: NewNote): void {
    this.#reached = reachedBy(note);
    if (this.#tail === undefined || !this.#fits(this.#tail, note)) {
      this.#storeTail();
      this.#tail = this.#newPage(note, PAGE);
    }
    this.#tail.add(note);
  }

  #newPage({ place: { file } }: NewNote, rows: number): NotePage {
    return new NotePage({ first: this.#last, file }, this.#book, rows);
  }

  #fits({ head, rows, end, textLength }: NotePage, { place }: NewNote): boolean {
    const hasRoom = rows < PAGE && textLength < MOST_TEXT;
    return hasRoom && head.file === place.file && end === this.#last;
  }

  #storeTail(): void {
    if (this.#tail !== undefined) this.#tables.add(this.#tail);
    this.#tail = undefined;
  }

  #addLate(note: NewNote): void {
    this.#hasLate = true;
    if (note.exception !== undefined) this.#version++;
    const page = this.#newPage(note, 1);
    // A later word on a record does not bring its cells once more.
    const former = note.exception && this.lastExceptionAt(note.place);
    page.add({ ...note, kept: note.kept ?? keptOf(former) });
    this.#tables.addLate(page, note.exception === undefined ? "findings" : "an exception");
  }

  /** A note by its number; undefined if it was forgotten. */
  get(seq: number): Note | undefined {
    const page = this.#inOrderWith(seq) ?? (this.#hasLate ? this.#tables.late(seq) : undefined);
    return page && new Note(page, seq - page.head.first);
  }

  #inOrderWith(seq: number): NotePage | undefined {
    const tail = this.#tail;
    const page = tail !== undefined && tail.head.first <= seq ? tail : this.#tables.before(seq);
    return page !== undefined && seq < page.end ? page : undefined;
  }

  /** The last word on a record: the note of its last exception. */
  lastExceptionAt({ file, record }: Pick<RunPlace, "file" | "record">): Note | undefined {
    return this.#lastLateAt(file, record) ?? this.#firstExceptionAt(file, record);
  }

  #lastLateAt(file: number, record: number): Note | undefined {
    const page = this.#hasLate ? this.#tables.lastLate(file, record) : undefined;
    return page && new Note(page, 0);
  }

  #firstExceptionAt(file: number, record: number): Note | undefined {
    const tail = this.#tail;
    const isOnTail = tail !== undefined && tail.head.file === file && record >= tail.firstRecord;
    const page = isOnTail ? tail : this.#tables.at(file, record);
    const note = page && lastNoteOf(page, record);
    return note?.outcome === null ? undefined : note;
  }

  /** Whether no later exception is of the same record. */
  holds({ seq, file, record }: Note): boolean {
    return (this.#lastLateAt(file, record)?.seq ?? seq) <= seq;
  }

  /** Notes from a number on, in the order in which they came; many at once. */
  *since(from: number): Generator<readonly Note[]> {
    const late = this.#hasLate ? this.#tables.lateSince(from) : undefined;
    yield* merged(this.#inOrder(from), late, (one, other) => one.seq < other.seq);
  }

  /** All notes in the order of files and records: what was found on each, and then its exceptions. */
  *byPlace(): Generator<readonly Note[]> {
    yield* this.#byPlace(this.#inOrder(0), null);
  }

  /** The exceptions that hold, in the order of files and records. */
  *holding(): Generator<readonly Note[]> {
    yield* this.#holdingOf(this.byPlace());
  }

  /** Those of one file. */
  *holdingIn(file: number): Generator<readonly Note[]> {
    yield* this.#holdingOf(this.#byPlace(this.#inOrderOf(file), file));
  }

  #byPlace(groups: Iterable<readonly Note[]>, file: number | null) {
    return merged(groups, this.#hasLate ? this.#tables.lateByPlace(file) : undefined, isBefore);
  }

  *#holdingOf(groups: Iterable<readonly Note[]>): Generator<readonly Note[]> {
    for (const notes of groups) {
      yield notes.filter((note) => note.outcome !== null && this.holds(note));
    }
  }

  *#inOrderOf(file: number): Generator<readonly Note[]> {
    const from = this.#tables.firstOf(file) ?? this.#tail?.head.first;
    for (const notes of from === undefined ? [] : this.#inOrder(from)) {
      if (notes[0]?.file !== file) return;
      yield notes;
    }
  }

  /** A page after the other, so that notes can be added between two of them. */
  *#inOrder(from: number): Generator<readonly Note[]> {
    const cut = this.#inOrderWith(from);
    if (cut !== undefined) yield notesOf(cut).filter(({ seq }) => seq >= from);
    if (cut !== undefined && cut === this.#tail) return;
    let next = cut === undefined ? from : cut.end;
    for (let page = this.#tables.from(next); page !== undefined; page = this.#tables.from(next)) {
      yield notesOf(page);
      next = page.end;
    }
    if (this.#tail !== undefined && this.#tail.head.first >= from) yield notesOf(this.#tail);
  }

  /** Forgets the notes after one; their numbers are not given again. */
  forgetAfter(seq: number): void {
    this.#version++;
    this.#storeTail();
    const last = this.#tables.deleteAfter(seq);
    this.#reached = NOTHING;
    if (last === undefined) return;
    this.#tail = new NotePage(last.head, this.#book, PAGE);
    const kept = notesOf(last).filter((one) => one.seq <= seq);
    for (const note of kept.map(anew)) {
      this.#tail.add(note);
      this.#reached = reachedBy(note);
    }
  }
}

function reachedBy({ place, exception }: NewNote): Reached {
  return { file: place.file, record: place.record, isException: exception !== undefined };
}

/** A stored note as one that is to be added. */
function anew(note: Note): NewNote {
  return {
    place: note,
    issues: note.issues,
    news: note.news.length,
    exception: note.outcome === null ? undefined : note.exception(),
    kept: keptOf(note),
  };
}

function keptOf(note: Note | undefined): Kept | undefined {
  const cells = note?.cells;
  return cells && { cells: joinCells(cellTexts(cells)), awaited: note?.awaited };
}
