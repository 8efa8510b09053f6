import type { Cell, Draft, Facts, Importer, Rule } from "../../../importers/define.ts";
import {
  HashSlab,
  hashInto,
  NO_HASHES,
  type RowHashes,
  type StoredValue,
} from "../../digest/content-hash.ts";
import type { SourceFigures } from "../../digest/source-figures.ts";
import type { Issue } from "../../ledger/issue.ts";
import { hashOfCells } from "../../mapping/aside/unmapped-cells.ts";
import type { JudgeRecord } from "../../mapping/where/records-meant.ts";
import { UsageError } from "../../plain/errors.ts";
import type { CellMark, SourceRecord } from "../../source/record.ts";
import type { CellTotals } from "./cell-totals.ts";
import type { FillField } from "./compile-field.ts";
import type { MakeIssue } from "./issue-maker.ts";
import { joinCells } from "./original-cells.ts";
import type { OtherRecords } from "./other-records.ts";
import type { JoinedCells, OwnedColumn, PreparedRecord, RoundedAmount } from "./prepared-record.ts";

/** Maps and validates one record; a bad record is handed on with its issues. */
export type Prepare = (record: SourceRecord) => FilledRecord;

interface Preparation {
  readonly importer: Pick<Importer, "entity" | "complete">;
  /** Cells that a sound record has. */
  readonly width: number;
  readonly fields: readonly FillField[];
  readonly columns: readonly OwnedColumn[];
  /** Fields that the table has no column for. */
  readonly unstored: readonly string[];
  /** All columns of the table: what `complete` and the rules may look at. */
  readonly known: readonly string[];
  readonly references: number;
  readonly rules: readonly CompiledRule[];
  /** Found on every record: required fields that mapping or file go without. */
  readonly always: readonly Issue[];
  /** Places of the cells that feed a field. */
  readonly used: ReadonlySet<number>;
  readonly makeIssue: MakeIssue;
  readonly mappedCells: CellTotals;
  readonly figures: SourceFigures;
  /** Which records are of the entity; undefined if all are. */
  readonly judge: JudgeRecord | undefined;
  readonly foundUnclear: OtherRecords["foundUnclear"];
  readonly asOf: string;
}

/** A rule and what it finds. */
export interface CompiledRule {
  readonly rule: Rule;
  readonly issue: Issue;
}

/** Makes the stage that maps and validates the records of one file. */
export function prepareStage(preparation: Preparation): Prepare {
  const { fields, columns, references, always, width, mappedCells } = preparation;
  const { figures, judge, foundUnclear } = preparation;
  const shape = new FilledShape(columns, references, preparation.unstored.length);
  const look = lookStage(preparation);
  const fill = (record: SourceRecord, filled: FilledRecord): void => {
    for (let at = 0; at < fields.length; at++) fields[at]?.(record.cells, filled);
    for (const issue of always) filled.issues.push(issue);
    look(filled);
  };
  return (record) => {
    const fingerprint = mappedCells.add(record);
    const filled = new FilledRecord(record, shape, fingerprint);
    const hasAll = record.cells.length === width;
    const meant = judge?.(record.cells) ?? "meant";
    figures.begin(meant !== "other");
    if (typeof meant === "object") filled.issues.push(...foundUnclear(meant.unclear));
    if (record.flaws.length > 0 || record.marks !== undefined || !hasAll) {
      for (const issue of rowIssues(record, preparation)) filled.issues.push(issue);
    }
    if (hasAll) fill(record, filled);
    filled.seal();
    if (hasAll) figures.named(filled.parents, filled.parentHashes);
    return filled;
  };
}

/** What is done once all fields are filled: the columns that follow from others, and the rules. */
function lookStage({ importer, columns, unstored, known, rules, asOf }: Preparation) {
  const facts: Facts = { asOf, parents: {} };
  const keys = [...columns.map(({ key }) => key), ...unstored];
  const view = new RowView(keys, known);
  return ({ written, issues, line }: FilledRecord): void => {
    const row = view.of(written);
    try {
      importer.complete(row);
      for (const { rule, issue } of rules) if (rule.broken(row, facts)) issues.push(issue);
    } catch (error) {
      throw brokenDeclaration(importer.entity, line, error);
    }
  };
}

