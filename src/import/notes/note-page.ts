import type { Issue, Outcome, RelatedPlace } from "../issue.ts";
import type { IssueBook } from "./issue-book.ts";
import type { Awaited, Kept, NewNote } from "./new-note.ts";
import { Note } from "./note.ts";
import { isEmpty, type PackedTexts, packTexts, unpackTexts } from "./packed-texts.ts";

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
}

/** All that stands on a page but what is kept besides. */
export interface PackedPage extends PackedTexts {
  /** 64-bit floats, as many for each note as `NUMBER` names. */
  readonly numbers: Buffer;
  /** JSON: the issues that are not told by numbers, the outcomes and the entities. */
  readonly found: string;
}

/** A page as it was stored. */
export interface StoredPage extends PackedPage {
  readonly kept: () => PackedTexts | undefined;
}

interface Found {
  readonly issues: readonly (readonly [at: number, issues: readonly Issue[]])[];
  readonly outcomes: (Outcome | null)[];
  readonly entities: string[];
}

/** What stands where among the numbers of a note. */
const NUMBER = {
  ...{ record: 0, line: 1, offset: 2, fingerprint: 3, news: 4 },
  ...{ issue: 5, relatedFile: 6, relatedRecord: 7, relatedLine: 8 },
} as const;
const WIDTH = Object.keys(NUMBER).length;
const BYTES = Float64Array.BYTES_PER_ELEMENT * WIDTH;
/** The offset is not known; there is no related place; the issues have no number. */
const NONE = -1;

/** Notes on records of one file, whose numbers follow one another. */
export class NotePage {
  readonly head: PageHead;
  readonly book: IssueBook;
  #texts: TextColumns | undefined;
  readonly #packedTexts: PackedTexts | undefined;
  readonly #numbers: Float64Array;
  /** By position: the issues of notes that have several, or some without a number. */
  readonly #issues: Map<number, readonly Issue[]>;
  /** Null for what is no exception. */
  readonly #outcomes: (Outcome | null)[];
  /** Of a note that is no exception it is that of the one before. */
  readonly #entities: string[];
  #textLength = 0;
  #rows: number;
  #kept: KeptColumns | undefined;
  readonly #readKept: (() => PackedTexts | undefined) | undefined;

  /** @param from as it was stored, or how many notes there is room for */
  constructor(head: PageHead, book: IssueBook, from: StoredPage | number) {
    this.head = head;
    this.book = book;
    if (typeof from === "number") {
      this.#rows = 0;
      this.#numbers = new Float64Array(from * WIDTH);
      this.#issues = new Map();
      this.#outcomes = [];
      this.#entities = [];
      this.#texts = { legacyId: [], targetId: [], former: [] };
      this.#kept = { shown: [], entity: [], legacyId: [], cells: [] };
      return;
    }
    this.#rows = from.numbers.length / BYTES;
    this.#numbers = new Float64Array(this.#rows * WIDTH);
    new Uint8Array(this.#numbers.buffer).set(from.numbers);
    const { issues, outcomes, entities } = JSON.parse(from.found) as Found;
    this.#issues = new Map(issues);
    this.#outcomes = outcomes;
    this.#entities = entities;
    this.#packedTexts = from;
    this.#readKept = from.kept;
  }

  get texts(): TextColumns {
    if (this.#texts !== undefined) return this.#texts;
    const lists = this.#packedTexts === undefined ? [] : unpackTexts(this.#packedTexts, 3);
    const [legacyId = [], targetId = [], former = []] = lists;
    this.#texts = { legacyId, targetId, former };
    return this.#texts;
  }

  get rows(): number {
    return this.#rows;
  }

  /** The number after its last note. */
  get end(): number {
    return this.head.first + this.#rows;
  }

  /** Characters of what is long in its notes, of a page that is being filled. */
  get textLength(): number {
    return this.#textLength;
  }

  get firstRecord(): number {
    return this.numberAt(0, "record");
  }

  add({ place, issues, news, exception, kept }: NewNote): void {
    const from = this.#rows * WIDTH;
    this.#numbers[from + NUMBER.record] = place.record;
    this.#numbers[from + NUMBER.line] = place.line;
    this.#numbers[from + NUMBER.offset] = place.offset ?? NONE;
    this.#numbers[from + NUMBER.fingerprint] = exception?.fingerprint ?? 0;
    this.#numbers[from + NUMBER.news] = news;
    this.#noteIssues(issues);
    this.#outcomes.push(exception?.outcome ?? null);
    this.#entities.push(exception?.entity ?? this.#entities.at(-1) ?? "");
    const { legacyId, targetId, former } = this.texts;
    legacyId.push(exception?.legacyId ?? null);
    targetId.push(exception?.targetId ?? null);
    former.push(exception?.former ?? null);
    this.#textLength += exception?.former?.length ?? 0;
    this.#keep(kept);
    this.#rows++;
  }

  #noteIssues(issues: readonly Issue[]): void {
    const from = this.#rows * WIDTH;
    const [issue] = issues;
    const related = issue?.related;
    const number = issues.length === 1 && issue && this.book.numberOf(issue);
    const file = related && this.book.fileNumberOf(related.file);
    const isNumbered = typeof number === "number" && (file !== undefined || related === undefined);
    if (!isNumbered) this.#issues.set(this.#rows, issues);
    this.#numbers[from + NUMBER.issue] = isNumbered ? number : NONE;
    this.#numbers[from + NUMBER.relatedFile] = file ?? NONE;
    this.#numbers[from + NUMBER.relatedRecord] = related?.record ?? 0;
    this.#numbers[from + NUMBER.relatedLine] = related?.line ?? 0;
  }

  #keep(kept: Kept | undefined): void {
    const { shown, entity, legacyId, cells } = this.#allKept();
    const awaited = kept?.awaited;
    shown.push(kept?.shown ?? null);
    entity.push(awaited?.entity ?? null);
    legacyId.push(awaited?.legacyId ?? null);
    cells.push(awaited?.cells ?? null);
    this.#textLength += (kept?.shown?.length ?? 0) + (awaited?.cells.length ?? 0);
  }

