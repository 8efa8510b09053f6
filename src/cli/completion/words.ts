import type { Command } from "../command.ts";
import { COMMON, FLAGS, type Flag, type FlagName } from "../flags.ts";

/** What may follow a flag: nothing, one of these words, a file, or what nobody can know. */
export type Follows = { readonly words: readonly string[] } | "nothing" | "file" | "unknown";

export interface FlagWord {
  readonly name: string;
  readonly short: string | undefined;
  readonly about: string;
  readonly follows: Follows;
}

export interface CommandWord {
  readonly name: string;
  readonly about: string;
  readonly flags: readonly FlagWord[];
  readonly operand: Follows;
}

/** What a value in help stands for, if it is a file or a folder. */
const PATH = /^(?:PATH|FILE|DIR|BACKUP|MAPPING)$/;

/** Every word of a command line that is known before it is run. */
export const commandWords = (commands: readonly Command[]): CommandWord[] =>
  commands.map((command) => ({
    name: command.name,
    about: command.about,
    flags: [...command.flags, ...COMMON].map(flagWord),
    operand: operandOf(command),
  }));

function flagWord(name: FlagName): FlagWord {
  const { short, about, value, choices }: Flag = FLAGS[name];
  return { name, short, about, follows: followsOf(value, choices) };
}

function followsOf(value: string | undefined, choices: readonly string[] | undefined): Follows {
  if (value === undefined) return "nothing";
  if (choices !== undefined) return { words: choices };
  return PATH.test(value) ? "file" : "unknown";
}

function operandOf({ operand }: Command): Follows {
  if (operand === undefined) return "nothing";
  return followsOf(operand.name, operand.choices);
}
