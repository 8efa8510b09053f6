import { SourceError } from "../../plain/errors.ts";
import { DumpLexer, unescapePostgresql } from "./dump-lexer.ts";
import { type DumpValue, isWholeHex } from "./dump-value.ts";
import { called, cast, isKnownFunction, joined, plainText, styled } from "./sql-functions.ts";

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
    const sign = this.window.text[this.window.at];
    return sign === "," || sign === ")" ? value : this.#continued(value);
  }

  /** The same; undefined if something else than a value stands here. */
  literal(): DumpValue | undefined {
    try {
      return this.value();
    } catch (error) {
      if (error instanceof SourceError) return undefined;
      throw error;
    }
  }

  /** What stands behind a value: its type, its collation, or texts that are joined to it. */
  #continued(first: DumpValue): DumpValue {
    const { window } = this;
    const isMySql = this.dialect.program === "MySQL";
    for (let value = first; ; ) {
      const signs = window.text.slice(window.at, window.at + 2);
      if (signs === "||" && !isMySql) value = this.#joinedTo(value, signs);
      else if (signs[0] === "+" && typeof value === "string" && !isMySql)
        value = this.#joinedTo(value, "+");
      else if (this.takeWord("COLLATE") !== undefined) this.path();
      else if (signs !== "::" || isMySql || !this.#takeCast()) return value;
    }
  }

  /** PostgreSQL: `'a'::text`. */
  #takeCast(): boolean {
    const { window } = this;
    CAST.lastIndex = window.at;
    if (!CAST.test(window.text)) return false;
    if (CAST.lastIndex === window.text.length) throw window.ended();
    window.at = CAST.lastIndex;
    this.skipBlank();
    return true;
  }

  #joinedTo(value: DumpValue, sign: string): DumpValue {
    const { window } = this;
    const { at } = window;
    this.takeSign(sign);
    const next = this.#literal();
    this.skipBlank();
    // To Oracle nothing is empty text.
    const parts = [value, next].map((part) =>
      part === null && this.dialect.program === "Oracle" ? "" : part,
    );
    if (parts.includes(null)) return null;
    const text = sign === "||" || typeof next === "string" ? joined(parts) : undefined;
    if (text === undefined) throw window.refuse("a value is an expression, not data", CURE, at);
    return text;
  }

  #literal(): DumpValue {
    const { window } = this;
    const sign = window.text[window.at];
    if (sign === undefined) throw window.ended();
    if (sign === "'") return this.decode(this.rawString());
    if (sign === '"' && this.dialect.program !== "PostgreSQL") return this.decode(this.rawString());
    if (/[0-9+.-]/.test(sign)) return this.#number(sign);
    if (sign === "(") return this.#inBrackets();
    if (sign === "{") return this.#ofOdbc();
    if (sign === "#") return this.#ofAccess();
    const word = this.word();
    if (word === undefined) throw window.refuse("a value is an expression, not data", CURE);
    window.at += word.length;
    return this.#afterWord(word);
  }

  #inBrackets(): DumpValue {
    this.takeSign("(");
    const value = this.value();
    if (!this.takeSign(")")) throw this.window.refuse("a value is an expression, not data", CURE);
    return value;
  }

  /** `{d '2024-01-05'}`, `{ts '2024-01-05 10:00:00'}`. */
  #ofOdbc(): DumpValue {
    this.takeSign("{");
    const isKnown = this.takeWord("D", "T", "TS") !== undefined;
    const value = isKnown ? this.#literal() : null;
    this.skipBlank();
    if (!isKnown || !this.takeSign("}"))
      throw this.window.refuse("a value is an expression, not data", CURE);
    return value;
  }

  /** Access: `#1/5/2024#` is the fifth of January wherever it is written. */
  #ofAccess(): DumpValue {
    const { window } = this;
    ACCESS.lastIndex = window.at;
    const found = ACCESS.exec(window.text);
    if (found === null) {
      if (window.text.length - window.at < LONGEST_DATE && !window.atEnd) throw window.ended();
      throw window.refuse("a value is an expression, not data", CURE);
    }
    window.at = ACCESS.lastIndex;
    const [, year, month = "", day = "", usMonth = "", usDay = "", usYear = "", time = ""] = found;
    const date =
      year === undefined
        ? `${usYear}-${usMonth.padStart(2, "0")}-${usDay.padStart(2, "0")}`
        : `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
    return time === "" ? date : `${date} ${time.trim()}`;
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
    if (next === "&" && /^u$/i.test(word)) return this.#inUnicode();
    this.skipBlank();
    const behind = window.text[window.at];
    if (word.startsWith("_") && behind !== undefined) return this.#introduced(word.toLowerCase());
    if (behind === "(") return this.#call(word.toLowerCase());
    if (behind === "'" && TYPES.test(word)) return this.decode(this.rawString());
    throw window.refuse(`a value is the expression ${word.slice(0, 20)}, not data`, CURE);
  }

  /** Standard SQL: `U&'caf\00e9'`. */
  #inUnicode(): DumpValue {
    this.window.at += 1;
    if (this.window.text[this.window.at] !== "'")
      throw this.window.refuse("a value is an expression, not data", CURE);
    return called("unistr", [this.decode(this.rawString("plain"))]) ?? null;
  }

  /** `E'...'`, `X'...'` and the like. */
  #prefixed(prefix: string): DumpValue {
    switch (prefix) {
      case "E":
        return this.decode(this.rawString("PostgreSQL"));
      case "X": {
        const digits = this.rawString("plain");
        if (!isWholeHex(digits)) {
          throw this.window.refuse(
            "X'...' holds something else than pairs of hexadecimal digits",
            CURE,
          );
        }
        return this.dialect.program === "PostgreSQL" ? digits : hexBytes(digits);
      }
      case "N":
        return this.decode(this.rawString());
      case "B":
        return this.rawString("plain");
      case "Q":
      case "NQ":
        return this.#betweenSigns();
      case "DATE":
      case "TIME":
      case "TIMESTAMP":
        return this.decode(this.rawString());
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

  /** Oracle: `q'[it's]'`, with any sign or pair of brackets. */
  #betweenSigns(): DumpValue {
    const { window } = this;
    const open = window.text[window.at + 1] ?? "";
    const close = `${PAIRS[open] ?? open}'`;
    const start = window.at + 2;
    const end = window.find(close, start);
    window.at = end + close.length;
    return this.decode(window.text.slice(start, end));
  }

  /** What programs write around a value, such as for line ends or dates; no other function is known. */
  #call(name: string): DumpValue {
    const { window } = this;
    const start = window.at;
    const result = /^(?:try_)?(?:cast|convert)$/.test(name)
      ? this.#cast(name)
      : isKnownFunction(name)
        ? called(name, this.tuple())
        : undefined;
    if (result === undefined) {
      window.at = start;
      throw window.refuse(`a value is the function ${name.slice(0, 20)}, not data`, CURE);
    }
    return result;
  }

  /** `CAST(value AS type)`; `CONVERT(type, value, style)` of T-SQL; `CONVERT(value USING utf8)` of MySQL. */
  #cast(name: string): DumpValue | undefined {
    this.takeSign("(");
    if (name.endsWith("convert") && this.dialect.program !== "MySQL") {
      const type = this.#type();
      if (!this.takeSign(",")) return undefined;
      const value = this.value();
      const style = this.takeSign(",") ? plainText(this.value()) : undefined;
      if (!this.takeSign(")")) return undefined;
      return cast(styled(value, style), type);
    }
    const value = this.value();
    if (this.takeWord("USING") !== undefined) this.name();
    const type = this.takeWord("AS") !== undefined || this.takeSign(",") ? this.#type() : "";
    return this.takeSign(")") ? cast(value, type) : undefined;
  }

  #type(): string {
    const { window } = this;
    TYPE.lastIndex = window.at;
    const found = TYPE.exec(window.text)?.[0] ?? "";
    if (TYPE.lastIndex === window.text.length && !window.atEnd) throw window.ended();
    window.at += found.length;
    this.skipBlank();
    return found;
  }
}

const TYPE = /[\w[\]." ]*(?:\([^()]*\))?[\w ]*/y;
const TYPES = /^(?:DATE|TIME|TIMESTAMP|DATETIME|DATETIMEOFFSET|UUID|BINARY)$/i;
const PAIRS: Readonly<Record<string, string>> = { "[": "]", "(": ")", "{": "}", "<": ">" };
const ACCESS =
  /#(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\/(\d{1,2})\/(\d{4}))( \d{1,2}:\d{2}(?::\d{2})?(?: [AP]M)?)?#/iy;
const LONGEST_DATE = 32;

const KEYWORDS = new Map<string, DumpValue>([
  ["NULL", null],
  ["TRUE", true],
  ["FALSE", false],
  // What the server would compute: it is in no dump.
  ["DEFAULT", null],
]);

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
