import { z } from "zod";
import { isCountry, toE164 } from "../../shared/phone-number.ts";
import type { Convert, Field, FieldContext, Sink } from "../define.ts";
import { isScientific, uncut } from "./digits.ts";

const DIALLED = /^\+?[\d\s()./-]+(?:(?:x|ext\.?|#)\s*\d+)?$/i;
const FEWEST_DIGITS = 5;
/** Numbers that are remembered: a family has one, and so do patients who gave none. */
const REMEMBERED = 10_000;

interface PhoneSettings {
  readonly required?: boolean;
  /** Where the number goes in ITU-T E.164, where the mapping gives a country. */
  readonly e164Column?: string;
}

// Made once: there are hundreds of fields.
const OPTIONS = z.object({
  /** ISO 3166-1 alpha-2, where it is another than the mapping's. */
  country: z.string().refine(isCountry, "is not an ISO 3166-1 country code, such as IN").optional(),
});

/**
 * A phone number as recorded: text, so that no zero and no plus is lost. Beside it, where the mapping
 * gives a country, the number that can be dialled from anywhere.
 */
export function phone({ required = false, e164Column }: PhoneSettings = {}): Field<string> {
  return {
    kind: "phone",
    holds: "phone",
    required,
    blank: null,
    ...(e164Column !== undefined && {
      companion: {
        column: e164Column,
        isFilled: (options, context) => countryOf(options, context) !== undefined,
      },
    }),
    problems: {
      scientific: {
        severity: "error",
        advice: "A spreadsheet cut off digits of this number; get it from the legacy system again.",
      },
      decimal: {
        severity: "warning",
        advice:
          "A program read this phone as a number and added .0, which was removed. A leading zero, if there was one, is lost.",
      },
      malformed: {
        severity: "warning",
        advice: "This does not look like a phone number; it was imported as it is.",
      },
      invalid: {
        severity: "warning",
        advice:
          "This number cannot be dialled in the mapping's country; it was imported as it is, without an E.164 form.",
      },
    },
    options: OPTIONS,
    compile: (options, context) => compilePhone(countryOf(options, context)),
  };
}

const countryOf = (
  { country }: Readonly<Record<string, unknown>>,
  context: FieldContext,
): string | undefined => (country as string | undefined) ?? context.country;

function compilePhone(country: string | undefined): Convert<string> {
  const normalise = country === undefined ? undefined : remembering(country);
  return (written, sink) => {
    const value = isScientific(written) ? uncut(written) : withoutDecimals(written, sink);
    if (value === undefined) {
      sink.problem("scientific");
      return null;
    }
    const e164 = normalise?.(value);
    if (e164 !== undefined) sink.companion?.(e164);
    else if (!looksDialled(value)) sink.problem("malformed");
    else if (normalise !== undefined) sink.problem("invalid");
    return value;
  };
}

const DECIMALS = /^(\+?\d{5,})[.,]0+$/;

function withoutDecimals(written: string, sink: Sink): string {
  const digits = written.endsWith("0") ? DECIMALS.exec(written)?.[1] : undefined;
  if (digits === undefined) return written;
  sink.problem("decimal");
  return digits;
}

/** To work a number out takes twenty times as long as to look it up. */
function remembering(country: string): (value: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (value) => {
    const found = known.get(value);
    if (found !== undefined || known.has(value)) return found;
    if (known.size >= REMEMBERED) known.clear();
    const e164 = toE164(value, country);
    known.set(value, e164);
    return e164;
  };
}

function looksDialled(value: string): boolean {
  if (!DIALLED.test(value) || value.startsWith("-")) return false;
  let digits = 0;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code >= 48 && code <= 57) digits++;
  }
  return digits >= FEWEST_DIGITS;
}
