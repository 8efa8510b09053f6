import { type Json, valuesAt } from "./fhir-table.ts";
import { OUR_EXTENSION } from "./parts/plain.ts";
import { isObject } from "./read-entry.ts";
import { ASKED_IN_ADVANCE } from "./tables/money.ts";

// Which currencies the amounts of an export are in: it is never guessed.

/** Where resources that are imported have amounts. */
const AMOUNTS: Readonly<Record<string, readonly string[]>> = {
  Invoice: [
    "totalGross",
    "totalNet",
    "totalPriceComponent.amount",
    "lineItem.priceComponent.amount",
  ],
  Claim: ["total"],
  PaymentNotice: ["amount"],
};
/** Elements of resources that have the amounts of one record and its parts. */
export const WITH_AMOUNTS: ReadonlySet<string | undefined> = new Set(
  Object.values(AMOUNTS).flatMap((paths) => paths.map((path) => path.split(".")[0])),
);
/** Amounts that `export:fhir` writes into extensions: they are in the currency of the others beside them. */
const OURS = new Set(
  ["paid", "balance", "approved", "unitPrice"].map((one) => OUR_EXTENSION + one),
);
const FEE = `${OUR_EXTENSION}consultationFee`;

/** The currency of each amount of a resource; the empty text for one that says none. */
export function currenciesIn(type: string, resource: Json): string[] {
  if (type === "Encounter") return extensionsOf(resource).flatMap(feeIn);
  const paths = AMOUNTS[type];
  if (paths === undefined || (ASKED_IN_ADVANCE.types.includes(type) && isAskedFor(resource)))
    return [];
  const found = paths.flatMap((path) => valuesAt(resource, path)).flatMap(currencyOf);
  const beside = [...extensionsOf(resource), ...valuesAt(resource, "lineItem.extension")];
  const isOurs = beside.some((one) => isObject(one) && OURS.has(String(one["url"])));
  return found.length === 0 && isOurs ? [""] : found;
}

const isAskedFor = (resource: Json): boolean => ASKED_IN_ADVANCE.holds?.(resource) === true;

const extensionsOf = (resource: Json): unknown[] => valuesAt(resource, "extension");

function currencyOf(amount: unknown): string[] {
  if (!isObject(amount) || amount["value"] === undefined) return [];
  const { currency } = amount;
  return [typeof currency === "string" ? currency.trim() : ""];
}

/** `EUR 25.00` */
function feeIn(extension: unknown): string[] {
  if (!isObject(extension) || extension["url"] !== FEE) return [];
  return [/^([A-Z]{3}) /.exec(String(extension["valueString"]))?.[1] ?? ""];
}
