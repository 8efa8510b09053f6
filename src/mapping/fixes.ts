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
interface Fix extends FixRow {
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

/** Corrections that outlive an export: they are applied again to each that follows. */
export class Fixes {
  readonly #fixes: readonly Fix[];
  readonly #byFile: ReadonlyMap<string, readonly Fix[]>;
  readonly #state = new Map<FixRow, FixState>();

  private constructor(fixes: readonly Fix[]) {
    this.#fixes = fixes;
    this.#byFile = groupBy(fixes, ({ file }) => file);
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

  /** The same corrections, of which nothing has come yet. */
  anew(): Fixes {
    return new Fixes(this.#fixes);
  }

  /**
   * What applies the fixes of one file; undefined if there are none.
   *
   * @throws UsageError if a fix names a column that the file lacks
   */
  amendFor(fitted: FittedFile, listener: FixListener): Amend | undefined {
    const { file, header } = fitted;
    const ofFile = this.#byFile.get(file.name) ?? [];
    const own = ofFile.filter((fix) => isFixedFor(fitted, fix));
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
    const find = finder(fitted, own);
    return (record) => {
      let fixed = record;
      const met = new Set<FixRow>();
      // A record that was corrected and found wrong again has been corrected from there, by its new cells or id.
      for (let found = find(record); found.length > 0; found = find(fixed)) {
        const fresh = found.filter((fix) => !met.has(fix));
        if (fresh.length === 0) break;
        for (const fix of fresh) met.add(fix);
        fixed = this.#apply(fixed, fresh, { header, listener });
      }
      return fixed;
    };
  }

  #apply(
    read: SourceRecord,
    fixes: readonly FixRow[],
    { header, listener }: { readonly header: readonly string[]; readonly listener: FixListener },
  ): SourceRecord {
    const { record, line } = read;
    const { fixed, reason, states, changed } = applyFixes(read, fixes, header);
    for (const [fix, state] of states) this.#settle(fix, state);
    if (reason !== undefined) listener.withdrawn(record, reason);
    for (const { column } of changed) listener.applied({ record, line, column });
    return fixed;
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
function isFixedFor({ importer, readers = [] }: FittedFile, { entity, column }: Fix): boolean {
  if (entity !== "") return entity === importer.entity;
  const reading = readers.filter(({ mapping: { fields, where } }) => {
    const columns = Object.values(fields).flatMap((field) => field?.columns ?? []);
    return [...columns, ...conditionsOf(where).map((one) => one.column)].includes(column);
  });
  return reading.length === 0 || reading.some((one) => one.importer === importer);
}

const NONE: readonly Fix[] = [];

/** Finds the fixes of a record: by its id; by its cells where a fix says which they are. */
function finder(fitted: FittedFile, own: readonly Fix[]): (record: SourceRecord) => readonly Fix[] {
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