  pack(): PackedPage {
    const { legacyId, targetId, former } = this.texts;
    const found: Found = {
      issues: [...this.#issues],
      ...{ outcomes: narrow(this.#outcomes), entities: narrow(this.#entities) },
    };
    return {
      numbers: Buffer.from(this.#numbers.buffer, 0, this.#rows * BYTES),
      found: JSON.stringify(found),
      ...packTexts([legacyId, targetId, former]),
    };
  }

  /** The rest; nothing where there is none. */
  packKept(): PackedTexts | undefined {
    const { shown, entity, legacyId, cells } = this.#allKept();
    const lists = [shown, entity, legacyId, cells];
    return lists.every(isEmpty) ? undefined : packTexts(lists);
  }

  #allKept(): KeptColumns {
    if (this.#kept !== undefined) return this.#kept;
    const packed = this.#readKept?.();
    const lists = packed === undefined ? [] : unpackTexts(packed, 4);
    const [shown = [], entity = [], legacyId = [], cells = []] = lists;
    this.#kept = { shown, entity, legacyId, cells };
    return this.#kept;
  }

  /** Reads what is kept, of a page whose store is about to change. */
  takeAlong(): this {
    this.#allKept();
    return this;
  }

  numberAt(at: number, what: keyof typeof NUMBER): number {
    return this.#numbers[at * WIDTH + NUMBER[what]] ?? 0;
  }

  offsetAt(at: number): number | null {
    const offset = this.numberAt(at, "offset");
    return offset === NONE ? null : offset;
  }

  entityAt(at: number): string {
    return valueAt(this.#entities, at);
  }

  outcomeAt(at: number): Outcome | null {
    return valueAt(this.#outcomes, at);
  }

  issuesAt(at: number): readonly Issue[] {
    const number = this.numberAt(at, "issue");
    if (number === NONE) return this.#issues.get(at) ?? [];
    return this.book.issues(number, this.#relatedAt(at));
  }

  /** As JSON. */
  writtenIssuesAt(at: number): string {
    const number = this.numberAt(at, "issue");
    if (number === NONE) return JSON.stringify(this.#issues.get(at) ?? []);
    return this.book.write(number, this.#relatedAt(at));
  }

  #relatedAt(at: number): RelatedPlace | undefined {
    const file = this.numberAt(at, "relatedFile");
    if (file === NONE) return undefined;
    const [record, line] = [this.numberAt(at, "relatedRecord"), this.numberAt(at, "relatedLine")];
    return { file: this.book.fileName(file), record, line };
  }

  shownAt(at: number): string | undefined {
    return this.#allKept().shown[at] ?? undefined;
  }

  awaitedAt(at: number): Awaited | undefined {
    const { entity, legacyId, cells } = this.#allKept();
    return awaitedOf(entity[at], legacyId[at], cells[at]);
  }

  notes(): Note[] {
    const notes: Note[] = [];
    for (let at = 0; at < this.#rows; at++) notes.push(new Note(this, at));
    return notes;
  }

  /** The last note on a record. */
  lastOf(record: number): Note | undefined {
    for (let at = this.#rows - 1; at >= 0; at--) {
      if (this.numberAt(at, "record") === record) return new Note(this, at);
    }
    return undefined;
  }
}

type Text = string | null | undefined;

function awaitedOf(entity: Text, legacyId: Text, cells: Text): Awaited | undefined {
  if (entity == null || legacyId == null || cells == null) return undefined;
  return { entity, legacyId, cells };
}

/** A list whose values are all the same needs one of them. */
function narrow<Value>(list: Value[]): Value[] {
  for (const value of list) if (value !== list[0]) return list;
  return list.slice(0, 1);
}

function valueAt<Value>(list: readonly Value[], at: number): Value {
  return list[list.length === 1 ? 0 : at] as Value;
}
