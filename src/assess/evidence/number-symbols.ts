import { isCurrency } from "../../../shared/currency.ts";

/** Of which currencies a sign or a word may be: ISO 4217, and IRT for tomans, ten rials each. */
const SIGNS: Readonly<Record<string, string>> = {
  "₹": "INR",
  "rs|rs.|re|re.|rupee|rupees": "INR PKR LKR NPR MUR SCR",
  "$|dollar|dollars": "USD CAD AUD NZD SGD HKD TWD BRL MXN ARS CLP COP UYU DOP NAD JMD BSD BBD TTD",
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
  "cfa|fcfa|f": "XAF XOF",
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
  "sr|ر.س": "SAR",
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
/** What says nothing of a currency: rupees without paise, whole crowns, a share, years of age. */
const NEUTRAL = [
  ...["/-", "/=", "/–", ",-", ".-", ",–", ".–", ",—", ".—", ",--", ".--", "only", "%"],
  ...["y", "yr", "yrs", "yrs.", "year", "years", "y/o", "yo", "an", "ans", "año", "años", "anos"],
  ...["jahr", "jahre", "anni", "jaar", "lat", "лет", "yaş", "tahun", "thn", "سال", "سنة", "वर्ष"],
];

const known = new Map<string, readonly string[] | undefined>([
  ...Object.entries(SIGNS).flatMap(([words, codes]) =>
    words.split("|").map((word) => [word, codes.split(" ")] as const),
  ),
  ...NEUTRAL.map((word) => [word, undefined] as const),
]);

const OTHER_SIGN = /^\p{Sc}$/u;

/** The currencies that a sign may be of: nothing where it says nothing of them. */
export function currenciesOf(symbol: string): readonly string[] | undefined {
  const code = symbol.toUpperCase();
  if (isCurrency(code)) return [code];
  const word = symbol.toLowerCase();
  return known.has(word) || !OTHER_SIGN.test(symbol) ? known.get(word) : [symbol];
}

const isSymbol = (text: string): boolean =>
  known.has(text.toLowerCase()) || OTHER_SIGN.test(text) || isCurrency(text.toUpperCase());

/** Marks that stand right behind the digits, before words. */
const GLUED = /^([/.,:][-=–—]{1,2})(.+)$/u;

/** The symbols beside a number, as they are written; nothing where one is none: it may be a person's word. */
export function symbolsIn(text: string): readonly string[] | undefined {
  if (text === "") return NONE;
  if (isSymbol(text)) return [text];
  // Most cells that are no amounts are told by it.
  if (!SEVERAL.test(text)) return undefined;
  const found = text.split(/\s+/u).flatMap((part) => {
    if (isSymbol(part)) return [part];
    const [, mark = "", rest = ""] = GLUED.exec(part) ?? [];
    return [mark, rest];
  });
  return found.every(isSymbol) ? found : undefined;
}

const SEVERAL = /[\s/.,:]/u;
const NONE: readonly string[] = [];
