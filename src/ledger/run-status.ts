import type { RUN_STATUSES } from "../../shared/ledger.ts";
import { EXIT, type ExitCode } from "../plain/errors.ts";

export type RunStatus = (typeof RUN_STATUSES)[number];

type Arrows = Readonly<Partial<Record<RunStatus, string>>>;

/** Lenient: what was committed before stays, and the run goes on from there. */
const RESUMED = "lenient: it goes on after the last commit, with the same files and the same day";

/**
 * Which status may follow which, and why. A run whose process died stays `running`: nobody was left
 * to say otherwise; `import:status` tells it from one at work by its lock.
 */
export const TRANSITIONS: Readonly<Record<RunStatus, Arrows>> = {
  running: {
    running: RESUMED,
    committed: "every record has an outcome, the balance holds, what was good is written",
    rejected: "strict: a record was rejected, so nothing was written",
    stopped: "more records were rejected than --max-errors allows",
    mismatched: "source, ledger and target do not agree",
    failed: "the run could not go on",
    interrupted: "a person stopped it",
  },
  committed: { undone: "an undo took back all that it wrote" },
  stopped: { running: RESUMED, undone: "an undo took back what it had committed" },
  mismatched: { undone: "an undo took back what it had committed" },
  failed: { running: RESUMED, undone: "an undo took back what it had committed" },
  interrupted: { running: RESUMED, undone: "an undo took back what it had committed" },
  undone: { committed: "an undo of the undo put back all that it had written" },
  // Strict: nothing was written, so there is nothing to go on with or to take back.
  rejected: {},
};

/** Whether a run of this status may become one of that. */
export const mayBecome = (from: RunStatus, to: RunStatus): boolean => to in TRANSITIONS[from];

/** What the process says of a run that ended so. */
export function exitCodeOf(status: RunStatus, rejected: number): ExitCode {
  switch (status) {
    case "committed":
    case "undone":
      return rejected > 0 ? EXIT.rejected : EXIT.clean;
    case "rejected":
    case "stopped":
      return EXIT.rejected;
    case "mismatched":
      return EXIT.mismatch;
    case "interrupted":
      return EXIT.interrupted;
    case "running":
    case "failed":
      return EXIT.failure;
  }
}
