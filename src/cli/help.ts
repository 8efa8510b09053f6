import { COMMANDS, type Command } from "./commands.ts";
import { COMMON, FLAGS, type Flag, type FlagName } from "./flags.ts";

/** What all commands are, an example first. */
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
    "What a command takes:  hmsync <command> --help",
    "",
    "A command may be called by what follows its colon where only one is called so:",
    "assess, push, retry, undo. Flags may stand before it.",
  ].join("\n");
}

/** Flags that belong together, in the order in which people look for them. */
const GROUPS: readonly (readonly [title: string, ...flags: FlagName[]])[] = [
  ["What is read and written", "source", "db", "mapping", "legacy-system", "as-of", "fixes"],
  ["A part of it", "only", "limit", "sample", "pilot"],
  ["A rehearsal", "dry-run", "out", "plan", "check", "sql"],
  [
    "Records that are wrong, changed or gone",
    "continue-on-error",
    "max-errors",
    "on-conflict",
    "mark-vanished",
    "keep-unmapped",
    "partial",
  ],
  [
    "The schema",
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
    "migrations",
    "name",
    "from",
    "drop-old",
  ],
  [
    "How the files are written, where it is not found out",
    "encoding",
    "delimiter",
    "quote",
    "escape",
    "header-row",
    "skip-lines",
    "widths",
  ],
  [
    "The run",
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
const OTHERS = "What is shown";

/** The widest left side: a longer one has its line for itself. */
const LEFT = 26;

/** What one command takes, an example first, the flags in groups. */
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
    ...groups.flatMap(([title, flags]) =>
      flags.length === 0
        ? []
        : ["", title, ...flags.flatMap((name) => row(written(name), FLAGS[name].about))],
    ),
    "",
    "Exit codes: 0 clean, 1 failure, 2 usage, 3 records rejected, 4 a decision is needed, 5 source and target disagree, 130 interrupted.",
  ].join("\n");
}

function row(left: string, right: string): string[] {
  if (left.length <= LEFT) return [`  ${left.padEnd(LEFT)}  ${right}`];
  return [`  ${left}`, `  ${" ".repeat(LEFT)}  ${right}`];
}

function written(name: FlagName): string {
  const { value, short } = FLAGS[name] as Flag;
  const both = short === undefined ? `--${name}` : `-${short}, --${name}`;
  return value === undefined ? both : `${both} ${value}`;
}
