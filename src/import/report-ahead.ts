import type { ReportOrder } from "./record-report.ts";
import type { Spool } from "./spool.ts";
import type { ToReader } from "./supply-messages.ts";
import type { Inbox, ReaderThread } from "./supply-thread.ts";

/** What may be on its way to the other thread: characters. More waits, so that memory stays small. */
const UNDER_WAY = 48 * 1024 * 1024;

/** The thread that writes. */
interface ReportMeans {
  readonly thread: ReaderThread;
  readonly inbox: Inbox;
  /** Characters. */
  readonly underWay?: number;
}

/** What a report tells of single records, written by the thread that has read them while this one goes on. */
export class ReportAhead {
  readonly #thread: ReaderThread;
  readonly #inbox: Inbox;
  /** What the run had noted when the writing began. */
  readonly #extent: string;
  #failed = false;

  private constructor(thread: ReaderThread, inbox: Inbox, extent: string) {
    this.#thread = thread;
    this.#inbox = inbox;
    this.#extent = extent;
  }

  /** Begins to write; nothing where some of what was found does not hold any more. */
  static async begin(
    { thread, inbox, underWay = UNDER_WAY }: ReportMeans,
    order: ReportOrder,
    spool: Spool,
  ): Promise<ReportAhead | undefined> {
    const extent = spool.extent();
    if (extent === undefined) return undefined;
    const ahead = new ReportAhead(thread, inbox, extent);
    ahead.#say(order);
    await ahead.#send(spool.reported(), underWay);
    ahead.#say({ kind: "reportEnds" });
    return ahead;
  }

  async #send(pages: Iterable<string>, most: number): Promise<void> {
    const sizes: number[] = [];
    let underWay = 0;
    for (const page of pages) {
      this.#say({ kind: "reportPage", page });
      underWay += page.length;
      sizes.push(page.length);
      while (underWay > most && !this.#failed) {
        this.#failed = (await this.#inbox.next()).kind !== "pageTaken";
        underWay -= sizes.shift() ?? 0;
      }
      if (this.#failed) return;
    }
  }

  #say(message: ToReader): void {
    this.#thread.port.postMessage(message);
  }

  /**
   * Waits until everything is written; where something went wrong, or more was noted since, it is for
   * the thread at hand to write it anew, and to say why if it cannot.
   */
  async done(spool: Spool): Promise<"written" | "not written"> {
    try {
      while (!this.#failed) {
        const { kind } = await this.#inbox.next();
        if (kind === "reported") return spool.extent() === this.#extent ? "written" : "not written";
        this.#failed = kind !== "pageTaken";
      }
      return "not written";
    } catch {
      // The thread has ended: what it had written is written over.
      return "not written";
    }
  }
}
