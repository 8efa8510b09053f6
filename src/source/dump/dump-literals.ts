import { DumpLexer, unescapePostgresql } from "./dump-lexer.ts";
import type { DumpValue } from "./dump-value.ts";

const NUMBER = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const HEX = /0[xX]([0-9A-Fa-f]*)/y;
/** A type behind two colons: `::character varying(20)[]`. */
const CAST =
  /::\s*(?:"[^"]+"|[a-z_][\w ]*)(?:\.(?:"[^"]+"|\w+))?(?:\s*\(\s*\d+(?:\s*,\s*\d+)?\s*\))?(?:\s+with(?:out)? time zone)?(?:\[\])*/iy;
const CURE = "Make the dump with INSERT statements that hold plain values, or with COPY.";

/** Reads the values of a row. */
export class DumpLiterals extends DumpLexer {
  /** A row in brackets, `(1,'a',NULL)`, and the blanks behind it. */
  tuple(): DumpValue[] {
    const values: DumpValue[] = [];
    if (!this.takeSign("(")) throw this.window.refuse("a row does not begin with a bracket", CURE);
    if (this.takeSign(")")) return values;
    for (;;) {
      values.push(this.value());
      if (this.takeSign(",")) continue;
      if (this.takeSign(")")) return values;
      if (this.window.at >= this.window.text.length) throw this.window.ended();
      throw this.window.refuse("a value is an expression, not data", CURE);
    }
  }

  /** One value, and the blanks behind it. */
  value(): DumpValue {
    const value = this.#literal();
    this.skipBlank();
    while (this.dialect.program !== "MySQL" && this.window.text.startsWith("::", this.window.at)) {
      CAST.lastIndex = this.window.at;
      if (!CAST.test(this.window.text)) break;
      if (CAST.lastIndex === this.window.text.length) throw this.window.ended();
      this.window.at = CAST.lastIndex;
      this.skipBlank();
    }
    return value;
  }

  #literal(): DumpValue {
    const { window } = this;
    const sign = window.text[window.at];
    if (sign === undefined) throw window.ended();
    if (sign === "'" || (sign === '"' && this.dialect.program === "MySQL"))
      return this.decode(this.rawString());
    if (/[0-9+.-]/.test(sign)) return this.#number(sign);
    const word = this.word();
    if (word === undefined) throw window.refuse("a value is an expression, not data", CURE);
    window.at += word.length;
    return this.#afterWord(word);
  }

  #number(sign: string): DumpValue {
    const { window } = this;
    const form =
      sign === "0" && /^0[xX]/.test(window.text.slice(window.at, window.at + 2)) ? HEX : NUMBER;
    form.lastIndex = window.at;
    const found = form.exec(window.text);
    if (found === null) throw window.refuse("a value is an expression, not data", CURE);
    if (form.lastIndex === window.text.length) throw window.ended();
    window.at = form.lastIndex;
    return form === HEX ? hexBytes(found[1] ?? "") : { number: found[0] };
  }

  #afterWord(word: string): DumpValue {
    const { window } = this;
    const known = KEYWORDS.get(word.toUpperCase());
    const next = window.text[window.at];
    if (next === undefined && !window.atEnd) throw window.ended();
    if (next === "'") return this.#prefixed(word.toUpperCase());
    if (known !== undefined) return known;
    this.skipBlank();
    const behind = window.text[window.at];
    if (word.startsWith("_") && behind !== undefined) return this.#introduced(word.toLowerCase());
    if (behind === "(") return this.#call(word.toLowerCase());
    throw window.refuse(`a value is the expression ${word.slice(0, 20)}, not data`, CURE);
  }

  /** `E'...'`, `X'...'` and the like. */
  #prefixed(prefix: string): DumpValue {
    switch (prefix) {
      case "E":
        return this.decode(this.rawString("PostgreSQL"));
      case "X": {
        const digits = this.rawString("plain");
        return this.dialect.program === "PostgreSQL" ? digits : hexBytes(digits);
      }
      case "N":
        return this.decode(this.rawString());
      case "B":
        return this.rawString("plain");
      default:
        return this.#introduced(prefix.toLowerCase());
    }
  }

  /** MySQL: `_binary '...'` is bytes, `_utf8mb4 '...'` text. */
  #introduced(charset: string): DumpValue {
    const { window } = this;
    if (charset.startsWith("_") && window.text[window.at] === "'") {
      const raw = this.rawString();
      return charset === "_binary" ? Buffer.from(raw, "latin1") : this.decode(raw);
    }
    if (charset.startsWith("_") && window.text[window.at] === "0") return this.#number("0");
    throw window.refuse("a value is an expression, not data", CURE);
  }

  /** What sqlite3 writes for line ends and control characters; no other function is known. */
  #call(name: string): DumpValue {
    const { window } = this;
    const start = window.at;
    const known = FUNCTIONS.get(name);
    const result = known?.(this.tuple());
    if (result === undefined) {
      window.at = start;
      throw window.refuse(`a value is the function ${name.slice(0, 20)}, not data`, CURE);
    }
    return result;
  }
}

const KEYWORDS = new Map<string, DumpValue>([
  ["NULL", null],
  ["TRUE", true],
  ["FALSE", false],
  // What the server would compute: it is in no dump.
  ["DEFAULT", null],
]);

type Call = (values: readonly DumpValue[]) => DumpValue | undefined;

const FUNCTIONS = new Map<string, Call>([
  [
    "replace",
    ([text, from, to]) =>
      typeof text === "string" && typeof from === "string" && typeof to === "string" && from !== ""
        ? text.replaceAll(from, () => to)
        : undefined,
  ],
  ["char", (points) => String.fromCodePoint(...points.map((point) => codePoint(point)))],
  ["unistr", ([text]) => (typeof text === "string" ? unistr(text) : undefined)],
]);

const MOST_POINT = 0x10ffff;

function codePoint(value: DumpValue): number {
  const point =
    value !== null && typeof value === "object" && "number" in value ? Number(value.number) : -1;
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

const hexBytes = (digits: string): Buffer =>
  Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, "hex");

/** The values of one line of COPY; nothing is `\N` (postgresql.org/docs/current/sql-copy.html). */
export function copyFields(line: string, decode: (raw: string) => string): DumpValue[] {
  const fields = line.split("\t");
  if (!line.includes("\\")) return fields.map(decode);
  return fields.map((field) => {
    if (field === "\\N") return null;
    return decode(field.includes("\\") ? unescapePostgresql(field) : field);
  });
}
