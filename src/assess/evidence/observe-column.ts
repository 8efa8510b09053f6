import type { Calendar } from "../../../importers/convert/calendar.ts";
import { asciiDigits, hasOtherDigits } from "../../../importers/convert/digits.ts";
import { numbersIn } from "../../../importers/convert/measured.ts";
import type { CodeSubject, CodeWords } from "../../../importers/define-vocabulary.ts";
import { trimText } from "../../../shared/trim-text.ts";
import type { Decision, ValueCount } from "../assessment.ts";
import { type ColumnRole, isDay } from "./column-role.ts";
import { CodeObserver } from "./observe-codes.ts";
import { DateObserver } from "./observe-dates.ts";
import { NullObserver } from "./observe-nulls.ts";
import { NumberObserver } from "./observe-numbers.ts";
import { TimeObserver } from "./observe-times.ts";

/** What is known of a column before its cells are read. */
interface Watched {
  /** `YYYY-MM-DD`: what the future is measured from. */
  readonly asOf: string;
  readonly codeWords: CodeWords;
  /** The closed list of values that a database declares. */
  readonly values?: readonly string[] | undefined;
  /** Where it is known from the start, nothing else is looked for. */
  readonly role?: ColumnRole;
  /** That days are said to be of. */
  readonly calendar?: Calendar | undefined;
}

/**
 * Reads all cells of a column, one after the other, and keeps what they prove about how they are
 * written: counts alone, so that its memory does not grow with the column.
 */
export class ColumnObserver {
  readonly #dates: DateObserver;
  readonly #times = new TimeObserver();
  readonly #numbers = new NumberObserver();
  readonly #codes: CodeObserver;
  readonly #nulls = new NullObserver();
  readonly #watching: Watching;
  readonly #isMeasured: boolean;

  constructor({ asOf, codeWords, values, role, calendar }: Watched) {
    this.#dates = new DateObserver(asOf, calendar);
    this.#codes = new CodeObserver(codeWords, values);
    this.#watching = watchingFor(role);
    this.#isMeasured = role === "measure";
  }

  /** @param written the cell as the record has it */
  add(written: string): void {
    const text = trimText(written);
    const isPlain = DIGIT.test(text) || !hasOtherDigits(text);
    const cell = isPlain ? text : asciiDigits(text);
    const kind = cell === "" ? "nothing" : this.#nulls.add(cell);
    if (kind === "nothing") return;
    const { days, times, numbers, codes } = this.#watching;
    if (codes) this.#codes.add(cell);
    if (kind === "doubtful") return;
    const hasDigit = DIGIT.test(cell);
    if (days) this.#dates.add(cell, hasDigit);
    if (times) hasDigit ? this.#times.add(cell) : this.#times.addOther();
    if (numbers) this.#addNumber(cell, hasDigit);
  }

  #addNumber(cell: string, hasDigit: boolean): void {
    if (this.#isMeasured) {
      for (const number of numbersIn(cell)) this.#numbers.add(number);
    } else if (hasDigit) this.#numbers.add(cell);
    else this.#numbers.addOther();
  }

  /** Cells that say in words that there is nothing, by how they are written. */
  nullTokens(): readonly ValueCount[] {
    return this.#nulls.tokens();
  }

  /** By code, how often it stands there and what it may mean; empty if the column holds too many. */
  codes(about: CodeSubject): ReturnType<CodeObserver["meanings"]> {
    return this.#codes.meanings(about);
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
    if (role === "amount" || role === "measure") return this.#numbers.result(role, minorDigits);
    if (isCode(role)) return this.#codes.result(role);
    if (role === "text") return [];
    const found = [this.#dates.result(), this.#times.result(), this.#numbers.result()];
    const first = found.find((decisions) => decisions.length > 0);
    return first ?? this.#codes.result();
  }

  /** A time of day may stand behind its day. */
  #timesOf(role: ColumnRole): Decision[] {
    const days = this.#dates.result();
    if (days.length > 0) return days;
    const counted = this.#dates.counted();
    return counted.length > 0 ? counted : this.#times.result(role);
  }
}

const DIGIT = /\d/;

interface Watching {
  readonly days: boolean;
  readonly times: boolean;
  readonly numbers: boolean;
  readonly codes: boolean;
}

function watchingFor(role: ColumnRole | undefined): Watching {
  const all = role === undefined;
  return {
    days: all || isDay(role) || role === "time",
    times: all || role === "time",
    numbers: all || role === "amount" || role === "measure",
    codes: all || isCode(role),
  };
}

export const isCode = (role: ColumnRole | undefined): role is CodeSubject =>
  role === "gender" || role === "status" || role === "boolean";
