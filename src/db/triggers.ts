import type { Trigger } from "./database.ts";

/** What helps where triggers change what a run writes. */
export const cureFor = (triggers: readonly Trigger[]): string =>
  `check the triggers of the database (${triggers.map(({ name }) => name).join(", ")}): they change what a run writes; drop the ones that do, and import again`;
