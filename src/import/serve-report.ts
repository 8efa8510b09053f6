import type { MessagePort } from "node:worker_threads";
import { plainFailure } from "../plain-failure.ts";
import { RecordReport } from "./record-report.ts";
import type { FromReader, ToReport } from "./supply-messages.ts";

/** Writes reports as they are ordered, one message after the other. */
export class ReportServer {
  readonly #port: MessagePort;
  #report: RecordReport | undefined;
  #work = Promise.resolve();

  constructor(port: MessagePort) {
    this.#port = port;
  }

  take(message: ToReport): void {
    this.#work = this.#work.then(() => this.#carryOut(message));
  }

  async #carryOut(message: ToReport): Promise<void> {
    try {
      if (message.kind === "report") this.#report = new RecordReport(message);
      else if (message.kind === "reportPage") {
        await this.#report?.add(message.page);
        this.#say({ kind: "pageTaken" });
      } else {
        // Nothing is left of a report that has failed: that was said.
        await this.#report?.close();
        if (this.#report !== undefined) this.#say({ kind: "reported" });
      }
    } catch (error) {
      this.#report = undefined;
      this.#say({ kind: "failed", failure: plainFailure(error) });
    }
  }

  #say(message: FromReader): void {
    this.#port.postMessage(message);
  }
}
