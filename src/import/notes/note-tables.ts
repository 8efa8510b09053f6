import type { Connection, DbValue, Statement } from "../../db/database.ts";
import type { IssueBook } from "./issue-book.ts";
import { Note } from "./note.ts";
import { NotePage } from "./note-page.ts";

const TABLES = `
  create table pages (
    first integer primary key, file integer not null,
    record integer not null,
    numbers blob not null, found text not null, ends blob not null, text text not null
  );
  create index pages_place on pages (file, record, first);
  create table late (
    seq integer primary key, file integer not null, record integer not null,
    is_exception integer not null,
    numbers blob not null, found text not null, ends blob not null, text text not null
  );
  create index late_place on late (file, record, is_exception, seq);
  create table cells (first integer primary key, ends blob not null, bytes blob not null);`;

const PAGE = "first, file, numbers, found, ends, text";
const LATE = "seq, file, numbers, found, ends, text";

/** Pages that are held as they were read. */
const HELD = 16;

/** Pages of notes in a scratch database; a note that came late has a page of its own, apart. */
export class NoteTables {
  readonly #scratch: Connection;
  readonly #book: IssueBook;
  /**
   * The oldest is replaced. In a `Map` one that is taken out would stay in memory with all that came
   * after it: a table that a `Map` has outgrown leads to the next one.
   */
  readonly #held: NotePage[] = [];
  #oldest = 0;
  readonly #add: Statement;
  readonly #addLate: Statement;
  readonly #addCells: Statement;
  readonly #cells: Statement;
  readonly #before: Statement;
  readonly #from: Statement;
  readonly #at: Statement;
  readonly #late: Statement;
  readonly #lastLate: Statement;

  constructor(scratch: Connection, book: IssueBook) {
    scratch.exec(TABLES);
    this.#scratch = scratch;
    this.#book = book;
    this.#add = scratch.prepare("insert into pages values (?, ?, ?, ?, ?, ?, ?)");
    this.#addLate = scratch.prepare("insert into late values (?, ?, ?, ?, ?, ?, ?, ?)");
    this.#addCells = scratch.prepare("insert into cells values (?, ?, ?)");
    this.#cells = scratch.prepare("select ends, bytes from cells where first = ?");
    const page = `select ${PAGE} from pages`;
    this.#before = scratch.prepare(`${page} where first <= ? order by first desc limit 1`);
    this.#from = scratch.prepare(`${page} where first >= ? order by first limit 1`);
    this.#at = scratch.prepare(
      `${page} where file = ? and record <= ? order by record desc, first desc limit 1`,
    );
    const late = `select ${LATE} from late`;
    this.#late = scratch.prepare(`${late} where seq = ?`);
    this.#lastLate = scratch.prepare(
      `${late} where file = ? and record = ? and is_exception = 1 order by seq desc limit 1`,
    );
  }

  add(page: NotePage): void {
    const { first, file } = page.head;
    const { numbers, found, ends, text } = page.pack();
    this.#add.run([first, file, page.firstRecord, numbers, found, ends, text]);
    this.#addCellsOf(page);
  }

  /** @param page with one note */
  addLate(page: NotePage, what: "an exception" | "findings"): void {
    const { first, file } = page.head;
    const { numbers, found, ends, text } = page.pack();
    const place = [first, file, page.firstRecord, what === "an exception" ? 1 : 0];
    this.#addLate.run([...place, numbers, found, ends, text]);
    this.#addCellsOf(page);
  }

  #addCellsOf(page: NotePage): void {
    const cells = page.packCells();
    if (cells !== undefined) this.#addCells.run([page.head.first, cells.ends, cells.bytes]);
  }

  /** The last page that begins with a note, or with one before it. */
  before(seq: number): NotePage | undefined {
    return this.#read(this.#before.get([seq]));
  }

  /** The first page that begins with a note, or with one behind it. */
  from(seq: number): NotePage | undefined {
    return this.#read(this.#from.get([seq]));
  }

  /** The last page that begins with a record of a file, or with one before it. */
  at(file: number, record: number): NotePage | undefined {
    return this.#read(this.#at.get([file, record]));
  }

  /** The number of the first note of a file. */
  firstOf(file: number): number | undefined {
    const [first] =
      this.#scratch.prepare("select min(first) from pages where file = ?").get([file]) ?? [];
    return first == null ? undefined : Number(first);
  }

  late(seq: number): NotePage | undefined {
    return this.#read(this.#late.get([seq]));
  }

  /** The last exception of a record that came late. */
  lastLate(file: number, record: number): NotePage | undefined {
    return this.#read(this.#lastLate.get([file, record]));
  }

  /** Notes that came late, from one on, in the order in which they came. */
  lateSince(seq: number): Generator<Note> {
    return this.#notesOf("where seq >= ? order by seq", [seq]);
  }

  /** Those of all files, or of one, in the order of files and records. */
  lateByPlace(file: number | null): Generator<Note> {
    const which = "where ? is null or file = ? order by file, record, is_exception, seq";
    return this.#notesOf(which, [file, file]);
  }

  *#notesOf(which: string, values: readonly DbValue[]): Generator<Note> {
    const found = this.#scratch.prepare(`select ${LATE} from late ${which}`);
    for (const row of found.iterate(values)) {
      const page = this.#read(row);
      if (page !== undefined) yield new Note(page, 0);
    }
  }

  #read(row: DbValue[] | undefined): NotePage | undefined {
    if (row === undefined) return undefined;
    const [number, file, numbers, found, ends, text] = row;
    const first = Number(number);
    for (const held of this.#held) if (held.head.first === first) return held;
    const head = { first, file: Number(file) };
    const page = new NotePage(head, this.#book, {
      numbers: numbers as Buffer,
      found: String(found),
      ends: ends as Buffer,
      text: String(text),
      cells: () => {
        const found = this.#cells.get([first]);
        return found && { ends: found[0] as Buffer, bytes: found[1] as Buffer };
      },
    });
    this.#held[this.#oldest] = page;
    this.#oldest = (this.#oldest + 1) % HELD;
    return page;
  }

  /**
   * Deletes the notes after one.
   *
   * @returns the last page that is left, which is not stored any more: notes of it may have to go
   */
  deleteAfter(seq: number): NotePage | undefined {
    const last = this.before(seq)?.takeAlong();
    const cut = last?.head.first ?? seq + 1;
    this.#scratch.prepare("delete from pages where first >= ?").run([cut]);
    this.#scratch.prepare("delete from cells where first = ? or first > ?").run([cut, seq]);
    this.#scratch.prepare("delete from late where seq > ?").run([seq]);
    this.#held.length = 0;
    this.#oldest = 0;
    return last;
  }
}
