/** What a run spends its time on, in the order in which it does. */
export const STAGES = {
  read: "read, decode, parse",
  map: "map, validate, hash",
  handOver: "hand over",
  load: "resolve, load",
  ledger: "ledger",
  indexes: "indexes",
  vanished: "vanished, waiting",
  together: "records beside each other",
  reconcile: "reconcile",
  persons: "join persons",
  commit: "commit",
  report: "report",
} as const;

export type Stage = keyof typeof STAGES;

/** Where a stage was at work. */
export type StageThread = "main" | "reader";

/** What one stage took, in milliseconds. */
export interface StageTime {
  readonly stage: Stage;
  readonly thread: StageThread;
  readonly busy: number;
  /** For the disk, or for another thread. */
  readonly waiting: number;
}

/** Adds up how long the stages of a run are busy, and how long they wait. */
export class StageTimes {
  readonly thread: StageThread;
  readonly #times = new Map<string, StageTime>();

  constructor(thread: StageThread = "main") {
    this.thread = thread;
  }

  add({ stage, thread, busy, waiting }: StageTime): void {
    const key = `${thread} ${stage}`;
    const before = this.#times.get(key) ?? { busy: 0, waiting: 0 };
    this.#times.set(key, {
      stage,
      thread,
      busy: before.busy + busy,
      waiting: before.waiting + waiting,
    });
  }

  /** Times work that keeps the thread busy. */
  busy<Result>(stage: Stage, work: () => Result): Result {
    const began = performance.now();
    try {
      return work();
    } finally {
      this.add({ stage, thread: this.thread, busy: performance.now() - began, waiting: 0 });
    }
  }

  all(): StageTime[] {
    return [...this.#times.values()];
  }
}
