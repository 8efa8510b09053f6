import type { FhirElement, FhirRow } from "../define-fhir.ts";
import { day, extension, list, textOf } from "./elements.ts";

/**
 * A day with its time, from the columns that have the day, the time and how much of the day is known. FHIR asks for a
 * zone beside a time, and rows have none: the time of the hospital's clock goes into an extension of ours, so that
 * nothing is said that nobody recorded.
 */
export function moment(
  name: string,
  row: FhirRow,
  [date = "", time = "", precision = ""]: readonly string[],
): FhirElement {
  const own = day(row[date], row[precision]);
  const clock = textOf(row[time]);
  if (own === undefined) return {};
  if (clock === undefined) return { [name]: own };
  return { [name]: own, [`_${name}`]: { extension: [extension("time", clock)] } };
}

/** A period from and to. */
export function period(from: FhirElement, to: FhirElement): FhirElement | undefined {
  const whole = { ...from, ...to };
  return list(...Object.values(whole)) === undefined ? undefined : whole;
}
