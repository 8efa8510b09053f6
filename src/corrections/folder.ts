import { existsSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { nearest } from "../plain/nearest.ts";

/** The workbook beside the files of `rejected/`. */
export const WORKBOOK = "rejects.xlsx";

/** More rejected records than a person corrects by hand have no workbook: it would take too long. */
export const MOST_IN_WORKBOOK = 10_000;
/** Stands in its place then. */
export const NO_WORKBOOK = "no-workbook.txt";

/** What a person left in `rejected/`. */
export interface FoundCorrections {
  /** By entity. */
  readonly csv: ReadonlyMap<string, string>;
  readonly workbook: string | undefined;
  /** Files that are not of the run, and that may hold corrections. */
  readonly strangers: readonly string[];
  readonly notes: readonly string[];
}

/** Files that desktops leave everywhere. */
const DESKTOP = /^(?:\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|\.directory)$/i;
/** What a program puts beside a file that it has open. */
const LOCK = /^(?:\.~lock\.(.+)#|~\$(.+))$/;

/**
 * Looks through `rejected/`: no file of it is passed over without a word.
 *
 * @param folder of the report
 * @param entities those that have rejected records
 */
export function findCorrections(folder: string, entities: readonly string[]): FoundCorrections {
  const path = join(folder, "rejected");
  const csv = new Map<string, string>();
  const strangers: string[] = [];
  const notes: string[] = [];
  let workbook: string | undefined;
  for (const name of existsSync(path) ? readdirSync(path).sort() : []) {
    const entity = entities.find((one) => name === `${one}.csv`);
    const lock = LOCK.exec(name);
    if (entity !== undefined) csv.set(entity, join(path, name));
    else if (name === WORKBOOK) workbook = join(path, name);
    else if (lock !== null) {
      notes.push(
        `rejected/${lock[1] ?? lock[2]} seems to be open in a program; unsaved changes are not in it.`,
      );
    } else if (DESKTOP.test(name)) notes.push(`rejected/${name}: ignored (a file of the desktop)`);
    else if (name !== NO_WORKBOOK && !name.endsWith(".raw")) strangers.push(name);
  }
  return { csv, workbook, strangers, notes };
}

/** A file of another kind does not become one of ours by its name. */
function adviceOf(name: string, alike: string): string {
  const kind = extname(name).toLowerCase();
  const isAlike = kind === extname(alike) || (kind === ".txt" && alike.endsWith(".csv"));
  return isAlike
    ? `if it is ${alike} corrected, rename it to that`
    : `if it is ${alike} corrected, save it under that name in the spreadsheet program and remove this one`;
}

/** What a file of another name is told with. */
export function strangerText(name: string, entities: readonly string[]): string {
  const known = [...entities.map((entity) => `${entity}.csv`), WORKBOOK];
  const alike =
    known.find((one) => name.toLowerCase().includes(one.replace(/\.\w+$/, ""))) ??
    nearest(name, known);
  const hint = alike === undefined ? "" : `; ${adviceOf(name, alike)}`;
  return `rejected/${name}: not a file of this run${hint}`;
}
