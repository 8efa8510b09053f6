import type { Decision } from "../assessment.ts";
import type { ColumnRole } from "./column-role.ts";
import { CurrencyCount, symbolsIn } from "./number-symbols.ts";

const NUMBER =
  /^(?<open>\()?[ \u00A0]?[+-]?(?<before>[^\d+()-]{0,12}?)[ \u00A0]?[+-]?[ \u00A0]?(?<body>\d(?:[\d.,'\u2019 \u00A0\u202F]*\d)?)(?<trailing>-(?=$|\s))?(?<after>[^\d()]{0,16})(?<close>\))?$/u;
const BOUND = /^[<>≤≥]=?\s*/u;
const NO_CENTS = /^[.,](?=[-–—])/u;
const MARK = /[.,'\u2019 \u00A0\u202F]/gu;
/** Indian grouping has pairs above the first three digits. */
const GROUPED: Readonly<Record<Group, RegExp>> = {
  ".": /^\d{1,3}(?:\.\d{2,3})*\.\d{3}$/,
  ",": /^\d{1,3}(?:,\d{2,3})*,\d{3}$/,
  "'": /^\d{1,3}(?:['\u2019]\d{2,3})*['\u2019]\d{3}$/,
  " ": /^\d{1,3}(?:[ \u00A0\u202F]\d{2,3})*[ \u00A0\u202F]\d{3}$/,
};
const MOST_SYMBOLS = 16;

type Mark = "." | ",";
type Group = Mark | "'" | " ";
const OTHER: Readonly<Record<Mark, Mark>> = { ".": ",", ",": "." };

/** Reads all cells of a column as numbers, with a decimal point or a decimal comma. */
export class NumberObserver {
  readonly #proves: Record<Mark, number> = { ".": 0, ",": 0 };
  /** By mark, the cells that have it, and would have it between thousands. */
  readonly #groups: Record<Group, number> = { ".": 0, ",": 0, "'": 0, " ": 0 };
  readonly #symbols = new Map<string, number>();
  /** Letters before numbers that are known to be none. */
  readonly #noSymbols = new Set<string>();
  readonly #currencies = new CurrencyCount();
  /** How amounts below nothing are written, besides with a minus. */
  readonly #negative = new Set<string>();
  /** `1.234` may be a thousand or one: by the mark that it has. */
  readonly #either: Record<Mark, number> = { ".": 0, ",": 0 };
  #plain = 0;
  #unread = 0;
  #cells = 0;

  /** Counts a cell without a digit: it is read as nothing of the kind. */
  addOther(): void {
    this.#cells++;
    this.#unread++;
  }

  /** @param cell trimmed, and neither empty nor a null token */
  add(cell: string): void {
    this.#cells++;
    if (this.#addPlain(cell)) return;
    const found = this.#partsOf(cell);
    const before = found && symbolsIn(found["before"]?.trim() ?? "");
    const after = found && symbolsIn(found["after"]?.trim() ?? "");
    const inPairs = (found?.["open"] === undefined) === (found?.["close"] === undefined);
    if (found === undefined || before === undefined || after === undefined || !inPairs) {
      this.#unread++;
      return;
    }
    // `1.200,-`: what stands before the dash is the decimal mark.
    const whole = NO_CENTS.exec(found["after"] ?? "")?.[0];
    if (!this.#addBody(`${found["body"]}${whole === undefined ? "" : `${whole}0`}`)) {
      this.#unread++;
      return;
    }
    if (found["open"] !== undefined) this.#negative.add("parentheses");
    if (found["trailing"] !== undefined) this.#negative.add("trailing-minus");
    if (before.length + after.length === 0) return;
    const symbols = [...before, ...after];
    for (const symbol of symbols) this.#addSymbol(symbol);
    this.#currencies.add(symbols);
  }

  /** Digits with at most one mark that cannot stand before thousands: nearly all numbers are written so. */
  #addPlain(cell: string): boolean {
    let mark = -1;
    for (let at = 0; at < cell.length; at++) {
      const unit = cell.charCodeAt(at);
      if (isDigit(unit)) continue;
      if ((unit !== POINT && unit !== COMMA) || mark !== -1 || at === 0) return false;
      mark = at;
    }
    const behind = cell.length - mark - 1;
    if (mark !== -1 && (behind === 0 || behind === 3)) return false;
    if (mark === -1) this.#plain++;
    else this.#proves[cell.charCodeAt(mark) === POINT ? "." : ","]++;
    return true;
  }

  /** What a measure lies below or above is written as the measure is. */
  #partsOf(cell: string) {
    return this.#isNumbered(cell) ? undefined : partsOf(cell.replace(BOUND, ""));
  }

  /** `P00012`: letters that are no symbol stand right before a digit, in nearly all ids the same. */
  #isNumbered(cell: string): boolean {
    let at = 0;
    while (isLetter(cell.charCodeAt(at))) at++;
    if (at === 0 || !isDigit(cell.charCodeAt(at))) return false;
    const letters = cell.slice(0, at);
    if (this.#noSymbols.has(letters)) return true;
    const isNone = symbolsIn(letters) === undefined;
    if (isNone && this.#noSymbols.size < MOST_SYMBOLS) this.#noSymbols.add(letters);
    return isNone;
  }

  #addSymbol(symbol: string): void {
    if (this.#symbols.size < MOST_SYMBOLS || this.#symbols.has(symbol)) {
      this.#symbols.set(symbol, (this.#symbols.get(symbol) ?? 0) + 1);
    }
  }

  #addBody(body: string): boolean {
    const marks = body.match(MARK) ?? [];
    const last = marks.at(-1);
    if (last === undefined) {
      this.#plain++;
      return true;
    }
    const alike = marks.every((mark) => groupOf(mark) === groupOf(last));
    return alike ? this.#addOneKind(body, groupOf(last), marks.length) : this.#addTwoKinds(body);
  }

  /** `1234.5`, `1.234`, `1.234.567`, `1 234`. */
  #addOneKind(body: string, mark: Group, times: number): boolean {
    const grouped = GROUPED[mark].test(body) && !body.startsWith("0");
    if (mark !== "." && mark !== ",") {
      if (grouped) this.#groups[mark]++;
      return grouped;
    }
    if (times > 1) {
      if (!grouped) return false;
      this.#groups[mark]++;
      this.#proves[OTHER[mark]]++;
    } else if (grouped) this.#either[mark]++;
    else this.#proves[mark]++;
    return true;
  }

  /** `1.234,56`, `1'234.5`. */
  #addTwoKinds(body: string): boolean {
    const at = Math.max(body.lastIndexOf("."), body.lastIndexOf(","));
    const decimal = body.charAt(at) as Mark;
    const whole = body.slice(0, at);
    const mark = groupOf((whole.match(MARK) ?? [""])[0] ?? "");
    if (at < 0 || mark === decimal || !GROUPED[mark].test(whole)) return false;
    if (/\D/.test(body.slice(at + 1))) return false;
    this.#groups[mark]++;
    this.#proves[decimal]++;
    return true;
  }

  /**
   * What the cells prove; undefined if they are no numbers, or whole ones without any mark.
   *
   * @param minorDigits the decimals of the column's currency: a mark before three digits is none of
   * its decimals where it has two
   */
  result(role?: ColumnRole, minorDigits?: number): Decision[] {
    const read = this.#cells - this.#unread;
    const marked = read - this.#plain;
    const worthIt = marked + this.#symbols.size + this.#negative.size > 0;
    if (!worthIt || (role !== "amount" && role !== "measure" && read * 2 < this.#cells)) return [];
    const open = this.#either["."] + this.#either[","];
    const decided = this.#decided() ?? this.#byCurrency(minorDigits);
    const left = decided === undefined ? open : 0;
    return [
      ...this.#currencies.result(),
      {
        subject: "decimalSeparator",
        status: decided === undefined ? "undecided" : "certain",
        readings: ([".", ","] as const).map((mark) => {
          const fits = read - this.#proves[OTHER[mark]];
          return { reading: mark, proves: this.#proves[mark], fits };
        }),
        undecided: left,
        unread: this.#unread,
        evidence: this.#sentence(open),
        options: decided === undefined ? {} : this.#options(decided),
      },
    ];
  }

  /** A mark that one cell proves and none disproves; any, where none stands for the decimals. */
  #decided(): Mark | "none" | undefined {
    const { ".": points, ",": commas } = this.#proves;
    if (points > 0 && commas > 0) return undefined;
    if (points > 0) return ".";
    if (commas > 0) return ",";
    return this.#either["."] + this.#either[","] > 0 ? undefined : "none";
  }

  #byCurrency(minorDigits: number | undefined): Mark | undefined {
    const { ".": points, ",": commas } = this.#either;
    const proofs = this.#proves["."] + this.#proves[","];
    if (minorDigits === undefined || minorDigits >= 3 || proofs > 0) return undefined;
    if (points > 0 && commas > 0) return undefined;
    return points > 0 ? "," : ".";
  }

  #options(decimal: Mark | "none"): Record<string, unknown> {
    const between = decimal === "none" ? undefined : OTHER[decimal];
    const groups = (Object.keys(this.#groups) as Group[]).filter(
      (mark) => this.#groups[mark] + (mark === between ? this.#either[between] : 0) > 0,
    );
    const symbols = [...this.#symbols.keys()].sort();
    const [negative] = this.#negative;
    return {
      ...(decimal !== "none" && { decimal }),
      ...(groups.length === 1 && { group: groups[0] }),
      ...(symbols.length > 0 && !this.#currencies.areSeveral() && { symbols }),
      ...(negative !== undefined && { negative }),
    };
  }

  #sentence(open: number): string {
    const { ".": points, ",": commas } = this.#proves;
    const parts = [`${points} prove a decimal point, ${commas} a decimal comma`];
    if (open > 0) parts.push(`${open} undecided (three digits behind one mark)`);
    if (this.#unread > 0) parts.push(`${this.#unread} are not numbers`);
    return parts.join(", ");
  }
}

const POINT = 46;
const COMMA = 44;
/** Of the apostrophe, the blank, and the same in print. */
const OTHER_MARKS = new Set([0x27, 0x20, 0xa0, 0x2019, 0x202f]);

const isLetter = (unit: number): boolean =>
  (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;

const partsOf = (cell: string) => (mayBeNumber(cell) ? NUMBER.exec(cell)?.groups : undefined);

/** Between the digits of one number stand marks alone: days, times and houses are told by a look at each sign. */
function mayBeNumber(cell: string): boolean {
  let gap: "none" | "marks" | "other" = "none";
  let seen = false;
  for (let at = 0; at < cell.length; at++) {
    const unit = cell.charCodeAt(at);
    if (isDigit(unit)) {
      if (seen && gap === "other") return false;
      seen = true;
      gap = "none";
    } else if (unit !== POINT && unit !== COMMA && !OTHER_MARKS.has(unit)) gap = "other";
  }
  return seen;
}

function groupOf(mark: string): Group {
  if (mark === "." || mark === ",") return mark;
  return mark === "'" || mark === "\u2019" ? "'" : " ";
}
