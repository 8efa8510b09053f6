import { type DumpDialect, decodeBytes } from "./dump-dialect.ts";
import type { DumpWindow } from "./dump-window.ts";

const BLANK = /[ \t\r\n\f\v]*/y;
const WORD = /[A-Za-z_\x80-\xff][\w$\x80-\xff]*/y;
/** `/*!40101`, `/*M!100616`: what stands inside is for this server, from a version on. */
const CONDITIONAL = /\/\*M?!(\d*)/y;
/** No server has come to it: with this number nothing is executed. */
const NEVER = 990_000;
const NESTED = /\/\*|\*\//g;
const WIDE = /[\x80-\xff]/;

/** MySQL's escapes; anything else stands for itself (dev.mysql.com/doc/refman/8.4/en/string-literals.html). */
const MYSQL: Readonly<Record<string, string>> = {
  "0": "\0",
  b: "\b",
  n: "\n",
  r: "\r",
  t: "\t",
  Z: "\x1a",
  "%": "\\%",
  _: "\\_",
};
/** PostgreSQL's, of strings with an E and of COPY (postgresql.org/docs/current/sql-copy.html). */
const POSTGRESQL: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const PG_ESCAPE =
  /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g;

/** Reads the smallest parts of a dump: blanks, words, names, strings. Nothing of it is ever executed. */
export class DumpLexer {
  readonly window: DumpWindow;
  dialect: DumpDialect;
  /** A value since the last look was no text in the dump's encoding. */
  undecoded = false;

  constructor(window: DumpWindow, dialect: DumpDialect) {
    this.window = window;
    this.dialect = dialect;
  }

  /** Passes over blanks and comments; each is told that ends with its line. */
  skipBlank(told?: (comment: string) => void): void {
    const { window } = this;
    for (;;) {
      BLANK.lastIndex = window.at;
      BLANK.test(window.text);
      window.at = BLANK.lastIndex;
      const sign = window.text[window.at];
      if (sign === undefined && !window.atEnd) throw window.ended();
      if (sign !== "-" && sign !== "/" && sign !== "#" && sign !== "*") return;
      if (!this.#skipComment(sign, told)) return;
    }
  }

  #skipComment(sign: string, told?: (comment: string) => void): boolean {
    const { window, dialect } = this;
    const next = this.#ahead(1);
    const isMySql = dialect.program === "MySQL";
    if (sign === "-" && next === "-") return this.#skipLine(told);
    if (sign === "#" && isMySql) return this.#skipLine(told);
    if (sign === "/" && next === "*")
      return isMySql ? this.#enterConditional() : this.#skipNested();
    if (sign === "*" && next === "/" && isMySql) {
      window.at += 2;
      return true;
    }
    return false;
  }

