import type { Target } from "../../importers/define-target.ts";
import type { PasswordMeans } from "../db/connecting/password.ts";
import type { Means } from "../jobs/means.ts";
import type { Typed } from "../report/run-list.ts";
import { Desk } from "./desk.ts";
import { Snapshot } from "./snapshot.ts";

/** What the page is of. */
export interface ReviewOptions {
  readonly target: Target;
  /** An SQLite file. */
  readonly database: string;
  /** The run whose chain is looked at; undefined for that of the last run. */
  readonly run?: string | undefined;
  readonly means?: Means;
  /** Where the password of a database's server is found. */
  readonly passwords?: PasswordMeans;
  /** A command as people here type it. */
  readonly typed: Typed;
  /** Hears what people do, by place and code; never a patient's value. */
  readonly note?: (line: string) => void;
}

/** One chain, open for review: what all pages share. */
export interface Review extends ReviewOptions {
  /** A run of the chain: with it, jobs find the same chain whatever is imported meanwhile. */
  readonly run: string;
  readonly legacySystem: string;
  /** Where people's work on the chain is kept. */
  readonly folder: string;
  readonly desk: Desk;
  readonly snapshot: Snapshot;
  /** What pages read before anybody asks: the first who does is not to wait for it. */
  readonly ahead: (() => Promise<unknown>)[];
}

/** @param chain a run of it, the legacy system, and the folder of its chain */
export function makeReview(
  options: ReviewOptions,
  { run, legacySystem, folder }: Pick<Review, "run" | "legacySystem" | "folder">,
): Review {
  const desk = new Desk();
  const snapshot = new Snapshot({ ...options, run }, () => desk.isAtWork);
  desk.onEnd = () => snapshot.forget();
  return { ...options, run, legacySystem, folder, desk, snapshot, ahead: [] };
}
