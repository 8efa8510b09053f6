import type { Draft } from "../../../importers/define.ts";
import { NO_HASHES, type RowHashes, type StoredValue } from "../../digest/content-hash.ts";
import type { Issue } from "../../ledger/issue.ts";
import { type CellBytes, HASH_BYTES, NO_CELLS } from "../../mapping/aside/unmapped-cells.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";
import { joinCells } from "../prepare/original-cells.ts";
import type {
  JoinedCells,
  OwnedColumn,
  PreparedRecord,
  RoundedAmount,
} from "../prepare/prepared-record.ts";
import { KeptCells } from "../prepare/set-aside.ts";
import { derivedColumns } from "../prepare/target-ids.ts";

// Prepared records as they go from one thread to another: one long array and two long texts, which
// cost a fraction of as many objects.

/** What stands at one place of the table of values. */
export const IS = { nothing: 0, absent: 1, text: 2, number: 3, no: 4, yes: 5, cell: 6 } as const;

/** Prepared records of one file, in their order. */
export interface RecordBatch {
  readonly count: number;
  /** All that has a fixed width: one array costs less to hand over than ten. */
  readonly buffer: ArrayBuffer;
  /** How many values are numbers, how many texts; how many cells there are. */
  readonly numbers: number;
  readonly texts: number;
  readonly cells: number;
  /** The values that are texts, one after the other. */
  readonly text: string;
  readonly cellText: string;
  /** For each column, the cell that its values stand in as they are, if they do; -1 where none is known. */
  readonly sources: readonly number[];
  /** What was found on records, each once. */
  readonly issues: readonly Issue[];
  /** For each record on which anything was found: its position, how many issues, and which. */
  readonly found: readonly number[];
  readonly rounded: readonly (readonly [at: number, rounded: readonly RoundedAmount[]])[];
  /** Records whose cells do not tell all. */
  readonly raw: readonly number[];
  /** Records that have other cells than the header has columns, where cells are kept: theirs are all here. */
  readonly uneven: readonly number[];
  /** What stands in columns that are kept, for each record; undefined if none are. */
  readonly unmapped: UnmappedOfBatch | undefined;
}

/** One text for each record, and 16 bytes of hash. */
export interface UnmappedOfBatch {
  /** UTF-8. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array;
  readonly hashes: Uint8Array<ArrayBuffer>;
}

/** The arrays that a batch's buffer holds. */
export interface BatchArrays {
  /** Three numbers for each record: its own, its line's, its offset. */
  readonly places: Float64Array;
  readonly numbers: Float64Array;
  readonly fingerprints: Int32Array;
  readonly hashes: Int32Array;
  readonly parentHashes: Int32Array;
  readonly textEnds: Uint32Array;
  readonly cellEnds: Uint32Array;
  /** For each record, how many cells it and those before it have. */
  readonly cellCounts: Uint32Array;
  /** What each value, then each parent, then the target id and what follows from it is. */
  readonly kinds: Uint8Array;
}

type Sizes = Pick<RecordBatch, "count" | "numbers" | "texts" | "cells">;

/** How many bytes a batch of these sizes takes. */
export function bytesOf({ count, numbers, texts, cells }: Sizes, shape: BatchShape): number {
  const lanes = (shape.columns.length + shape.references) * 2;
  const words = count * (2 + lanes) + texts + cells;
  return (count * 3 + numbers) * 8 + words * 4 + count * widthOf(shape);
}

/** Lays the arrays of a batch out in its buffer: the widest first, so that each is aligned. */
export function arraysOf(
  batch: Sizes & { readonly buffer: ArrayBuffer },
  shape: BatchShape,
): BatchArrays {
  const { buffer, count, numbers, texts, cells } = batch;
  const { columns, references } = shape;
  let next = 0;
  const from = (bytes: number): number => {
    next += bytes;
    return next - bytes;
  };
  const doubles = (length: number) => new Float64Array(buffer, from(length * 8), length);
  const signed = (length: number) => new Int32Array(buffer, from(length * 4), length);
  const unsigned = (length: number) => new Uint32Array(buffer, from(length * 4), length);
  const bytes = (length: number) => new Uint8Array(buffer, from(length), length);
  return {
    places: doubles(count * 3),
    numbers: doubles(numbers),
    fingerprints: signed(count),
    hashes: signed(count * columns.length * 2),
    parentHashes: signed(count * references * 2),
    textEnds: unsigned(texts),
    cellEnds: unsigned(cells),
    cellCounts: unsigned(count),
    kinds: bytes(count * widthOf(shape)),
  };
}

/** The widths of the tables that a batch has. */
export interface BatchShape {
  readonly columns: readonly OwnedColumn[];
  readonly references: number;
  /** Columns whose values follow from the target id. */
  readonly derived: number;
  /** Undefined where no columns are kept. */
  readonly kept: KeptCells | undefined;
}

export function batchShape(compiled: CompiledEntity): BatchShape {
  const { importer, columns, references, keptOfAll, width } = compiled;
  const derived = derivedColumns(importer).keys.length;
  const kept = keptOfAll.length === 0 ? undefined : new KeptCells(keptOfAll, width);
  return { columns, references: references.length, derived, kept };
}

/** How many places a record has in the table of values. */
export const widthOf = ({ columns, references, derived }: BatchShape): number =>
  columns.length + references + 1 + derived;

const NO_ISSUES: readonly Issue[] = [];
const NOTHING_ROUNDED: readonly RoundedAmount[] = [];

/** Reads a batch from its start to its end. */
class BatchReader {
  readonly batch: RecordBatch;
  readonly arrays: BatchArrays;
  readonly shape: BatchShape;
  #kind = 0;
  #number = 0;
  #text = 0;
  #start = 0;
  readonly #unmapped:
    | { readonly bytes: Buffer; readonly ends: Uint32Array; readonly hashes: Buffer }
    | undefined;

