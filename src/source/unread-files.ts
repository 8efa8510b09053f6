import { UsageError } from "../plain/errors.ts";
import type { Export } from "./source-file.ts";

// Files that hold tables, and are not read as they are.

/** Documents of other programs that hold tables. */
const DOCUMENT = /\.(?:xls|xlsb|ods|fods|numbers|mdb|accdb|dbf|parquet|sav)$/i;
/** What is packed in another way, or once more. */
const PACKED =
  /\.(?:7z|rar|tar|tgz|tbz2?|txz|zip)$|\.(?:tar|csv|tsv|txt|json|ndjson|jsonl|xlsx|xlsm|sql|dump)\.(?:gz|bz2|xz|zst)$/i;
const WORKBOOK = /\.xls[xm]$/i;

/** Nobody reads a longer list of files that are something else. */
const MOST_NAMED = 10;

type Unread = Export["ignored"][number];

const cureOf = ({ name }: Unread): string | undefined => {
  if (DOCUMENT.test(name)) return "save it as .xlsx or .csv";
  return PACKED.test(name) || WORKBOOK.test(name) ? "unpack it" : undefined;
};

export const UNKNOWN_ENDING = "files with this ending are not read";
/** Told, and no question: the database that is written may lie there. */
export const DATABASE = "an SQLite database: named by itself as the source, its tables are read";
export const PACKED_DATABASE = "a database: unpack it, and name it by itself as the source";
export const PACKED_TWICE = "packed twice: unpack it first";

/** Whether a file that is left alone is one of these. */
export const holdsTables = (one: Unread): boolean =>
  [UNKNOWN_ENDING, PACKED_TWICE].includes(one.reason) && cureOf(one) !== undefined;

export const unreadLines = (files: readonly Unread[]): string[] =>
  files.map((one) => `  ${one.name}: ${cureOf(one)}`);

/** A folder that holds no file that is read: what there is instead is named. */
export function nothingRead(source: string, ignored: Export["ignored"]): UsageError {
  const what = `${source} holds no file that is read`;
  const tables = ignored.filter(holdsTables);
  if (tables.length === 0) {
    const others = ignored
      .filter(({ reason }) => reason === UNKNOWN_ENDING || reason.startsWith("FHIR"))
      .slice(0, MOST_NAMED);
    const named = others.map(({ name, reason }) => `  ${name}: ${reason}`);
    return new UsageError([`${what}${named.length > 0 ? ":" : "."}`, ...named], {
      cure: "Export the tables as CSV, .xlsx, JSON or an SQL dump, or name the folder that holds the exported files.",
    });
  }
  return new UsageError([`${what} as it is:`, ...unreadLines(tables)], {
    cure: "Do that, then run again.",
  });
}
