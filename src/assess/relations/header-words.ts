// What the names of columns and files have in common.

/** Words that say that a column is a key, not of what. */
const KEY_WORDS = new Set(
  "id ids no nr num number numero nummer code codigo key uuid guid pk fk ref kod cod identifier".split(
    " ",
  ),
);
const WORD = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\d+/gu;
const ENDING = /\.[^.]*$/;
/** `PATIENTID` has no border between its words. */
const GLUED = /^(.{3,}?)(?:id|no|code|number|key)$/;

/** What is longer is prose. */
const LONGEST = 400;

/** The words of a name, in lower case, without plural endings: `PatientIDs` is `patient`, `id`. */
export function wordsOf(name: string): string[] {
  const words = name.slice(0, LONGEST).normalize("NFC").match(WORD) ?? [];
  return words
    .map((word) => singular(word.toLowerCase()))
    .flatMap((word) => {
      const stem = KEY_WORDS.has(word) ? undefined : GLUED.exec(word)?.[1];
      return stem === undefined ? [word] : [stem, word.slice(stem.length)];
    });
}

/** The words of a name that say what it is about. */
export const subjectOf = (name: string): string[] =>
  wordsOf(name).filter((word) => !KEY_WORDS.has(word) && !/^\d+$/.test(word));

/** The same for a file or a sheet. */
export const subjectOfFile = (file: string): string[] =>
  subjectOf((file.split(/[/#]/).at(-1) ?? file).replace(ENDING, ""));

/** Whether a name says that its column is a key. */
export const soundsLikeKey = (header: string): boolean =>
  wordsOf(header).some((word) => KEY_WORDS.has(word));

function singular(word: string): string {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(?:s|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/** Amounts, counts, ages, times: what is measured of a record, not what it is called. */
const MEASURES = new Set(
  `amount amt total subtotal fee charge price cost payable paid balance due discount tax vat sum salary wage
  age edad idade alter alder yas umur usia count cnt qty quantity duration minute hour day week month year weight
  height bmi temperature pulse pressure score rating percent percentage rate dose level size length los
  importe monto precio total cantidad saldo valor preco custo quantidade montant prix quantite solde betrag preis
  gebuhr gebühr menge anzahl summe kosten importo prezzo costo quantita bedrag prijs aantal tutar ucret ücret fiyat
  miktar adet jumlah biaya harga tarif kwota cena ilosc wiek cas castka сумма стоимость цена количество возраст итого
  عمر مبلغ سعر المبلغ العمر 金额 年龄 金額 数量`
    .split(/\s+/)
    .filter(Boolean),
);
/** What only counts the records of a file. */
const COUNTERS = new Set(
  "sno srno slno sr serial row rownum rownumber rownum index idx seq sequence counter lfd unnamed".split(
    " ",
  ),
);

/** Whether a name speaks of an amount, a count, an age: those are neither keys nor references. */
export const soundsMeasured = (header: string): boolean =>
  wordsOf(header).some((word) => MEASURES.has(word)) && !ENDS_AS_KEY.test(header);

/** `fee_id` is the key of a fee. */
const ENDS_AS_KEY = /(?:[_\W]|(?<=\p{Ll})(?=I))(?:id|ref|code|key|uuid|guid)\W*$/iu;

/** Whether a name says that its column only counts the rows. */
export const soundsCounted = (header: string): boolean => {
  const words = wordsOf(header).filter((word) => !KEY_WORDS.has(word));
  if (header.trim() === "#" || /^s\W*(?:no|n|nr)\W*$/i.test(header.trim())) return true;
  return words.length > 0 && words.every((word) => COUNTERS.has(word));
};

/** What a name says of which end of a reference its column is: `fk_patient`, `CSN (PK)`. */
export function endSaid(header: string): "primary" | "foreign" | undefined {
  const words = wordsOf(header);
  if (words.includes("fk") || words.includes("foreign")) return "foreign";
  return words.includes("pk") || words.includes("primary") ? "primary" : undefined;
}

const FEWEST_COMMON = 3;

/** Whether two subjects share a word, or one of their words begins the other: `pat` and `patient`. */
export function related(one: readonly string[], other: readonly string[]): boolean {
  return one.some((word) => other.some((second) => begins(word, second) || begins(second, word)));
}

const begins = (short: string, long: string): boolean =>
  short === long || (short.length >= FEWEST_COMMON && long.startsWith(short));
