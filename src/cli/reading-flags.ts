import { z } from "zod";
import { UsageError } from "../plain/errors.ts";
import { shellWord } from "../plain/shell-word.ts";
import {
  type ReadingByFile,
  type ReadingSettings,
  readingSettings,
  writtenSign,
} from "../source/reading-settings.ts";
import type { Arguments } from "./arguments.ts";
import type { FlagName } from "./flags.ts";

const EVERY_FILE = "*";
const SKIP = /^\d{1,9}$/;
const HEADER_ROW = /^(?:none|[1-9]\d{0,8}(?:-[1-9]\d{0,8})?)$/;
/** No sign that separates or quotes is a letter or a digit, and no file is called without one. */
const OF_FILE = /^(.*[\p{L}\p{N}][^=]*)=(.+)$/su;

const LINES = /^[1-9]\d{0,8}(?:,[1-9]\d{0,8})*$/;

const oneOrMore = (names: readonly string[]): string | string[] => {
  const [first = "", ...more] = names.map((name) => name.trim());
  return more.length === 0 ? first : [first, ...more];
};

const headerRow = z
  .string()
  .regex(HEADER_ROW, "takes a line number, a range of two (2-3), or none")
  .transform((text): NonNullable<ReadingSettings["headerRow"]> => {
    if (text === "none") return "none";
    const [first = 1, last = first] = text.split("-").map(Number);
    return first === last ? first : [first, last];
  });

/** The flags that say how files are written, and the key of `reading` in a mapping that each sets. */
const READING = {
  encoding: ["encoding", readingSettings.shape.encoding],
  delimiter: ["delimiter", readingSettings.shape.delimiter],
  quote: ["quote", readingSettings.shape.quote],
  escape: ["escape", readingSettings.shape.escape],
  widths: [
    "widths",
    z
      .string()
      .regex(LINES, "takes the width of each column: 8,10,12")
      .transform((text) => text.split(",").map(Number))
      .pipe(readingSettings.shape.widths.unwrap()),
  ],
  "header-row": ["headerRow", headerRow],
  "skip-lines": ["skipLines", z.string().regex(SKIP, "takes a whole number").transform(Number)],
  database: ["database", z.string().transform((names) => oneOrMore(names.split(",")))],
  "pass-over": [
    "passOver",
    z
      .string()
      .regex(LINES, "takes line numbers: 120,345")
      .transform((lines) => lines.split(",").map(Number)),
  ],
} as const satisfies Partial<Record<FlagName, readonly [keyof ReadingSettings, z.ZodType]>>;

const READING_FLAGS = Object.keys(READING) as (keyof typeof READING)[];

/**
 * What the flags say about how files are written: of all of them under `*`, else by a file's name.
 *
 * @throws UsageError
 */
export function readingFlags({ lists }: Pick<Arguments, "lists">): ReadingByFile {
  const found = new Map<string, Record<string, unknown>>();
  for (const flag of READING_FLAGS) {
    const [key, schema] = READING[flag];
    for (const given of lists[flag] ?? []) {
      const [, file = EVERY_FILE, value = given] = OF_FILE.exec(given) ?? [];
      const read = schema.safeParse(value);
      if (!read.success) throw notTaken(flag, read.error);
      const settings = found.get(file) ?? {};
      if (Object.hasOwn(settings, key)) throw givenTwice(flag, file);
      settings[key] = read.data;
      found.set(file, settings);
    }
  }
  return Object.fromEntries(found);
}

/** The flags that say the same once more. */
export function readingAgain(reading: ReadingByFile): string[] {
  return Object.entries(reading).flatMap(([file, settings]) =>
    READING_FLAGS.flatMap((flag) => {
      const value = settings[READING[flag][0]];
      if (value === undefined) return [];
      const text =
        typeof value === "string"
          ? writtenSign(value)
          : [value].flat().join(flag === "header-row" ? "-" : ",");
      return [`--${flag} ${shellWord(file === EVERY_FILE ? text : `${file}=${text}`)}`];
    }),
  );
}

function notTaken(flag: FlagName, { issues }: z.ZodError): UsageError {
  return new UsageError(`--${flag} ${issues[0]?.message}.`, {
    cure: `Write --${flag} VALUE for all files, or --${flag} FILE=VALUE for one of them.`,
  });
}

const givenTwice = (flag: FlagName, file: string): UsageError =>
  new UsageError(`--${flag} is given twice${file === EVERY_FILE ? "" : ` for ${file}`}.`, {
    cure: "Give it once.",
  });
