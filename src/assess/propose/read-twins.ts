import { type Lexicon, meansFrom } from "./lexicon.ts";
import type { HeaderReading } from "./read-header.ts";
import { splitHeader } from "./split-header.ts";

/** What columns that differ in one word are told apart by, and what must not be a column's own then. */
const PERSONS = ["patient", "doctor"] as const;
type Person = (typeof PERSONS)[number];

const SHORTEST = 3;
/** Of a long row of columns that are counted none is a person's: `col_1`, `col_2`. */
const MOST_TWINS = 6;
const DOUBT = 0.05;
/** `PatId` beside `MedId` in what was prescribed is a medicine's. */
const DRUGS = ["medicine", "prescription"];

interface Place {
  readonly at: number;
  readonly word: string;
}

/**
 * `PacCodigo` beside `MedCodigo`, `FK_cfPaz` beside `FK_cfMed`: two columns that differ in one word, of which one
 * begins like a patient's and the other like a doctor's, name a patient and a doctor.
 */
export function withTwins(
  readings: readonly HeaderReading[],
  lexicon: Lexicon,
): readonly HeaderReading[] {
  const says = (...some: readonly string[]) =>
    readings.some(({ meanings }) => some.some((one) => meanings.has(one)));
  if (says("doctor") || says(...DRUGS)) return readings;
  for (const twins of framesOf(readings).values()) {
    if (twins.length > MOST_TWINS) continue;
    const isPerson = (person: Person, { at, word }: Place) =>
      mayBe(person, word, { reading: readings[at], lexicon });
    const patient = twins.find((one) => isPerson("patient", one));
    const doctor = twins.find((one) => one !== patient && isPerson("doctor", one));
    if (patient === undefined || doctor === undefined) continue;
    return readings.map((reading, at) => {
      if (at === patient.at) return asPerson("patient", reading, patient.word);
      return at === doctor.at ? asPerson("doctor", reading, doctor.word) : reading;
    });
  }
  return readings;
}

/** Columns of which all words but one are the same. */
function framesOf(readings: readonly HeaderReading[]): Map<string, Place[]> {
  const frames = new Map<string, Place[]>();
  for (const [at, { header }] of readings.entries()) {
    // The first column is the record's own: `ConCodigo` of a consultation.
    if (at === 0) continue;
    const words = splitHeader(header);
    if (words.length < 2) continue;
    for (const [place, word] of words.entries()) {
      const frame = words.with(place, "").join(" ");
      if (word.length < SHORTEST) continue;
      const twins = frames.get(frame) ?? [];
      if (twins.length === 0) frames.set(frame, twins);
      twins.push({ at, word });
    }
  }
  return frames;
}

function mayBe(
  person: Person,
  word: string,
  { reading, lexicon }: { readonly reading: HeaderReading | undefined; readonly lexicon: Lexicon },
): boolean {
  if (reading?.meanings.has(person)) return true;
  if (reading === undefined || !reading.unknown.includes(word)) return false;
  return meansFrom(word, lexicon).has(person);
}

function asPerson(person: Person, reading: HeaderReading, word: string): HeaderReading {
  if (reading.meanings.has(person)) return reading;
  return {
    ...reading,
    meanings: new Set([person, ...reading.meanings]),
    unknown: reading.unknown.filter((one) => one !== word),
    byValues: {
      doubt: DOUBT,
      why: `it differs in one word from the column of a ${otherOf(person)}`,
    },
  };
}

const otherOf = (person: Person): Person => (person === "patient" ? "doctor" : "patient");
