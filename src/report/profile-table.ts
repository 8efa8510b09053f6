import { alignColumns } from "../plain/columns.ts";
import { STAGES, type StageTime } from "../plain/stage-times.ts";

/** What a run's time was spent on. */
export interface Profile {
  readonly stages: readonly StageTime[];
  /** From the run's first step to its last, milliseconds. */
  readonly run: number;
}

/** A line for each stage: the thread that it is at work in, how long it is busy, how long it waits. */
export function profileTable({ stages, run }: Profile): string {
  const order = Object.keys(STAGES);
  const sorted = [...stages].sort(
    (one, other) =>
      one.thread.localeCompare(other.thread) ||
      order.indexOf(one.stage) - order.indexOf(other.stage),
  );
  const lines = sorted.map(({ stage, thread, busy, waiting }) => [
    ...[STAGES[stage], thread, inSeconds(busy), inSeconds(waiting)],
  ]);
  const own = stages.filter(({ thread }) => thread === "main");
  const rest = own.reduce((left, { busy, waiting }) => left - busy - waiting, run);
  return alignColumns([
    ["stage", "thread", "busy", "waiting"],
    ...lines,
    ["everything else", "main", inSeconds(rest), ""],
    ["the whole run", "", inSeconds(run), ""],
  ]).join("\n");
}

const inSeconds = (milliseconds: number): string =>
  `${(milliseconds / 1000).toFixed(2)} s`.padStart("1,000.00 s".length);
