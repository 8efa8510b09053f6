import { Stalled } from "../cannot-read.ts";
import type { Connection } from "./connection.ts";
import type { RowText } from "./row-text.ts";

/** How rows are asked for. */
export interface Streaming {
  readonly text: RowText;
  /** How long the server may send nothing. */
  readonly silenceMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Streams the rows of a query. The server is read from only as fast as chunks are taken; where the consumer stops
 * early, or a signal says so, the query is ended at the server.
 *
 * @throws what the driver throws; Stalled if the server falls silent; NotUtf8
 */
export async function* streamRows(
  connection: Connection,
  sql: string,
  { text, silenceMs, signal }: Streaming,
): AsyncGenerator<Buffer> {
  const { driver } = connection;
  const state: { ended: boolean; error?: unknown; wake: () => void } = {
    ended: false,
    wake: () => undefined,
  };
  const query = driver.query({ sql, rowsAsArray: true, typeCast: false });
  query.on("result", (row: unknown) => {
    text.add(row as (Buffer | null)[]);
    if (!text.isFull) return;
    driver.pause();
    state.wake();
  });
  const failed = (error: unknown) => {
    state.error = error;
    state.wake();
  };
  query.on("error", failed);
  // What ends the connection is not told to the query.
  driver.on("error", failed);
  query.on("end", () => {
    state.ended = true;
    state.wake();
  });
  try {
    while (!state.ended || text.isFull) {
      if (!text.isFull && state.error === undefined) await something(state, silenceMs, signal);
      if (state.error !== undefined) throw state.error;
      if (signal?.aborted) throw new Stalled();
      if (!text.isFull) continue;
      yield text.take();
      driver.resume();
    }
    if (state.error !== undefined) throw state.error;
    yield text.take();
  } finally {
    driver.off("error", failed);
    if (!state.ended && state.error === undefined) await connection.cutOff();
  }
}

/** Waits for rows, the end or an error. */
function something(
  state: { wake: () => void },
  silenceMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(() => reject(new Stalled()), silenceMs);
    signal?.addEventListener("abort", done, { once: true });
    state.wake = done;
  });
}
