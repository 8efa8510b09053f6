import { hash } from "node:crypto";

/** Digits that a double holds exactly. */
const EXACT_DIGITS = 15;

/** The variant nibble (binary 10xx) that keeps a hex digit's two low bits. */
const VARIANT = new Map([..."0123456789abcdef"].map((digit, value) => [digit, "89ab"[value % 4]]));

/**
 * The id of the target row for a legacy record: an RFC 9562 UUID, version 8, lower case.
 *
 * Bits 0-47 are the last run of ASCII digits in the legacy id, its low 48 bits, so that rows of an
 * export arrive in key order; where there is no digit, they are the first 48 bits of the digest.
 * The other bits, version and variant aside, are bits 48-127 of the digest:
 * SHA-256 over the UTF-8 of `legacySystem NUL entity NUL legacyId`.
 *
 * @param legacyId exact trimmed text; `007` and `7` give different ids
 */
export function deriveTargetId(legacySystem: string, entity: string, legacyId: string): string {
  const digest = hash("sha256", `${legacySystem}\0${entity}\0${legacyId}`, "hex");
  const head = leadingBits(legacyId) ?? digest.slice(0, 12);
  const variant = VARIANT.get(digest.charAt(16));
  return `${head.slice(0, 8)}-${head.slice(8)}-8${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

/** Twelve hexadecimal digits from the last run of digits; undefined if there is none. */
function leadingBits(legacyId: string): string | undefined {
  let end = legacyId.length;
  while (end > 0 && !isDigit(legacyId.charCodeAt(end - 1))) end--;
  let start = end;
  while (start > 0 && isDigit(legacyId.charCodeAt(start - 1))) start--;
  if (start === end) return undefined;
  const digits = legacyId.slice(start, end);
  const number =
    digits.length <= EXACT_DIGITS ? Number(digits) % 2 ** 48 : BigInt.asUintN(48, BigInt(digits));
  return number.toString(16).padStart(12, "0");
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const TARGET_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether a row's id has the form of an imported row's; the application's are of version 4. */
export const isTargetId = (id: string): boolean => TARGET_ID.test(id);
