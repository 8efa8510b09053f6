import { type Ask, choiceOf } from "../../plain/ask.ts";
import { DecisionNeeded } from "../../plain/errors.ts";
import type { SourceFile } from "../source-file.ts";
import type { OpenStatement } from "./growing-table.ts";

// What a dump leaves to a person: which of its databases is meant, and statements that change rows.

const MOST_TOLD = 12;

/** Whether one table of several databases that is read by itself was chosen by somebody. */
interface Asking {
  readonly oneAlone: "was chosen" | "is open";
}

/**
 * Stops where tables of a dump are to be read, and the dump leaves open what is in them.
 *
 * @throws DecisionNeeded that names the lines or the databases, and the keys and flags that answer
 */
export function askOfDumps(files: readonly SourceFile[], asking: Asking): void {
  askForDatabase(files, asking);
  for (const file of files) askForStatements(file);
}

/** The dump that a table is in: its file, or that in an archive. */
const dumpOf = ({ name, table }: SourceFile): string => table?.dump.file.name ?? name;

/** What a dump leaves to a person, as the key of a mapping that says it. */
export interface DumpQuestion {
  readonly key: string;
  readonly says: string;
  readonly choices: readonly string[];
}

/** Whether a table is one of several databases of a dump, of which nobody has said which is meant. */
export const isOfOpenDatabase = ({ namesakes = [] }: SourceFile): boolean => namesakes.length > 0;

/** The same questions as keys of a mapping: for one that is proposed before they are answered. */
export function questionsOfDumps(files: readonly SourceFile[]): DumpQuestion[] {
  const asked = files.flatMap((file): DumpQuestion[] => {
    const { table, namesakes = [] } = file;
    if (table === undefined) return [];
    const dump = dumpOf(file);
    const lines = [...new Set((table.table.open ?? []).map(({ line }) => line))];
    const databases = {
      key: `reading.${dump}.database`,
      says: `${dump} has a table ${table.table.table} in each of: ${namesakes.join(", ")}. Say which to import; a list of several imports them as one`,
      choices: namesakes.map((one) => JSON.stringify(one)),
    };
    const statements = {
      key: `reading.${dump}.passOver`,
      says: `${dump} does not determine the rows of ${table.table.table}: ${toldShortly(table.table.open ?? [])}. Load it into a database of its own program and dump that, or name the lines that do not matter`,
      choices: [JSON.stringify(lines)],
    };
    return [
      ...(namesakes.length > 0 ? [databases] : []),
      ...(lines.length > 0 ? [statements] : []),
    ];
  });
  return asked.filter(({ key }, at) => asked.findIndex((one) => one.key === key) === at);
}

/** @throws DecisionNeeded if tables are to be read that several databases of a dump have */
export function askForDatabase(files: readonly SourceFile[], { oneAlone }: Asking): void {
  const inSeveral = files.filter(({ namesakes = [] }) => namesakes.length > 0);
  const open = inSeveral.find(
    (file) =>
      oneAlone === "is open" ||
      inSeveral.some((other) => other !== file && areNamesakes(file, other)),
  );
  if (open?.table === undefined) return;
  const { namesakes = [] } = open;
  const dump = dumpOf(open);
  const [first = ""] = namesakes;
  throw new DecisionNeeded(
    `${dump} has a table ${open.table.table.table} in each of: ${namesakes.join(", ")}. Which one should be imported?`,
    {
      cure: `Add  --database ${first}  or write  "reading": { "${dump}": { "database": "${first}" } }  in the mapping. A list of several imports them as one.`,
      asks: asksAbout(open, "database"),
    },
  );
}

const areNamesakes = (one: SourceFile, other: SourceFile): boolean =>
  dumpOf(one) === dumpOf(other) &&
  one.table?.table.table.toLowerCase() === other.table?.table.table.toLowerCase();

/** The key of a mapping that answers, of those that a table leaves open. */
const asksAbout = (file: SourceFile, setting: "database" | "passOver"): Ask[] =>
  questionsOfDumps([file]).flatMap(({ key, says, choices }) => {
    const path = ["reading", dumpOf(file), setting];
    if (key !== path.join(".")) return [];
    return [{ path, says, isFree: true, choices: choices.map((one) => choiceOf(path, one)) }];
  });

function askForStatements(file: SourceFile): void {
  const { table, name } = file;
  const open = table?.table.open ?? [];
  if (table === undefined || open.length === 0) return;
  const dump = table.dump.file.name;
  const lines = [...new Set(open.map(({ line }) => line))];
  throw new DecisionNeeded(
    `${dump} does not determine the rows of ${table.table.table}${name === dump ? "" : ` (${name})`}:\n${told(open)}`,
    {
      cure: `Load the dump into a database of its own program and dump that: the new dump holds the result. Or, if these statements do not matter, skip them:  --pass-over ${lines.join(",")}  or  "reading": { "${dump}": { "passOver": [${lines.join(", ")}] } }  in the mapping.`,
      asks: asksAbout(file, "passOver"),
    },
  );
}

const MOST_SHORTLY = 3;

function toldShortly(open: readonly OpenStatement[]): string {
  const lines = open.slice(0, MOST_SHORTLY).map(({ line, says }) => `line ${line}: ${says}`);
  const more = open.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

function told(open: readonly OpenStatement[]): string {
  const lines = open.slice(0, MOST_TOLD).map(({ line, says }) => `  line ${line}: ${says}`);
  const more = open.length - lines.length;
  return [...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join("\n");
}
