import { z } from "zod";
import { trimText } from "../../shared/trim-text.ts";
import type { ReadingHints } from "./detect/understand.ts";
import { iconv } from "./iconv.ts";

// How a file is written, as a mapping or a flag says it. What is left out is detected.

/** Signs that cannot be typed easily, by the names that people give them. */
const NAMED: Readonly<Record<string, string>> = {
  tab: "\t",
  "\\t": "\t",
  comma: ",",
  semicolon: ";",
  pipe: "|",
  space: " ",
  blank: " ",
  none: "",
  nul: "\u0000",
  backslash: "\\",
  double: '"',
  single: "'",
};

/** A sign as a person can type it. */
export function writtenSign(sign: string): string {
  const [name = sign] = Object.entries(NAMED).find(([, known]) => known === sign) ?? [];
  return /^[\p{L}\p{N}-]+$/u.test(sign) ? sign : name;
}

const named = (text: string): string => NAMED[text.toLowerCase()] ?? text;

/** A blank behind a delimiter is no part of it: blanks around cells are trimmed by themselves. */
const delimiter = z
  .string()
  .transform((text) => named(text.length > 1 ? text.trimEnd() || " " : text))
  .refine((sign) => sign !== "" && !/[\r\n"\p{L}\p{N}]/u.test(sign), {
    message: "takes a character that separates cells, such as ; or tab",
  });

const ASCII_SIGN = /^\p{ASCII}?$/u;
const sign = z
  .string()
  .transform(named)
  .refine((text) => ASCII_SIGN.test(text) && !/[\r\n]/.test(text), {
    message: "takes one ASCII character, or none",
  });

const encoding = z
  .string()
  .transform((name) => ALIASES[name.toLowerCase()] ?? name.toLowerCase())
  .refine((name) => iconv().encodingExists(name), {
    message: "takes an encoding, such as utf-8, windows-1252 or utf-16le",
  });

const ALIASES: Readonly<Record<string, string>> = {
  utf8: "utf-8",
  "utf-8-sig": "utf-8",
  ascii: "utf-8",
  "us-ascii": "utf-8",
  "utf-16": "utf-16le",
  utf16le: "utf-16le",
  utf16be: "utf-16be",
  cp1250: "windows-1250",
  cp1251: "windows-1251",
  cp1252: "windows-1252",
  latin1: "windows-1252",
  "iso-8859-1": "windows-1252",
  "mac-roman": "macintosh",
};

const columnName = z.string().overwrite(trimText).min(1);

const placeName = z.string().trim().min(1).max(200);

const line = z.int().min(1).max(1_000_000_000);

/** What `reading` in a mapping may hold. */
export const readingSettings = z.strictObject({
  encoding: encoding.optional(),
  delimiter: delimiter.optional(),
  quote: sign.optional(),
  escape: sign.optional(),
  /** Of columns at fixed places: how wide each is. */
  widths: z.array(z.int().min(1).max(100_000)).min(1).max(16_384).optional(),
  /** The line of the column names, the first and the last of several, or that there are none. */
  headerRow: z.union([line, z.tuple([line, line]), z.literal("none")]).optional(),
  skipLines: z.int().min(0).max(1_000_000_000).optional(),
  comment: z.string().max(8).optional(),
  /** What becomes of UTF-8 that was read as windows-1252 and written again. */
  decodedTwice: z.enum(["flag", "repair"]).optional(),
  /** Whether a header again, a footer or another table is told from the records. */
  strays: z.enum(["told apart", "records"]).optional(),
  /** Of a workbook: whether hidden sheets and rows are read. */
  hidden: z.enum(["read", "skip"]).optional(),
  /** Of a workbook: whether cells that are merged downwards are filled. */
  merged: z.enum(["fill", "leave"]).optional(),
  /** Columns that the file calls otherwise than the mapping does: its name of each, and the mapping's. */
  rename: z.record(columnName, columnName).optional(),
  /** Of an SQL dump: the databases or schemas whose tables are meant. */
  database: z.union([placeName, z.array(placeName).min(1)]).optional(),
  /** Of an SQL dump: lines of statements that somebody has looked at, and that are passed over. */
  passOver: z.array(line).min(1).optional(),
  /** A table with a column for each setting is read as one with a record for each, of the columns `key` and `value`. */
  turn: z.enum(["keys and values"]).optional(),
  /** Of FHIR: its resources are read as any JSON is, a column for each path. */
  fhir: z.enum(["as any JSON"]).optional(),
  /** Why the file is not imported, although it may belong to an entity. */
  leaveOut: z.string().trim().min(1).optional(),
});

/** How a mapping says that a file is written. */
export type ReadingSettings = z.output<typeof readingSettings>;

/** How files are written, by their names, or `*` for all. */
export type ReadingByFile = Readonly<Record<string, ReadingSettings>>;

/** The settings of one file: those for its name win over those for all files. */
export function settingsOf(file: string, reading: ReadingByFile): ReadingSettings {
  return { ...reading["*"], ...lowered(reading).get(file.toLowerCase()) };
}

const known = new WeakMap<ReadingByFile, ReadonlyMap<string, ReadingSettings>>();

/** The same by names in lower case, made once: as many files may be named as an export has. */
function lowered(reading: ReadingByFile): ReadonlyMap<string, ReadingSettings> {
  const made = known.get(reading) ?? new Map(firstOfEach(reading));
  known.set(reading, made);
  return made;
}

/** Of names that differ by case alone, the first counts. */
const firstOfEach = (reading: ReadingByFile) =>
  Object.entries(reading)
    .reverse()
    .map(([name, one]) => [name.toLowerCase(), one] as const);

/** The one laid over the other: what the flags say wins over what a mapping says. */
export function overlaid(below: ReadingByFile, above: ReadingByFile): ReadingByFile {
  const names = new Map(
    [...Object.keys(below), ...Object.keys(above)].map((name) => [name.toLowerCase(), name]),
  );
  return Object.fromEntries(
    [...names.values()].map((name) => [
      name,
      { ...settingsOf(name, below), ...settingsOf(name, above) },
    ]),
  );
}

/** The same, as the reader takes it. */
export function hintsOf(settings: ReadingSettings): ReadingHints {
  const {
    escape: quoteEscape,
    headerRow,
    rename: _,
    leaveOut: __,
    database: ___,
    turn: ____,
    fhir: ______,
    ...rest
  } = settings;
  const { passOver: _____, ...same } = rest;
  const hints = {
    ...same,
    quoteEscape,
    header: typeof headerRow === "number" ? { first: headerRow, last: headerRow } : headerRow,
  };
  const { header } = hints;
  return {
    ...Object.fromEntries(Object.entries(hints).filter(([, value]) => value !== undefined)),
    ...(Array.isArray(header) && { header: { first: header[0], last: header[1] } }),
  };
}
