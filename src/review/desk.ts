import type { Progress } from "../import/request/run-log.ts";
import type { ImportListener } from "../jobs/listener.ts";
import { HmsyncError, Interrupted, UsageError } from "../plain/errors.ts";

/** A job that a page has asked for, as far as it has come. */
export interface DeskJob {
  /** What people read: `Rehearsal`, `Taking in`. */
  readonly title: string;
  readonly state: "at work" | "done" | "failed" | "stopped";
  /** What the job said, line by line; never a patient's value. */
  readonly notes: readonly string[];
  readonly progress: Progress | undefined;
  readonly failure?: { readonly what: string; readonly cure: string };
}

/** What pages hear of each other and of the job at work. */
export interface DeskEvent {
  readonly kind: "job" | "changed";
}

/** What a job is handed. */
export interface AtDesk {
  readonly listener: ImportListener;
  readonly signal: AbortSignal;
}

/** Does one job at a time, and tells the pages that are open. */
export class Desk {
  readonly #listeners = new Set<(event: DeskEvent) => void>();
  /** Called when a job has ended, before anybody hears of it. */
  onEnd: () => Promise<void> = () => Promise.resolve();
  /** Hears why a job failed where nobody foresaw it: its page says that the terminal has the details. */
  onFailure: (error: unknown) => void = () => undefined;
  #changes = 0;
  #job: DeskJob | undefined;
  #stop: AbortController | undefined;
  #done: Promise<void> = Promise.resolve();

  /** The last one; undefined if there was none. */
  get job(): DeskJob | undefined {
    return this.#job;
  }

  /** Counts what `changed` was told: a page that did not listen for a while sees whether it missed something. */
  get changes(): number {
    return this.#changes;
  }

  get isAtWork(): boolean {
    return this.#job?.state === "at work";
  }

  /** @returns what ends listening */
  listen(hear: (event: DeskEvent) => void): () => void {
    this.#listeners.add(hear);
    return () => this.#listeners.delete(hear);
  }

  /** Tells all pages that something is not as they show it. */
  changed(): void {
    this.#changes++;
    this.#tell({ kind: "changed" });
  }

  /**
   * Begins a job; it goes on while pages are answered.
   *
   * @throws UsageError while another one is at work
   */
  begin(title: string, work: (at: AtDesk) => Promise<unknown>): void {
    if (this.isAtWork) {
      throw new UsageError(`"${this.#job?.title}" is still at work.`, {
        cure: "Wait until it has ended.",
      });
    }
    const stop = new AbortController();
    this.#stop = stop;
    this.#job = { title, state: "at work", notes: [], progress: undefined };
    this.#tell({ kind: "job" });
    const listener: ImportListener = {
      note: (what) => this.#keep({ notes: [...(this.#job?.notes ?? []), ...[what].flat()] }),
      progress: (progress) => this.#keep({ progress }),
    };
    this.#done = this.#see(async () => work({ listener, signal: stop.signal }));
  }

  /** However it ends, another one can begin, and the page can be ended. */
  async #see(work: () => Promise<unknown>): Promise<void> {
    const end = await this.#endOf(work);
    const then = await this.#endOf(this.onEnd);
    this.#keep(end.state === "done" ? then : end);
  }

  async #endOf(work: () => Promise<unknown>): Promise<Partial<DeskJob>> {
    try {
      await work();
      return { state: "done" };
    } catch (error) {
      const isForeseen = error instanceof Interrupted || error instanceof HmsyncError;
      if (!isForeseen) this.onFailure(error);
      return endOf(error);
    }
  }

  /** Asks the job at work to stop where nothing is half done. */
  stop(): void {
    this.#stop?.abort();
  }

  /** Waits for the job at work. */
  async idle(): Promise<void> {
    await this.#done;
  }

  #keep(more: Partial<DeskJob>): void {
    if (this.#job === undefined) return;
    this.#job = { ...this.#job, ...more };
    this.#tell({ kind: "job" });
  }

  #tell(event: DeskEvent): void {
    for (const hear of this.#listeners) hear(event);
  }
}

function endOf(error: unknown): Partial<DeskJob> {
  if (error instanceof Interrupted) return { state: "stopped" };
  if (error instanceof HmsyncError) {
    return { state: "failed", failure: { what: error.message, cure: error.cure } };
  }
  const what = "The job failed for a reason that was not foreseen.";
  return { state: "failed", failure: { what, cure: "The terminal has the details." } };
}
