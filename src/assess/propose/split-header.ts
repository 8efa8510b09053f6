// Cuts a header into words: `PatientID`, `patient_id`, `Patient.Id` and `#PATIENT-ID` are `patient id`.

const ZERO_WIDTH = /[\u200b-\u200f\u2060\ufeff\u00ad]/g;
const ACCENTS = /[\u0300-\u036f\u064b-\u065f\u0670\u093c]/g;
const BETWEEN_CASES = /(\p{Ll})(\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu;
const BETWEEN_DIGITS = /(\p{L})(\d)|(\d)(?=\p{L})/gu;
const NO_WORD = /[^\p{L}\p{M}\d]+/u;

/** Letters that are written differently and read the same. */
const SAME: Readonly<Record<string, string>> = {
  ß: "ss",
  ø: "o",
  æ: "ae",
  œ: "oe",
  ł: "l",
  đ: "d",
  ı: "i",
  ð: "d",
  þ: "th",
  ي: "ی",
  ى: "ی",
  ك: "ک",
  ة: "ه",
  أ: "ا",
  إ: "ا",
  آ: "ا",
  ؤ: "و",
  ئ: "ی",
};
const DIFFERENT = new RegExp(`[${Object.keys(SAME).join("")}]`, "gu");

/** Words of small letters of ASCII with a blank between them. */
const PLAIN = /^[a-z]+(?: [a-z]+)*$/;

/** What is longer is prose: to read it takes many times as long as a name, and says no more. */
const LONGEST = 400;

/** Words of a header, in lower case, without accents. */
export function splitHeader(whole: string): string[] {
  const header = whole.length > LONGEST ? whole.slice(0, LONGEST) : whole;
  // Vocabularies are made of such words, and read at every start.
  if (PLAIN.test(header)) return header.split(" ");
  const cut = header
    .normalize("NFKC")
    .replace(/\u200c/g, " ")
    .replace(ZERO_WIDTH, "")
    .replace(/n[°º]|№|(?<=\S\s*)#/giu, " no ")
    .replace(BETWEEN_CASES, "$1$3 $2")
    .replace(BETWEEN_DIGITS, "$1$3 $2");
  return plainText(cut)
    .split(NO_WORD)
    .filter((word) => word !== "");
}

function plainText(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(ACCENTS, "")
    .normalize("NFC")
    .replace(DIFFERENT, (letter) => SAME[letter] ?? letter);
}
