import type { Issue, Outcome, RelatedPlace } from "../../ledger/issue.ts";
import {
  type OriginalCells,
  OriginalCellsPage,
  type PackedCells,
} from "../prepare/original-cells.ts";
import type { IssueBook } from "./issue-book.ts";
import type { Awaited, NewNote } from "./new-note.ts";
import { type PackedTexts, packTexts, unpackTexts } from "./packed-texts.ts";

type Texts = (string | null)[];

/** In the order in which they are packed; the last two are what a record waits for. */
const TEXTS = ["legacyId", "targetId", "former", "awaitedEntity", "awaitedLegacyId"] as const;

/** Texts of notes, side by side; an empty list stands for none. */
type TextColumns = Readonly<Record<(typeof TEXTS)[number], Texts>>;

/** What all notes of a page have in common. */
export interface PageHead {
  /** The number of its first note. */
  readonly first: number;
  readonly file: number;
}

/** All that stands on a page but the cells of its records. */
export interface PackedPage extends PackedTexts {
  /** 64-bit floats, as many for each note as `NUMBER` names. */
  readonly numbers: Buffer;
  /** JSON: the issues that are not told by numbers, the outcomes and the entities. */
  readonly found: string;
}

/** A page as it was stored. */
export interface StoredPage extends PackedPage {
  readonly cells: () => PackedCells | undefined;
}

interface Found {
  readonly issues: readonly (readonly [at: number, issues: readonly Issue[]])[];
  readonly outcomes: (Outcome | null)[];
  readonly entities: string[];
}

/** What stands where among the numbers of a note. */
const NUMBER = {
  record: 0,
  line: 1,
  offset: 2,
  fingerprint: 3,
  news: 4,
  issue: 5,
  relatedFile: 6,
  relatedRecord: 7,
  relatedLine: 8,
} as const;
const WIDTH = Object.keys(NUMBER).length;
const BYTES = Float64Array.BYTES_PER_ELEMENT * WIDTH;
/** Bytes: the cells of most pages fit. */
const FIRST_ROOM = 8 * 1024;
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
  #formerLength = 0;
  #rows: number;
  #cells: OriginalCellsPage | undefined;
  readonly #readCells: (() => PackedCells | undefined) | undefined;

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
      this.#texts = textColumns([]);
      this.#cells = new OriginalCellsPage(from === 1 ? 0 : FIRST_ROOM);
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
    this.#readCells = from.cells;
  }

  get texts(): TextColumns {
    if (this.#texts !== undefined) return this.#texts;
    const packed = this.#packedTexts;
    this.#texts = textColumns(packed === undefined ? [] : unpackTexts(packed, TEXTS.length));
    return this.#texts;
  }

  get rows(): number {
    return this.#rows;
  }

  /** The number after its last note. */
  get end(): number {
    return this.head.first + this.#rows;
  }

  /** Characters of what rows held before, and bytes of cells; of a page that is being filled. */
  get textLength(): number {
    return this.#formerLength + this.#allCells().length;
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
    const { legacyId, targetId, former, awaitedEntity, awaitedLegacyId } = this.texts;
    legacyId.push(exception?.legacyId ?? null);
    targetId.push(exception?.targetId ?? null);
    former.push(exception?.former ?? null);
    this.#formerLength += exception?.former?.length ?? 0;
    awaitedEntity.push(kept?.awaited?.entity ?? null);
    awaitedLegacyId.push(kept?.awaited?.legacyId ?? null);
    this.#allCells().add(kept?.cells);
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

  pack(): PackedPage {
    const { texts } = this;
    const found: Found = {
      issues: [...this.#issues],
      outcomes: narrow(this.#outcomes),
      entities: narrow(this.#entities),
    };
    return {
      numbers: Buffer.from(this.#numbers.buffer, 0, this.#rows * BYTES),
      found: JSON.stringify(found),
      ...packTexts(TEXTS.map((name) => texts[name])),
    };
  }

  /** The rest; undefined if there is none. */
  packCells(): PackedCells | undefined {
    const cells = this.#allCells();
    return cells.hasAny ? cells.pack() : undefined;
  }

  #allCells(): OriginalCellsPage {
    if (this.#cells !== undefined) return this.#cells;
    const packed = this.#readCells?.();
    this.#cells = packed ? OriginalCellsPage.unpack(packed, this.#rows) : new OriginalCellsPage();
    return this.#cells;
  }

  /** Reads the cells of a page whose store is about to change. */
  takeAlong(): this {
    this.#allCells();
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

  cellsAt(at: number): OriginalCells | undefined {
    return this.#allCells().at(at);
  }

  awaitedAt(at: number): Awaited | undefined {
    const { awaitedEntity, awaitedLegacyId } = this.texts;
    const [entity, legacyId] = [awaitedEntity[at], awaitedLegacyId[at]];
    return entity == null || legacyId == null ? undefined : { entity, legacyId };
  }

  /** How many notes it holds. */
  get size(): number {
    return this.#rows;
  }
}

function textColumns(lists: readonly Texts[]): TextColumns {
  const columns = TEXTS.map((name, at) => [name, lists[at] ?? []] as const);
  return Object.fromEntries(columns) as TextColumns;
}

/** A list whose values are all the same needs one of them. */
function narrow<Value>(list: Value[]): Value[] {
  for (const value of list) if (value !== list[0]) return list;
  return list.slice(0, 1);
}

function valueAt<Value>(list: readonly Value[], at: number): Value {
  return list[list.length === 1 ? 0 : at] as Value;
}
