import type { RunSummary } from "../ledger/run-summary.ts";
import { shellWord } from "../plain/shell-word.ts";
import type { Arguments } from "./arguments.ts";
import { FLAGS, type FlagName, type ValueFlag } from "./flags.ts";
import { readingAgain } from "./reading-flags.ts";

/** A command as all messages name it; the terminal shows it as the reader types it. */
export const asTyped = (command: string, flags = ""): string =>
  `hmsync ${command}${flags === "" ? "" : ` ${flags}`}`;

type Given = Arguments["flags"];

/** Flags that say how a run is shown or rehearsed, not what it does. */
const PASSING: ReadonlySet<FlagName> = new Set<FlagName>([
  ...(["dry-run", "report", "json", "yes", "quiet", "verbose"] as const),
]);

/**
 * The flags of a command line that bring the same import about once more; of a rehearsal that was
 * saved, those that carry it out.
 */
export function flagsAgain(args: Arguments): string {
  const { flags } = args;
  if (flags.out !== undefined) {
    return [written({ plan: flags.out }), sameDatabase(args)].filter(Boolean).join(" ");
  }
  const lasting = Object.entries(flags).filter(([name]) => !PASSING.has(name as FlagName));
  const once = lasting.filter(([name]) => !("repeats" in FLAGS[name as FlagName]));
  const lists = Object.fromEntries(
    lasting.flatMap(([name]) =>
      once.some(([one]) => one === name) ? [] : [[name, args.lists[name as ValueFlag]]],
    ),
  );
  return [written(Object.fromEntries(once)), decidedAgain({ ...args, lists })]
    .filter(Boolean)
    .join(" ");
}

/** The flags that may stand several times, once more. */
export function decidedAgain({ lists }: Arguments): string {
  const repeated = Object.entries(lists).filter(([name]) => "repeats" in FLAGS[name as FlagName]);
  return repeated
    .flatMap(([name, values]) => (values ?? []).map((value) => written({ [name]: value })))
    .join(" ");
}

/** A whole command line once more: all of its flags, but these and those that only show or rehearse. */
export function sameCommand(args: Arguments, besides: readonly FlagName[]): string {
  const kept = ([name]: readonly [string, unknown]) => !besides.includes(name as FlagName);
  const flags = Object.entries(args.flags).filter(
    ([name]) => !PASSING.has(name as FlagName) && !("repeats" in FLAGS[name as FlagName]),
  );
  const lists = Object.fromEntries(Object.entries(args.lists).filter(kept));
  return [
    ...[args.operand, written(Object.fromEntries(flags.filter(kept)))],
    decidedAgain({ ...args, lists }),
  ]
    .filter(Boolean)
    .join(" ");
}

/** The flags that name database and configuration of this command line once more; nothing if none does. */
export const sameDatabase = ({ flags: { db, config, ...flags } }: Arguments): string =>
  written({
    ...(db !== undefined && { db }),
    ...(config !== undefined && { config }),
    ...(flags["lift-force-rls"] && { "lift-force-rls": true }),
  });

/** The same, from what the ledger knows of a run. */
export function flagsOfRun({ source, mapping, database, settings }: RunSummary): string {
  const { mode, limit, sample, pilot, keepUnmapped, reading = {} } = settings;
  const flags = written({
    source,
    mapping,
    db: database,
    ...(limit !== undefined && { limit: String(limit) }),
    ...(sample && { sample: "count" in sample ? String(sample.count) : `${sample.percent}%` }),
    ...(pilot && { pilot: `${pilot.entity}.${pilot.field}=${pilot.value}` }),
    ...(keepUnmapped === true && { "keep-unmapped": true }),
    ...(keepUnmapped === false && { "drop-unmapped": true }),
    ...(mode === "lenient" && { "continue-on-error": true }),
  });
  return [flags, ...readingAgain(reading)].join(" ");
}

function written(flags: Given): string {
  const words = Object.entries(flags).map(([name, value]) =>
    value === true ? `--${name}` : `--${name} ${shellWord(value)}`,
  );
  return words.join(" ");
}
