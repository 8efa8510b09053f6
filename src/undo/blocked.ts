import type { CodeSummary, FilePlace } from "../ledger/run-summary.ts";
import { advice, type Reason } from "./reasons.ts";

/** As many places as a person looks at. */
const FIRST_PLACES = 5;

/** Rows that stay as they are, by the reason for it. */
export class Blocked {
  readonly #reasons = new Map<Reason, { count: number; places: FilePlace[] }>();

  add(reason: Reason, place: FilePlace): void {
    this.#add(reason, 1, [place]);
  }

  addAll(other: Blocked): void {
    for (const [reason, { count, places }] of other.#reasons) this.#add(reason, count, places);
  }

  count(): number {
    return [...this.#reasons.values()].reduce((sum, { count }) => sum + count, 0);
  }

  findings(entity: string, application: string): CodeSummary[] {
    const says = advice(application);
    return [...this.#reasons]
      .map(([reason, { count, places }]) => ({
        code: `${entity}.undo.${reason}`,
        severity: "warning" as const,
        count,
        places: [...places].sort((one, other) => one.line - other.line),
        ofRejectedParent: 0,
        advice: says[reason],
      }))
      .sort((one, other) => one.code.localeCompare(other.code));
  }

  #add(reason: Reason, count: number, places: readonly FilePlace[]): void {
    const known = this.#reasons.get(reason) ?? { count: 0, places: [] };
    this.#reasons.set(reason, known);
    known.count += count;
    known.places.push(...places.slice(0, FIRST_PLACES - known.places.length));
  }
}
