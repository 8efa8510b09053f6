import type { Cell, Draft } from "../../importers/define.ts";
import type { CompiledEntity } from "./compile-entity.ts";
import type { RowHashes, StoredValue } from "./content-hash.ts";
import { derivedColumns } from "./derived-columns.ts";
import type { Issue } from "./issue.ts";
import type { OwnedColumn, PreparedRecord, RoundedAmount } from "./prepared-record.ts";

// Prepared records as they go from one thread to another: a few long arrays and two long texts, which
// cost a fraction of as many objects.

/** What stands at one place of the table of values. */
const IS = { nothing: 0, absent: 1, text: 2, number: 3, no: 4, yes: 5 } as const;

/** Texts one after the other, and where each ends. */
interface Texts {
  readonly text: string;
  readonly ends: Uint32Array<ArrayBuffer>;
}

/** Prepared records of one file, in their order. */
export interface RecordBatch {
  readonly count: number;
  /** Three numbers for each record: its own, its line's, its offset. */
  readonly places: Float64Array<ArrayBuffer>;
  readonly fingerprints: Int32Array<ArrayBuffer>;
  readonly hashes: Int32Array<ArrayBuffer>;
  readonly parentHashes: Int32Array<ArrayBuffer>;
  /** What each value, then each parent, then the target id is. */
  readonly kinds: Uint8Array<ArrayBuffer>;
  /** Those that are numbers. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Those that are texts. */
  readonly texts: Texts;
  readonly cells: Texts;
  /** For each record, how many cells it and those before it have. */
  readonly cellCounts: Uint32Array<ArrayBuffer>;
  readonly issues: readonly (readonly [at: number, issues: readonly Issue[]])[];
  readonly rounded: readonly (readonly [at: number, rounded: readonly RoundedAmount[]])[];
}

/** The widths of the tables that a batch has. */
export interface BatchShape {
  readonly columns: readonly OwnedColumn[];
  readonly references: number;
  /** Columns whose values follow from the target id. */
  readonly derived: number;
}

export function batchShape({ importer, columns, references }: CompiledEntity): BatchShape {
  const derived = derivedColumns(importer).keys.length;
  return { columns, references: references.length, derived };
}

const widthOf = ({ columns, references, derived }: BatchShape): number =>
  columns.length + references + 1 + derived;

/** What the packing thread works out beforehand: the target id, and the columns that follow from it. */
export type DeriveIds = (record: PreparedRecord) => readonly StoredValue[];

/** Gathers texts. */
class TextWriter {
  readonly #parts: string[] = [];
  readonly #ends: number[] = [];
  #length = 0;

  add(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
    this.#ends.push(this.#length);
  }

  get count(): number {
    return this.#ends.length;
  }

  texts(): Texts {
    return { text: this.#parts.join(""), ends: Uint32Array.from(this.#ends) };
  }
}

/** Gathers values of all kinds. */
class ValueWriter {
  readonly texts = new TextWriter();
  readonly numbers: number[] = [];
  readonly #kinds: Uint8Array<ArrayBuffer>;
  #at = 0;

  constructor(count: number) {
    this.#kinds = new Uint8Array(count);
  }

  add(value: StoredValue, written: () => Cell | undefined): void {
    this.#kinds[this.#at++] = this.#put(value, written);
  }

  #put(value: StoredValue, written: () => Cell | undefined): number {
    if (typeof value === "string") {
      this.texts.add(value);
      return IS.text;
    }
    if (value === null) return written() === undefined ? IS.absent : IS.nothing;
    const asWritten = value === 0 || value === 1 ? written() : value;
    if (typeof asWritten === "boolean") return asWritten ? IS.yes : IS.no;
    this.numbers.push(value);
    return IS.number;
  }

  get kinds(): Uint8Array<ArrayBuffer> {
    return this.#kinds;
  }
}

/** Packs records of one file. */
export function packRecords(
  records: readonly PreparedRecord[],
  shape: BatchShape,
  deriveIds: DeriveIds,
): RecordBatch {
  const { columns, references } = shape;
  const count = records.length;
  const lanes = columns.length * 2;
  const values = new ValueWriter(count * widthOf(shape));
  const cells = new TextWriter();
  const batch = {
    count,
    places: new Float64Array(count * 3),
    fingerprints: new Int32Array(count),
    hashes: new Int32Array(count * lanes),
    parentHashes: new Int32Array(count * references * 2),
    cellCounts: new Uint32Array(count),
    issues: [] as [number, readonly Issue[]][],
    rounded: [] as [number, readonly RoundedAmount[]][],
  };
  for (let at = 0; at < count; at++) {
    const one = records[at] as PreparedRecord;
    batch.places.set([one.record, one.line, one.offset], at * 3);
    batch.fingerprints[at] = one.fingerprint;
    batch.hashes.set(one.hashes, at * lanes);
    batch.parentHashes.set(one.parentHashes, at * references * 2);
    for (let column = 0; column < columns.length; column++) {
      const { key = "" } = columns[column] ?? {};
      values.add(one.values[column] ?? null, () => one.row[key]);
    }
    for (const parent of one.parents) values.add(parent, () => null);
    for (const id of deriveIds(one)) values.add(id, () => null);
    for (const cell of one.cells) cells.add(cell);
    batch.cellCounts[at] = cells.count;
    if (one.issues.length > 0) batch.issues.push([at, one.issues]);
    if (one.rounded.length > 0) batch.rounded.push([at, one.rounded]);
  }
  const { kinds, numbers, texts } = values;
  return {
    ...batch,
    ...{ kinds, numbers: Float64Array.from(numbers), texts: texts.texts(), cells: cells.texts() },
  };
}

