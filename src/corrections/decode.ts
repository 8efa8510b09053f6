import { isUtf8 } from "node:buffer";
import { DecisionNeeded, UsageError } from "../plain/errors.ts";
import { iconv } from "../source/iconv.ts";

/** What spreadsheet programs save in, besides Unicode, the commonest first. */
const ENCODINGS = [
  ...["windows-1252", "windows-1250", "windows-1251", "windows-1253", "windows-1254"],
  ...["windows-1255", "windows-1256", "windows-1257", "windows-1258", "windows-874"],
  ...["macroman", "cp850", "cp852", "cp437", "cp866", "shift_jis", "gb18030", "big5", "euc-kr"],
];
/** Bytes that are looked at. */
const SAMPLE = 1 << 20;
const WORD = /[\p{L}\p{M}]*[^\p{ASCII}\s]+[\p{L}\p{M}]*/gu;

/** A text that a file holds, and the encoding that it was saved in. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: string;
}

/**
 * Decodes a file of corrections. Where it is no Unicode, the words of the records as they were tell
 * the encoding: it is the one in which most of them are found again.
 *
 * @param known the words of the original records that have letters beyond ASCII
 * @throws DecisionNeeded if several encodings fit, and give other letters
 */
export function decodeSheet(name: string, bytes: Buffer, known: () => Set<string>): DecodedText {
  refuseWorkbook(name, bytes);
  const unicode = decodeUnicode(bytes);
  if (unicode !== undefined) return unicode;
  const words = known();
  const tried = ENCODINGS.map((encoding) => {
    const sample = iconv().decode(bytes.subarray(0, SAMPLE), encoding);
    const found = wordsIn(sample);
    const hits = [...found].filter((word) => words.has(word)).length;
    return { encoding, hits, found };
  });
  const most = Math.max(...tried.map(({ hits }) => hits));
  const best = tried.filter(({ hits }) => hits === most);
  const texts = best.map(({ encoding }) => iconv().decode(bytes, encoding));
  const [text = ""] = texts;
  if (most > 0 && texts.every((other) => other === text)) {
    return { text, encoding: best[0]?.encoding ?? "" };
  }
  throw new DecisionNeeded(
    `${name} was saved in an encoding that cannot be identified: ${best
      .slice(0, 3)
      .map(({ encoding }) => encoding)
      .join(" or ")}.`,
    { cure: 'Save it again as "CSV UTF-8", or correct the records in rejects.xlsx.' },
  );
}

/** What .xlsx, .ods and .xls begin with. */
const WORKBOOKS = [Buffer.from("PK\u0003\u0004"), Buffer.from("d0cf11e0a1b11ae1", "hex")];

/** Whether a file that should be text is a workbook, whatever it is called. */
export const isWorkbook = (bytes: Buffer): boolean =>
  WORKBOOKS.some((mark) => bytes.subarray(0, mark.length).equals(mark));

function refuseWorkbook(name: string, bytes: Buffer): void {
  if (!isWorkbook(bytes)) return;
  throw new UsageError(`${name} is a workbook, despite its name.`, {
    cure: 'Save the sheet as "CSV UTF-8" under this name, or correct the records in rejects.xlsx.',
  });
}

function decodeUnicode(bytes: Buffer): DecodedText | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return utf16(bytes.subarray(2), "utf-16le");
  if (first === 0xfe && second === 0xff) return utf16(bytes.subarray(2), "utf-16be");
  // Without a mark: every other byte of our column names is zero.
  const [third, fourth] = bytes.subarray(2);
  if (first !== 0 && second === 0 && fourth === 0) return utf16(bytes, "utf-16le");
  if (first === 0 && second !== 0 && third === 0) return utf16(bytes, "utf-16be");
  if (!isUtf8(bytes)) return undefined;
  return { text: bytes.toString("utf8").replace(/^\ufeff/, ""), encoding: "utf-8" };
}

const utf16 = (bytes: Buffer, encoding: string): DecodedText => ({
  text: iconv().decode(bytes, encoding),
  encoding,
});

/** Words with a letter beyond ASCII. */
export function wordsIn(text: string): Set<string> {
  return new Set(text.match(WORD) ?? []);
}
