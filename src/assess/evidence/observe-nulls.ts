import type { Decision, ValueCount } from "../assessment.ts";

/** Written by programs where a value is missing: they mean nothing else. */
const CERTAIN = new Set([
  ...["null", "(null)", "[null]", "<null>", "\\n", "n/a", "#n/a", "#na", "nan", "nat", "n.a."],
  ...["undefined", "#value!", "#ref!", "#div/0!", "#name?", "#null!", "(blank)", "(empty)"],
  ...["0000-00-00", "0000-00-00 00:00:00", "00/00/0000", "00-00-0000", "00.00.0000"],
  ...["-", "--", "---", "–", "—", ".", "..", "?", "??", "_", "*"],
]);
/** Words that may as well be meant: a name, a finding, a unit. */
const DOUBTFUL = new Set([
  ...["na", "none", "nil", "nill", "nd", "unk", "tbd", "ns/nr"],
  ...["unknown", "missing", "not available", "not known", "not applicable", "not given"],
  ...["keine", "unbekannt", "k.a.", "aucun", "inconnu", "néant", "ninguno", "ninguna"],
  ...["desconocido", "no aplica", "s/d", "sin dato", "nenhum", "desconhecido", "nessuno"],
  ...["sconosciuto", "geen", "onbekend", "brak", "nieznany", "нет", "неизвестно", "yok"],
  ...["bilinmiyor", "tidak ada", "نامشخص", "ندارد", "غير معروف", "لا يوجد"],
]);
/** Longer than the longest of them. */
const LONGEST = 20;
const MOST_SPELLINGS = 64;
/** So many values show in which letter case a column is written. */
const CASES_SEEN = 1_000;

const NEARLY_ALL = 0.9;

/** How the letters of a text are written. */
export type LetterCase = "upper" | "lower" | "mixed";

export function letterCase(text: string): LetterCase {
  if (text === text.toUpperCase()) return text === text.toLowerCase() ? "mixed" : "upper";
  return text === text.toLowerCase() ? "lower" : "mixed";
}

/** Counts the cells that say in words that there is nothing. */
export class NullObserver {
  readonly #certain = new Map<string, number>();
  readonly #doubtful = new Map<string, number>();
  readonly #cases = { upper: 0, lower: 0, mixed: 0 };
  #values = 0;

  /**
   * @param cell trimmed, and not empty
   * @returns whether it says that there is nothing, may say so, or is a value
   */
  add(cell: string): "nothing" | "doubtful" | "value" {
    if (cell.length > LONGEST) return this.#value(cell);
    const word = cell.toLowerCase();
    if (CERTAIN.has(word)) {
      count(this.#certain, cell);
      return "nothing";
    }
    if (!DOUBTFUL.has(word)) return this.#value(cell);
    count(this.#doubtful, cell);
    return "doubtful";
  }

  #value(cell: string): "value" {
    if (this.#values++ < CASES_SEEN) this.#cases[letterCase(cell)]++;
    return "value";
  }

  /** The letter case of nearly all values; mixed where there are several. */
  #among(): LetterCase {
    const { upper, lower, mixed } = this.#cases;
    const most = (upper + lower + mixed) * NEARLY_ALL;
    return upper > most ? "upper" : lower > most ? "lower" : "mixed";
  }

  /** By how they are written; those that may be meant are not among them. */
  tokens(): ValueCount[] {
    return valueCounts(this.#certain);
  }

  /** @param holdsText what the column holds besides: in numbers and days a word means nothing */
  result(holdsText: "text" | "no text"): Decision[] {
    const certain = valueCounts(this.#certain);
    const doubtful = valueCounts(this.#doubtful);
    if (certain.length + doubtful.length === 0) return [];
    const sure = holdsText === "no text" ? [...certain, ...doubtful] : certain;
    const open = holdsText === "no text" ? [] : doubtful;
    const sum = (list: readonly ValueCount[]) => list.reduce((all, one) => all + one.count, 0);
    const shown = [...sure, ...open].map(({ value, count: cells }) => `${cells} are ${value}`);
    return [
      {
        subject: "nullTokens",
        status: sure.length > 0 || open.length === 0 ? "certain" : "undecided",
        readings: [
          ...sure.map(({ value, count: fits }) => ({ reading: value, proves: fits, fits })),
          ...open.map(({ value, count: fits }) => ({ reading: value, proves: 0, fits })),
        ],
        undecided: sum(open),
        unread: 0,
        evidence: shown.join(", "),
        options: sure.length > 0 ? { nullTokens: sure.map(({ value }) => value) } : {},
        ...(this.#values > 0 && { among: this.#among() }),
      },
    ];
  }
}

function count(counts: Map<string, number>, value: string): void {
  if (counts.has(value) || counts.size < MOST_SPELLINGS) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
}

const valueCounts = (counts: ReadonlyMap<string, number>): ValueCount[] =>
  [...counts]
    .map(([value, times]) => ({ value, count: times }))
    .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1));
