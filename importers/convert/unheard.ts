import type { Sink } from "../define.ts";

/** Of a cell that is only looked at nothing is said. */
export const UNHEARD: Sink = { problem: () => undefined, rounded: () => undefined };
