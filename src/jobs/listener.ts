import type { Decisions } from "../evolve/decisions.ts";
import type { PushReport } from "../evolve/push-report.ts";

/** Hears what a job does. Each part may be left out: then nobody hears it. */
export interface Listener<Progress = never> {
  /** A line or several for whoever watches; never a patient's value. */
  readonly note?: (what: string | readonly string[]) => void;
  /** How far the job is. */
  readonly progress?: (progress: Progress) => void;
}

/** Hears a job, and answers for the person who started it. */
export interface Deciding<Question> {
  /** Whether to go ahead; without it, the job does what it was told. */
  readonly confirm?: (question: Question) => Promise<boolean>;
}

/** Hears a push, and is asked what only a person can decide. */
export interface PushListener extends Listener, Deciding<PushReport> {
  /** What the push would do, before it asks or changes anything. */
  readonly preview?: (report: PushReport) => void;
  /** Missing decisions; undefined refuses them. */
  readonly decide?: (report: PushReport) => Promise<Partial<Decisions> | undefined>;
}
