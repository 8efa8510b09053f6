import type { CatalogReader, Trigger } from "./database.ts";
import { sameName } from "./names.ts";

/** What helps where triggers change what a run writes. */
export const cureFor = (triggers: readonly Trigger[]): string =>
  `check the triggers of the database (${triggers.map(({ name }) => name).join(", ")}): they change what a run writes; drop the ones that do, and run it again`;

const SIGNS_OF_A_PATTERN = /[.*+?^${}()|[\]\\]/g;
const FOR_A_VIEW = /\binstead\s+of\b/i;
const LETS_NOTHING_IN = /\braise\s*\(\s*ignore\b/i;

/**
 * Triggers that may have changed rows of a table: those that write to it by their text, or keep rows of it
 * out; all where none does, since what one trigger does may set off another.
 */
export function suspectsOf(triggers: readonly Trigger[], table: string): readonly Trigger[] {
  const found = writersOf(triggers, table);
  return found.length > 0 ? found : triggers;
}

function writersOf(triggers: readonly Trigger[], table: string): Trigger[] {
  const name = table.replace(SIGNS_OF_A_PATTERN, "\\$&");
  const writes = new RegExp(
    `\\b(?:into|update(?:\\s+or\\s+\\w+)?|delete\\s+from)\\s+["'\`[]?${name}(?!\\w)`,
    "i",
  );
  const found = triggers.filter(
    ({ text, table: own }) =>
      writes.test(text) || (sameName(own, table) && LETS_NOTHING_IN.test(text)),
  );
  // What stands for a view does what others ask of the view.
  const rest = triggers.filter((one) => !found.includes(one));
  const askers = found
    .filter(({ text }) => FOR_A_VIEW.test(text))
    .flatMap((one) => writersOf(rest, one.table));
  return [...found, ...askers];
}

/**
 * Why a trigger refuses a row, in its own words where these stand in its text: others are made of what is
 * in the row.
 */
export function wordsOfTrigger(catalog: CatalogReader, table: string, words: string): string {
  const triggers = catalog.triggers();
  const speaker = triggers.find(({ text }) => text.includes(`'${words.replaceAll("'", "''")}'`));
  if (speaker !== undefined) return `trigger ${speaker.name}: ${words}`;
  const own = triggers.filter((one) => sameName(one.table, table));
  return `trigger ${(own.length > 0 ? own : triggers).map(({ name }) => name).join(" or ")}`;
}
