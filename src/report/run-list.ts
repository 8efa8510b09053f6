import { alignColumns, duration, grouped, minuteOf, type TextCell } from "../plain/columns.ts";

/** What became of the records of a run, all entities together. */
export interface RunCounts {
  readonly records: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly withdrawn: number;
}

/** A run in a list of runs. */
export interface ListedRun extends RunCounts {
  readonly name: string;
  readonly kind: string;
  /** The run whose records are retried, or that is taken back. */
  readonly ofRun: string | null;
  readonly legacySystem: string;
  readonly mode: "strict" | "lenient";
  /** As the ledger has it. */
  readonly status: string;
  /** The same, or `dead`: nobody is left to say how it ended. */
  readonly state: string;
  readonly committed: boolean;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly exitCode: number | null;
  /** Of its rejected records, how many are in by now: retried, or let in with their parents. */
  readonly letInSince: number;
  /** Of a run at work. */
  readonly pace: { readonly rate: number | null; readonly secondsLeft: number | null } | null;
}

/** How a person types a command here. */
export type Typed = (command: string, flags?: string) => string;

const COUNTS = ["records", "inserted", "updated", "unchanged", "duplicate", "rejected"] as const;

/** A table of the runs, and behind it what is to be said of those that are at work or died. */
export function runList(
  runs: readonly ListedRun[],
  { typed, room }: { readonly typed: Typed; readonly room?: number },
): string {
  if (runs.length === 0) return "No run yet.";
  const anyLetIn = runs.some(({ letInSince }) => letInSince > 0);
  const shown = runs.some(({ withdrawn }) => withdrawn > 0)
    ? ([...COUNTS, "withdrawn"] as const)
    : COUNTS;
  const rows = runs.map((run): TextCell[] => {
    const { name, legacySystem, startedAt, state } = run;
    const started = `${minuteOf(startedAt)}Z`;
    const counts = shown.map((count) => run[count]);
    const since = anyLetIn ? [run.letInSince] : [];
    return [name, kindOf(run), legacySystem, started, state, whatStands(run), ...counts, ...since];
  });
  const since = anyLetIn ? ["let in since"] : [];
  const head = ["run", "kind", "legacy system", "started", "status", "", ...shown, ...since];
  const remarks = runs.flatMap((run, at) => remarkOn(run, runs.slice(0, at), typed));
  return [
    ...alignColumns([head, ...rows], room),
    ...(remarks.length > 0 ? ["", ...remarks] : []),
  ].join("\n");
}

/** A run in one line, for whoever reads on. */
export function runLine(run: ListedRun): string {
  const { name, state } = run;
  const rejected = run.rejected > 0 ? [`${grouped(run.rejected)} rejected`] : [];
  const parts = [`${grouped(run.records)} records`, ...rejected, ...paceText(run)];
  return `${name}  ${kindOf(run)}  ${state}  ${parts.join(", ")}`;
}

const kindOf = ({ kind, ofRun }: ListedRun): string =>
  ofRun === null ? kind : `${kind} of ${ofRun}`;

function whatStands({ state, status, committed, mode }: ListedRun): string {
  if (state === "running") return "not ended";
  if (state === "dead") return committed && mode === "lenient" ? "written in part" : NOTHING;
  if (status === "undone") return "taken back";
  return committed ? "written" : NOTHING;
}

const NOTHING = "nothing written";

function paceText({ pace }: ListedRun): string[] {
  if (pace === null || pace.rate === null) return [];
  const left = pace.secondsLeft === null ? [] : [`${duration(pace.secondsLeft)} left`];
  return [`${grouped(pace.rate)}/s`, ...left];
}

/** @param later runs that came after it */
function remarkOn(run: ListedRun, later: readonly ListedRun[], typed: Typed): string[] {
  if (run.state === "running") return [runLine(run)];
  if (run.state !== "dead") return [];
  // What has been done since is not to be done once more; an undo or a retry brings in no whole export.
  const isAgain = ({ kind, ofRun, state, legacySystem }: ListedRun) =>
    [kind, ofRun, legacySystem].join() === [run.kind, run.ofRun, run.legacySystem].join() &&
    state === "committed";
  if (later.some(isAgain)) return [];
  return [`${run.name} crashed: ${wayOn(run, typed)}`];
}

function wayOn(run: ListedRun, typed: Typed): string {
  const { name, kind, ofRun, committed } = run;
  if (kind === "import" && run.mode === "lenient") {
    return `resume with:  ${typed("import", `--resume ${name}`)}`;
  }
  const command = kind === "import" ? "import" : `import:${kind}`;
  const wrote = committed ? "records already written will be unchanged" : "it wrote nothing";
  return `${wrote}; run it again:  ${typed(command, ofRun ?? "")}`;
}
