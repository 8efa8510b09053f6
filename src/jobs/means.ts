import type { Fail } from "../plain/failpoint.ts";
import type { ReaderModule } from "./reader-thread.ts";

/** What a process lends the jobs that it runs. A job does without any of it. */
export interface Means {
  /** Where a second thread begins that reads while this one loads; without it, this one reads too. */
  readonly reader?: ReaderModule | undefined;
  /** Hears when an import begins to read, and when it has read everything: memory may be tuned for it. */
  readonly onReading?: (phase: "begins" | "ends") => void;
  /** Whether the time of each stage is recorded. */
  readonly profiles?: boolean;
  /** Small exports go the way of large ones. */
  readonly asLarge?: boolean;
  /** Makes the process die where a test wants it. */
  readonly failAt?: Fail | undefined;
}