  constructor(batch: RecordBatch, shape: BatchShape) {
    this.batch = batch;
    this.#unmapped = batch.unmapped && {
      bytes: Buffer.from(batch.unmapped.bytes.buffer),
      ends: batch.unmapped.ends,
      hashes: Buffer.from(batch.unmapped.hashes.buffer),
    };
    this.shape = shape;
    this.arrays = arraysOf(batch, shape);
  }

  /** @param cell the position of the cell that it may stand in, among those of the batch */
  value(cell: number): StoredValue {
    const kind = this.arrays.kinds[this.#kind++];
    if (kind === IS.cell) return this.cell(cell);
    if (kind === IS.text) {
      const start = this.#start;
      const end = this.arrays.textEnds[this.#text++] ?? start;
      this.#start = end;
      return this.batch.text.slice(start, end);
    }
    if (kind === IS.number) return this.arrays.numbers[this.#number++] ?? null;
    if (kind === IS.yes) return 1;
    return kind === IS.no ? 0 : null;
  }

  cell(at: number): string {
    const { cellEnds } = this.arrays;
    return this.batch.cellText.slice(at === 0 ? 0 : cellEnds[at - 1], cellEnds[at]);
  }

  /** What a record has in the columns that are kept. */
  cellBytes(at: number): CellBytes | undefined {
    const unmapped = this.#unmapped;
    if (unmapped === undefined) return undefined;
    const { bytes, ends, hashes } = unmapped;
    const start = at === 0 ? 0 : (ends[at - 1] ?? 0);
    return { bytes, start, end: ends[at] ?? start, hashes, hash: at * HASH_BYTES };
  }

  /** The position of a record's first cell. */
  firstCell(record: number): number {
    return record === 0 ? 0 : (this.arrays.cellCounts[record - 1] ?? 0);
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
  isRaw = false;
  isUneven = false;
  readonly fingerprint: number;
  readonly targetId: string | undefined;
  readonly derived: readonly StoredValue[] | undefined;
  readonly #reader: BatchReader;
  readonly #at: number;
  #cells: readonly string[] | undefined;

  constructor(reader: BatchReader, at: number) {
    const { columns, references, derived: follow } = reader.shape;
    const { places, hashes, parentHashes, fingerprints } = reader.arrays;
    const { sources } = reader.batch;
    this.#reader = reader;
    this.#at = at;
    this.record = places[at * 3] ?? 0;
    this.line = places[at * 3 + 1] ?? 0;
    this.offset = places[at * 3 + 2] ?? 0;
    const lanes = columns.length * 2;
    this.hashes = hashes.subarray(at * lanes, (at + 1) * lanes);
    this.parentHashes =
      references === 0
        ? NO_HASHES
        : parentHashes.subarray(at * references * 2, (at + 1) * references * 2);
    this.fingerprint = fingerprints[at] ?? 0;
    const first = reader.firstCell(at);
    const values: StoredValue[] = [];
    for (let column = 0; column < columns.length; column++) {
      values.push(reader.value(first + (sources[column] ?? 0)));
    }
    this.values = values;
    const parents: (string | null)[] = [];
    for (let nth = 0; nth < references; nth++) {
      parents.push(reader.value(first + (sources[columns.length + nth] ?? 0)) as string | null);
    }
    this.parents = parents;
    this.targetId = (reader.value(first) as string | null) ?? undefined;
    const derived: StoredValue[] = [];
    for (let nth = 0; nth < follow; nth++) derived.push(reader.value(first));
    this.derived = this.targetId === undefined ? undefined : derived;
    this.legacyId = columns[0]?.isLegacyId ? (values[0] as string | null) : null;
  }

  get row(): Draft {
    const { shape, arrays } = this.#reader;
    const { columns } = shape;
    const row: Draft = {};
    const from = this.#at * widthOf(shape);
    for (let column = 0; column < columns.length; column++) {
      const { key = "", reference } = columns[column] ?? {};
      const kind = arrays.kinds[from + column];
      if (kind === IS.absent || reference !== undefined) continue;
      row[key] = kind === IS.yes || kind === IS.no ? kind === IS.yes : this.values[column];
    }
    return row;
  }

  get unmapped(): string | undefined {
    const found = this.unmappedBytes;
    return found?.bytes.toString("utf8", found.start, found.end);
  }

  get unmappedHash(): Buffer | undefined {
    const found = this.unmappedBytes;
    return found?.hashes.subarray(found.hash, found.hash + HASH_BYTES);
  }

  get unmappedBytes(): CellBytes | undefined {
    return this.#reader.cellBytes(this.#at);
  }

  get joined(): JoinedCells {
    const reader = this.#reader;
    if (this.#keptApart !== undefined) return joinCells(this.cells);
    const { cellEnds } = reader.arrays;
    const first = reader.firstCell(this.#at);
    const start = first === 0 ? 0 : (cellEnds[first - 1] ?? 0);
    const ends = cellEnds.subarray(first, reader.firstCell(this.#at + 1));
    return { text: reader.batch.cellText, start, ends };
  }

  get cells(): readonly string[] {
    this.#cells ??= this.#readCells();
    return this.#cells;
  }

  #readCells(): readonly string[] {
    const reader = this.#reader;
    const first = reader.firstCell(this.#at);
    const count = reader.firstCell(this.#at + 1) - first;
    const cells: string[] = [];
    for (let nth = 0; nth < count; nth++) cells.push(reader.cell(first + nth));
    return this.#keptApart?.merge(cells, this.unmapped ?? NO_CELLS) ?? cells;
  }

  /** Where some of its cells stand among those that are kept, and nowhere else. */
  get #keptApart(): KeptCells | undefined {
    return this.isUneven ? undefined : this.#reader.shape.kept;
  }
}

/** Unpacks records, equal to those that were packed. */
export function unpackRecords(batch: RecordBatch, shape: BatchShape): PreparedRecord[] {
  const reader = new BatchReader(batch, shape);
  const records: BatchRecord[] = [];
  for (let at = 0; at < batch.count; at++) records.push(new BatchRecord(reader, at));
  unpackIssues(batch, records);
  for (const [at, rounded] of batch.rounded) {
    const record = records[at];
    if (record !== undefined) record.rounded = rounded;
  }
  for (const at of batch.raw) {
    const record = records[at];
    if (record !== undefined) record.isRaw = true;
  }
  for (const at of batch.uneven) {
    const record = records[at];
    if (record !== undefined) record.isUneven = true;
  }
  return records;
}

/** Records on which one issue was found, and nothing else, share a list of it. */
function unpackIssues({ issues, found }: RecordBatch, records: readonly BatchRecord[]): void {
  const alone = issues.map((issue) => [issue]);
  for (let next = 0; next < found.length; ) {
    const record = records[found[next] ?? -1];
    const numbers = found.slice(next + 2, next + 2 + (found[next + 1] ?? 0));
    next += 2 + numbers.length;
    if (record === undefined) continue;
    const [only = -1] = numbers;
    record.issues =
      numbers.length === 1
        ? (alone[only] ?? NO_ISSUES)
        : numbers.flatMap((number) => issues[number] ?? []);
  }
}
