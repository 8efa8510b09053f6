import type { CodeSubject, CodeWords } from "../../../importers/define-vocabulary.ts";
import { trimText } from "../../../shared/trim-text.ts";
import { withoutAccents } from "../../../shared/without-accents.ts";
import type { Decision, Reading } from "../assessment.ts";

/** More different cells are no codes. */
const MOST_CODES = 64;
/** A column is taken for one of codes where so much of it is known. */
const KNOWN_SHARE = 0.9;

/** Counts the codes of a column, and says what they mean. */
export class CodeObserver {
  readonly #counts = new Map<string, number>();
  readonly #known: CodeWords;
  #cells = 0;
  #tooMany = false;

  /** @param declared what may stand there as the column's database says it, whether or not a record has it */
  constructor(known: CodeWords, declared: readonly string[] = []) {
    this.#known = known;
    for (const code of declared) this.#counts.set(trimText(code), 0);
    this.#counts.delete("");
    if (this.#counts.size > MOST_CODES) this.#counts.clear();
  }

  /** @param cell trimmed, and neither empty nor a null token */
  add(cell: string): void {
    this.#cells++;
    if (this.#tooMany) return;
    this.#counts.set(cell, (this.#counts.get(cell) ?? 0) + 1);
    this.#tooMany = this.#counts.size > MOST_CODES;
    if (this.#tooMany) this.#counts.clear();
  }

  /** By code as it is written, how often it stands there and the values that it may mean. */
  meanings(about: CodeSubject): ReadonlyMap<string, { count: number; values: readonly string[] }> {
    const meant = meaningsOf([...this.#counts.keys()], about, this.#known);
    return new Map(
      [...meant].map(([code, values]) => [code, { count: this.#counts.get(code) ?? 0, values }]),
    );
  }

  /** What the codes mean; undefined if they are none that are known. */
  result(about?: CodeSubject): Decision[] {
    if (this.#tooMany || this.#counts.size === 0) return [];
    const subjects: readonly CodeSubject[] = about ? [about] : ["gender", "boolean", "status"];
    for (const subject of subjects) {
      const meanings = meaningsOf([...this.#counts.keys()], subject, this.#known);
      const known = this.#sum(meanings, (values) => values.length > 0);
      const sure = about !== undefined || known >= this.#cells * KNOWN_SHARE;
      // One value alone is as often a word of another column.
      if (sure && (about !== undefined || meanings.size > 1)) return [this.#decide(meanings)];
    }
    return [];
  }

  #sum(meanings: Meanings, counts: (values: readonly string[]) => boolean): number {
    const codes = [...meanings].filter(([, values]) => counts(values)).map(([code]) => code);
    return codes.reduce((sum, code) => sum + (this.#counts.get(code) ?? 0), 0);
  }

  #decide(meanings: Meanings): Decision {
    const open = this.#sum(meanings, (values) => values.length > 1);
    const unread = this.#sum(meanings, (values) => values.length === 0);
    const values = [...new Set([...meanings.values()].flat())];
    const codes = [...meanings].flatMap(([code, [value, ...others]]) =>
      value === undefined || others.length > 0 ? [] : [[code, value] as const],
    );
    const readings: Reading[] = values.map((value) => {
      const proves = this.#sum(meanings, (all) => all.length === 1 && all[0] === value);
      return { reading: value, proves, fits: this.#sum(meanings, (all) => all.includes(value)) };
    });
    const parts = readings.map(({ reading, proves }) => `${proves} mean ${reading}`);
    if (open > 0) parts.push(`${open} undecided`);
    if (unread > 0) parts.push(`${unread} have an unknown code`);
    return {
      subject: "codes",
      status: open + unread === 0 ? "certain" : "undecided",
      readings,
      undecided: open,
      unread,
      evidence: parts.join(", "),
      options: codes.length > 0 ? { codes: Object.fromEntries(codes.sort()) } : {},
    };
  }
}

/** By code as it is written, the values that it may mean. */
type Meanings = ReadonlyMap<string, readonly string[]>;

function meaningsOf(codes: readonly string[], subject: CodeSubject, known: CodeWords): Meanings {
  const words = wordsOf(subject, known);
  const schemes = subject === "gender" ? fittingSchemes(codes, words, known.genderLetters) : [];
  return new Map(
    codes.map((code) => {
      const plain = foldCode(code);
      // A code may be called "constructor": what every object has is not one of its meanings.
      const meant = schemes.flatMap((scheme) =>
        Object.hasOwn(scheme, plain) ? (scheme[plain] ?? []) : [],
      );
      const word = words.get(plain);
      return [code, [...new Set(word === undefined ? meant : [word, ...meant])]];
    }),
  );
}

/** Sets of letters that explain all codes that are no words, each with the fewest left unexplained. */
function fittingSchemes(
  codes: readonly string[],
  words: ReadonlyMap<string, string>,
  all: CodeWords["genderLetters"],
): CodeWords["genderLetters"] {
  const letters = codes.map(foldCode).filter((code) => code.length === 1 && !words.has(code));
  if (letters.length === 0) return [];
  // Nothing beside it says that M were a woman, as in Spanish beside H.
  if (letters.every((letter) => letter === "m")) return all.slice(0, 1);
  const explained = all.map(
    (scheme) => letters.filter((code) => Object.hasOwn(scheme, code)).length,
  );
  const most = Math.max(...explained);
  return all.filter((_, at) => most > 0 && explained[at] === most);
}

const folded = new WeakMap<CodeWords, Map<CodeSubject, ReadonlyMap<string, string>>>();

function wordsOf(subject: CodeSubject, known: CodeWords): ReadonlyMap<string, string> {
  const bySubject = folded.get(known) ?? new Map<CodeSubject, ReadonlyMap<string, string>>();
  folded.set(known, bySubject);
  const found = bySubject.get(subject);
  if (found !== undefined) return found;
  const words = new Map(
    Object.entries(known.words[subject]).flatMap(([value, forms]) =>
      forms.split("|").map((form) => [foldCode(form), value] as const),
    ),
  );
  bySubject.set(subject, words);
  return words;
}

/** As words are compared: without letter case, accents, and blanks of other kinds. */
function foldCode(cell: string): string {
  return withoutAccents(cell.toLowerCase()).replace(/\s+/g, " ");
}
