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

/** Counts the cells that say in words that there is nothing. */
export class NullObserver {
  readonly #certain = new Map<string, number>();
  readonly #doubtful = new Map<string, number>();

  /**
   * @param cell trimmed, and not empty
   * @returns whether it says that there is nothing, may say so, or is a value
   */
  add(cell: string): "nothing" | "doubtful" | "value" {
    if (cell.length > LONGEST) return "value";
    const word = cell.toLowerCase();
    if (CERTAIN.has(word)) {
      count(this.#certain, cell);
      return "nothing";
    }
    if (!DOUBTFUL.has(word)) return "value";
    count(this.#doubtful, cell);
    return "doubtful";
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
