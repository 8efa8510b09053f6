import type { RUN_STATUSES } from "../../shared/ledger.ts";
import { EXIT, type ExitCode } from "../errors.ts";

export type RunStatus = (typeof RUN_STATUSES)[number];

/** Which status may follow which, and why. A run that died stays `running`. */
export const TRANSITIONS: Readonly<Record<RunStatus, Partial<Record<RunStatus, string>>>> = {
  running: {
    committed: "every record has an outcome, the balance holds, what was good is written",
    rejected: "strict: a record was rejected, so nothing was written",
    stopped: "more records were rejected than --max-errors allows",
    mismatched: "source, ledger and target do not agree",
    failed: "the run could not go on",
    interrupted: "a person stopped it",
  },
  committed: {},
  rejected: {},
  stopped: {},
  mismatched: {},
  failed: {},
  interrupted: {},
};

/** What the process says of a run that ended so. */
export function exitCodeOf(status: RunStatus, rejected: number): ExitCode {
  switch (status) {
    case "committed":
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
