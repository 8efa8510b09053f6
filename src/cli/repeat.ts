import { setTimeout as pause } from "node:timers/promises";
import { SIGNALS } from "./interrupt.ts";

/** What a look at something comes to: whether there is to be another. */
export type Look = () => "again" | "done";

/**
 * Looks at something again and again, until that is done or a person presses Ctrl-C.
 *
 * @param every milliseconds between two looks
 */
export async function repeat(look: Look, every: number): Promise<"done" | "interrupted"> {
  const left = new AbortController();
  const leave = () => left.abort();
  for (const name of SIGNALS) process.on(name, leave);
  try {
    while (!left.signal.aborted) {
      if (look() === "done") return "done";
      await pause(every, undefined, { signal: left.signal }).catch(() => undefined);
    }
    return "interrupted";
  } finally {
    for (const name of SIGNALS) process.off(name, leave);
  }
}
