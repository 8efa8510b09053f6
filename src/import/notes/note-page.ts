import type { Issue, Outcome } from "../issue.ts";
import type { RunException, RunPlace } from "../run-exception.ts";
import type { EncodedIssues, IssueBook } from "./issue-book.ts";
import type { Awaited, Kept, NewNote } from "./new-note.ts";
import { packTexts, unpackTexts } from "./packed-texts.ts";

/** Notes side by side; a list with one value stands for as many as there are notes. */
interface Columns {
  readonly record: number[];
  readonly line: number[];
  readonly offset: (number | null)[];
  readonly issues: EncodedIssues[];
  readonly news: number[];
  /** Null for what is no exception. */
  readonly outcome: (Outcome | null)[];
  readonly fingerprint: number[];
}

type Texts = (string | null)[];

/** Texts of notes, side by side; an empty list stands for none. */
interface TextColumns {
  readonly legacyId: Texts;
  readonly targetId: Texts;
  readonly former: Texts;
}

/** What is kept of notes, side by side; an empty list stands for none. */
interface KeptColumns {
  readonly shown: Texts;
  readonly entity: Texts;
  readonly legacyId: Texts;
  readonly cells: Texts;
}

/** What all notes of a page have in common. */
export interface PageHead {
  /** The number of its first note. */
  readonly first: number;
  readonly file: number;
  /** Empty where none of them is an exception. */
  readonly entity: string;
}

/** A text without what has to be looked through in it, and JSON that says what stands where. */
export interface Packed {
  readonly packed: string;
  readonly text: string;
}

/** A page as it was stored. */
export interface StoredPage extends Packed {
  readonly rows: number;
  readonly kept: () => Packed | undefined;
}

/** Notes on records of one file, whose numbers follow one another. */
export class NotePage {
  readonly head: PageHead;
  readonly book: IssueBook;
  readonly columns: Columns;
  readonly texts: TextColumns;
  #rows = 0;
  #kept: KeptColumns | undefined;
  readonly #readKept: (() => Packed | undefined) | undefined;

  constructor(head: PageHead, book: IssueBook, stored?: StoredPage) {
    this.head = head;
    this.book = book;
    if (stored === undefined) {
      this.columns = {
        ...{ record: [], line: [], offset: [], issues: [], news: [], outcome: [] },
        fingerprint: [],
      };
      this.texts = { legacyId: [], targetId: [], former: [] };
      this.#kept = { shown: [], entity: [], legacyId: [], cells: [] };
      return;
    }
    const { columns, ends } = JSON.parse(stored.packed) as { columns: Columns; ends: number[][] };
    const [legacyId = [], targetId = [], former = []] = unpackTexts({ ends, text: stored.text });
    this.columns = columns;
    this.texts = { legacyId, targetId, former };
    this.#rows = stored.rows;
    this.#readKept = stored.kept;
  }

  get rows(): number {
    return this.#rows;
  }

  /** The number after its last note. */
  get end(): number {
    return this.head.first + this.#rows;
  }

  get firstRecord(): number {
    return this.columns.record[0] ?? 0;
  }

  add({ place, issues, news, exception, kept }: NewNote): void {
    const { columns, texts } = this;
    columns.record.push(place.record);
    columns.line.push(place.line);
    columns.offset.push(place.offset);
    columns.issues.push(this.book.encode(issues));
    columns.news.push(news);
    columns.outcome.push(exception?.outcome ?? null);
    columns.fingerprint.push(exception?.fingerprint ?? 0);
    texts.legacyId.push(exception?.legacyId ?? null);
    texts.targetId.push(exception?.targetId ?? null);
    texts.former.push(exception?.former ?? null);
    this.#keep(kept);
    this.#rows++;
  }

