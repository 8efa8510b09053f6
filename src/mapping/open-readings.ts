import { askOf } from "../plain/ask.ts";
import { DecisionNeeded } from "../plain/errors.ts";
import { shellWord } from "../plain/shell-word.ts";
import type { HeadedFile } from "./fit.ts";

// Where the bytes of a file leave open which letters were meant, or what its backslashes do, a person says it.

/** A file of which that is open. */
export interface OpenFile {
  readonly file: string;
  /** The key of `reading` in a mapping, and the flag, that says it. */
  readonly option: "encoding" | "escape";
  /** What is open, with words of the file in both ways. */
  readonly says: string;
  /** What may be said, the likelier first. */
  readonly choices: readonly string[];
}

/** The files among these of which something is open. */
export const openReadings = (headed: readonly HeadedFile[]): OpenFile[] => [
  ...openEncodings(headed),
  ...openEscapes(headed),
];

function openEscapes(headed: readonly HeadedFile[]): OpenFile[] {
  return headed.flatMap(({ file, understanding }): OpenFile[] => {
    const { open, evidence } = understanding?.escapes ?? {};
    if (open === undefined || evidence === undefined) return [];
    return [{ file: file.name, option: "escape", says: evidence, choices: ["backslash", "none"] }];
  });
}

function openEncodings(headed: readonly HeadedFile[]): OpenFile[] {
  return headed.flatMap(({ file, understanding }): OpenFile[] => {
    const { value = "", open } = understanding?.encoding ?? {};
    if (open === undefined) return [];
    const { rival, words, more, mixed } = open;
    const shown = words.map(([found, other]) => `${found} or ${other}`).join(", ");
    const rest = more === 0 ? "" : `, and ${more} more`;
    const what = mixed
      ? `most words are in ${value}, but these look like ${rival}`
      : `the bytes may be ${value} or ${rival}`;
    const says = `${what}: ${shown}${rest}`;
    return [{ file: file.name, option: "encoding", says, choices: [value, rival] }];
  });
}

/** @throws DecisionNeeded if it is open how one of these files is to be read */
export function refuseOpenReadings(headed: readonly HeadedFile[]): void {
  const open = openReadings(headed);
  const [first] = open;
  if (first === undefined) return;
  const { file, option, choices } = first;
  const asked = open.filter((one) => one.option === option);
  const lines = asked.map(({ file, says }) => `  ${file}: ${says}`);
  const flags = choices.map((choice) => `--${option} ${shellWord(`${file}=${choice}`)}`);
  const flag = option === "encoding" ? flags[0] : flags.join("  or  ");
  throw new DecisionNeeded(`It is open ${WHAT[option]}:\n${lines.join("\n")}`, {
    cure: `Say the ${option} with  ${flag}  or in the mapping as  "reading": { "${file}": { "${option}": "${choices[0]}" } }`,
    asks: open.map((one) => askOf(["reading", one.file, one.option], one.says, one.choices)),
  });
}

const WHAT = {
  encoding: "which letters were meant",
  escape: "whether a backslash escapes what follows it",
} as const;
