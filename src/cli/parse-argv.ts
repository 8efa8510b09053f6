import { parseArgs } from "node:util";
import { UsageError } from "../plain/errors.ts";
import type { Arguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import {
  COMMON,
  FLAGS,
  type Flag,
  type FlagLists,
  type FlagName,
  type FlagValues,
  takesValue,
  type ValueFlag,
} from "./flags.ts";

/**
 * Takes apart what follows the command's name.
 *
 * @throws UsageError that names the nearest flag
 */
export async function parseArgv(command: Command, argv: readonly string[]): Promise<Arguments> {
  const known: readonly FlagName[] = [...command.flags, ...COMMON];
  const options = Object.fromEntries(
    known.map((name) => {
      const { short } = FLAGS[name] as Flag;
      const type = takesValue(name) ? ("string" as const) : ("boolean" as const);
      return [name, short === undefined ? { type } : { type, short }];
    }),
  );
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    tokens: true,
    strict: false,
    allowPositionals: true,
  });
  const flags: { -readonly [Name in keyof FlagValues]: FlagValues[Name] } = {};
  const lists: { -readonly [Name in keyof FlagLists]: FlagLists[Name] } = {};
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const name = known.find((one) => one === token.name);
    if (name === undefined) throw await unknownFlag(command, token.rawName, known);
    if (takesValue(name)) {
      const value = flagValue(name, token.value);
      if (flags[name] !== undefined && !mayRepeat(name)) throw givenTwice(name);
      flags[name] = value;
      lists[name] = [...(lists[name] ?? []), value];
    } else flags[name] = switchedOn(name, token.value);
  }
  return { flags, lists, ...operandsOf(command, operands) };
}

/** Of two values only one could hold. */
const mayRepeat = (name: ValueFlag): boolean => (FLAGS[name] as Flag).repeats === true;

const givenTwice = (name: FlagName): UsageError =>
  new UsageError(`--${name} is given twice.`, { cure: "Give it once." });

function switchedOn(name: Exclude<FlagName, ValueFlag>, value: string | undefined): true {
  if (value === undefined) return true;
  throw new UsageError(`--${name} takes no value.`, { cure: `Write --${name} alone.` });
}

function flagValue(name: ValueFlag, value: string | undefined): string {
  // What looks like the next flag is not this one's value.
  if (value !== undefined && value !== "" && !/^--[a-z]/.test(value)) return value;
  throw new UsageError(`--${name} needs a value.`, {
    cure: `Write --${name} ${FLAGS[name].value}.`,
  });
}

async function unknownFlag(
  command: Command,
  written: string,
  known: readonly FlagName[],
): Promise<UsageError> {
  const { nearest } = await import("../plain/nearest.ts");
  const bare = written.replace(/^-+/, "");
  const found = known.find((name) => name === bare) ?? nearest(bare, known);
  return new UsageError(`${command.name} has no flag ${written}.`, {
    cure: found ? `Did you mean --${found}?` : `See  hmsync ${command.name} --help`,
  });
}

function operandsOf(
  { name, operand, example }: Command,
  operands: readonly string[],
): Pick<Arguments, "operand" | "second"> {
  const takesTwo = operand?.second !== undefined;
  const takes = operand === undefined ? 0 : takesTwo ? 2 : 1;
  const extra = operands[takes];
  const [first, second] = operands;
  if (extra === undefined) {
    return { operand: first, ...(takesTwo && second !== undefined && { second }) };
  }
  throw new UsageError(`${name} does not know what to do with "${extra}".`, {
    cure: `Write it as in  hmsync ${example}`,
  });
}
