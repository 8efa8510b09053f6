// What the names of columns and files have in common.

/** Words that say that a column is a key, not of what. */
const KEY_WORDS = new Set(
  "id ids no nr num number numero nummer code codigo key uuid guid pk fk ref kod cod identifier".split(
    " ",
  ),
);
const WORD = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\d+/gu;
const ENDING = /\.[^.]*$/;
/** `PATIENTID` has no border between its words. */
const GLUED = /^(.{3,}?)(?:id|no|code|number|key)$/;

/** The words of a name, in lower case, without plural endings: `PatientIDs` is `patient`, `id`. */
export function wordsOf(name: string): string[] {
  const words = name.normalize("NFC").match(WORD) ?? [];
  return words
    .map((word) => singular(word.toLowerCase()))
    .flatMap((word) => {
      const stem = KEY_WORDS.has(word) ? undefined : GLUED.exec(word)?.[1];
      return stem === undefined ? [word] : [stem, word.slice(stem.length)];
    });
}

/** The words of a name that say what it is about. */
export const subjectOf = (name: string): string[] =>
  wordsOf(name).filter((word) => !KEY_WORDS.has(word) && !/^\d+$/.test(word));

/** The same for a file or a sheet. */
export const subjectOfFile = (file: string): string[] =>
  subjectOf((file.split(/[/#]/).at(-1) ?? file).replace(ENDING, ""));

/** Whether a name says that its column is a key. */
export const soundsLikeKey = (header: string): boolean =>
  wordsOf(header).some((word) => KEY_WORDS.has(word));

function singular(word: string): string {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(?:s|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

const FEWEST_COMMON = 3;

/** Whether two subjects share a word, or one of their words begins the other: `pat` and `patient`. */
export function related(one: readonly string[], other: readonly string[]): boolean {
  return one.some((word) => other.some((second) => begins(word, second) || begins(second, word)));
}

const begins = (short: string, long: string): boolean =>
  short === long || (short.length >= FEWEST_COMMON && long.startsWith(short));
