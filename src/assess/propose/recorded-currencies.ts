import type { Importer } from "../../../importers/define.ts";
import { isCurrency } from "../../../shared/currency.ts";
import { currenciesOf } from "../../../shared/currency-signs.ts";
import type { ColumnProfile, ColumnProposal } from "../assessment.ts";

/** The currencies that a table's own column says its amounts are in, the most frequent first. */
export function recordedCurrencies(
  fields: Importer["fields"],
  columns: readonly ColumnProposal[],
  profiles: readonly ColumnProfile[],
): string[] {
  const written = columns.flatMap(({ field }, at) =>
    fields[field ?? ""]?.holds === "currency" ? (profiles[at]?.frequent ?? []) : [],
  );
  return [...new Set(written.flatMap(({ value }) => currenciesOf(value) ?? []))].filter(isCurrency);
}
