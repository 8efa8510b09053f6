import type { Lexicon } from "./lexicon.ts";
import { type HeaderReading, readHeader } from "./read-header.ts";
import { splitHeader } from "./split-header.ts";

// Columns that are called after the table or after what it refers to, by a letter or by several words.

/** A table's own id is one of its first columns. */
const KEY_PLACES = 2;
const MARKS = ["id", "number", "code"];
const SHORTEST = 3;
/** So many columns are called after the table before their words say nothing. */
const FEWEST = 3;

/**
 * Reads again what begins with the table's letter, ends in its name, or is the name of what it refers to.
 *
 * @param people the meanings that say that a column is of one of the entities whose records are persons
 */
export function withOwnNames(
  readings: readonly HeaderReading[],
  { lexicon, people }: { readonly lexicon: Lexicon; readonly people: readonly string[] },
): readonly HeaderReading[] {
  const letter = ownLetter(readings, people);
  const name = ownWords(readings);
  const lettered = readings.map((reading) => withoutLetter(reading, letter, lexicon));
  const named = lettered.map((reading, at) =>
    at === 0 ? reading : withoutName(reading, name, lexicon),
  );
  return named.map((reading, at) =>
    asNameOfOther(reading, at, { readings: named, letter, people }),
  );
}

/** `p` where the table's own id is `patientID` or `PID`. */
function ownLetter(
  readings: readonly HeaderReading[],
  people: readonly string[],
): string | undefined {
  const key = readings
    .slice(0, KEY_PLACES)
    .find(
      ({ meanings }) =>
        people.some((one) => meanings.has(one)) && MARKS.some((one) => meanings.has(one)),
    );
  return key && splitHeader(key.header).join("").charAt(0);
}

/** `pname`, `P_Name`: a letter of the table's own id, and what is known without it. */
function withoutLetter(
  reading: HeaderReading,
  letter: string | undefined,
  lexicon: Lexicon,
): HeaderReading {
  const words = splitHeader(reading.header);
  const [first = "", ...others] = words;
  if (letter === undefined || !first.startsWith(letter)) return reading;
  if (first === letter && others.length > 0) {
    return reading.unknown.includes(letter) ? again(others.join(" "), reading, lexicon) : reading;
  }
  const rest = first.slice(1);
  const isCoined = others.length === 0 && rest.length > SHORTEST && !lexicon.meanings.has(first);
  return isCoined && lexicon.meanings.has(rest) ? again(rest, reading, lexicon) : reading;
}

/** `rekam medis` where the own id is `ID_REKAM_MEDIS` and other columns end so. */
function ownWords(readings: readonly HeaderReading[]): readonly string[] {
  const [key] = readings;
  const [mark = "", ...name] = splitHeader(key?.header ?? "");
  if (name.length < 2 || !["id", "no", "kd", "cod", "code"].includes(mark)) return [];
  const called = readings.filter(({ header }) => endsWith(splitHeader(header), name));
  return called.length >= FEWEST ? name : [];
}

const endsWith = (words: readonly string[], ending: readonly string[]): boolean =>
  words.length > ending.length && words.slice(-ending.length).join(" ") === ending.join(" ");

function withoutName(
  reading: HeaderReading,
  name: readonly string[],
  lexicon: Lexicon,
): HeaderReading {
  const words = splitHeader(reading.header);
  if (name.length === 0 || !endsWith(words, name)) return reading;
  return again(words.slice(0, -name.length).join(" "), reading, lexicon);
}

const again = (words: string, { header }: HeaderReading, lexicon: Lexicon): HeaderReading => ({
  ...readHeader(words, lexicon),
  header,
});

interface Table {
  readonly readings: readonly HeaderReading[];
  readonly letter: string | undefined;
  readonly people: readonly string[];
}

/** `S_NAME` beside `S_ID`: the name of what the table refers to by that id, not a surname. */
function asNameOfOther(
  reading: HeaderReading,
  at: number,
  { readings, letter, people }: Table,
): HeaderReading {
  const [first = "", second, ...more] = splitHeader(reading.header);
  if (second !== "name" || more.length > 0 || first.length > 1 || first === letter) return reading;
  const isIdOf = ({ header }: HeaderReading) => {
    const [whose, mark, ...others] = splitHeader(header);
    return whose === first && mark === "id" && others.length === 0;
  };
  const id = readings.findIndex((one, place) => place !== at && isIdOf(one));
  const isOwnNamed = readings.some(
    ({ header }) => splitHeader(header).join(" ") === `${letter} name`,
  );
  const isAnothers = id > 0 || (letter !== undefined && id === -1 && isOwnNamed);
  if (!isAnothers) return reading;
  const owner = people.find((one) => readings[id]?.meanings.has(one));
  return owner === undefined
    ? { ...reading, meanings: new Set(["name"]), finer: undefined, unknown: [first] }
    : { ...reading, meanings: new Set([owner, "name"]), finer: undefined, unknown: [] };
}
