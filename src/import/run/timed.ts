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
