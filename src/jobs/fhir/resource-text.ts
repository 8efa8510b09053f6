import { FhirDecimal, type FhirElement, type FhirValue } from "../../../importers/define-fhir.ts";

/** A resource as one line of JSON: what is undefined or empty is left out, decimals keep their digits. */
export function resourceText(resource: FhirElement): string {
  return textOf(resource) ?? "{}";
}

function textOf(value: FhirValue): string | undefined {
  if (value === undefined || value === "") return undefined;
  if (value instanceof FhirDecimal) return value.text;
  if (isList(value)) {
    const items = value.flatMap((one) => textOf(one) ?? []);
    return items.length === 0 ? undefined : `[${items.join(",")}]`;
  }
  if (typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).flatMap(([name, one]) => {
    const text = textOf(one);
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return members.length === 0 ? undefined : `{${members.join(",")}}`;
}

const isList = (value: FhirValue): value is readonly FhirValue[] => Array.isArray(value);
