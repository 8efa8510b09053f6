import { COMMANDS, type Command } from "./commands.ts";
import { COMMON, FLAGS, type Flag, type FlagName } from "./flags.ts";

/** What all commands are, an example first. */
export function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    "  hmsync import --source legacy/        (from a checkout: npm run import -- --source legacy/)",
    "",
    "HMSync Migrate moves a hospital from a legacy HMS into HMSync.",
    "",
    "Commands",
    ...COMMANDS.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`),
    "",
    "hmsync <command> --help  says what it takes.",
  ].join("\n");
}

/** What one command takes, an example first. */
export function commandHelp(command: Command): string {
  const names: readonly FlagName[] = [...command.flags, ...COMMON];
  const flags = names.map((name) => [written(name), FLAGS[name].about] as const);
  const { operand } = command;
  const rows = operand ? [[operand.name, operand.about] as const, ...flags] : flags;
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    `  hmsync ${command.example}`,
    "",
    `${command.name}: ${command.about}`,
    "",
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    "",
    "Exit codes: 0 clean, 1 failure, 2 usage, 3 records rejected, 4 a decision is needed,",
    "5 source and target disagree, 130 interrupted.",
  ].join("\n");
}

function written(name: FlagName): string {
  const { value } = FLAGS[name] as Flag;
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}
