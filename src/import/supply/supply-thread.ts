import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { Breath } from "../../plain/breath.ts";
import type { Fail } from "../../plain/failpoint.ts";
import { failureFrom } from "../../plain/serialized-failure.ts";
import type { StageTimes } from "../../plain/stage-times.ts";
import { CellTotals } from "../prepare/cell-totals.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import { type BatchShape, unpackRecords } from "./record-batch.ts";
import type { HandedOn, ReadEnd, Supply } from "./supply.ts";
import type { FromReader, ReadOrder, ToReader } from "./supply-messages.ts";

/** The thread that reads, as the thread that loads sees it. */
export interface ReaderThread {
  readonly port: MessagePort;
  /** Fails where the thread has ended. */
  readonly ended: Promise<never>;
}

interface ThreadJob {
  readonly order: ReadOrder;
  readonly shape: BatchShape;
  readonly times: StageTimes | undefined;
  readonly failAt: Fail | undefined;
}

const NOT_ENDED: ReadEnd = {
  size: 0,
  sha256: "",
  scanned: 0,
  recounted: undefined,
  leftOut: [],
  figures: undefined,
  asideCells: [],
};

/** Records of one file that another thread reads, maps and validates. */
export class ThreadSupply implements Supply {
  readonly #thread: ReaderThread;
  readonly #job: ThreadJob;
  readonly #inbox: Inbox;
  #handedOn: HandedOn = { bytes: 0, read: new CellTotals(0), mapped: new CellTotals(0) };
  #end: ReadEnd | undefined;

  constructor(thread: ReaderThread, inbox: Inbox, job: ThreadJob) {
    this.#thread = thread;
    this.#inbox = inbox;
    this.#job = job;
  }

  get groups(): AsyncIterable<readonly PreparedRecord[]> {
    return this.#groups();
  }

  async *#groups(): AsyncGenerator<readonly PreparedRecord[]> {
    const { order, shape, failAt, times } = this.#job;
    failAt?.("before-parse");
    this.#say(order);
    for (;;) {
      const message = await this.#next();
      if (message.kind === "failed") throw failureFrom(message.failure);
      if (message.kind === "end") {
        this.#end = message.end;
        for (const time of message.times) times?.add(time);
        return;
      }
      if (message.kind !== "batch") continue;
      failAt?.("after-parse");
      failAt?.("before-prepare");
      const began = performance.now();
      const records = unpackRecords(message.batch, shape);
      const busy = performance.now() - began;
      times?.add({ stage: "handOver", thread: "main", busy, waiting: 0 });
      failAt?.("after-prepare");
      const { bytes, read, mapped } = message;
      this.#handedOn = { bytes, read: CellTotals.from(read), mapped: CellTotals.from(mapped) };
      yield records;
      this.#say({ kind: "taken" });
    }
  }

  async #next(): Promise<FromReader> {
    const began = performance.now();
    const message = await this.#inbox.next();
    const waiting = performance.now() - began;
    this.#job.times?.add({ stage: "handOver", thread: "main", busy: 0, waiting });
    return message;
  }

  #say(message: ToReader): void {
    this.#thread.port.postMessage(message);
  }

  handedOn(): HandedOn {
    return this.#handedOn;
  }

  end(): ReadEnd {
    return this.#end ?? NOT_ENDED;
  }

  async close(): Promise<void> {
    if (this.#end !== undefined) return;
    this.#say({ kind: "stop" });
    for (;;) {
      const message = await this.#inbox.next();
      if (message.kind === "failed") throw failureFrom(message.failure);
      if (message.kind === "end") return;
    }
  }
}

/** Messages in their order; those that are there are taken without waiting for the event loop. */
export class Inbox {
  readonly #thread: ReaderThread;
  readonly #arrived: FromReader[] = [];
  #wake: (() => void) | undefined;
  readonly #breath = new Breath();

  constructor(thread: ReaderThread) {
    this.#thread = thread;
    thread.port.on("message", (message: FromReader) => {
      this.#arrived.push(message);
      this.#wake?.();
    });
  }

  async next(): Promise<FromReader> {
    await this.#breath.give();
    const waiting = this.#arrived.shift();
    if (waiting !== undefined) return waiting;
    const found = receiveMessageOnPort(this.#thread.port);
    if (found !== undefined) return found.message as FromReader;
    const woken = new Promise<void>((wake) => (this.#wake = wake));
    await Promise.race([woken, this.#thread.ended]);
    return this.next();
  }
}
