import type { Command } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { COMMON, FLAGS, type Flag, type FlagName, FORMATS } from "./flags.ts";

/** The help of the program: an example, then all commands. */
export function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    "  hmsync import --source legacy/",
    "",
    "HMSync Migrate moves a hospital from a legacy HMS into HMSync.",
    "",
    "Commands",
    ...COMMANDS.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`),
    "",
    "Help on a command:  hmsync <command> --help",
    "",
    "The part after the colon is enough if only one command has it: assess, push,",
    "retry, undo. Flags may come before the command.",
  ].join("\n");
}

/** Flags that belong together, in the order in which people look for them. */
export const GROUPS: readonly (readonly [title: string, ...flags: FlagName[]])[] = [
  [
    "Input and output",
    "source",
    "tables",
    "db",
    "config",
    "mapping",
    "legacy-system",
    "as-of",
    "fixes",
    "no-fixes",
    "write",
    "to",
  ],
  [
    "What is to become of a record",
    ...(["set", "was", "new-id", "withdraw", "as-written"] as const),
    ...(["keep-this", "same-as", "after-all", "undo", "redo"] as const),
  ],
  ["Part of an export", "only", "limit", "sample", "pilot"],
  ["Rehearsal", "dry-run", "out", "plan", "check", "sql"],
  [
    "Wrong, changed and vanished records",
    "continue-on-error",
    "max-errors",
    "on-conflict",
    "mark-vanished",
    "keep-unmapped",
    "drop-unmapped",
    "partial",
  ],
  [
    "Schema",
    "schema",
    "init",
    "adopt",
    "allow-drop",
    "allow-drop-table",
    "allow-convert",
    "rename",
    "rename-table",
    "backfill",
    "drop-unmanaged",
    "keep-unmanaged",
    "migrations",
    "name",
    "from",
    "drop-old",
  ],
  ["File formats, if detection gets one wrong", ...FORMATS],
  [
    "Run",
    "resume",
    "relock",
    "batch-size",
    "report",
    "no-archive",
    "keep",
    "profile",
    "yes",
    "force",
  ],
];
export const OTHERS = "Output";

/** The widest left side; a longer one gets a line of its own. */
const LEFT = 26;

/** The help of one command: an example, then its flags in groups. */
export function commandHelp(command: Command): string {
  const { operand } = command;
  const names: readonly FlagName[] = [...command.flags, ...COMMON];
  const grouped = new Set(GROUPS.flatMap(([, ...flags]) => flags));
  const groups = [
    ...GROUPS.map(
      ([title, ...flags]) => [title, flags.filter((one) => names.includes(one))] as const,
    ),
    [OTHERS, names.filter((one) => !grouped.has(one))] as const,
  ];
  return [
    `  hmsync ${command.example}`,
    "",
    `${command.name}: ${command.about}`,
    ...(operand ? ["", ...row(operand.name, operand.about)] : []),
    ...(operand?.second ? row(operand.second.name, operand.second.about) : []),
    ...groups.flatMap(([title, flags]) =>
      flags.length === 0
        ? []
        : ["", title, ...flags.flatMap((name) => row(written(name), meaningIn(command, name)))],
    ),
    "",
    "Exit codes: 0 clean, 1 failure, 2 usage, 3 records rejected, 4 decision needed, 5 source and target disagree, 130 interrupted.",
  ].join("\n");
}

const meaningIn = ({ flagsHere }: Command, name: FlagName): string =>
  flagsHere?.[name] ?? FLAGS[name].about;

function row(left: string, right: string): string[] {
  if (left.length <= LEFT) return [`  ${left.padEnd(LEFT)}  ${right}`];
  return [`  ${left}`, `  ${" ".repeat(LEFT)}  ${right}`];
}

export function written(name: FlagName): string {
  const { value, short } = FLAGS[name] as Flag;
  const both = short === undefined ? `--${name}` : `-${short}, --${name}`;
  return value === undefined ? both : `${both} ${value}`;
}
