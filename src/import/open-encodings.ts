import { DecisionNeeded } from "../errors.ts";
import { shellWord } from "../shell-word.ts";
import type { HeadedFile } from "./fit-mapping.ts";

// Where the bytes of a file leave open which letters were meant, a person says it.

/** A file of which that is open. */
export interface OpenFile {
  readonly file: string;
  /** What is open, with words of the file in both ways. */
  readonly says: string;
  /** Encodings, the likelier first. */
  readonly choices: readonly string[];
}

/** The files among these whose encoding is open. */
export function openEncodings(headed: readonly HeadedFile[]): OpenFile[] {
  return headed.flatMap(({ file, understanding }): OpenFile[] => {
    const { value = "", open } = understanding?.encoding ?? {};
    if (open === undefined) return [];
    const { rival, words, more, mixed } = open;
    const shown = words.map(([found, other]) => `${found} or ${other}`).join(", ");
    const rest = more === 0 ? "" : `, and ${more} more`;
    const what = mixed
      ? `most words are in ${value}, but these look like ${rival}`
      : `the bytes may be ${value} or ${rival}`;
    return [{ file: file.name, says: `${what}: ${shown}${rest}`, choices: [value, rival] }];
  });
}

/** @throws DecisionNeeded where the encoding of one of these files is open */
export function refuseOpenEncodings(headed: readonly HeadedFile[]): void {
  const open = openEncodings(headed);
  const [first] = open;
  if (first === undefined) return;
  const lines = open.map(({ file, says }) => `  ${file}: ${says}`);
  const flag = `--encoding ${shellWord(`${first.file}=${first.choices[0]}`)}`;
  throw new DecisionNeeded(`It is open which letters were meant:\n${lines.join("\n")}`, {
    cure: `Say the encoding with  ${flag}  or in the mapping as  "reading": { "${first.file}": { "encoding": "${first.choices[0]}" } }`,
  });
}
