import type { Stage } from "../../plain/stage-times.ts";
import type { ImportRun } from "../state/import-run.ts";

/** Runs one stage; records its duration if somebody asked for it. */
export function timed<Result>(
  { request: { times } }: ImportRun,
  stage: Stage,
  work: () => Result,
): Result {
  return times === undefined ? work() : times.busy(stage, work);
}

/** Commits for good, which on a server's database takes its time. */
export async function settled({ request: { db, times } }: ImportRun): Promise<void> {
  const began = performance.now();
  await db.settle();
  const busy = performance.now() - began;
  times?.add({ stage: "commit", thread: "main", busy, waiting: 0 });
}
