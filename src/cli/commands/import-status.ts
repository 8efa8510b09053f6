import { signaturesOf } from "../../jobs/chain/signatures.ts";
import { runsOf, type SeenRuns } from "../../jobs/runs/runs.ts";
import { LogFollower } from "../../jobs/runs/runs-at-hand.ts";
import { EXIT, type ExitCode } from "../../plain/errors.ts";
import { runLine, runList } from "../../report/run-list.ts";
import { type SignatureLine, signatureLine } from "../../report/sign-off-text.ts";
import type { Arguments } from "../arguments.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { asTyped, sameDatabase } from "../invocation-hint.ts";
import { repeat } from "../repeat.ts";
import type { Terminal } from "../terminal.ts";
import { targetOf } from "../wiring.ts";

/** Milliseconds between two looks. */
const WATCH_EVERY = 1_000;
/** Runs that are redrawn: as many as a screen has room for. */
const WATCHED = 10;

const APART =
  "A run that died has left records apart: each has a row of its own where its person should have one. Nothing is lost; resume that run, or run any import, retry or undo: it joins them.";

/** Lists the runs, the newest first: at work, ended, dead, rolled back, taken back. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const logs = new LogFollower();
  const depth = args.flags.watch ? "runs" : "runs and what was released since";
  const of = { database: databasePath(args), target: targetOf(args) };
  const look = () => runsOf(of, depth, logs);
  if (!args.flags.watch) {
    const seen = look();
    const signed = signaturesOf(of.database, seen.runs);
    if (args.flags.json) terminal.document(document(seen, signed));
    else {
      const lines = signed.map(signatureLine);
      const list = text(seen, { args, terminal });
      terminal.result(lines.length === 0 ? list : [list, "", ...lines].join("\n"));
    }
    return EXIT.clean;
  }
  const show = terminal.screen ? redrawn(terminal, args) : lineByLine(terminal, args);
  const end = await repeat(() => {
    show(look());
    return "again";
  }, WATCH_EVERY);
  return end === "interrupted" ? EXIT.interrupted : EXIT.clean;
}

/** @param signed left out where nobody has signed */
function document({ runs, ...about }: SeenRuns, signed: readonly SignatureLine[] = []): string {
  const seen = { schemaVersion: 1, ...about, runs };
  return JSON.stringify(signed.length === 0 ? seen : Object.assign(seen, { signed }));
}

function text({ runs, complete, recordsApart }: SeenRuns, { args, terminal }: Invocation): string {
  const typed = (command: string, flags = "") =>
    asTyped(command, [flags, sameDatabase(args)].filter(Boolean).join(" "));
  const look = { typed, room: terminal.room };
  if (recordsApart) return `${runList(runs, look)}\n\n${APART}`;
  if (complete) return runList(runs, look);
  const busy = "A run is writing to the database; the other runs can be listed when it is done.";
  return runs.length === 0 ? busy : `${runList(runs, look)}\n${busy}`;
}

type Show = (seen: SeenRuns) => void;

function redrawn(terminal: Terminal, args: Arguments): Show {
  return (seen) => {
    const last = { ...seen, runs: seen.runs.slice(0, WATCHED) };
    terminal.replace(args.flags.json ? document(last) : text(last, { args, terminal }));
  };
}

/** Where nothing can be redrawn, a run gets a line whenever it has changed. */
function lineByLine(terminal: Terminal, args: Arguments): Show {
  const shown = new Map<string, string>();
  let last = "";
  return (seen) => {
    if (args.flags.json) {
      const now = document(seen);
      if (now !== last) terminal.document(now);
      last = now;
      return;
    }
    for (const run of seen.runs.toReversed()) {
      const { pace: _, ...lasting } = run;
      const state = JSON.stringify(lasting);
      if (shown.get(run.name) !== state) terminal.result(runLine(run));
      shown.set(run.name, state);
    }
  };
}
