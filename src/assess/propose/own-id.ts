import { soundsCounted } from "../relations/header-words.ts";
import { isMentioned } from "./match-field.ts";
import type { HeaderReading } from "./read-header.ts";
import type { TableKnown } from "./table-known.ts";

/** A table's own id is one of its first columns. */
const KEY_PLACES = 2;
/** What has numbers of its own. */
const REACHED = ["phone", "mobile", "contact", "email", "street", "zip", "age", "room"];

/** Whether a header names an id, not the number of a phone or a house. */
export const namesId = (reading: HeaderReading): boolean =>
  (isMentioned("#", reading) || reading.meanings.has("national")) &&
  !REACHED.some((way) => reading.meanings.has(way));

/**
 * The place of the column that says which record a record of this table is: what its cells show to be unique,
 * else the first of the first columns that names an id. Undefined if there is none.
 */
export function ownId(table: TableKnown, readings: readonly HeaderReading[]): number | undefined {
  const { keys = [], header, columns } = table;
  const unique = keys
    .filter(({ columns: [, second], unique: one }) => one && second === undefined)
    .map(({ columns: [first = ""] }) => header.indexOf(first))
    .filter((at) => at >= 0 && !soundsCounted(header[at] ?? ""));
  const first = unique.find((at) => at === 0) ?? unique.find((at) => isId(readings[at]));
  if (first !== undefined) return first;
  const repeats = (at: number) => {
    const { cells = 0, distinct } = columns[at] ?? {};
    return cells > 0 && (distinct?.count ?? 0) < cells * MOSTLY;
  };
  const named = readings.findIndex(
    (reading, at) => namesId(reading) && !soundsCounted(header[at] ?? "") && !repeats(at),
  );
  return named === -1 || named >= KEY_PLACES ? undefined : named;
}

/** Fewer different values are no key that got spoilt. */
const MOSTLY = 0.5;

const isId = (reading: HeaderReading | undefined): boolean =>
  reading !== undefined && namesId(reading);
