import { expect, test } from "vitest";
import {
  advance,
  type LoggedRun,
  type LogLine,
  paceOf,
} from "../../../src/import/run/run-progress.ts";

type Event = Readonly<Record<string, string | number>> & { readonly event: string };

const START = Date.parse("2026-01-14T02:00:00.000Z");

/** What is known after these events, which happened at these seconds. */
function after(...events: readonly (readonly [second: number, event: Event])[]) {
  const lines = events.map(([second, event]): LogLine => {
    return { level: "info", time: new Date(START + second * 1000).toISOString(), ...event };
  });
  return lines.reduce<LoggedRun | undefined>(advance, undefined);
}

const started = { event: "run.started", process: 7, bytes: 1_000, done: 0 };
const progress = (done: number, bytes: number) => ({ event: "progress", done, bytes, rejected: 3 });

test("rate and time left follow from the last progress and the size of the files", () => {
  const run = after([0, started], [10, progress(200, 250)]);
  expect(run).toMatchObject({ process: 7, ended: false, done: 200, rejected: 3 });
  expect(run && paceOf(run, START + 10_000)).toEqual({ rate: 20, secondsLeft: 30 });
  expect(run && paceOf(run, START + 15_000)).toEqual({ rate: 20, secondsLeft: 25 });
});

test("a run of which nothing is done yet has no rate", () => {
  const run = after([0, started]);
  expect(run && paceOf(run, START)).toEqual({ rate: null, secondsLeft: null });
});

test("the rate of a run that was resumed is that since then", () => {
  const resumed = { event: "run.resumed", process: 8, bytes: 1_000, done: 200 };
  const run = after(
    [0, started],
    [10, progress(200, 250)],
    [100, resumed],
    [101, progress(240, 300)],
  );
  expect(run).toMatchObject({ process: 8, ended: false });
  expect(run && paceOf(run, START + 101_000).rate).toBe(40);
});

test("a run has ended with its last line, until it is resumed", () => {
  const ended = { event: "run.ended", rejected: 4 };
  expect(after([0, started], [1, ended])).toMatchObject({ ended: true, rejected: 4 });
  expect(after([0, started], [1, ended], [2, { ...started, event: "run.resumed" }])?.ended).toBe(
    false,
  );
});

test("lines before a start tell nothing", () => {
  expect(after([0, progress(1, 1)])).toBeUndefined();
});