  /** A sign further on: it must be at hand, or the dump be at its end. */
  #ahead(by: number): string | undefined {
    const sign = this.window.text[this.window.at + by];
    if (sign === undefined && !this.window.atEnd) throw this.window.ended();
    return sign;
  }

  #skipLine(told?: (comment: string) => void): boolean {
    const { window } = this;
    const end = window.text.indexOf("\n", window.at);
    if (end === -1 && !window.atEnd) throw window.ended();
    const stop = end === -1 ? window.text.length : end;
    const comment = window.text.slice(window.at, stop);
    window.at = stop;
    told?.(comment);
    return true;
  }

  #enterConditional(): boolean {
    const { window } = this;
    this.#ahead(16);
    CONDITIONAL.lastIndex = window.at;
    const found = CONDITIONAL.exec(window.text);
    if (found === null || Number(found[1]) >= NEVER) window.at = window.find("*/", window.at) + 2;
    else window.at = CONDITIONAL.lastIndex;
    return true;
  }

  /** The comments of PostgreSQL and SQL Server may hold others. */
  #skipNested(): boolean {
    const { window } = this;
    const { program } = this.dialect;
    const nests = program === "PostgreSQL" || program === "SQL Server";
    if (!nests) {
      window.at = window.find("*/", window.at + 2) + 2;
      return true;
    }
    NESTED.lastIndex = window.at;
    for (let depth = 0; ; ) {
      const found = NESTED.exec(window.text);
      if (found === null) throw window.ended();
      depth += found[0] === "/*" ? 1 : -1;
      if (depth > 0) continue;
      window.at = NESTED.lastIndex;
      return true;
    }
  }

  /** The word that stands here, as it is written; undefined if none does. Stays where it is. */
  word(): string | undefined {
    const { window } = this;
    WORD.lastIndex = window.at;
    const found = WORD.exec(window.text)?.[0];
    if (found !== undefined && !window.atEnd && WORD.lastIndex === window.text.length)
      throw window.ended();
    return found;
  }

  /** Passes over a word, if it is this one, and the blanks behind it. */
  takeWord(...wanted: readonly string[]): string | undefined {
    const word = this.word();
    if (word === undefined || !wanted.includes(word.toUpperCase())) return undefined;
    this.window.at += word.length;
    this.skipBlank();
    return word.toUpperCase();
  }

  /** Passes over a sign, if it stands here, and the blanks behind it. */
  takeSign(sign: string): boolean {
    const { window } = this;
    if (window.text.length - window.at < sign.length && !window.atEnd) throw window.ended();
    if (!window.text.startsWith(sign, window.at)) return false;
    window.at += sign.length;
    this.skipBlank();
    return true;
  }

  /** The name of a table or column, quoted or not. */
  name(): string {
    const { window } = this;
    const sign = window.text[window.at] ?? "";
    const close = { '"': '"', "`": "`", "[": "]" }[sign];
    if (close !== undefined) {
      const start = window.at + 1;
      const text = window.text.slice(start, this.#quoteEnd(close));
      this.skipBlank();
      return this.decode(close === "]" ? text : text.replaceAll(close + close, close));
    }
    const word = this.word();
    if (word === undefined) {
      if (sign === "") throw window.ended();
      throw window.refuse("a name is missing", "The file is damaged here, or is not a dump.");
    }
    window.at += word.length;
    this.skipBlank();
    return this.decode(word);
  }

  /** A name and those before it, parted by dots: database, schema, table. */
  path(): string[] {
    const names = [this.name()];
    if (this.window.text[this.window.at] !== ".") return names;
    // A database, and its schema that is left out: hms..patients.
    while (this.takeSign("."))
      if (this.window.text[this.window.at] !== ".") names.push(this.name());
    return names;
  }

  /** Goes behind a closing quote that is not doubled, and says where it stands. */
  #quoteEnd(close: string): number {
    const { window } = this;
    for (let from = window.at + 1; ; ) {
      const end = window.find(close, from);
      if (end + 1 === window.text.length && !window.atEnd) throw window.ended();
      if (close === "]" || window.text[end + 1] !== close) {
        window.at = end + 1;
        return end;
      }
      from = end + 2;
    }
  }

  /** A string in quotes, as the dialect or its own prefix says: one character for each byte. */
  rawString(backslash = this.dialect.backslash): string {
    const { window } = this;
    const quote = window.text[window.at] ?? "";
    const start = window.at + 1;
    const found = this.#stringEnd(start, quote, backslash !== "plain");
    if (found.slash !== -1 && backslash === "unknown") throw this.#unknownBackslash(found.slash);
    window.at = found.end + 1;
    const text = window.text.slice(start, found.end);
    const escapes = found.slash === -1 ? "plain" : backslash;
    return withoutEscapes(text, { quote, doubled: found.doubled, escapes });
  }

  /** Where a string ends that begins here, its last backslash, and whether quotes are doubled in it. */
  #stringEnd(start: number, quote: string, escapes: boolean) {
    const { window } = this;
    const { text } = window;
    let [slash, doubled, from] = [-1, false, start];
    for (let end = -1; ; ) {
      if (end < from) end = window.find(quote, from);
      const next = escapes ? text.slice(from, end).indexOf("\\") : -1;
      if (next !== -1) {
        slash = from + next;
        from = slash + 2;
      } else if (text[end + 1] === quote) {
        doubled = true;
        from = end + 2;
      } else if (end + 1 === text.length && !window.atEnd) throw window.ended();
      else return { end, slash, doubled };
    }
  }

  #unknownBackslash(at: number): Error {
    return this.window.refuse(
      "a backslash in a string, but nothing shows which program wrote the dump",
      "Keep the dump's first lines, which name the program, or make the dump again with its comments.",
      at,
    );
  }

  /** Text of bytes; what is none in the dump's encoding is noted. */
  decode(raw: string): string {
    if (!WIDE.test(raw)) return raw;
    const bytes = Buffer.from(raw, "latin1");
    const text = decodeBytes(bytes, this.dialect.encoding);
    // What could not be put into UTF-8 beforehand is a mark by now.
    if (text === undefined || (this.dialect.recoded && text.includes("\uFFFD"))) {
      this.undecoded = true;
    }
    return text ?? bytes.toString("utf8");
  }
}

interface Quoting {
  readonly quote: string;
  readonly doubled: boolean;
  readonly escapes: DumpDialect["backslash"];
}

function withoutEscapes(text: string, { quote, doubled, escapes }: Quoting): string {
  if (escapes === "PostgreSQL") {
    // Both at once: a doubled quote behind a backslash is none.
    const parts = doubled
      ? text.replace(/\\[\s\S]|''/g, (part) => (part === "''" ? "\\'" : part))
      : text;
    return unescapePostgresql(parts);
  }
  if (escapes === "MySQL") {
    return text.replace(/\\([\s\S])|''|""/g, (part, sign: string | undefined) => {
      if (sign !== undefined) return MYSQL[sign] ?? sign;
      return part[0] === quote ? quote : part;
    });
  }
  return doubled ? text.replaceAll(quote + quote, quote) : text;
}

/** Undoes the escapes of a COPY field, or of a string with an E. */
export function unescapePostgresql(text: string): string {
  return text.replace(PG_ESCAPE, (...found: string[]) => {
    const [, octal, hex, short, long, sign = ""] = found;
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    const point = short ?? long;
    if (point !== undefined) {
      const letter = String.fromCodePoint(Math.min(Number.parseInt(point, 16), 0x10ffff));
      return Buffer.from(letter).toString("latin1");
    }
    return POSTGRESQL[sign] ?? sign;
  });
}
