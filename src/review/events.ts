import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { Desk, DeskEvent } from "./desk.ts";
import type { ReviewEnv } from "./guard.ts";

/** Tells a page what happens at the desk, for as long as it listens. */
export function eventPages(desk: Desk): Hono<ReviewEnv> {
  const app = new Hono<ReviewEnv>();
  app.get("/", (c) =>
    streamSSE(c, async (stream) => {
      // What happened before it listened: a job may have ended since the page was made.
      await stream.writeSSE({ event: "now", data: eventData(desk) });
      for await (const { kind } of eventsOf(desk, c.req.raw.signal)) {
        await stream.writeSSE({ event: kind, data: eventData(desk) });
      }
    }),
  );
  return app;
}

const eventData = ({ job, changes }: Desk): string =>
  JSON.stringify({
    changes,
    ...(job && { title: job.title, state: job.state, done: job.progress?.records ?? 0 }),
  });

/** What happens at the desk until whoever listens is gone. */
async function* eventsOf(desk: Desk, signal: AbortSignal): AsyncGenerator<DeskEvent> {
  const waiting: DeskEvent[] = [];
  let wake: () => void = () => undefined;
  const forget = desk.listen((event) => {
    // To whoever reads slowly the last state of a job is told, not each.
    if (event.kind === "job" && waiting.some(({ kind }) => kind === "job")) return;
    waiting.push(event);
    wake();
  });
  signal.addEventListener("abort", () => wake());
  try {
    while (!signal.aborted) {
      const next = waiting.shift();
      if (next !== undefined) yield next;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    forget();
  }
}
