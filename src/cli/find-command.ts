import { UsageError } from "../plain/errors.ts";
import type { Command } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { FLAGS, type Flag } from "./flags.ts";

/** A command line in two: what it runs, and the rest, wherever its flags stand. */
export interface Begun {
  readonly name: string | undefined;
  readonly rest: readonly string[];
}

/** Finds the command's name: the first word that is neither a flag nor the value of one. */
export function splitArgv(argv: readonly string[]): Begun {
  let at = 0;
  while (at < argv.length && (argv[at] ?? "").startsWith("-")) {
    at += standsBefore(argv[at] ?? "") ? 2 : 1;
  }
  return { name: argv[at], rest: [...argv.slice(0, at), ...argv.slice(at + 1)] };
}

/** Whether the word after this flag is its value. */
export function standsBefore(word: string): boolean {
  const found = Object.entries<Flag>(FLAGS).find(
    ([name, { short }]) => word === `--${name}` || word === `-${short}`,
  );
  return found?.[1].value !== undefined;
}

/** Whether a word of the command line is this command's name, whole or behind its colon. */
export const isNamed = (command: Command, word: string | undefined): boolean =>
  word === command.name || word === shortName(command);

/** What stands behind the colon: `assess` for `import:assess`. */
const shortName = ({ name }: Command): string => name.slice(name.indexOf(":") + 1);

/**
 * The command of this name, or of this name behind its colon where only one has it.
 *
 * @throws UsageError that names those it may have been meant to be
 */
export async function findCommand(name: string): Promise<Command> {
  const [found, another] = commandsNamed(name);
  if (found !== undefined && another === undefined) return found;
  const meant = found === undefined ? await alike(name) : commandsNamed(name);
  const written = meant.map((one) => `hmsync ${one.name}`).join("  or  ");
  throw new UsageError(
    found === undefined
      ? `There is no command "${name}".`
      : `"${name}" could be one of ${meant.length} commands.`,
    { cure: written === "" ? "See  hmsync --help" : `Did you mean  ${written}  ?` },
  );
}

function commandsNamed(name: string): Command[] {
  const whole = COMMANDS.filter((command) => command.name === name);
  return whole.length > 0 ? whole : COMMANDS.filter((command) => isNamed(command, name));
}

/** Those that begin so; else the one that is spelt most like it. */
async function alike(name: string): Promise<Command[]> {
  const begun = COMMANDS.filter(
    (command) => command.name.startsWith(name) || shortName(command).startsWith(name),
  );
  if (begun.length > 0 && begun.length <= MOST_MEANT) return begun;
  const { nearest } = await import("../plain/nearest.ts");
  const slip =
    nearest(
      name,
      COMMANDS.map((command) => command.name),
    ) ?? nearest(name, COMMANDS.map(shortName));
  return slip === undefined ? [] : commandsNamed(slip);
}

const MOST_MEANT = 3;
