import type { CommandWord, FlagWord, Follows } from "./words.ts";

/** The script that fish sources. */
export function fishCompletion(commands: readonly CommandWord[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const lines = commands.flatMap(({ name, about, flags, operand }) => [
    `complete -c hmsync -n 'not __fish_seen_subcommand_from ${names}' -a ${name} -d ${quoted(about)}`,
    ...flags.map((flag) => flagLine(name, flag)),
    ...operandLine(name, operand),
  ]);
  return `# Completion of hmsync for fish.
complete -c hmsync -f
${lines.join("\n")}
`;
}

/** What stands between single quotes. */
const quoted = (text: string): string =>
  `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

const after = (command: string): string =>
  `complete -c hmsync -n '__fish_seen_subcommand_from ${command}'`;

function flagLine(command: string, { name, short, about, follows }: FlagWord): string {
  const letter = short === undefined ? "" : ` -s ${short}`;
  return `${after(command)} -l ${name}${letter}${value(follows)} -d ${quoted(about)}`;
}

function value(follows: Follows): string {
  if (follows === "nothing") return "";
  if (typeof follows === "object") return ` -x -a ${quoted(follows.words.join(" "))}`;
  return follows === "file" ? " -r -F" : " -x";
}

function operandLine(command: string, operand: Follows): string[] {
  if (operand === "file") return [`${after(command)} -F`];
  if (typeof operand !== "object") return [];
  return [`${after(command)} -a ${quoted(operand.words.join(" "))}`];
}