/** What of a batch is handed over, and not copied. */
export function transferable(batch: RecordBatch): ArrayBuffer[] {
  const { places, fingerprints, hashes, parentHashes, kinds, numbers, cellCounts } = batch;
  const arrays = [places, fingerprints, hashes, parentHashes, kinds, numbers, cellCounts];
  return [...arrays, batch.texts.ends, batch.cells.ends].map(({ buffer }) => buffer);
}

const NO_ISSUES: readonly Issue[] = [];
const NOTHING_ROUNDED: readonly RoundedAmount[] = [];

/** Reads a batch from its start to its end. */
class BatchReader {
  readonly #batch: RecordBatch;
  #kind = 0;
  #number = 0;
  #text = 0;
  #start = 0;

  constructor(batch: RecordBatch) {
    this.#batch = batch;
  }

  /** The kind of the value that comes next. */
  get kind(): number {
    return this.#batch.kinds[this.#kind] ?? 0;
  }

  value(): StoredValue {
    const kind = this.#batch.kinds[this.#kind++];
    if (kind === IS.text) {
      const { text, ends } = this.#batch.texts;
      const start = this.#start;
      const end = ends[this.#text++] ?? start;
      this.#start = end;
      return text.slice(start, end);
    }
    if (kind === IS.number) return this.#batch.numbers[this.#number++] ?? null;
    if (kind === IS.yes) return 1;
    return kind === IS.no ? 0 : null;
  }
}

/** A record of a batch; what the load seldom looks at is made when it is asked for. */
class BatchRecord implements PreparedRecord {
  readonly record: number;
  readonly line: number;
  readonly offset: number;
  readonly legacyId: string | null;
  readonly parents: readonly (string | null)[];
  readonly parentHashes: RowHashes;
  readonly values: StoredValue[];
  readonly hashes: RowHashes;
  issues = NO_ISSUES;
  rounded = NOTHING_ROUNDED;
  readonly fingerprint: number;
  readonly targetId: string | undefined;
  readonly derived: readonly StoredValue[] | undefined;
  readonly #batch: RecordBatch;
  readonly #shape: BatchShape;
  readonly #at: number;

  constructor(reader: BatchReader, batch: RecordBatch, [shape, at]: readonly [BatchShape, number]) {
    const { columns, references } = shape;
    const { places, hashes, parentHashes } = batch;
    this.#batch = batch;
    this.#shape = shape;
    this.#at = at;
    this.record = places[at * 3] ?? 0;
    this.line = places[at * 3 + 1] ?? 0;
    this.offset = places[at * 3 + 2] ?? 0;
    const lanes = columns.length * 2;
    this.hashes = hashes.subarray(at * lanes, (at + 1) * lanes);
    this.parentHashes = parentHashes.subarray(at * references * 2, (at + 1) * references * 2);
    this.fingerprint = batch.fingerprints[at] ?? 0;
    const values: StoredValue[] = [];
    for (let column = 0; column < columns.length; column++) values.push(reader.value());
    this.values = values;
    const parents: (string | null)[] = [];
    for (let nth = 0; nth < references; nth++) parents.push(reader.value() as string | null);
    this.parents = parents;
    this.targetId = (reader.value() as string | null) ?? undefined;
    const derived: StoredValue[] = [];
    for (let nth = 0; nth < shape.derived; nth++) derived.push(reader.value());
    this.derived = this.targetId === undefined ? undefined : derived;
    this.legacyId = columns[0]?.key === "legacyId" ? (values[0] as string | null) : null;
  }

  get row(): Draft {
    const { columns } = this.#shape;
    const row: Draft = {};
    const from = this.#at * widthOf(this.#shape);
    for (let column = 0; column < columns.length; column++) {
      const { key = "", reference } = columns[column] ?? {};
      const kind = this.#batch.kinds[from + column];
      if (kind === IS.absent || reference !== undefined) continue;
      row[key] = kind === IS.yes || kind === IS.no ? kind === IS.yes : this.values[column];
    }
    return row;
  }

  get cells(): readonly string[] {
    const { cellCounts, cells } = this.#batch;
    const first = this.#at === 0 ? 0 : (cellCounts[this.#at - 1] ?? 0);
    const ends = cells.ends.subarray(first, cellCounts[this.#at]);
    let start = first === 0 ? 0 : (cells.ends[first - 1] ?? 0);
    return Array.from(ends, (end) => {
      const cell = cells.text.slice(start, end);
      start = end;
      return cell;
    });
  }
}

/** Unpacks records, equal to those that were packed. */
export function unpackRecords(batch: RecordBatch, shape: BatchShape): PreparedRecord[] {
  const reader = new BatchReader(batch);
  const records: BatchRecord[] = [];
  for (let at = 0; at < batch.count; at++) {
    records.push(new BatchRecord(reader, batch, [shape, at]));
  }
  for (const [at, issues] of batch.issues) {
    const record = records[at];
    if (record !== undefined) record.issues = issues;
  }
  for (const [at, rounded] of batch.rounded) {
    const record = records[at];
    if (record !== undefined) record.rounded = rounded;
  }
  return records;
}
