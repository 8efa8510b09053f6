import type { Choice } from "./choice.ts";
import { fieldHolding, type KnownEntity } from "./held-fields.ts";
import { doubts } from "./match-field.ts";
import type { HeaderReading } from "./read-header.ts";

const PART = 0.95;
const ALONE = 0.85;
const LEAST = 0.6;

/**
 * Puts an address together of its parts: the street leads, the others follow in the export's order. A
 * part that is only an id of a list elsewhere is none.
 */
export function composeAddress(
  readings: readonly HeaderReading[],
  { words: { composed, owner }, importer }: KnownEntity,
  taken: ReadonlySet<number>,
): Choice[] {
  const words = composed.address;
  const field = fieldHolding(importer, "address");
  if (words === undefined || field === undefined) return [];
  const allowed = new Set([...words.parts, ...words.may, owner, "code"]);
  const all = withHouses(readings).flatMap((reading, at) => {
    const { meanings } = reading;
    const parts = words.parts.filter((part) => meanings.has(part));
    const coded = !meanings.has("code") || parts.some((part) => words.coded.includes(part));
    const only = [...meanings].every((meaning) => allowed.has(meaning));
    const score = PART - doubts(reading);
    if (taken.has(at) || parts.length === 0 || !coded || !only || score < LEAST) return [];
    return [{ at, parts, score, lead: parts.every((part) => words.lead.includes(part)) }];
  });
  // `estado` is a state of a country beside a city, and else of anything.
  const placed = all.some(({ parts }) => parts.includes("city") || parts.includes("district"));
  const found = all.filter(({ parts }) => placed || !parts.includes("estado"));
  if (found.every(({ parts }) => parts.every((part) => words.beside.includes(part)))) return [];
  const first =
    found.find(({ lead, parts }) => lead && parts[0] === "address") ??
    found.find(({ lead }) => lead);
  const ordered = first === undefined ? found : leading(first, found);
  return ordered.map(({ at, score, parts, lead }, index): Choice => {
    const sure = lead || found.length > 1 ? score : Math.min(score, ALONE);
    const says = parts.join(" ");
    const several = found.length > 1;
    const why = `its name says ${says}${several ? "; the address is joined from several columns" : ""}`;
    return { at, field, score: sure, says, why, ...(several && { part: index + 1 }) };
  });
}

/** The street leads with the number of the house that stands behind it. */
function leading<T extends { readonly at: number; readonly lead: boolean }>(
  first: T,
  found: readonly T[],
): T[] {
  const begun = [first];
  for (const one of found) {
    if (one.lead && one.at === (begun.at(-1)?.at ?? 0) + 1) begun.push(one);
  }
  return [...begun, ...found.filter((one) => !begun.includes(one))];
}

const HOUSE = new Set(["street", "number"]);

/** `rua, numero`: a mere number behind a street is the house's. */
function withHouses(readings: readonly HeaderReading[]): readonly HeaderReading[] {
  return readings.map((reading, at) => {
    const before = readings[at - 1]?.meanings;
    const isHouse = [...reading.meanings].join() === "number" && before?.has("street");
    return isHouse ? { ...reading, meanings: HOUSE } : reading;
  });
}
