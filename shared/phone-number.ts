import { createRequire } from "node:module";
import type * as Library from "libphonenumber-js/max";

const require = createRequire(import.meta.url);
let library: typeof Library | undefined;

/**
 * Loaded with the first number: it takes 50 ms, and most imports ask for none. The full metadata: the
 * smaller sets know the lengths of numbers, not which ranges exist.
 */
function lib(): typeof Library {
  library ??= require("libphonenumber-js/max") as typeof Library;
  return library;
}

/** Whether numbers can be told for it: ISO 3166-1 alpha-2, in capitals. */
export const isCountry = (code: string): boolean => lib().isSupportedCountry(code);

/**
 * A phone number in ITU-T E.164: `+` and up to 15 digits; an extension is left out. Undefined if the
 * text is anything else than one number that can exist.
 *
 * @param country where a number without a country code is dialled: ISO 3166-1 alpha-2
 */
export function toE164(text: string, country: string): string | undefined {
  // Not a number somewhere in the text, which would be a guess.
  const options = { defaultCountry: country as Library.CountryCode, extract: false };
  const number = lib().parsePhoneNumberFromString(text, options);
  return number?.isValid() ? number.number : undefined;
}
