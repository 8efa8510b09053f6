import type { Cell, Draft } from "../../../importers/define.ts";
import {
  HashSlab,
  hashInto,
  NO_HASHES,
  type RowHashes,
  type StoredValue,
} from "../../digest/content-hash.ts";
import type { Issue } from "../../ledger/issue.ts";
import { hashOfCells } from "../../mapping/aside/unmapped-cells.ts";
import type { SourceRecord } from "../../source/record.ts";
import { joinCells } from "./original-cells.ts";
import type { JoinedCells, OwnedColumn, PreparedRecord, RoundedAmount } from "./prepared-record.ts";

/** What the records of one file have in common. */
export class FilledShape {
  readonly columns: readonly OwnedColumn[];
  /** What a record begins with. */
  readonly blank: readonly undefined[];
  readonly noParents: readonly null[];
  readonly startsWithId: boolean;

  /** @param unstored how many fields have no column */
  constructor(columns: readonly OwnedColumn[], references: number, unstored = 0) {
    this.columns = columns;
    this.blank = new Array<undefined>(columns.length + unstored).fill(undefined);
    this.noParents = new Array<null>(references).fill(null);
    this.startsWithId = columns[0]?.isLegacyId === true;
  }
}

const slab = new HashSlab();

/** A record whose fields are filled, in the thread that maps it. */
export class FilledRecord implements PreparedRecord {
  readonly record: number;
  readonly line: number;
  readonly offset: number;
  readonly cells: readonly string[];
  readonly isRaw: boolean;
  readonly fingerprint: number;
  /** As the converters gave them, in the order of the owned columns, and behind them what has no column; undefined if none did. */
  readonly written: (Cell | undefined)[];
  readonly values: StoredValue[] = [];
  readonly parents: (string | null)[];
  readonly issues: Issue[] = [];
  readonly rounded: RoundedAmount[] = [];
  legacyId: string | null = null;
  unmapped: string | undefined;
  /** Where its hashes stand among those of many records: its values', and behind them its parents'. */
  lanes: Int32Array = NO_HASHES;
  firstLane = 0;
  #hashes: RowHashes | undefined;
  readonly #shape: FilledShape;

  constructor(source: SourceRecord, shape: FilledShape, fingerprint: number) {
    this.record = source.record;
    this.line = source.line;
    this.offset = source.offset;
    this.cells = source.cells;
    this.isRaw = source.raw !== undefined;
    this.fingerprint = fingerprint;
    this.#shape = shape;
    this.written = shape.blank.slice();
    this.parents = shape.noParents.slice();
  }

  /** Takes what was written for what is to be stored, and hashes it. */
  seal(): void {
    const { written, values, parents } = this;
    const { length } = this.#shape.columns;
    for (let at = 0; at < length; at++) {
      const value = written[at];
      values.push(typeof value === "boolean" ? Number(value) : (value ?? null));
    }
    if (this.#shape.startsWithId) this.legacyId = values[0] as string | null;
    this.firstLane = slab.take(values.length * 2 + parents.length * 2);
    this.lanes = slab.lanes;
    hashInto(this.lanes, this.firstLane, values);
    hashInto(this.lanes, this.firstLane + values.length * 2, parents);
  }

  get unmappedHash(): Buffer | undefined {
    return this.unmapped === undefined ? undefined : hashOfCells(this.unmapped);
  }

  get joined(): JoinedCells {
    return joinCells(this.cells);
  }

  get hashes(): RowHashes {
    this.#hashes ??= this.lanes.subarray(this.firstLane, this.#parentLane);
    return this.#hashes;
  }

  get parentHashes(): RowHashes {
    const { parents } = this;
    if (parents.length === 0) return NO_HASHES;
    return this.lanes.subarray(this.#parentLane, this.#parentLane + parents.length * 2);
  }

  get #parentLane(): number {
    return this.firstLane + this.values.length * 2;
  }

  get row(): Draft {
    const row: Draft = {};
    const { columns } = this.#shape;
    for (let at = 0; at < columns.length; at++) {
      const value = this.written[at];
      if (value !== undefined) row[columns[at]?.key ?? ""] = value;
    }
    return row;
  }
}
