import type { Decisions } from "../evolve/decisions.ts";
import type { PushReport } from "../evolve/push-report.ts";
import type { Progress } from "../import/request/run-log.ts";

/** Hears what a job does. Each part may be left out: then nobody hears it. */
export interface Listener<Progress = never> {
  /** A line or several for whoever watches; never a patient's value. */
  readonly note?: ((what: string | readonly string[]) => void) | undefined;
  /** How far the job is. */
  readonly progress?: ((progress: Progress) => void) | undefined;
}

/** Hears a job, and answers for the person who started it. */
export interface Deciding<Question> {
  /** Whether to go ahead; without it, the job does what it was told. */
  readonly confirm?: ((question: Question) => Promise<boolean>) | undefined;
}

/** Hears a push, and is asked what only a person can decide. */
export interface PushListener extends Listener, Deciding<PushReport> {
  /** What the push would do, before it asks or changes anything. */
  readonly preview?: (report: PushReport) => void;
  /** Missing decisions; undefined refuses them. */
  readonly decide?: (report: PushReport) => Promise<Partial<Decisions> | undefined>;
}

/** Hears an import. */
export interface ImportListener extends Listener<Progress> {
  /** Everything has been found and decided: from here on, cancelling stops between groups of records. */
  readonly decided?: () => void;
  /** So many bytes are about to be read. */
  readonly begins?: (bytes: number) => void;
  /** Notes say more: columns that the export lacks. */
  readonly verbose?: boolean;
}