  #keep(kept: Kept | undefined): void {
    const { shown, entity, legacyId, cells } = this.#allKept();
    const awaited = kept?.awaited;
    shown.push(kept?.shown ?? null);
    entity.push(awaited?.entity ?? null);
    legacyId.push(awaited?.legacyId ?? null);
    cells.push(awaited?.cells ?? null);
  }

  /** Everything but what is kept besides. */
  pack(): Packed {
    const { record, line, offset, issues, news, outcome, fingerprint } = this.columns;
    const { legacyId, targetId, former } = this.texts;
    const columns = {
      ...{ record: narrow(record), line: narrow(line), offset: narrow(offset) },
      ...{ issues: narrow(issues), news: narrow(news), outcome: narrow(outcome) },
      fingerprint: narrow(fingerprint),
    };
    const { ends, text } = packTexts([legacyId, targetId, former]);
    return { packed: JSON.stringify({ columns, ends }), text };
  }

  /** The rest; nothing where there is none. */
  packKept(): Packed | undefined {
    const { shown, entity, legacyId, cells } = this.#allKept();
    const { ends, text } = packTexts([shown, entity, legacyId, cells]);
    return text === "" ? undefined : { packed: JSON.stringify(ends), text };
  }

  keptAt(at: number): Kept {
    const { shown, entity, legacyId, cells } = this.#allKept();
    return {
      shown: shown[at] ?? undefined,
      awaited: awaitedOf(entity[at], legacyId[at], cells[at]),
    };
  }

  #allKept(): KeptColumns {
    if (this.#kept !== undefined) return this.#kept;
    const { packed, text } = this.#readKept?.() ?? { packed: "[]", text: "" };
    const ends = JSON.parse(packed) as number[][];
    const [shown = [], entity = [], legacyId = [], cells = []] = unpackTexts({ ends, text });
    this.#kept = { shown, entity, legacyId, cells };
    return this.#kept;
  }

  notes(): Note[] {
    return Array.from({ length: this.#rows }, (_, at) => new Note(this, at));
  }

  /** The last note on a record. */
  lastOf(record: number): Note | undefined {
    for (let at = this.#rows - 1; at >= 0; at--) {
      if (valueAt(this.columns.record, at) === record) return new Note(this, at);
    }
    return undefined;
  }
}

type Text = string | null | undefined;

function awaitedOf(entity: Text, legacyId: Text, cells: Text): Awaited | undefined {
  if (entity == null || legacyId == null || cells == null) return undefined;
  return { entity, legacyId, cells };
}

/** A note as it stands on its page. */
export class Note implements RunPlace {
  readonly #page: NotePage;
  readonly #at: number;

  constructor(page: NotePage, at: number) {
    this.#page = page;
    this.#at = at;
  }

  get seq(): number {
    return this.#page.head.first + this.#at;
  }

  get file(): number {
    return this.#page.head.file;
  }

  get entity(): string {
    return this.#page.head.entity;
  }

  get record(): number {
    return valueAt(this.#page.columns.record, this.#at);
  }

  get line(): number {
    return valueAt(this.#page.columns.line, this.#at);
  }

  get offset(): number | null {
    return valueAt(this.#page.columns.offset, this.#at);
  }

  /** Null where the note is of no exception. */
  get outcome(): Outcome | null {
    return valueAt(this.#page.columns.outcome, this.#at);
  }

  get fingerprint(): number {
    return valueAt(this.#page.columns.fingerprint, this.#at);
  }

  get legacyId(): string | null {
    return this.#page.texts.legacyId[this.#at] ?? null;
  }

  get targetId(): string | null {
    return this.#page.texts.targetId[this.#at] ?? null;
  }

  get former(): string | null {
    return this.#page.texts.former[this.#at] ?? null;
  }

  get issues(): readonly Issue[] {
    return this.#page.book.decode(valueAt(this.#page.columns.issues, this.#at));
  }

  /** JSON. */
  get issuesText(): string {
    return this.#page.book.write(valueAt(this.#page.columns.issues, this.#at));
  }

  /** Those of its issues that were not told of the record before. */
  get news(): readonly Issue[] {
    const news = valueAt(this.#page.columns.news, this.#at);
    const { issues } = this;
    return news === issues.length ? issues : issues.slice(issues.length - news);
  }

  get kept(): Kept {
    return this.#page.keptAt(this.#at);
  }

  /** The exception that it is of. */
  exception(): RunException {
    return {
      entity: this.entity,
      file: this.file,
      record: this.record,
      line: this.line,
      offset: this.offset,
      legacyId: this.legacyId,
      targetId: this.targetId,
      outcome: this.outcome as Outcome,
      issues: this.issues,
      former: this.former,
      fingerprint: this.fingerprint,
    };
  }
}

/** A list whose values are all the same needs one of them. */
function narrow<Value>(list: readonly Value[]): readonly Value[] {
  return list.every((value) => value === list[0]) ? list.slice(0, 1) : list;
}

function valueAt<Value>(list: readonly Value[], at: number): Value {
  return list[list.length === 1 ? 0 : at] as Value;
}
