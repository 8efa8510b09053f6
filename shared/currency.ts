/**
 * Digits after the decimal point by ISO 4217 (list one), where they are not two. Node's own Intl
 * follows CLDR instead, which shows no digits for some currencies whose ISO minor unit is 1/100.
 */
const MINOR_DIGITS: Readonly<Record<number, string>> = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
  3: "BHD IQD JOD KWD LYD OMR TND",
  4: "CLF UYW",
};

const digitsByCurrency = new Map(
  Object.entries(MINOR_DIGITS).flatMap(([digits, codes]) =>
    codes.split(" ").map((code) => [code, Number(digits)] as const),
  ),
);

/** Digits of the minor unit of an ISO 4217 currency: 2 for INR, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  return digitsByCurrency.get(currency) ?? 2;
}

/** Whether this is a currency in use, by its ISO 4217 code. */
export function isCurrency(code: string): boolean {
  return digitsByCurrency.has(code) || Intl.supportedValuesOf("currency").includes(code);
}
