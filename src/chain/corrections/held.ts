import { DecisionNeeded } from "../../plain/errors.ts";
import { SumOfCorrections } from "./fixes-sheet.ts";
import type { Change, Correction, Edited, RecordKey, Step } from "./step.ts";

/** The corrections that hold after some steps. */
export class Held {
  /** By record and column: one cell had another old value in each export, and in between. */
  readonly #cells = new Map<string, readonly Correction[]>();
  readonly #sum = new SumOfCorrections();

  /** What steps come to, one after the other. */
  static after(steps: readonly Step[]): Held {
    const held = new Held();
    for (const step of steps) held.take(step);
    return held;
  }

  all(): Correction[] {
    return [...this.#cells.values()].flat();
  }

  /** Tells what holds, in whatever order. */
  get sum(): string {
    return this.#sum.text;
  }

  /** What a cell is with its corrections. */
  valueOf(record: RecordKey, column: string, cell: string): string {
    return this.#of(record, column).find(({ was }) => was === cell)?.now ?? cell;
  }

  /** What was decided about a record as a whole. */
  decisionOf(record: RecordKey): Correction | undefined {
    return this.#of(record, "")[0];
  }

  #of(record: RecordKey, column: string): readonly Correction[] {
    return this.#cells.get(cellKey(record, column)) ?? NONE;
  }

  /**
   * @throws DecisionNeeded if a step goes out from values that do not hold any more: two people corrected one cell
   */
  check(changes: readonly Change[]): void {
    for (const change of changes) {
      const { column, was, now } = change;
      if (column === "") continue;
      const holds = this.valueOf(change, column, was);
      if (holds === was || holds === now) continue;
      throw new DecisionNeeded(
        `Column ${column} of a record of ${change.entity} (${change.file}) has been corrected by somebody else since.`,
        { cure: "Look at the record again, then correct it from there, or undo the other step." },
      );
    }
  }

  take({ changes, edited, who, why, at: when }: Step): void {
    for (const change of changes) {
      const { entity, file, legacyId, cells, column, was, now, decision } = change;
      // By name: to spread a hundred thousand takes seconds.
      const correction = {
        entity,
        file,
        legacyId,
        cells,
        column,
        was,
        now,
        decision,
        who,
        why,
        when,
      };
      if (change.column === "") this.#decide(correction);
      else this.#set(correction);
    }
    if (edited !== undefined) this.#edit(edited);
  }

  #decide(correction: Correction): void {
    if (correction.decision === "after all") this.#drop(correction);
    else this.#put(correction);
  }

  #set(correction: Correction): void {
    const { was, now, decision, who, why, when } = correction;
    // What was made of the export's value is made into the next: it is found by both.
    for (const earlier of this.#of(correction, correction.column)) {
      if (earlier.now !== was) continue;
      if (earlier.was === now) this.#drop(earlier);
      else this.#put({ ...earlier, now, decision, who, why, when });
    }
    if (was !== now) this.#put(correction);
  }

  #edit({ gone, come }: Edited): void {
    for (const one of gone) this.#drop(one);
    for (const one of come) this.#put(one);
  }

  #put(correction: Correction): void {
    const key = cellKey(correction, correction.column);
    const own = this.#cells.get(key) ?? NONE;
    const at = own.findIndex(({ was }) => was === correction.was);
    const before = own[at];
    if (before !== undefined) this.#sum.leave(before);
    this.#sum.join(correction);
    this.#cells.set(key, before === undefined ? [...own, correction] : own.with(at, correction));
  }

  #drop(correction: Correction): void {
    const key = cellKey(correction, correction.column);
    const own = this.#cells.get(key) ?? NONE;
    const before = own.find(({ was }) => was === correction.was);
    if (before === undefined) return;
    this.#sum.leave(before);
    if (own.length === 1) this.#cells.delete(key);
    else
      this.#cells.set(
        key,
        own.filter((one) => one !== before),
      );
  }
}

const NONE: readonly Correction[] = [];

const cellKey = ({ entity, file, legacyId, cells }: RecordKey, column: string): string =>
  `${entity}\0${file}\0${legacyId}\0${cells}\0${column}`;

/** How many records changes are about. */
export function recordsIn({
  changes,
  edited,
}: Pick<Step, "changes"> & Partial<Pick<Step, "edited">>): number {
  const all = [...changes, ...(edited?.gone ?? []), ...(edited?.come ?? [])];
  return new Set(all.map((one) => cellKey(one, ""))).size;
}
