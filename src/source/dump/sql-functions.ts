import { momentByFormat, momentByPercent, momentOfBytes } from "./dates-by-format.ts";
import { type DumpValue, isWholeHex } from "./dump-value.ts";

// Functions that programs write around a value: their result follows from what stands in the dump alone.

type Call = (values: readonly DumpValue[]) => DumpValue | undefined;

const isText = (value: DumpValue | undefined): value is string => typeof value === "string";

/** Text as it is, a number as it is written; undefined for what is neither. */
export function plainText(value: DumpValue | undefined): string | undefined {
  if (isText(value)) return value;
  return value !== null && typeof value === "object" && "number" in value
    ? value.number
    : undefined;
}

/** Texts and numbers one behind the other; nothing is made of bytes or of flags. */
export function joined(values: readonly (DumpValue | undefined)[]): string | undefined {
  const texts = values.map(plainText);
  return texts.every((text) => text !== undefined) ? texts.join("") : undefined;
}

const same: Call = ([value = null, ...more]) => (more.length === 0 ? value : undefined);

const byFormat =
  (read: (text: string, format: string) => string | undefined): Call =>
  ([text, format, ...more]) => {
    if (text === null) return null;
    const isEnglish = more.every((one) => isText(one) && /=\s*'?(?:AMERICAN|ENGLISH)/i.test(one));
    return isText(text) && isText(format) && isEnglish ? read(text, format) : undefined;
  };

const bytesOf =
  (encoding: "hex" | "base64"): Call =>
  ([text]) =>
    isText(text) && IS_WHOLE[encoding](text) ? Buffer.from(text, encoding) : undefined;

/** What cannot be read in full is no value: `Buffer` would leave the rest out. */
const IS_WHOLE = {
  hex: isWholeHex,
  base64: (text: string) => /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text),
};

const characters: Call = (points) => String.fromCodePoint(...points.map(codePoint));

const FUNCTIONS = new Map<string, Call>([
  [
    "replace",
    ([text, from, to]) =>
      isText(text) && isText(from) && isText(to) && from !== ""
        ? text.replaceAll(from, () => to)
        : undefined,
  ],
  ["char", characters],
  ["chr", characters],
  ["nchar", characters],
  ["unistr", ([text]) => (isText(text) ? unistr(text) : undefined)],
  ["concat", joined],
  ["to_date", byFormat(momentByFormat)],
  ["to_timestamp", byFormat(momentByFormat)],
  ["str_to_date", byFormat(momentByPercent)],
  ["to_number", ([text]) => (isText(text) && /^[-+]?[\d.]+$/.test(text) ? text : undefined)],
  ["to_clob", same],
  ["to_nclob", same],
  ["to_char", ([text, ...more]) => (isText(text) && more.length === 0 ? text : undefined)],
  ["xmltype", same],
  ["empty_clob", (values) => (values.length === 0 ? "" : undefined)],
  ["empty_blob", (values) => (values.length === 0 ? Buffer.alloc(0) : undefined)],
  ["hextoraw", bytesOf("hex")],
  ["unhex", bytesOf("hex")],
  ["from_base64", bytesOf("base64")],
]);

export const isKnownFunction = (name: string): boolean => FUNCTIONS.has(name);

/** What a function makes of its values; undefined if it is not known, or would have to be computed. */
export function called(name: string, values: readonly DumpValue[]): DumpValue | undefined {
  return FUNCTIONS.get(name)?.(values);
}

/** How CONVERT of T-SQL reads a date in a style; ISO 8601 stays as it is. */
const STYLES: Readonly<Record<string, string>> = {
  "101": "MM/DD/YYYY",
  "103": "DD/MM/YYYY",
  "104": "DD.MM.YYYY",
  "105": "DD-MM-YYYY",
  "110": "MM-DD-YYYY",
  "111": "YYYY/MM/DD",
  "112": "YYYYMMDD",
};
const ISO = /^(?:2[0135]|12[0167])$/;

/** A date in one of T-SQL's styles; undefined if the style is another. */
export function styled(value: DumpValue, style: string | undefined): DumpValue | undefined {
  if (style === undefined || ISO.test(style) || !isText(value)) return value;
  const format = STYLES[style];
  return format === undefined ? undefined : momentByFormat(value, format);
}

/** A value as another type, where that changes nothing of how it is written. */
export function cast(value: DumpValue | undefined, type: string): DumpValue | undefined {
  if (value === undefined || value === null || typeof value === "boolean") return value;
  if (Buffer.isBuffer(value))
    return (
      momentOfBytes(value, type) ?? (/binary|image|blob|bytea/i.test(type) ? value : undefined)
    );
  const text = plainText(value) ?? "";
  const most = /char\w*\W*\(\s*(\d+)/i.exec(type)?.[1];
  if (most !== undefined && text.length > Number(most)) return undefined;
  const isWhole = /^\W*(?:big|small|tiny)?int|^\W*(?:un)?signed|^\W*bit\b/i.test(type);
  return isWhole && !/^\s*[-+]?\d+\s*$/.test(text) ? undefined : value;
}

const MOST_POINT = 0x10ffff;

function codePoint(value: DumpValue): number {
  const text = plainText(value);
  const point = text === undefined ? -1 : Number(text);
  return point >= 0 && point <= MOST_POINT ? point : 0xfffd;
}

/** https://sqlite.org/lang_corefunc.html#unistr */
const unistr = (text: string): string =>
  text.replace(
    /\\(?:\\|\+([0-9A-Fa-f]{6})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0-9A-Fa-f]{4}))/g,
    (...found: string[]) => {
      const [, plus, short, long, bare] = found;
      const point = plus ?? short ?? long ?? bare;
      return point === undefined
        ? "\\"
        : String.fromCodePoint(Math.min(Number.parseInt(point, 16), MOST_POINT));
    },
  );
