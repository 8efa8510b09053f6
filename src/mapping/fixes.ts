import { DecisionNeeded, UsageError } from "../plain/errors.ts";
import { groupBy } from "../plain/group-by.ts";
import type { SourceRecord } from "../source/record.ts";
import { applyFixes, type FixState } from "./apply-fixes.ts";
import type { Amend, FittedFile } from "./fit.ts";
import { type FixRow, parseFixRows } from "./fix-rows.ts";
import { concealed } from "./read-fitted.ts";
import { cellsMark, columnAt, legacyIdIn } from "./record-mark.ts";
import { conditionsOf } from "./where/condition.ts";

/** Whose fixes they are: those of a file that was named, or those of the chain. */
export type FixOrigin = "named" | "chain";

/** One fix, and the file that it stands in. */
export interface Fix extends FixRow {
  readonly origin: FixOrigin;
  /** What messages call its file. */
  readonly of: string;
}

/** A fix that was applied to a record. */
export interface AppliedFix {
  readonly record: number;
  readonly line: number;
  readonly column: string;
}

/** What came of the fixes; lines are those of the file of fixes. */
export interface FixSummary {
  readonly applied: number;
  /** The export already has the new value. */
  readonly notNeeded: number;
  /** The record has neither the old nor the new value. */
  readonly stale: readonly number[];
  /** The export has no such record. */
  readonly unused: readonly number[];
  /** Records that they withdraw; absent where there are none. */
  readonly withdrawn?: number;
}

/** Hears what becomes of the records of a file as they are read. */
interface FixListener {
  /** A fix changed a cell. */
  readonly applied: (fix: AppliedFix) => void;
  /** A record is not to be imported. */
  readonly withdrawn: (record: number, reason: string) => void;
}

/** A file whose records are fixed. */
export type FixableFile = Pick<FittedFile, "header" | "importer" | "mapping" | "readers"> & {
  readonly file: Pick<FittedFile["file"], "name">;
};

/** What fixes make of a record. */
export interface FixedRecord {
  readonly fixed: SourceRecord;
  /** Why it is not to be imported; undefined if it is. */
  readonly reason: string | undefined;
  /** Those that changed a cell, in their order. */
  readonly changed: readonly Fix[];
  /** All that are about the record as a whole. */
  readonly decided: readonly Fix[];
}

/** Corrections that outlive an export: they are applied again to each that follows. */
export class Fixes {
  readonly #fixes: readonly Fix[];
  readonly #byFile: ReadonlyMap<string, readonly Fix[]>;
  /** Of files that the export does not have: next month's has another name, and its records the same ids. */
  readonly #elsewhere: ReadonlyMap<string, readonly Fix[]>;
  readonly #state = new Map<FixRow, FixState>();
  readonly #files: ReadonlySet<string> | undefined;

  /** @param files the names of the export's files; those that the fixes name unless said */
  private constructor(fixes: readonly Fix[], files?: ReadonlySet<string>) {
    this.#fixes = fixes;
    this.#files = files;
    this.#byFile = groupBy(fixes, ({ file }) => file);
    const absent = fixes.filter(({ file, entity }) => entity !== "" && files?.has(file) === false);
    this.#elsewhere = groupBy(absent, ({ entity }) => entity);
  }

  /**
   * Reads a file of fixes.
   *
   * @param name what messages call it
   * @throws UsageError that names the line
   */
  static parse(name: string, text: string, origin: FixOrigin = "named"): Fixes {
    return new Fixes(parseFixRows(name, text).map((row) => ({ ...row, origin, of: name })));
  }

