import { fold, isAbout, isSure } from "../../../importers/convert/secret-words.ts";
import type { EntityMapping } from "../mapping.ts";

// Passwords, what was made of them, and what logs somebody in. A hospital's new system makes its own: these columns
// are neither imported nor kept nor written to a report, unless a mapping names them.

/** Whole words that mean it in a table of people who log in, and a queue, a district or a checksum elsewhere. */
const WORDS_OF_LOGINS = new Set("pass pw hash salt token pin otp clave parola sandi".split(" "));
/** A token with a number is one of a queue, a pin with a code a district. */
const COUNTED = new Set("no number num nr nro code date".split(" "));
/** What says that people log in. */
const LOGINS =
  /user|login|usuari|utilisateur|benutzer|gebruiker|kullanici|pengguna|пользов|логин|用户|ユーザ|사용자|مستخدم|کاربر/;

/** Whether a table is one of people who log in. */
export const hasLogins = (header: readonly string[]): boolean =>
  header.map(fold).some((words) => LOGINS.test(words.join("")) || isSure(words));

/** The places of the columns that look like secrets, and that a mapping does not ask for. */
export function secretPlaces(
  header: readonly string[],
  { fields, secrets }: Pick<EntityMapping, "fields" | "secrets">,
): number[] {
  const asked = new Set([
    ...Object.values(fields).flatMap(({ columns }) => columns),
    ...(secrets ?? []),
  ]);
  const named = header.map(fold);
  const isOfLogins = hasLogins(header);
  return header.flatMap((name, at) => {
    const words = named[at] ?? [];
    const isCounted = words.some((one) => COUNTED.has(one));
    const ofLogins = isOfLogins && !isCounted && words.some((one) => WORDS_OF_LOGINS.has(one));
    const looksSo = isSure(words) || ofLogins;
    return looksSo && !isAbout(words) && !asked.has(name) ? [at] : [];
  });
}
