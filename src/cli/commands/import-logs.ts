import { lockHolder } from "../../db/sqlite/run-lock.ts";
import { advance, type LoggedRun } from "../../import/run/run-progress.ts";
import { LogReader } from "../../jobs/runs/log-reader.ts";
import { findLog } from "../../jobs/runs/runs.ts";
import { EXIT, type ExitCode } from "../../plain/errors.ts";
import { logText } from "../../report/log-text.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { asTyped, sameDatabase } from "../invocation-hint.ts";
import { repeat } from "../repeat.ts";
import type { Terminal } from "../terminal.ts";
import { targetOf } from "../wiring.ts";

/** Milliseconds between two looks. */
const FOLLOW_EVERY = 200;

/** Prints the log of a run; with --follow also what is yet to come of it. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const database = databasePath(args);
  const of = { database, target: targetOf(args) };
  const cure = `See  ${asTyped("import:status", sameDatabase(args))}`;
  const { name, path } = findLog(of, args.operand, cure);
  const reader = new LogReader(path);
  let known: LoggedRun | undefined;
  const print = (): void => {
    for (const { text, line } of reader.read()) {
      known = advance(known, line);
      if (args.flags.json) terminal.document(text);
      else terminal.result(logText(line, levelPaint(terminal)));
    }
  };
  print();
  if (!args.flags.follow) return EXIT.clean;
  const end = await repeat(() => {
    // Asked before the last lines are read: whoever is gone writes no more.
    const atWork = lockHolder(database) !== undefined;
    print();
    if (known?.ended) return "done";
    if (!atWork) terminal.narrate(`The run ${name} is no longer running: it crashed.`);
    return atWork ? "again" : "done";
  }, FOLLOW_EVERY);
  return end === "interrupted" ? EXIT.interrupted : EXIT.clean;
}

function levelPaint({ paint }: Terminal): (level: string) => string {
  return (level) => {
    if (level.startsWith("error")) return paint.bad(level);
    return level.startsWith("warn") ? paint.warn(level) : paint.faint(level);
  };
}
