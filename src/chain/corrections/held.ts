import { DecisionNeeded } from "../../plain/errors.ts";
import type { Change, Correction, Edited, RecordKey, Step } from "./step.ts";

/** The corrections that hold after some steps. */
export class Held {
  /** By record and column, and then by old value: one cell had another in each export, and in between. */
  readonly #cells = new Map<string, Map<string, Correction>>();

  /** What steps come to, one after the other. */
  static after(steps: readonly Step[]): Held {
    const held = new Held();
    for (const step of steps) held.take(step);
    return held;
  }

  all(): Correction[] {
    return [...this.#cells.values()].flatMap((own) => [...own.values()]);
  }

  /** What a cell is with its corrections. */
  valueOf(record: RecordKey, column: string, cell: string): string {
    return this.#cells.get(cellKey(record, column))?.get(cell)?.now ?? cell;
  }

  /** What was decided about a record as a whole. */
  decisionOf(record: RecordKey): Correction | undefined {
    return this.#cells.get(cellKey(record, ""))?.get("");
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
        `Column ${column} of ${change.entity} ${change.legacyId} has been corrected by somebody else since.`,
        { cure: "Look at the record again, then correct it from there, or undo the other step." },
      );
    }
  }

  take({ changes, edited, who, why, at: when }: Step): void {
    for (const change of changes) {
      const correction = { ...change, who, why, when };
      if (change.column === "") this.#decide(correction);
      else this.#set(correction);
    }
    if (edited !== undefined) this.#edit(edited);
  }

  #decide(correction: Correction): void {
    const key = cellKey(correction, "");
    if (correction.decision === "after all") this.#cells.delete(key);
    else this.#cells.set(key, new Map([["", correction]]));
  }

  #set(correction: Correction): void {
    const { was, now, decision, who, why, when } = correction;
    const key = cellKey(correction, correction.column);
    const own = this.#cells.get(key) ?? new Map<string, Correction>();
    // What was made of the export's value is made into the next: it is found by both.
    for (const [old, earlier] of own) {
      if (earlier.now !== was) continue;
      if (old === now) own.delete(old);
      else own.set(old, { ...earlier, now, decision, who, why, when });
    }
    if (was !== now) own.set(was, correction);
    if (own.size === 0) this.#cells.delete(key);
    else this.#cells.set(key, own);
  }

  #edit({ gone, come }: Edited): void {
    for (const one of gone) {
      const key = cellKey(one, one.column);
      const own = this.#cells.get(key);
      own?.delete(one.was);
      if (own?.size === 0) this.#cells.delete(key);
    }
    for (const one of come) {
      const key = cellKey(one, one.column);
      const own = this.#cells.get(key) ?? new Map<string, Correction>();
      this.#cells.set(key, own.set(one.was, one));
    }
  }
}

const cellKey = ({ entity, file, legacyId, cells }: RecordKey, column: string): string =>
  [entity, file, legacyId, cells, column].join("\0");

/** How many records changes are about. */
export function recordsIn({
  changes,
  edited,
}: Pick<Step, "changes"> & Partial<Pick<Step, "edited">>): number {
  const all = [...changes, ...(edited?.gone ?? []), ...(edited?.come ?? [])];
  return new Set(all.map((one) => cellKey(one, ""))).size;
}
