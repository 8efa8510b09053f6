import type { Smell } from "../assessment.ts";

type Says = readonly [severity: Smell["severity"], says: string];

/** What smells, and what to do about it. */
const CATALOG = {
  "null.as-text": [
    "note",
    'Cells say in words that there is nothing. Name the words as "nullTokens" in the mapping, or they are taken for values.',
  ],
  "number.scientific": [
    "error",
    "Numbers are written as 1.2E+05: a spreadsheet has cut their last digits. Export the column again as text.",
  ],
  "phone.computed": [
    "error",
    "Phones are negative numbers: a spreadsheet took 555-9802 for a subtraction. The numbers are lost; take them from the legacy system again.",
  ],
  "phone.lost-zero": [
    "warning",
    "Phones lack a zero that the others have, or a digit or two that nearly all have: a spreadsheet drops zeros in front. Export the column as text, or put them back.",
  ],
  "phone.lost-plus": [
    "warning",
    "Phones lack the + that others with the same country code have: a spreadsheet has dropped it. Export the column as text, or put it back.",
  ],
  "phone.decimal": [
    "warning",
    "Phones end in .0: a program took them for numbers, and zeros in front are lost. They are imported without .0; export the column as text.",
  ],
  "phone.odd-length": [
    "warning",
    "Phones are shorter than 7 or longer than 15 digits: no network has such numbers. Check them with the legacy system.",
  ],
  "phone.placeholder": [
    "warning",
    "The same phone stands in many records: it was typed to fill the field. It reaches nobody.",
  ],
  "email.malformed": ["note", "E-mail addresses lack an @ or a domain. Correct or empty them."],
  "date.placeholder": [
    "warning",
    "Days such as 1900-01-01 or 9999-12-31 stand for an unknown day. Empty them, or name them as nullTokens.",
  ],
  "date.impossible": [
    "error",
    "Days are none of the calendar, such as the 30th of February. Correct them in the legacy system.",
  ],
  "birth.future": ["error", "Births lie in the future. Correct the birth dates."],
  "age.contradicts-birth": [
    "warning",
    "Ages and birth dates disagree by more than a year. Believe the birth dates, or leave the ages unmapped.",
  ],
  "age.out-of-range": ["error", "Ages are below 0 or above 120. Correct them."],
  "registration.before-birth": [
    "error",
    "Records were registered before the person's birth. Correct one of the two dates.",
  ],
  "death.before-birth": ["error", "Deaths lie before births. Correct one of the two dates."],
  "discharge.before-admission": [
    "error",
    "The end lies before the beginning. Correct one of the two dates; if nearly all do, the columns are exchanged.",
  ],
  "visit.before-birth": [
    "error",
    "Visits lie before the patient's birth. Correct the visit's date or the birth date.",
  ],
  "visit.after-death": [
    "warning",
    "Visits lie after the patient's death. Correct one of the two dates.",
  ],
  "id.duplicate": [
    "error",
    "Ids stand in several records. Only one of them can be imported under the id.",
  ],
  "id.empty": ["error", "Records have no id. They cannot be imported, nor found again."],
  "id.several-persons": [
    "error",
    "The same id stands for different persons. Ask the hospital which person it belongs to before anything is imported.",
  ],
  "id.differently-written": [
    "warning",
    "Ids differ in leading zeros or letter case alone, such as 007 and 7. They are different ids to HMSync.",
  ],
  "person.several-ids": [
    "warning",
    "Records with different ids are probably the same person. Merge them in the legacy system, or knowingly import both.",
  ],
  "reference.dangling": [
    "error",
    "Values point to a record that the other file does not have. Export the missing records, or these are rejected.",
  ],
  "text.lost-letters": [
    "error",
    "Letters were replaced by ? or \uFFFD on the way. Export the file again as UTF-8.",
  ],
  "text.markup": [
    "note",
    "Texts hold HTML, such as &amp; or <br>. They are imported as they stand.",
  ],
  "text.cut": [
    "warning",
    "Many texts end at exactly the same length: the legacy system has cut them. Look for a longer field to export.",
  ],
  "code.variants": [
    "note",
    "The same code is written in several ways (case, blanks). Give each way a value in the mapping.",
  ],
  "column.secret": [
    "error",
    "The column holds passwords or other secrets. Delete it from the export, and have them changed.",
  ],
  "column.empty": ["note", "The column has no value at all."],
  "column.constant": ["note", "Every record has the same value here."],
  "header.missing": [
    "warning",
    "The file has no line of column names: they were made up. Give it one, or name columns by number.",
  ],
  "header.twice": ["error", "Two columns have the same name. Rename one of them in the header."],
  "header.unnamed": ["note", "Columns with values have no name. Name them in the header."],
  "file.empty": ["note", "The file has column names and no records."],
  "record.flawed": [
    "warning",
    "Records are not sound as they stand in the file. They may be rejected. To see them:  hmsync import:read FILE",
  ],
  "text.decoded-twice": [
    "error",
    'Texts were decoded twice (LÃ³pez for López). Set "decodedTwice": "repair" under "reading" in the mapping.',
  ],
} as const satisfies Record<string, Says>;

/** What is smelled. */
export type SmellCode = keyof typeof CATALOG;

/** Where, and how often. */
export interface Trace {
  readonly file: string;
  readonly column: string | null;
  readonly count: number;
  readonly of: number;
  readonly lines?: readonly number[];
}

/** A smell with its words. */
export function smell(code: SmellCode, { lines = [], ...trace }: Trace): Smell {
  const [severity, says] = CATALOG[code];
  return { code, severity, ...trace, lines, says };
}
