import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { readingChain } from "../jobs/chain/chain-at-hand.ts";
import { sweepRehearsals } from "../jobs/chain/rehearse.ts";
import { HmsyncError, SystemError } from "../plain/errors.ts";
import { reviewApp } from "./app.tsx";
import { makeReview, type Review, type ReviewOptions } from "./review.ts";
import { Sessions } from "./session.ts";

/** Loopback, and nothing else: whoever can call it is on this machine. */
const HERE = "127.0.0.1";
const IDLE_MINUTES = 30;

export interface ServingOptions extends ReviewOptions {
  /** 0 for any that is free. */
  readonly port?: number;
  /** The name that steps are kept under until a person says another. */
  readonly who: string;
  readonly idleMinutes?: number;
  readonly onFailure?: (error: unknown) => void;
}

/** A page that is being served. */
export interface Serving {
  /** A link that lets in one browser, once; the one before is worth nothing from now on. */
  makeLink(): string;
  /** Ends the server when the job at work has come to a stop. */
  close(): Promise<void>;
  /** When it has ended, and why. */
  readonly ended: Promise<"closed" | "idle">;
}

/**
 * Serves the review of a chain on this machine.
 *
 * @throws UsageError if the ledger has no such run; SystemError if the port is taken
 */
export async function serveReview(options: ServingOptions): Promise<Serving> {
  const review = makeReview(options, await chainOf(options));
  sweepRehearsals(review.folder);
  // What counting leaves behind is collected soon: the page holds little, and for long.
  options.means?.onReading?.("begins");
  await review.snapshot.read();
  const sessions = new Sessions(options.who);
  let port = options.port ?? 0;
  let end: (why: "closed" | "idle") => void = () => undefined;
  const ended = new Promise<"closed" | "idle">((resolve) => {
    end = resolve;
  });
  review.desk.onFailure = (error) => options.onFailure?.(error);
  const idle = idleTimer((options.idleMinutes ?? IDLE_MINUTES) * 60_000, () => {
    // A job is not broken off because nobody looks: whoever began it comes back for what it came to.
    if (review.desk.isAtWork) idle.restart();
    else void close("idle");
  });
  const entrance = {
    sessions,
    port: () => port,
    onVisit: idle.restart,
    onFailure: options.onFailure,
  };
  const app = reviewApp(review, entrance);
  await readAhead(review, options);
  // Its clock would keep a program alive that could not begin to listen.
  const server = await listening(app.fetch, port).catch((error: unknown) => {
    idle.stop();
    throw unlistenable(error, port);
  });
  port = (server.address() as AddressInfo).port;
  async function close(why: "closed" | "idle"): Promise<void> {
    idle.stop();
    review.desk.stop();
    await review.desk.idle();
    server.close(() => end(why));
    if ("closeAllConnections" in server) server.closeAllConnections();
  }
  return {
    makeLink: () => `http://${HERE}:${port}/#${sessions.makeLink()}`,
    close: () => close("closed"),
    ended,
  };
}

/** What cannot be read is said by the page that is asked for it. */
async function readAhead(
  { ahead }: Pick<Review, "ahead">,
  { onFailure }: Pick<ServingOptions, "onFailure">,
): Promise<void> {
  for (const read of ahead) {
    await read().catch((error: unknown) => {
      if (!(error instanceof HmsyncError)) onFailure?.(error);
    });
  }
}

const chainOf = (options: ReviewOptions) =>
  readingChain(
    options,
    ({ chain: { legacySystem, runs }, folder }) => {
      return { run: options.run ?? runs.at(-1)?.name ?? "", legacySystem, folder };
    },
    "as it comes",
  );

const listening = (fetch: Parameters<typeof serve>[0]["fetch"], port: number) =>
  new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const server = serve({ fetch, hostname: HERE, port });
    server.once("listening", () => resolve(server));
    server.once("error", reject);
  });

function unlistenable(error: unknown, port: number): SystemError {
  const { code } = error as NodeJS.ErrnoException;
  return new SystemError(`The page cannot be served at port ${port} (${code}).`, {
    cure: "Another program may use it. Name another with --port, or omit it to use any free one.",
    cause: error,
  });
}

function idleTimer(milliseconds: number, ends: () => void) {
  let timer = setTimeout(ends, milliseconds);
  return {
    restart: () => {
      clearTimeout(timer);
      timer = setTimeout(ends, milliseconds);
    },
    stop: () => clearTimeout(timer),
  };
}