  /**
   * Those of several files. What two of them say alike counts once, as the first's.
   *
   * @throws DecisionNeeded if two of them contradict each other
   */
  static together(all: readonly Fixes[]): Fixes {
    const [first = [], ...others] = all.map((one) => one.#fixes);
    const fixes = [...first];
    const byRecord = groupBy(first, recordOf);
    for (const fix of others.flat()) {
      const rivals = (byRecord.get(recordOf(fix)) ?? []).filter((one) => mayMeet(one, fix));
      const rival = rivals.find((one) => contradicts(one, fix));
      if (rival !== undefined) throw contradiction(rival, fix);
      if (!rivals.some((one) => saysTheSame(one, fix))) fixes.push(fix);
    }
    return new Fixes(fixes);
  }

  /**
   * The same corrections, of which nothing has come yet.
   *
   * @param files the names of the export's files, if others than before: a correction that says its entity, and names
   * none of them, is for all files of that entity
   */
  anew(files?: Iterable<string>): Fixes {
    return new Fixes(this.#fixes, files === undefined ? this.#files : new Set(files));
  }

  /**
   * What applies the fixes of one file as it is read; undefined if there are none.
   *
   * @throws UsageError if a fix names a column that the file lacks
   */
  amendFor(file: FixableFile, { applied, withdrawn }: FixListener): Amend | undefined {
    const fix = this.fixerFor(file);
    if (fix === undefined) return undefined;
    return (read) => {
      const found = fix(read);
      if (found === undefined) return read;
      const { record, line } = read;
      if (found.reason !== undefined) withdrawn(record, found.reason);
      for (const { column } of found.changed) applied({ record, line, column });
      return found.fixed;
    };
  }

  /**
   * The same for single records; what it gives is undefined where no fix is of the record.
   *
   * @throws UsageError if a fix names a column that the file lacks
   */
  fixerFor(fixable: FixableFile): ((record: SourceRecord) => FixedRecord | undefined) | undefined {
    const { file, header } = fixable;
    const ofFile = this.#byFile.get(file.name) ?? [];
    const elsewhere = this.#elsewhere.get(fixable.importer.entity) ?? [];
    const ofOthers = elsewhere.filter(
      ({ column }) => column === "" || columnAt(header, column) >= 0,
    );
    const own = [...ofFile.filter((fix) => isFixedFor(fixable, fix)), ...ofOthers];
    if (own.length === 0) return undefined;
    const wrong = own.find(({ column }) => column !== "" && columnAt(header, column) < 0);
    if (wrong !== undefined) {
      throw new UsageError(
        `A fix (${wrong.of} line ${wrong.line}) names a column that ${file.name} does not have.`,
        {
          cure: `Name one of ${header.join(", ")}.`,
        },
      );
    }
    const find = finder(fixable, own);
    return (record) => {
      const first = find(record);
      return first.length === 0 ? undefined : this.#fixed(record, { first, find, header });
    };
  }

  #fixed(read: SourceRecord, { first, find, header }: Fixing): FixedRecord {
    const met = new Set<Fix>();
    const changed: Fix[] = [];
    let fixed = read;
    let reason: string | undefined;
    let fresh = first;
    // A record that was corrected and found wrong again has been corrected from there, by its new cells or id.
    while (fresh.length > 0) {
      for (const fix of fresh) met.add(fix);
      const found = applyFixes(fixed, fresh, header);
      for (const [fix, state] of found.states) this.#settle(fix, state);
      fixed = found.fixed;
      reason ??= found.reason;
      changed.push(...fresh.filter((fix) => found.changed.includes(fix)));
      fresh = find(fixed).filter((fix) => !met.has(fix));
    }
    const decided = [...met].filter(({ column }) => column === "");
    return { fixed, reason, changed, decided };
  }

  /** Of two records of one id, the one that a fix was applied to counts. */
  #settle(fix: FixRow, state: FixState): void {
    if (this.#state.get(fix) !== "applied") this.#state.set(fix, state);
  }

  /** What came of the fixes of a named file, or of the chain's; null if there is no such file. */
  summary(origin: FixOrigin = "named"): FixSummary | null {
    const own = this.#fixes.filter((fix) => fix.origin === origin);
    if (own.length === 0 && (origin === "chain" || this.#fixes.length > 0)) return null;
    const inState = (state: FixState | undefined) =>
      own.filter((fix) => this.#state.get(fix) === state);
    const lines = (state: FixState | undefined) => inState(state).map(({ line }) => line);
    const applied = inState("applied");
    const withdrawn = applied.filter(({ decision }) => decision === "withdraw").length;
    return {
      applied: applied.length,
      notNeeded: inState("not needed").length,
      stale: lines("stale"),
      unused: lines(undefined),
      ...(withdrawn > 0 && { withdrawn }),
    };
  }
}

const recordOf = ({ file, legacyId }: Fix): string => `${file}\0${legacyId}`;

const mayBe = (one: string, other: string): boolean => one === "" || other === "" || one === other;

/** Whether two fixes of one id may be of one record. */
const mayMeet = (one: Fix, other: Fix): boolean =>
  mayBe(one.entity, other.entity) && mayBe(one.cells, other.cells);

const isSameCell = (one: Fix, other: Fix): boolean =>
  one.column === other.column && one.oldValue === other.oldValue;

const saysTheSame = (one: Fix, other: Fix): boolean =>
  isSameCell(one, other) && one.newValue === other.newValue && one.decision === other.decision;

function contradicts(one: Fix, other: Fix): boolean {
  const withdraw = [one, other].filter(({ decision }) => decision === "withdraw").length;
  if (withdraw > 0) return withdraw === 1;
  return isSameCell(one, other) && one.newValue !== other.newValue;
}

const contradiction = (one: Fix, other: Fix): DecisionNeeded =>
  new DecisionNeeded(
    `Two files of fixes contradict each other: ${one.of} line ${one.line} and ${other.of} line ${other.line}.`,
    { cure: "Remove one of the two, or leave the chain's corrections aside with --no-fixes." },
  );

/**
 * Whether a fix is for an entity. Where it does not say so: legacy ids of several entities of one file may be alike, so
 * it is for those that read its column, or for all if none does.
 */
function isFixedFor({ importer, readers = [] }: FixableFile, { entity, column }: Fix): boolean {
  if (entity !== "") return entity === importer.entity;
  const reading = readers.filter(({ mapping: { fields, where } }) => {
    const columns = Object.values(fields).flatMap((field) => field?.columns ?? []);
    return [...columns, ...conditionsOf(where).map((one) => one.column)].includes(column);
  });
  return reading.length === 0 || reading.some((one) => one.importer === importer);
}

const NONE: readonly Fix[] = [];

type FindFixes = (record: SourceRecord) => readonly Fix[];

interface Fixing {
  readonly first: readonly Fix[];
  readonly find: FindFixes;
  readonly header: readonly string[];
}

/** Finds the fixes of a record: by its id; by its cells where a fix says which they are. */
function finder(fitted: FixableFile, own: readonly Fix[]): FindFixes {
  const { header, mapping } = fitted;
  const byId = groupBy(
    own.filter(({ legacyId }) => legacyId !== ""),
    ({ legacyId }) => legacyId,
  );
  const byMark = groupBy(
    own.filter(({ legacyId }) => legacyId === ""),
    ({ cells }) => cells,
  );
  const idOf = legacyIdIn(mapping, header);
  const seen = concealed(fitted);
  const markOf = (record: SourceRecord) => cellsMark(seen(record).cells);
  return (record) => {
    const isWhole = record.cells.length === header.length;
    const id = isWhole ? idOf(record.cells) : "";
    const named = byId.get(id) ?? NONE;
    const isNamed = named.some(({ cells }) => cells !== "");
    const mayBeMarked = byMark.size > 0 && id === "";
    if (!isNamed && !mayBeMarked) return named;
    const mark = markOf(record);
    const marked = named.filter(({ cells }) => cells === "" || cells === mark);
    return mayBeMarked ? [...marked, ...(byMark.get(mark) ?? NONE)] : marked;
  };
}
