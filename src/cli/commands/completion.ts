import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import type { AmongCommands } from "../command.ts";
import { bashCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { commandWords } from "../completion/words.ts";
import { zshCompletion } from "../completion/zsh.ts";

const SHELLS = new Map([
  ["bash", bashCompletion],
  ["zsh", zshCompletion],
  ["fish", fishCompletion],
]);

/** Prints the script that teaches a shell the commands, their flags and the values that are few. */
export async function run({ args, terminal, commands }: AmongCommands): Promise<ExitCode> {
  const { operand } = args;
  const script = SHELLS.get(operand ?? "");
  if (script === undefined) {
    throw new UsageError(
      operand === undefined
        ? "completion needs the name of a shell."
        : `completion does not know the shell "${operand}".`,
      { cure: `Name one of ${[...SHELLS.keys()].join(", ")}:  hmsync completion bash` },
    );
  }
  terminal.document(script(commandWords(commands)).trimEnd());
  return EXIT.clean;
}
