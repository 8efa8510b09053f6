import { iconv } from "../iconv.ts";

// 8-bit code pages as tables: what each of the 256 bytes means. Decoding is iconv-lite's.

/** Bytes of an 8-bit code page to text; U+FFFD where a byte means nothing. */
export function codePage(encoding: string): readonly string[] {
  const known = tables.get(encoding);
  if (known !== undefined) return known;
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const table = [...iconv().decode(bytes, encoding, { stripBOM: false })];
  tables.set(encoding, table);
  return table;
}

const tables = new Map<string, readonly string[]>();

/** A script and its letters, the commonest first, in lower case. */
interface Script {
  readonly pattern: RegExp;
  readonly common: string;
  readonly seldom: string;
}

const LATIN = /\p{Script=Latin}/u;
const WESTERN: Script = {
  pattern: LATIN,
  common: "éáíóñüöäèàçãúß",
  seldom: "êâîôûøåæëïõùœªº",
};
const CENTRAL: Script = {
  pattern: LATIN,
  common: "łąężśšžřěčýáíéóöüő",
  seldom: "ćńźůúňťďűăţşľĺđäçë",
};
const TURKISH: Script = { pattern: LATIN, common: "ışğüöçİ", seldom: "iâîû" };
const BALTIC: Script = { pattern: LATIN, common: "āšēīėžųūčõäöü", seldom: "ąęįģķļņ" };
const CYRILLIC: Script = {
  pattern: /\p{Script=Cyrillic}/u,
  common: "оеаинтсрвлкм",
  seldom: "дпуяыьгзбчйхжшюі",
};
const GREEK: Script = {
  pattern: /\p{Script=Greek}/u,
  common: "αοιετσνηυρπς",
  seldom: "κμλωγδχθφβάέήίόύώ",
};
const ARABIC: Script = {
  pattern: /\p{Script=Arabic}/u,
  common: "اليمنرتودب",
  seldom: "ةعسفكقحجشصخطزءأىهض",
};
const HEBREW: Script = {
  pattern: /\p{Script=Hebrew}/u,
  common: "יוהלארמתבש",
  seldom: "נחפדקעגסכזטצםןךףץ",
};

/** A code page that text may be in, and what is written in it. */
export interface CodePage {
  readonly encoding: string;
  readonly script: Script;
  /** How readily it is believed: hospitals that export in it are many or few. */
  readonly prior: number;
}

/** The likelier first: of two that decode a file alike, the first is named. */
export const CODE_PAGES: readonly CodePage[] = [
  { encoding: "windows-1252", script: WESTERN, prior: 0.3 },
  { encoding: "windows-1250", script: CENTRAL, prior: 0.1 },
  { encoding: "windows-1251", script: CYRILLIC, prior: 0.1 },
  { encoding: "windows-1254", script: TURKISH, prior: 0 },
  { encoding: "windows-1256", script: ARABIC, prior: 0.1 },
  { encoding: "windows-1253", script: GREEK, prior: 0 },
  { encoding: "windows-1255", script: HEBREW, prior: 0 },
  { encoding: "windows-1257", script: BALTIC, prior: -1 },
  { encoding: "iso-8859-2", script: CENTRAL, prior: 0 },
  { encoding: "iso-8859-5", script: CYRILLIC, prior: 0 },
  { encoding: "iso-8859-6", script: ARABIC, prior: 0 },
  { encoding: "iso-8859-15", script: WESTERN, prior: 0 },
  { encoding: "macintosh", script: WESTERN, prior: 0 },
  { encoding: "koi8-r", script: CYRILLIC, prior: 0 },
  { encoding: "cp866", script: CYRILLIC, prior: -0.1 },
  { encoding: "cp850", script: WESTERN, prior: -0.1 },
];

const SPACE = 32;
const UNDEFINED = -10;
const SIGN_IN_WORD = -4;
const WRONG_CASE = -3;
const OTHER_SCRIPT = -4;
/** Signs that stand between words or behind numbers. */
const USUAL_SIGNS = /[“”‘’„«»–—…€£°²³½·§®™\u00A0¿¡،؛؟№]/u;
const IN_WORDS = /[’‘´·\u00AD]/u;
const LOWER = /\p{Ll}/u;
const UPPER = /\p{Lu}/u;
const LETTER = /[\p{L}\p{M}]/u;

/** How plausible one byte above 127 is as a letter or sign of a code page, by its neighbours. */
export function plausibility(bytes: Buffer, at: number, { encoding, script }: CodePage): number {
  const table = codePage(encoding);
  const signAt = (place: number) => table[bytes[place] ?? SPACE] ?? " ";
  const sign = signAt(at);
  const [before, behind] = [signAt(at - 1), signAt(at + 1)];
  if (sign === "\uFFFD" || (sign >= "\u0080" && sign < "\u00A0")) return UNDEFINED;
  if (!LETTER.test(sign)) {
    const inWord = LETTER.test(before) && LETTER.test(behind);
    if (inWord && !IN_WORDS.test(sign)) return SIGN_IN_WORD;
    return USUAL_SIGNS.test(sign) ? 1 : -1;
  }
  if (!script.pattern.test(sign)) return OTHER_SCRIPT;
  return common(sign, script) + withNeighbours(sign, { before, behind, script });
}

function common(sign: string, { common, seldom }: Script): number {
  const lower = sign.toLowerCase();
  if (common.includes(lower) || common.includes(sign)) return 1.5;
  return seldom.includes(lower) ? 0.5 : -1;
}

function withNeighbours(
  sign: string,
  { before, behind, script }: { before: string; behind: string; script: Script },
): number {
  if (UPPER.test(sign) && LOWER.test(before)) return WRONG_CASE;
  if (LOWER.test(sign) && UPPER.test(before) && UPPER.test(behind)) return WRONG_CASE;
  const letters = [before, behind].filter((one) => LETTER.test(one));
  // Accented letters of the Latin script stand among plain ones; those of other scripts among their own.
  const foreign = letters.filter((one) =>
    script.pattern === LATIN ? one >= "\u0080" : !script.pattern.test(one),
  ).length;
  if (foreign === 0) return letters.length / 2;
  return script.pattern === LATIN ? -foreign : OTHER_SCRIPT;
}
