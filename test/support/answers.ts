import { PassThrough } from "node:stream";
import { onTestFinished } from "vitest";
import { COMMANDS } from "../../src/cli/commands.ts";
import { parseArgv } from "../../src/cli/parse-argv.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { HmsyncError } from "../../src/plain/errors.ts";

/** What Ctrl-D and Ctrl-C come to: the input ends. */
export const LEFT = null;
type Answer = string | null;

/** A command on a terminal where somebody types these answers, one at each question. */
export async function onTerminal(
  argv: readonly [name: string, ...flags: string[]],
  answers: readonly Answer[],
): Promise<{ exitCode: number; questions: string[]; said: string }> {
  const [name, ...flags] = argv;
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) throw new TypeError(name);
  const questions = typing(answers);
  const said: string[] = [];
  const plain = (text: string) => text;
  const terminal: Terminal = {
    result: (text) => said.push(text),
    document: (text) => said.push(text),
    replace: (text) => said.push(text),
    narrate: (what) => said.push(...[what].flat()),
    redraw: () => {},
    live: true,
    screen: true,
    width: 80,
    room: 80,
    paint: { bad: plain, warn: plain, good: plain, strong: plain, faint: plain },
  };
  const { run } = await command.load();
  const args = await parseArgv(command, flags);
  const exitCode = await run({ args, terminal, commands: COMMANDS }).catch((error: unknown) => {
    if (error instanceof HmsyncError) return error.exitCode;
    throw error;
  });
  return { exitCode, questions, said: said.join("\n") };
}

/** Answers what is asked on stderr; the questions come back. */
function typing(answers: readonly Answer[]): string[] {
  const questions: string[] = [];
  let input = new PassThrough();
  const { stdin } = process;
  const write = process.stderr.write;
  const fake = () => Object.assign(input, { isTTY: true });
  Object.defineProperty(process, "stdin", { configurable: true, get: fake });
  process.stderr.write = ((text: string) => {
    if (text.trim() === "") return true;
    questions.push(text);
    const answer = answers[questions.length - 1] ?? LEFT;
    const asked = input;
    input = new PassThrough();
    setImmediate(() => (answer === LEFT ? asked.end() : asked.write(`${answer}\n`)));
    return true;
  }) as typeof write;
  onTestFinished(() => {
    process.stderr.write = write;
    Object.defineProperty(process, "stdin", { configurable: true, value: stdin });
  });
  return questions;
}
