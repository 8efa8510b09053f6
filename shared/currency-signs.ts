import { isCurrency } from "./currency.ts";

/** Of which currencies a sign or a word may be: ISO 4217, and IRT for tomans, ten rials each. */
const SIGNS: Readonly<Record<string, string>> = {
  "₹": "INR",
  "rs|rs.|re|re.|rupee|rupees": "INR PKR LKR NPR MUR SCR",
  "$|dollar|dollars":
    "USD CAD AUD NZD SGD HKD TWD BRL MXN ARS CLP COP UYU DOP NAD JMD BSD BBD TTD GYD FJD XCD LRD BMD KYD BND SRD SBD ZWL ZWG",
  "us$|u$s|usd$": "USD",
  "r$|reais|real": "BRL",
  "a$|au$": "AUD",
  "c$|ca$": "CAD NIO",
  hk$: "HKD",
  s$: "SGD",
  nt$: "TWD",
  mx$: "MXN",
  "peso|pesos": "MXN ARS CLP COP UYU DOP PHP CUP",
  "€|euro|euros": "EUR",
  "£": "GBP EGP LBP SYP SDG",
  "¥": "JPY CNY",
  円: "JPY",
  "元|块": "CNY TWD HKD",
  "₩|원": "KRW",
  "s/|s/.": "PEN",
  "fr|fr.|sfr|sfr.|francs": "CHF XAF XOF RWF BIF DJF GNF KMF",
  "cfa|fcfa": "XAF XOF",
  f: "XAF XOF CHF RWF BIF DJF GNF KMF CDF XPF",
  "kr|kr.|:-": "SEK NOK DKK ISK",
  "zł|zl": "PLN",
  "ft|ft.": "HUF",
  "kč|kc": "CZK",
  "₺|tl": "TRY",
  "৳|tk|tk.": "BDT",
  "birr|br": "ETB BYN",
  "ksh|ksh.|kshs": "KES",
  "tsh|tsh.|tshs": "TZS",
  "ush|ush.|ushs": "UGX",
  "sh|sh.|shs|shs.": "KES TZS UGX SOS",
  "₦": "NGN",
  "₵|gh₵": "GHS",
  "rp|rp.": "IDR",
  rm: "MYR",
  "₱": "PHP",
  "₫|đ": "VND",
  "฿|baht|บาท": "THB",
  "dh|dhs|د.إ": "AED MAD",
  "sr|ر.س": "SAR SCR",
  qr: "QAR",
  bd: "BHD",
  kd: "KWD",
  "₪": "ILS",
  lei: "RON MDL",
  lv: "BGN",
  "₽|руб|руб.|р.": "RUB BYN",
  "₴|грн|грн.": "UAH",
  "₸|тг": "KZT",
  "ریال|ريال|﷼": "IRR SAR QAR YER OMR",
  تومان: "IRT",
};

const known = new Map(
  Object.entries(SIGNS).flatMap(([words, codes]) =>
    words.split("|").map((word) => [word, codes.split(" ")] as const),
  ),
);

const OTHER_SIGN = /^\p{Sc}$/u;

/** The currencies that a sign, a word or a code may be of; undefined if it says nothing of them. */
export function currenciesOf(symbol: string): readonly string[] | undefined {
  const code = symbol.toUpperCase();
  if (isCurrency(code)) return [code];
  return known.get(symbol.toLowerCase()) ?? (OTHER_SIGN.test(symbol) ? [symbol] : undefined);
}
