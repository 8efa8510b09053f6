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
    "Numbers are written as 1.2E+05: a spreadsheet cut off their last digits. Export the column again as text.",
  ],
  "phone.computed": [
    "error",
    "Phones are negative numbers: a spreadsheet took 555-9802 for a subtraction. The numbers are lost; get them from the legacy system again.",
  ],
  "phone.lost-zero": [
    "warning",
    "Phones lack a zero that the others have, or a digit or two that nearly all have: a spreadsheet dropped leading zeros. Export the column as text, or restore them.",
  ],
  "phone.lost-plus": [
    "warning",
    "Phones lack the + that others with the same country code have: a spreadsheet dropped it. Export the column as text, or restore it.",
  ],
  "phone.decimal": [
    "warning",
    "Phones end in .0: a program read them as numbers, and leading zeros are lost. They are imported without .0; export the column as text.",
  ],
  "phone.odd-length": [
    "warning",
    "Phones are shorter than 7 or longer than 15 digits: no network has such numbers. Check them with the legacy system.",
  ],
  "phone.placeholder": [
    "warning",
    "Many records have the same phone: it was typed in to fill the field and reaches nobody.",
  ],
  "email.malformed": ["note", "E-mail addresses lack an @ or a domain. Correct or empty them."],
  "date.placeholder": [
    "warning",
    "Dates such as 1900-01-01 or 9999-12-31 stand for an unknown date. Empty them, or list them as nullTokens.",
  ],
  "date.impossible": [
    "error",
    "Dates do not exist, such as the 30th of February. Correct them in the legacy system.",
  ],
  "birth.future": ["error", "Birth dates are in the future. Correct them."],
  "age.contradicts-birth": [
    "warning",
    "Ages and birth dates disagree by more than a year. Trust the birth dates, or leave the ages unmapped.",
  ],
  "age.out-of-range": ["error", "Ages are below 0 or above 120. Correct them."],
  "registration.before-birth": [
    "error",
    "Records were registered before the person's birth. Correct one of the two dates.",
  ],
  "death.before-birth": ["error", "Deaths are before births. Correct one of the two dates."],
  "discharge.before-admission": [
    "error",
    "The end is before the start. Correct one of the two dates; if this is so in nearly all records, the columns are swapped.",
  ],
  "visit.before-birth": [
    "error",
    "Visits are before the patient's birth. Correct the visit's date or the birth date.",
  ],
  "visit.after-death": [
    "warning",
    "Visits are after the patient's death. Correct one of the two dates.",
  ],
  "id.duplicate": [
    "error",
    "Several records have the same id. Only one of them can be imported under the id.",
  ],
  "id.empty": ["error", "Records have no id. They cannot be imported or found again."],
  "id.several-persons": [
    "error",
    "The same id is used for different persons. Ask the hospital which person it belongs to before anything is imported.",
  ],
  "id.differently-written": [
    "warning",
    "Ids differ only in leading zeros or letter case, such as 007 and 7. An import treats them as different ids.",
  ],
  "person.several-ids": [
    "warning",
    "Records with different ids are probably the same person. Merge them in the legacy system, or accept both.",
  ],
  "reference.dangling": [
    "error",
    "Values point to a record that the other file does not have. Export the missing records, or these will be rejected.",
  ],
  "text.lost-letters": [
    "error",
    "Letters were replaced by ? or \uFFFD at some point. Export the file again as UTF-8.",
  ],
  "text.markup": [
    "note",
    "Texts contain HTML, such as &amp; or <br>. They are imported unchanged.",
  ],
  "text.cut": [
    "warning",
    "Many texts end at exactly the same length: the legacy system has cut them. Look for a longer field to export.",
  ],
  "code.variants": [
    "note",
    "The same code is written in several ways (case, spaces). Give each of them a value in the mapping.",
  ],
  "column.secret": [
    "error",
    "The column holds passwords or other secrets. Delete it from the export, and have them changed.",
  ],
  "column.empty": ["note", "The column is empty."],
  "column.constant": ["note", "Every record has the same value in this column."],
  "header.missing": [
    "warning",
    "The file has no header line, so column names were invented. Add one, or name columns by number.",
  ],
  // An error only for a field that takes one of them: the proposal asks for it, and an import says so.
  "header.twice": [
    "warning",
    "Two columns have the same name. Rename one of them in the header, or map it by the name that stands here.",
  ],
  "header.unnamed": ["note", "Columns with values have no name. Name them in the header."],
  "file.empty": ["note", "The file has a header but no records."],
  "record.flawed": [
    "warning",
    "Records are damaged in the file. They may be rejected. To see them:  hmsync import:read FILE",
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
