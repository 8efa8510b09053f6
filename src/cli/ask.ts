import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { DecisionKind, Need } from "../evolve/push-report.ts";
import type { Invocation } from "./command.ts";
import type { FlagLists } from "./flags.ts";
import { forScreen, type Terminal } from "./terminal.ts";

/** Whether somebody is there to be asked. */
export const canAsk = (terminal: Terminal): boolean =>
  terminal.live && process.stdin.isTTY === true;

/** Asks a question on the terminal; undefined if the person left it (Ctrl-C, Ctrl-D, Escape). */
export async function ask(question: string): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const left = new AbortController();
  lines.once("SIGINT", () => left.abort());
  lines.once("close", () => left.abort());
  try {
    const answer = await lines.question(forScreen(question), { signal: left.signal });
    return answer.includes("\u001b") ? undefined : answer.trim();
  } catch (error) {
    if ((error as Error).name === "AbortError") return undefined;
    throw error;
  } finally {
    lines.close();
  }
}

/** The same for what must not be seen: nothing of what is typed is shown, nor are blanks taken off. */
export async function askInSecret(question: string): Promise<string | undefined> {
  process.stderr.write(forScreen(question));
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  // On a terminal it does the echo itself, so one that writes nowhere shows nothing.
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: true });
  const left = new AbortController();
  lines.once("SIGINT", () => left.abort());
  lines.once("close", () => left.abort());
  try {
    return await lines.question("", { signal: left.signal });
  } catch (error) {
    if ((error as Error).name === "AbortError") return undefined;
    throw error;
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}

/** Asks whether to go on; anything but a plain yes is no. */
export async function confirm(question: string): Promise<boolean> {
  const answer = await ask(`${question} [y/N] `);
  return answer !== undefined && /^y(es)?$/i.test(answer);
}

/**
 * How a job asks whether to go on: only if somebody is there and has not said yes beforehand.
 *
 * @param question the words of it
 */
export const confirmIn =
  <Asked>({ args: { flags }, terminal }: Invocation, question: (asked: Asked) => string) =>
  async (asked: Asked): Promise<boolean> =>
    flags.yes || flags.force || !canAsk(terminal) || confirm(question(asked));

/**
 * Asks for the decisions that a push waits for, one by one: a loss is allowed by typing the name of
 * what is lost, a required column is filled by typing SQL.
 *
 * @returns the flags that say the same; undefined if one was not answered
 */
export async function askForNeeds(needs: readonly Need[]): Promise<FlagLists | undefined> {
  const answers: Partial<Record<DecisionKind, string[]>> = {};
  for (const need of needs) {
    if (need.decision === undefined) return undefined;
    const { kind, target } = need.decision;
    const value = await (kind === "backfill" ? askForSql : askForName)(target, need);
    if (value === undefined) return undefined;
    answers[kind] = [...(answers[kind] ?? []), value];
  }
  return answers;
}

async function askForName(target: string, { why, hint }: Need): Promise<string | undefined> {
  const question = `${why}${hint ? ` (${hint})` : ""}\nType ${target} to allow it, or Enter to stop: `;
  return (await ask(question)) === target ? target : undefined;
}

async function askForSql(target: string, { why }: Need): Promise<string | undefined> {
  const answer = await ask(`${why}\nSQL for ${target} in these rows, or Enter to stop: `);
  return answer ? `${target}=${answer}` : undefined;
}
