import { trimText } from "../../../shared/trim-text.ts";
import type { Decision, ValueCount } from "../assessment.ts";
import type { CodeSubject } from "./code-words.ts";
import { type ColumnRole, isDay } from "./column-role.ts";
import { CodeObserver } from "./observe-codes.ts";
import { DateObserver } from "./observe-dates.ts";
import { NullObserver } from "./observe-nulls.ts";
import { NumberObserver } from "./observe-numbers.ts";
import { TimeObserver } from "./observe-times.ts";

/**
 * Reads all cells of a column, one after the other, and keeps what they prove about how they are
 * written: counts alone, so that its memory does not grow with the column.
 */
export class ColumnObserver {
  readonly #dates: DateObserver;
  readonly #times = new TimeObserver();
  readonly #numbers = new NumberObserver();
  readonly #codes = new CodeObserver();
  readonly #nulls = new NullObserver();

  /** @param asOf `YYYY-MM-DD`: what the future is measured from */
  constructor(asOf: string) {
    this.#dates = new DateObserver(asOf);
  }

  /** @param written the cell as the record has it */
  add(written: string): void {
    const cell = trimText(written);
    if (cell === "" || this.#nulls.add(cell)) return;
    this.#codes.add(cell);
    if (!DIGIT.test(cell)) {
      this.#dates.addOther();
      this.#times.addOther();
      this.#numbers.addOther();
      return;
    }
    this.#dates.add(cell);
    this.#times.add(cell);
    this.#numbers.add(cell);
  }

  /** Cells that say in words that there is nothing, by how they are written. */
  nullTokens(): readonly ValueCount[] {
    return this.#nulls.tokens();
  }

  /**
   * What the cells prove about their writing.
   *
   * @param role what the column is taken for, where that is known: it is evidence too
   * @param minorDigits of an amount: the decimals of its currency
   */
  result(role?: ColumnRole, minorDigits?: number): Decision[] {
    const written = this.#written(role, minorDigits);
    const inText = written.every(({ subject }) => subject === "codes");
    return [...written, ...this.#nulls.result(inText ? "text" : "no text")];
  }

  #written(role: ColumnRole | undefined, minorDigits: number | undefined): Decision[] {
    if (isDay(role)) return this.#dates.result(role);
    if (role === "time") return this.#timesOf(role);
    if (role === "amount") return this.#numbers.result(role, minorDigits);
    if (isCode(role)) return this.#codes.result(role);
    const found = [this.#dates.result(), this.#times.result(), this.#numbers.result()];
    const first = found.find((decisions) => decisions.length > 0);
    return first ?? this.#codes.result();
  }

  /** A time of day may stand behind its day. */
  #timesOf(role: ColumnRole): Decision[] {
    const days = this.#dates.result();
    return days.length > 0 ? days : this.#times.result(role);
  }
}

const DIGIT = /\d/;

const isCode = (role: ColumnRole | undefined): role is CodeSubject =>
  role === "gender" || role === "status" || role === "boolean";
