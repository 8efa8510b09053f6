import type { ColumnBook } from "./columns-at-fault.ts";
import { DECISIONS, type Decision, readDecision } from "./decision.ts";
import type { Findings } from "./findings.ts";
import { type CellChange, type JudgedRow, judgeRow } from "./judge-record.ts";
import { type MatchedHeader, matchHeader } from "./match-header.ts";
import type { OriginalRecord, RejectedEntity } from "./originals.ts";
import { type ColumnPlan, planColumns } from "./reject-columns.ts";
import { bareCell, type CorrectionSheet, type SheetRow } from "./sheet.ts";

/** A rejected record as it was, and what a person made of it. */
export interface CorrectedRecord extends Omit<OriginalRecord, "what"> {
  /** "missing": no file has it any more. */
  readonly state: "unchanged" | "changed" | "missing";
  readonly changes: readonly CellChange[];
  readonly decision: Decision;
}

/** The same while the files are read: most records are as they were, and cost little. */
interface Held {
  readonly place: Omit<OriginalRecord, "laid" | "what">;
  /** JSON of its cells. */
  readonly packed: string;
  /** The sheet and the row that it was met in last. */
  met?: { readonly sheet: string; readonly row: number };
  corrected?: { readonly judged: JudgedRow; readonly decision: Decision };
}

/** Sets the rows of the files of one entity against its rejected records. */
export class EntityCorrections {
  readonly plan: ColumnPlan;
  readonly #entity: RejectedEntity;
  readonly #book: ColumnBook;
  readonly #findings: Findings;
  readonly #held = new Map<string, Held>();
  readonly #positions: ReadonlyMap<string, number>;
  /** Files that have rejected records. */
  readonly #files = new Set<number>();

