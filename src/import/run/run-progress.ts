import type { RunEvent } from "../request/run-log.ts";

/** A line of a run's log, as it is read back. */
export interface LogLine {
  readonly level: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly event: RunEvent["event"] | string;
  readonly [field: string]: string | number;
}

/** How far a run is, by its log. */
export interface LoggedRun {
  /** The process that is, or was, at work. */
  readonly process: number;
  readonly ended: boolean;
  readonly kind: string;
  readonly mode: string;
  /** Records that have an outcome. */
  readonly done: number;
  readonly rejected: number;
  /** Bytes read, and bytes of all files. */
  readonly bytes: number;
  readonly totalBytes: number;
  /** When it was begun or resumed, and when it last said something: milliseconds since 1970. */
  readonly since: number;
  readonly at: number;
  /** Records that had an outcome then. */
  readonly doneBefore: number;
}

/** What the next line of a log adds to what is known of the run; nothing is known before its start. */
export function advance(run: LoggedRun | undefined, line: LogLine): LoggedRun | undefined {
  const at = Date.parse(line.time);
  const count = (field: string) => Number(line[field] ?? 0);
  if (line.event === "run.started" || line.event === "run.resumed") {
    const done = count("done");
    return {
      kind: String(line["kind"]),
      mode: String(line["mode"]),
      process: count("process"),
      ended: false,
      done,
      doneBefore: done,
      bytes: 0,
      rejected: done > 0 ? (run?.rejected ?? 0) : 0,
      totalBytes: count("bytes"),
      since: at,
      at,
    };
  }
  if (run === undefined) return undefined;
  switch (line.event) {
    case "progress":
      return {
        ...run,
        at,
        done: count("done"),
        bytes: count("bytes"),
        rejected: count("rejected"),
      };
    case "batch.committed":
      return { ...run, at, done: count("done"), bytes: Math.max(run.bytes, count("bytes")) };
    case "run.ended":
      return { ...run, at, ended: true, rejected: count("rejected") };
    default:
      return run;
  }
}

/** How fast a run is, and how long it will take. */
export interface Pace {
  /** Records a second; null if nothing has been done yet. */
  readonly rate: number | null;
  readonly secondsLeft: number | null;
}

/** @param now milliseconds since 1970 */
export function paceOf(run: LoggedRun, now: number): Pace {
  const seconds = (run.at - run.since) / 1000;
  const done = run.done - run.doneBefore;
  if (seconds <= 0 || done <= 0) return { rate: null, secondsLeft: null };
  const rate = Math.round(done / seconds);
  if (run.bytes <= 0) return { rate, secondsLeft: null };
  const whole = (seconds * run.totalBytes) / run.bytes;
  const left = whole - seconds - (now - run.at) / 1000;
  return { rate, secondsLeft: Math.max(0, Math.ceil(left)) };
}
