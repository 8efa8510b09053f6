import { z } from "zod";
import { type Ask, type Choice, choiceOf } from "../plain/ask.ts";
import { DecisionNeeded } from "../plain/errors.ts";
import { keyLine } from "../plain/key-line.ts";
import { shellWord } from "../plain/shell-word.ts";
import { type ReadingByFile, settingsOf } from "../source/reading-settings.ts";

// What an assessment could not find out stands in the mapping it writes, until a person has said it.

/**
 * What is left to a person: the key that says it, or others that do, a rule that is lowered, or the file
 * that is named as one of an entity's.
 */
export const undecidedSchema = z
  .array(
    z.strictObject({
      key: z.string().min(1),
      rule: z.string().optional(),
      or: z.array(z.string().min(1)).optional(),
      file: z.string().min(1).optional(),
      says: z.string(),
      choices: z.array(z.string()).optional(),
    }),
  )
  .optional();

/** What may be meant and was not done: for people to read, and to move into `fields`. */
export const proposalsSchema = z
  .array(
    z.strictObject({
      file: z.string(),
      column: z.string(),
      entity: z.string(),
      field: z.string(),
      score: z.number().min(0).max(1),
      reason: z.string(),
    }),
  )
  .optional();

/** A mapping as it stands in its file, and what flags say about how files are written. */
interface Written {
  readonly name: string;
  readonly json: string;
  readonly written: unknown;
  readonly said: ReadingByFile;
}

/**
 * Stops where a mapping leaves something to a person that nobody has said yet.
 *
 * @throws DecisionNeeded that names each key, and the line that asks for it
 */
export function refuseUndecided({ name, json, written, said }: Written): void {
  const read = undecidedSchema.safeParse(at(written, ["undecided"]));
  const open = (read.data ?? []).filter(
    (question) => !isSaid(written, question) && !isSaidByFlag(said, question),
  );
  if (open.length === 0) return;
  const lines = open.map(({ key, says, choices = [] }) => {
    const { line } = keyLine(json, pathOf(written, key));
    const or = choices.length === 0 ? "" : `: ${choices.join(" or ")}`;
    return `  ${name} line ${line}, ${key}: ${says}${or}`;
  });
  throw new DecisionNeeded(`${name} leaves these decisions to you:\n${lines.join("\n")}`, {
    cure: `Write these keys into ${name}.${flagHint(open)}`,
    asks: open.map((question) => askAbout(written, question)),
  });
}

/** The question with what may be written: what it offers, the rule that may be lowered, or that a file is something else. */
function askAbout(written: unknown, { key, rule, says, choices = [] }: Question): Ask {
  const path = pathOf(written, key);
  const [top = "", entity = "", what] = path;
  const lowered = rule === undefined ? [] : [lowering([top, entity], rule)];
  const isFile = path.length === 3 && what === "file";
  const leftOut = { label: `leave out ${entity}`, writes: [{ path: [top, entity] }] };
  return {
    path,
    says,
    isFree: true,
    choices: [
      ...choices.map((choice) => choiceOf(path, choice)),
      ...lowered,
      ...(isFile ? [leftOut] : []),
    ],
  };
}

const lowering = (entity: readonly string[], rule: string): Choice => ({
  label: `${rule}: warning`,
  writes: [{ path: [...entity, "rules", rule], value: "warning" }],
});

/** The flag that says how a file is written, where that is asked. */
function flagHint(open: readonly Question[]): string {
  const [, file, setting] = open.flatMap(({ key }) => READING_KEY.exec(key) ?? []);
  if (file === undefined || setting === undefined) return "";
  const flag = setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return ` A flag can also say how a file is written:  --${flag} ${shellWord(`${file}=`)}...`;
}

const READING_KEY = /^reading\.(.+)\.([^.]+)$/s;

/** `reading.FILE.encoding`: the flag of that name says it, too. */
function isSaidByFlag(said: ReadingByFile, { key }: Question): boolean {
  const [, file = "", setting = ""] = READING_KEY.exec(key) ?? [];
  return Object.entries(settingsOf(file, said)).some(([name]) => name === setting);
}

type Question = NonNullable<z.output<typeof undecidedSchema>>[number];

function isSaid(written: unknown, { key, rule, or = [], file }: Question): boolean {
  if ([key, ...or].some((one) => at(written, pathOf(written, one)) !== undefined)) return true;
  if (file !== undefined && namesFile(at(written, ["entities"]), file)) return true;
  const path = key.split(".");
  const [top = "", entity = ""] = path;
  if (top === "entities" && at(written, [top, entity]) === undefined) return true;
  const set = rule && at(written, [...path.slice(0, 2), "rules", rule]);
  return set === "warning" || set === "off";
}

const namesFile = (entities: unknown, file: string): boolean =>
  Object.values(entities ?? {}).some((entity) => [at(entity, ["file"])].flat().includes(file));

/** The names that lead to a key of a mapping, where it is written: the name of a file has dots of its own. */
function pathOf(written: unknown, key: string): string[] {
  const words = key.split(".");
  for (let count = words.length; count > 0; count--) {
    const name = words.slice(0, count).join(".");
    const inner = at(written, [name]);
    if (inner === undefined) continue;
    return count === words.length ? [name] : [name, ...pathOf(inner, words.slice(count).join("."))];
  }
  return words;
}

/** What stands under a key; undefined if it is not there. */
export function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}
