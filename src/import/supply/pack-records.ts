import type { Cell } from "../../../importers/define.ts";
import type { StoredValue } from "../../digest/content-hash.ts";
import type { Issue } from "../../ledger/issue.ts";
import { HASH_BYTES, hashCellsInto, NO_CELLS } from "../../mapping/aside/unmapped-cells.ts";
import { FilledRecord } from "../prepare/prepare.ts";
import type { PreparedRecord, RoundedAmount } from "../prepare/prepared-record.ts";
import type { DerivedIds } from "../prepare/target-ids.ts";
import {
  arraysOf,
  type BatchShape,
  bytesOf,
  IS,
  type RecordBatch,
  type UnmappedOfBatch,
  widthOf,
} from "./record-batch.ts";

/** Not looked for yet, and not found. */
const UNKNOWN = -2;
const NONE = -1;
const ROOM = 4096;

/** Texts one after the other; the arrays are used again for the next batch. */
class TextWriter {
  #parts: string[] = [];
  #ends = new Uint32Array(ROOM);
  #length = 0;
  count = 0;

  add(text: string): void {
    if (this.count === this.#ends.length) this.#grow();
    this.#parts.push(text);
    this.#length += text.length;
    this.#ends[this.count++] = this.#length;
  }

  #grow(): void {
    const ends = new Uint32Array(this.#ends.length * 2);
    ends.set(this.#ends);
    this.#ends = ends;
  }

  /** Hands the texts over, and where they end. */
  finish(ends: Uint32Array): string {
    ends.set(this.#ends.subarray(0, this.count));
    const text = this.#parts.join("");
    this.#parts = [];
    this.#length = 0;
    this.count = 0;
    return text;
  }
}

/** Packs the records of one file, a batch at a time. */
export class RecordPacker {
  readonly #shape: BatchShape;
  readonly #derive: DerivedIds;
  readonly #texts = new TextWriter();
  readonly #cells = new TextWriter();
  #numbers: number[] = [];
  #kinds = new Uint8Array(0);
  #kind = 0;
  #sources: number[] = [];

  constructor(shape: BatchShape, derive: DerivedIds) {
    this.#shape = shape;
    this.#derive = derive;
  }

  /** @param records as they were prepared in this thread */
  pack(records: readonly PreparedRecord[]): RecordBatch {
    const { columns, references, kept } = this.#shape;
    const filled = records.map(asFilled);
    const rare = new RareThings(kept);
    this.#begin(records.length);
    for (let at = 0; at < filled.length; at++) {
      const one = filled[at] as FilledRecord;
      this.#putRecord(one);
      rare.add(one, at);
    }
    const sizes = {
      count: records.length,
      numbers: this.#numbers.length,
      texts: this.#texts.count,
      cells: this.#cells.count,
    };
    const buffer = new ArrayBuffer(bytesOf(sizes, this.#shape));
    const arrays = arraysOf({ ...sizes, buffer }, this.#shape);
    arrays.numbers.set(this.#numbers);
    arrays.kinds.set(this.#kinds);
    const own = columns.length * 2;
    const ofParents = references * 2;
    let cells = 0;
    for (let at = 0; at < filled.length; at++) {
      const one = filled[at] as FilledRecord;
      arrays.places[at * 3] = one.record;
      arrays.places[at * 3 + 1] = one.line;
      arrays.places[at * 3 + 2] = one.offset;
      arrays.fingerprints[at] = one.fingerprint;
      // By hand: it is quicker than a view for so few.
      const { lanes, firstLane } = one;
      for (let lane = 0; lane < own; lane++) {
        arrays.hashes[at * own + lane] = lanes[firstLane + lane] ?? 0;
      }
      for (let lane = 0; lane < ofParents; lane++) {
        arrays.parentHashes[at * ofParents + lane] = lanes[firstLane + own + lane] ?? 0;
      }
      cells += one.cells.length === kept?.width ? kept.others.length : one.cells.length;
      arrays.cellCounts[at] = cells;
    }
    return {
      ...sizes,
      ...rare.all(),
      buffer,
      sources: this.#sources,
      text: this.#texts.finish(arrays.textEnds),
      cellText: this.#cells.finish(arrays.cellEnds),
      unmapped: packUnmapped(filled),
    };
  }

  #begin(count: number): void {
    const { columns, references } = this.#shape;
    this.#kinds = new Uint8Array(count * widthOf(this.#shape));
    this.#kind = 0;
    this.#numbers = [];
    this.#sources = new Array<number>(columns.length + references).fill(UNKNOWN);
  }

  #putRecord(one: FilledRecord): void {
    const { values, written, parents } = one;
    const cells = cellsToHandOver(one, this.#shape);
    for (let column = 0; column < values.length; column++) {
      const value = values[column] ?? null;
      const kind =
        typeof value === "string"
          ? this.#putText(value, column, cells)
          : this.#putOther(value, written[column]);
      this.#kinds[this.#kind++] = kind;
    }
    for (let nth = 0; nth < parents.length; nth++) {
      const parent = parents[nth] ?? null;
      this.#kinds[this.#kind++] =
        parent === null ? IS.nothing : this.#putText(parent, values.length + nth, cells);
    }
    this.#putIds(one);
    for (let at = 0; at < cells.length; at++) this.#cells.add(cells[at] ?? "");
  }

  #putText(text: string, column: number, cells: readonly string[]): number {
    if (this.#isItsCell(text, column, cells)) return IS.cell;
    this.#texts.add(text);
    return IS.text;
  }

  #putOther(value: number | null, written: Cell | undefined): number {
    if (value === null) return written === undefined ? IS.absent : IS.nothing;
    if (typeof written === "boolean") return written ? IS.yes : IS.no;
    this.#numbers.push(value);
    return IS.number;
  }

  /** Most texts stand in a cell as they are: it need not go to the other thread twice. */
  #isItsCell(value: string, column: number, cells: readonly string[]): boolean {
    let source = this.#sources[column] ?? NONE;
    if (source === UNKNOWN) {
      source = this.#sourceOf(value, cells);
      this.#sources[column] = source;
    }
    return source !== NONE && cells[source] === value;
  }

  /** Where several cells have the same text, one that stands for no column yet is the likelier. */
  #sourceOf(value: string, cells: readonly string[]): number {
    for (let at = 0; at < cells.length; at++) {
      if (cells[at] === value && !this.#sources.includes(at)) return at;
    }
    return cells.indexOf(value);
  }

  #putIds(one: FilledRecord): void {
    const id = this.#derive.targetId(one);
    this.#putDerived(id);
    const values = id === null ? undefined : this.#derive.valuesFor(id);
    for (let nth = 0; nth < this.#shape.derived; nth++) this.#putDerived(values?.[nth] ?? null);
  }

  #putDerived(value: StoredValue): void {
    if (typeof value === "string") this.#texts.add(value);
    else if (value !== null) this.#numbers.push(value);
    const kind = value === null ? IS.nothing : IS.number;
    this.#kinds[this.#kind++] = typeof value === "string" ? IS.text : kind;
  }
}

/** All cells of a record but those that its unmapped cells tell already. */
function cellsToHandOver({ cells }: FilledRecord, { kept }: BatchShape): readonly string[] {
  return kept === undefined || cells.length !== kept.width
    ? cells
    : kept.others.map((at) => cells[at] ?? "");
}

/** What few records have, with their positions. */
class RareThings {
  readonly #issues = new Map<Issue, number>();
  readonly #found: number[] = [];
  readonly #rounded: [number, readonly RoundedAmount[]][] = [];
  readonly #raw: number[] = [];
  readonly #uneven: number[] = [];
  readonly #kept: BatchShape["kept"];

  constructor(kept: BatchShape["kept"]) {
    this.#kept = kept;
  }

  add(one: FilledRecord, at: number): void {
    if (this.#kept !== undefined && one.cells.length !== this.#kept.width) this.#uneven.push(at);
    if (one.rounded.length > 0) this.#rounded.push([at, one.rounded]);
    if (one.isRaw) this.#raw.push(at);
    if (one.issues.length === 0) return;
    this.#found.push(at, one.issues.length);
    for (const issue of one.issues) this.#found.push(this.#numberOf(issue));
  }

  #numberOf(issue: Issue): number {
    const number = this.#issues.get(issue) ?? this.#issues.size;
    this.#issues.set(issue, number);
    return number;
  }

  all(): Pick<RecordBatch, "issues" | "found" | "rounded" | "raw" | "uneven"> {
    return {
      issues: [...this.#issues.keys()],
      found: this.#found,
      rounded: this.#rounded,
      raw: this.#raw,
      uneven: this.#uneven,
    };
  }
}

/** All records of a file have it, or none. */
function packUnmapped(records: readonly FilledRecord[]): UnmappedOfBatch | undefined {
  if (records[0]?.unmapped === undefined) return undefined;
  const ends = new Uint32Array(records.length);
  const hashes = new Uint8Array(records.length * HASH_BYTES);
  const hashed = Buffer.from(hashes.buffer);
  const texts: string[] = [];
  for (let at = 0; at < records.length; at++) {
    const { unmapped = NO_CELLS } = records[at] as FilledRecord;
    texts.push(unmapped);
    hashCellsInto(hashed, at * HASH_BYTES, unmapped);
  }
  const text = texts.join("");
  const length = Buffer.byteLength(text);
  const sizeOf = length === text.length ? (one: string) => one.length : Buffer.byteLength;
  let end = 0;
  for (let at = 0; at < texts.length; at++) {
    end += sizeOf(texts[at] ?? "");
    ends[at] = end;
  }
  const bytes = new Uint8Array(length);
  Buffer.from(bytes.buffer).write(text);
  return { bytes, ends, hashes };
}

function asFilled(record: PreparedRecord): FilledRecord {
  if (record instanceof FilledRecord) return record;
  throw new TypeError("Only a record that was prepared in this thread can be packed.");
}
