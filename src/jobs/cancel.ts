import { Breath, type Pause } from "../plain/breath.ts";
import { DecisionNeeded, Interrupted } from "../plain/errors.ts";

/** How a job is stopped from outside. */
export interface Cancellable {
  /** Once aborted, the job stops at the next place where nothing is half done. */
  readonly signal?: AbortSignal | undefined;
}

/** @throws Interrupted if the job has been cancelled */
export function checkGoing({ signal }: Cancellable): void {
  if (signal?.aborted !== true) return;
  throw new Interrupted("The job was cancelled.", { cure: "Nothing was changed." });
}

/** A pause in which a cancelled job stops. */
export function pauseOf(job: Cancellable): Pause {
  const breath = new Breath();
  return () => {
    checkGoing(job);
    return breath.give();
  };
}

/** A person was asked, and said no. */
export const declined = (): DecisionNeeded =>
  new DecisionNeeded("Cancelled.", { cure: "Nothing was changed." });