  constructor(entity: RejectedEntity, book: ColumnBook, findings: Findings) {
    this.plan = planColumns(entity.files.map(({ header }) => header));
    this.#entity = entity;
    // The first of a name is meant.
    this.#positions = new Map(
      [...entity.files.entries()].reverse().map(([at, { name }]) => [name, at]),
    );
    this.#book = book;
    this.#findings = findings;
  }

  hold({ laid, what: _, ...place }: OriginalRecord): void {
    this.#files.add(place.file);
    this.#held.set(keyOf(place.file, place.record), { place, packed: JSON.stringify(laid) });
  }

  /** The cells of all originals. */
  *texts(): Generator<string> {
    for (const { packed } of this.#held.values()) yield packed;
  }

  /** Adds a file of corrections. @throws UsageError if its header is not what it was */
  async take(sheet: CorrectionSheet): Promise<void> {
    const header = matchHeader(sheet, this.plan.columns);
    for (const note of [...sheet.notes, ...header.notes])
      this.#findings.note(`${sheet.name}: ${note}`);
    const added = header.added.map((one) => ({ ...one, filled: 0 }));
    let blank = 0;
    for await (const row of sheet.rows) {
      if (row.cells.every((cell) => bareCell(cell) === "")) {
        blank++;
        continue;
      }
      for (const one of added) if (bareCell(row.cells[one.at]) !== "") one.filled++;
      this.#takeRow(sheet, header, row);
    }
    if (blank > 0) this.#findings.note(`${sheet.name}: blank rows left out: ${blank}`);
    for (const { name, filled } of added) {
      // What stands beyond the header is of records that have too many cells.
      if (name === "") continue;
      this.#findings.note(
        `${sheet.name}: the column "${name}" was added and is ignored (cells that are not empty: ${filled})`,
      );
    }
  }

  #takeRow(sheet: CorrectionSheet, header: MatchedHeader, row: SheetRow): void {
    const where = `${sheet.name} row ${row.row}`;
    const held = this.#find(where, header, row);
    if (held === undefined) return;
    if (held.met?.sheet === sheet.name) {
      this.#findings.usage(`${where}: the same record as row ${held.met.row}`);
      return;
    }
    const decision = readDecision(row.cells[header.own._decision]);
    this.#checkDecision(where, decision);
    const nameless = header.added.filter(({ name }) => name === "").map(({ at }) => at);
    const cells = [...header.data, ...nameless]
      .map((at) => row.cells[at] ?? "")
      .concat(row.cells.slice(sheet.header.length));
    const original = { laid: JSON.parse(held.packed) as string[], codes: held.place.codes };
    const judged = judgeRow(original, cells, {
      columns: this.plan.columns,
      book: this.#book,
      guards: sheet.guards,
      decision: decision.what,
      isMeant: sheet.isMeant === true,
    });
    this.#keep(where, held, { judged, decision });
    held.met = { sheet: sheet.name, row: row.row };
    if (decision.what !== "withdraw")
      this.#tell(sheet.name, row.row, { ...judged, file: held.place.file });
  }

  /** Which record a row is of. */
  #find(where: string, { own }: MatchedHeader, { cells }: SheetRow): Held | undefined {
    const said = bareCell(cells[own._record]);
    const record = wholeNumber(said);
    if (record === undefined) {
      this.#findings.usage(
        said === ""
          ? `${where}: has no _record, so it belongs to no rejected record`
          : `${where}: its _record is not a number`,
      );
      return undefined;
    }
    const file = this.#fileOf(own._file === -1 ? "" : bareCell(cells[own._file]), record);
    const held = file === undefined ? undefined : this.#held.get(keyOf(file, record));
    if (held === undefined) {
      this.#findings.usage(
        `${where}: _record and _file do not name a record that the run rejected`,
      );
    }
    return held;
  }

  #fileOf(name: string, record: number): number | undefined {
    const named = this.#positions.get(name);
    if (named !== undefined) return named;
    if (name !== "") return undefined;
    const having = [...this.#files].filter((file) => this.#held.has(keyOf(file, record)));
    return having.length === 1 ? having[0] : undefined;
  }

  #checkDecision(where: string, { what }: Decision): void {
    if (what === "unknown") {
      this.#findings.usage(`${where}: unknown _decision (write  ${DECISIONS})`);
    } else if (what === "no reason") {
      this.#findings.usage(`${where}: withdrawing a record requires a reason (withdraw: reason)`);
    }
  }

  /** Of two files the one in which the record was changed counts; both, where they say the same. */
  #keep(where: string, held: Held, now: NonNullable<Held["corrected"]>): void {
    if (!isChange(now)) {
      held.corrected ??= now;
      return;
    }
    const before = held.corrected;
    if (before !== undefined && isChange(before) && !saysTheSame(before, now)) {
      this.#findings.decision(
        `${where}: different corrections from those in ${held.met?.sheet} row ${held.met?.row}`,
      );
    }
    held.corrected = now;
  }

  #tell(sheet: string, row: number, { changes, file }: Pick<JudgedRow, "changes"> & InFile): void {
    for (const change of changes) {
      const stop = this.#stopOf(change, file);
      if (stop !== undefined) {
        this.#findings[stop.how](`${sheet} row ${row}, column ${change.column}: ${stop.why}`);
      }
      this.#findings.change({ sheet, row, change });
    }
  }

  /** Why a change cannot be taken as it is. */
  #stopOf({ what, at }: CellChange, file: number): Stop | undefined {
    if (what === "other id") {
      return { how: "decision", why: "the legacy id has changed" };
    }
    if (what === "other reference") {
      return {
        how: "decision",
        why: "refers to a different record than before, although it was not wrong",
      };
    }
    const isBeyond = at >= this.plan.columns.length;
    if (isBeyond || (this.plan.places[file] ?? []).includes(at)) return undefined;
    return { how: "usage", why: `${this.#entity.files[file]?.name} has no such column to fill` };
  }

  /** All rejected records, in the order of files and records. */
  *records(): Generator<CorrectedRecord> {
    for (const { place, packed, met, corrected } of this.#held.values()) {
      const laid = JSON.parse(packed) as string[];
      const { judged, decision = { what: "none" } } = corrected ?? {};
      const changes = judged?.changes ?? [];
      const isChanged = corrected !== undefined && isChange(corrected);
      yield {
        ...place,
        // A record that is withdrawn is the one that the export holds.
        laid: decision.what === "withdraw" ? laid : (judged?.laid ?? laid),
        changes,
        decision,
        state: met === undefined ? "missing" : isChanged ? "changed" : "unchanged",
      };
    }
  }
}

interface InFile {
  /** The position of the record's file. */
  readonly file: number;
}

interface Stop {
  readonly how: "usage" | "decision";
  readonly why: string;
}

const keyOf = (file: number, record: number): string => `${file}:${record}`;

/** `12`, and what a spreadsheet makes of it: `12.0`, `1,234`. */
function wholeNumber(text: string): number | undefined {
  const plain = text
    .replace(/^["']|["']$/g, "")
    .replace(/[.,]0+$/, "")
    .replace(/(?<=\d)[.,'’\s](?=\d{3}(?:\D|$))/g, "");
  return /^[1-9]\d*$/.test(plain) ? Number(plain) : undefined;
}

function isChange({ judged, decision }: NonNullable<Held["corrected"]>): boolean {
  return decision.what !== "none" || judged.changes.some(({ what }) => what !== "put back");
}

function saysTheSame(
  one: NonNullable<Held["corrected"]>,
  other: NonNullable<Held["corrected"]>,
): boolean {
  return (
    JSON.stringify([one.judged.laid, one.decision]) ===
    JSON.stringify([other.judged.laid, other.decision])
  );
}