/** What its error says may hold a patient's value. */
const brokenDeclaration = (entity: string, line: number, error: unknown): UsageError =>
  new UsageError(
    `"complete" or a rule of ${entity} failed on the record of line ${line}${error instanceof Error ? ` (${error.name})` : ""}.`,
    { cure: "Correct the importer: fields may be empty there. Then run it again.", cause: error },
  );

/** A value as the database stores it. */
export function stored(value: Cell | undefined): StoredValue {
  if (typeof value === "boolean") return value ? 1 : 0;
  return value ?? null;
}

function rowIssues(record: SourceRecord, preparation: Preparation): readonly Issue[] {
  const { width, makeIssue } = preparation;
  const flawed = record.flaws.flatMap((flaw) => {
    const issue = makeIssue(`row.${flaw}`);
    if (issue === undefined) return [];
    const { badByte } = record;
    const isNamed = flaw === "encoding" && badByte !== undefined;
    return isNamed ? [{ ...issue, detail: `byte ${badByte}` }] : [issue];
  });
  const issues =
    record.marks === undefined ? flawed : flawed.concat(markIssues(record.marks, preparation));
  if (record.cells.length === width || record.cells.length === 0) return issues;
  const word = record.cells.length < width ? "row.too-few-cells" : "row.too-many-cells";
  return issues.concat(makeIssue(word) ?? []);
}

/** One issue for each kind of mark, with the cells; a cell that feeds no field keeps no record out. */
function markIssues(
  marks: readonly CellMark[],
  { makeIssue, used }: Pick<Preparation, "makeIssue" | "used">,
): Issue[] {
  const isUsed = ({ column }: CellMark) => column === undefined || used.has(column);
  return [...new Set(marks.map(({ kind }) => kind))].flatMap((kind): Issue[] => {
    const issue = makeIssue(`row.${kind}`);
    if (issue === undefined) return [];
    const all = marks.filter((mark) => mark.kind === kind);
    const detail = all.map(({ at }) => at).join(", ");
    return [all.some(isUsed) ? { ...issue, detail } : { ...issue, severity: "warning", detail }];
  });
}

/**
 * The row that `complete` and the rules are handed: one object for all records of a file, which looks
 * into the values of the record at hand. To make an object for every record takes longer than to
 * validate it.
 */
export class RowView {
  readonly #row: Draft = {};
  /** What an importer notes in columns that the import does not own. */
  readonly #beside: (Cell | undefined)[];
  #values: (Cell | undefined)[] = [];
  #noted = false;

  /**
   * @param owned the keys of the values, in their order
   * @param known all columns of the table
   */
  constructor(owned: readonly string[], known: readonly string[]) {
    for (const [at, key] of owned.entries()) {
      this.#define(key, {
        get: () => this.#values[at],
        set: (value) => {
          this.#values[at] = value;
        },
      });
    }
    const others = known.filter((key) => !owned.includes(key));
    this.#beside = others.map(() => undefined);
    for (const [at, key] of others.entries()) {
      this.#define(key, {
        get: () => this.#beside[at],
        set: (value) => {
          this.#beside[at] = value;
          this.#noted = true;
        },
      });
    }
    // What is no column would be kept from one record to the next.
    Object.preventExtensions(this.#row);
  }

  #define(key: string, access: ThisType<Draft> & PropertyDescriptor): void {
    Object.defineProperty(this.#row, key, { ...access, enumerable: true });
  }

  /** The row of these values; until the next one is asked for. */
  of(values: (Cell | undefined)[]): Draft {
    this.#values = values;
    if (this.#noted) {
      this.#beside.fill(undefined);
      this.#noted = false;
    }
    return this.#row;
  }
}

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
