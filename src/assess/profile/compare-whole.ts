const WHOLE = /^([+-]?)0*(\d+)$/;

/**
 * Compares whole numbers of any length by their digits, as floats cannot from 2^53 on.
 *
 * @returns below, above or equal to 0; 0 too where one is no whole number in plain digits
 */
export function compareWhole(one: string, other: string): number {
  const [, sign, digits = ""] = WHOLE.exec(one) ?? [];
  const [, otherSign, others = ""] = WHOLE.exec(other) ?? [];
  if (digits === "" || others === "" || (sign === "-") !== (otherSign === "-")) return 0;
  const way = sign === "-" ? -1 : 1;
  if (digits.length !== others.length) return way * (digits.length - others.length);
  return digits === others ? 0 : way * (digits < others ? -1 : 1);
}
