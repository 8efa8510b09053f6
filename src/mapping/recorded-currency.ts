import type { Importer } from "../../importers/define.ts";
import { isCurrency } from "../../shared/currency.ts";
import { askOf } from "../plain/ask.ts";
import { DecisionNeeded } from "../plain/errors.ts";
import type { HeadedFile } from "./fit.ts";
import { AS_RECORDED, type EntityMapping, type Mapping } from "./mapping-data.ts";

// A mapping may leave the currency to the data: amounts of FHIR say it themselves. What they do not say is asked.

/** ISO 4217: no currency is involved. */
const NO_CURRENCY = "XXX";

/** A mapping with the currency that the amounts of an export are in; as it is where they do not say one. */
export function withRecordedCurrency(
  mapping: Mapping,
  headed: readonly HeadedFile[],
  importers: readonly Importer[],
): Mapping {
  const amounts = amountsIn(headed);
  if (amounts === undefined) return mapping;
  const codes = [...amounts.keys()].filter(isCurrency);
  const [only = NO_CURRENCY] = codes;
  const isSure = amounts.size === 0 || (amounts.size === 1 && codes.length === 1);
  return settled(mapping, { currency: isSure ? only : mapping.currency, codes, importers });
}

/** The same for records of an earlier run, which knew the currency. */
export function withCurrencyOfRun(
  mapping: Mapping,
  run: { readonly summary: { readonly currency: string } | null },
  importers: readonly Importer[],
): Mapping {
  if (mapping.currency !== AS_RECORDED || run.summary === null) return mapping;
  const { currency } = run.summary;
  return settled(mapping, { currency, codes: [currency], importers });
}

/** @throws DecisionNeeded if the currency is still left to the data */
export function askOfCurrency({ name, currency }: Mapping, headed: readonly HeadedFile[]): void {
  if (currency !== AS_RECORDED) return;
  const amounts = amountsIn(headed) ?? new Map<string, number>();
  const found = [...amounts].map(([code, count]) => `${code === "" ? "none" : code} (${count})`);
  const says = `the currency of the amounts is not certain; they say ${found.join(", ") || "none"}`;
  const codes = [...amounts.keys()].filter(isCurrency);
  throw new DecisionNeeded(`${name}: ${says}.`, {
    cure: `Write  "currency": "${codes[0] ?? "INR"}"  into a mapping of your own (import:assess --write mapping.json begins one) and import with  --mapping mapping.json : amounts that say another currency are rejected.`,
    asks: [askOf(["currency"], says, codes)],
  });
}

/** How many amounts are of each currency; undefined if nothing of it is FHIR. */
function amountsIn(headed: readonly HeadedFile[]): ReadonlyMap<string, number> | undefined {
  return headed.flatMap(({ file }) => file.json?.fhir?.known ?? [])[0]?.currencies;
}

interface Settling {
  readonly currency: string;
  /** May stand beside an amount. */
  readonly codes: readonly string[];
  readonly importers: readonly Importer[];
}

function settled(mapping: Mapping, { currency, codes, importers }: Settling): Mapping {
  const entities = Object.entries(mapping.entities).map(([name, entity]) => {
    const importer = importers.find((one) => one.entity === (entity.as ?? name));
    return [name, importer === undefined ? entity : withCodes(entity, importer, codes)] as const;
  });
  const asWritten = mapping.asWritten ?? mapping;
  return { ...mapping, currency, entities: Object.fromEntries(entities), asWritten };
}

function withCodes(
  entity: EntityMapping,
  { fields }: Importer,
  codes: readonly string[],
): EntityMapping {
  const own = Object.entries(entity.fields).map(([name, field]) => {
    const isAmount = fields[name]?.kind === "money" && field.options["symbols"] === undefined;
    if (!isAmount || codes.length === 0) return [name, field] as const;
    return [name, { ...field, options: { ...field.options, symbols: codes } }] as const;
  });
  return { ...entity, fields: Object.fromEntries(own) };
}
