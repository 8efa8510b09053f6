import type { EngineCode, TransientFailure } from "../../db/database.ts";
import type { RunStatus } from "../../ledger/run-status.ts";
import type { Mode, RunKind } from "../../ledger/run-summary.ts";

// What a run's log may hold: codes, names of entities and files, places, counts, durations. There is
// no field for a text, so that no patient's value can get into it.

/** Where a record stands; what `Issue` and `RunPlace` say of it. */
interface LoggedPlace {
  readonly entity: string;
  /** Relative to the export. */
  readonly file: string;
  readonly record: number;
  readonly line: number;
  /** Bytes before it; null if an earlier record is spoken of. */
  readonly offset: number | null;
}

/** What source and target are compared by. */
export const MEASURES = [
  ...["records parsed", "records mapped", "cell digest", "records with an outcome"],
  ...["rows in the target", "rows written", "nonNull", "distinct", "sum", "min", "max", "digest"],
] as const;

/** How far a run is. Records and bytes are of all its files. */
interface LoggedProgress {
  readonly entity: string;
  /** Records that have an outcome. */
  readonly done: number;
  readonly bytes: number;
}

/** What keeps a run from going on; the report says more. */
export const FAILURES = [
  ...["UsageError", "DecisionNeeded", "SourceError", "DatabaseError", "SystemError"],
  ...["Interrupted", "unforeseen"],
] as const;

/** One line of the log. Durations are milliseconds. */
export type RunEvent =
  | ({
      readonly event: "run.started" | "run.resumed";
      readonly kind: RunKind;
      readonly mode: Mode;
      /** Bytes of all files. */
      readonly bytes: number;
      /** Records that had an outcome before. */
      readonly done: number;
    } & Readonly<Record<"files" | "process", number>>)
  | {
      readonly event: "run.ended";
      readonly status: RunStatus | "dry-run";
      readonly exitCode: number;
      readonly records: number;
      readonly rejected: number;
      readonly ms: number;
    }
  | { readonly event: "run.interrupted"; readonly ms: number }
  | {
      readonly event: "run.failed";
      readonly failure: (typeof FAILURES)[number];
      /** Where the database has refused. */
      readonly sqlite?: EngineCode;
      readonly ms: number;
    }
  | {
      readonly event: "file.started";
      readonly entity: string;
      readonly file: string;
      readonly bytes: number;
    }
  | {
      readonly event: "file.ended";
      readonly entity: string;
      readonly file: string;
      readonly records: number;
      readonly ms: number;
    }
  | (LoggedProgress & { readonly event: "progress"; readonly rejected: number })
  | (LoggedProgress & {
      readonly event: "batch.committed";
      /** Since the commit before. */
      readonly records: number;
      readonly rejected: number;
      readonly ms: number;
    })
  | (LoggedPlace & { readonly event: "record.rejected"; readonly code: IssueCode })
  | {
      /** Further ones of this code stand in issues.csv only. */
      readonly event: "rejections.bounded";
      readonly code: IssueCode;
      readonly logged: number;
    }
  | { readonly event: "backup.made"; readonly ms: number }
  | { readonly event: "reconciliation.balanced"; readonly entities: number; readonly ms: number }
  | {
      readonly event: "reconciliation.differs";
      readonly entity: string;
      readonly measure: (typeof MEASURES)[number];
      /** In how many columns or files. */
      readonly differences: number;
    }
  | {
      readonly event: "database.retried";
      readonly failure: TransientFailure["failure"];
      readonly attempt: number;
      readonly ms: number;
    };

/** What people do about rejected records, in the log of their chain. */
export type StepEvent =
  | {
      readonly event: "step.added" | "step.undone" | "step.redone";
      readonly step: number;
      /** In lower case. */
      readonly kind: string;
      readonly records: number;
    }
  | (Omit<LoggedPlace, "offset"> & { readonly event: "record.corrected"; readonly step: number })
  /** Further ones of this step are not listed. */
  | { readonly event: "corrections.bounded"; readonly step: number; readonly logged: number };

/** As rule books write them: `<entity>.<field>.<problem>`. */
export type IssueCode = `${string}.${string}`;

export type LogLevel = "info" | "warn" | "error";

/** Where the events of a run go. It never throws: what could not be written is reported at the end. */
export type RunLog = (event: RunEvent) => void;

/** How much an event should worry its reader. */
export function levelOf(event: RunEvent | StepEvent): LogLevel {
  switch (event.event) {
    case "reconciliation.differs":
    case "run.failed":
      return "error";
    case "record.rejected":
    case "rejections.bounded":
    case "database.retried":
    case "run.interrupted":
      return "warn";
    case "run.ended":
      return endLevel(event.exitCode);
    default:
      return "info";
  }
}

/** 3: records were rejected, which the run lives with. */
function endLevel(exitCode: number): LogLevel {
  if (exitCode === 0) return "info";
  return exitCode === 3 ? "warn" : "error";
}

/** How far a run is, for whoever watches. */
export interface Progress {
  readonly entity: string;
  /** Bytes read of all files. */
  readonly bytes: number;
  readonly records: number;
  readonly rejected: number;
}
