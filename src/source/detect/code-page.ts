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

/** A word whose bytes are written as latin1, as it is in a code page. */
export function inPage(word: string, encoding: string): string {
  const table = codePage(encoding);
  let text = "";
  for (let at = 0; at < word.length; at++) text += table[word.charCodeAt(at)] ?? "\uFFFD";
  return text.normalize("NFC");
}

/** A code page that text may be in. */
export interface CodePage {
  readonly encoding: string;
  /** How seldom hospitals export in it: what its words must make up for. */
  readonly cost: number;
}

/** The likelier first: of two that decode a file alike, the first is named. */
export const CODE_PAGES: readonly CodePage[] = [
  { encoding: "windows-1252", cost: 0 },
  { encoding: "windows-1250", cost: 0.8 },
  { encoding: "windows-1251", cost: 0.8 },
  { encoding: "windows-1254", cost: 1 },
  { encoding: "windows-1256", cost: 0.8 },
  { encoding: "windows-1253", cost: 1 },
  { encoding: "windows-1255", cost: 1 },
  { encoding: "windows-1257", cost: 1.2 },
  { encoding: "windows-1258", cost: 1.2 },
  { encoding: "windows-874", cost: 1 },
  { encoding: "iso-8859-2", cost: 1 },
  { encoding: "iso-8859-15", cost: 1.2 },
  { encoding: "iso-8859-5", cost: 1.5 },
  { encoding: "iso-8859-6", cost: 1.5 },
  { encoding: "iso-8859-7", cost: 1.5 },
  { encoding: "iso-8859-13", cost: 2 },
  { encoding: "koi8-r", cost: 1.2 },
  { encoding: "koi8-u", cost: 1.4 },
  { encoding: "cp866", cost: 1.2 },
  { encoding: "cp850", cost: 1.6 },
  { encoding: "cp437", cost: 1.7 },
  { encoding: "cp852", cost: 1.7 },
  { encoding: "cp857", cost: 1.8 },
  { encoding: "macintosh", cost: 1.7 },
  { encoding: "maccyrillic", cost: 2 },
];
