import { branchAt, type Part, takeText, textAt } from "../taking.ts";
import type { Branch } from "../tree.ts";
import { wordsOf } from "./coded.ts";

// Columns that numbers fill. Their digits are those that are written.

/** A quantity: its number, with a comparator before it, and its unit as written, else its code. */
export const quantity = (column: string, path = column): Part => ({
  columns: [`${column}.value`, `${column}.unit`],
  take: ({ resource }) => takeQuantity(branchAt(resource, path)),
});

export function takeQuantity(at: Branch | undefined): readonly [string, string] {
  if (at === undefined) return ["", ""];
  const number = takeText(at, "value");
  // A unit alone measures nothing: it stays.
  if (number === "") return ["", ""];
  const comparator = takeText(at, "comparator");
  const code = textAt(at, "code");
  const unit = takeText(at, "unit");
  // A code that is the unit once more says nothing else.
  if (code !== "" && (unit === "" || unit === code)) takeText(at, "code");
  if (textAt(at, "code") === "" && textAt(at, "system") === UCUM) takeText(at, "system");
  return [`${comparator}${number}`, unit || code];
}

const UCUM = "http://unitsofmeasure.org";

/**
 * An amount and its currency. Where others of the resource are in another one, both are named: such a record is none of
 * either.
 */
export const money = (column: string, ...paths: readonly string[]): Part => ({
  columns: [column, `${column}.currency`],
  take: ({ resource, currencies }) => {
    const path = paths.find((one) => textAt(resource, `${one}.value`) !== "") ?? column;
    const at = branchAt(resource, path);
    const own = takeText(at, "currency");
    return [takeText(at, "value"), [...new Set([own, ...currencies])].join(" ").trim()];
  },
});

/** A period's length, a supply: `30 days`. */
export const length = (column: string, path: string): Part => ({
  columns: [column],
  take: ({ resource }) => [
    takeQuantity(branchAt(resource, path))
      .filter((text) => text !== "")
      .join(" "),
  ],
});

/** What an observation found, in one cell, and its unit: `value[x]`, whatever its type is. */
export const found = (column = "value"): Part => ({
  columns: [column, `${column}.unit`],
  take: ({ resource }) => takeFound(resource),
});

const PLAIN_VALUES = ["valueString", "valueInteger", "valueBoolean", "valueDateTime", "valueTime"];

export function takeFound(from: Branch): readonly [string, string] {
  const measured = branchAt(from, "valueQuantity");
  if (measured !== undefined) return takeQuantity(measured);
  const words = wordsOf(branchAt(from, "valueCodeableConcept"));
  if (words !== "") {
    takeText(branchAt(from, "valueCodeableConcept"), "text");
    return [words, ""];
  }
  const path = PLAIN_VALUES.find((one) => textAt(from, one) !== "");
  if (path !== undefined) return [takeText(from, path), ""];
  return takeRange(from) ?? takeRatio(from) ?? ["", ""];
}

function takeRange(from: Branch): readonly [string, string] | undefined {
  const range = branchAt(from, "valueRange");
  if (range === undefined) return undefined;
  const [low, lowUnit] = takeQuantity(branchAt(range, "low"));
  const [high, highUnit] = takeQuantity(branchAt(range, "high"));
  if (low === "") return [high === "" ? "" : `<=${high}`, highUnit];
  return [high === "" ? `>=${low}` : `${low}-${high}`, lowUnit || highUnit];
}

/** `1:160`, as titres are written. */
function takeRatio(from: Branch): readonly [string, string] | undefined {
  const ratio = branchAt(from, "valueRatio");
  if (ratio === undefined) return undefined;
  const [above, unit] = takeQuantity(branchAt(ratio, "numerator"));
  const [below, ofUnit] = takeQuantity(branchAt(ratio, "denominator"));
  return [`${above}:${below}`, unit === ofUnit ? unit : `${unit}/${ofUnit}`];
}
