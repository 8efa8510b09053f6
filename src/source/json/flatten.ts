import { plainExtended } from "./extended.ts";

// A value of JSON as named texts, each at the path that leads to it: `name.first`, `telecom[0].value`. Numbers
// keep the digits that they are written with, which JSON.parse would not.

/** A text, and the path that leads to it. */
export type Member = readonly [path: string, cell: string];

const [QUOTE, BACKSLASH, OBJECT, LIST] = [34, 92, 123, 91];
/** No export nests deeper; what does is made to hurt. */
const DEEPEST = 64;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
/** NaN and the like are no JSON, and what some programs write for nothing. */
const WORD = /(?:true|false|null|NaN|-?Infinity)(?!\w)/y;
const BLANKS = /[ \t\n\r]*/y;

/**
 * The texts of a value, in their order. What is null is empty; an empty object or list has none.
 *
 * @returns undefined if the text is no sound JSON
 */
export function flatten(text: string): Member[] | undefined {
  const reader = new ValueReader(text);
  return reader.read() ? reader.members : undefined;
}

class ValueReader {
  readonly members: Member[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): boolean {
    this.#blanks();
    const sound = this.#value("", 0);
    this.#blanks();
    return sound && this.#at === this.#text.length;
  }

  #value(path: string, depth: number): boolean {
    if (depth > DEEPEST) return false;
    switch (this.#text.charCodeAt(this.#at)) {
      case OBJECT:
        return this.#object(path, depth);
      case LIST:
        return this.#list(path, depth);
      case QUOTE: {
        const cell = this.#string();
        if (cell !== undefined) this.members.push([path, cell]);
        return cell !== undefined;
      }
      default:
        return this.#plain(path);
    }
  }

  #object(path: string, depth: number): boolean {
    const before = this.members.length;
    this.#at++;
    this.#blanks();
    if (this.#take("}")) return true;
    do {
      this.#blanks();
      const name = this.#string();
      this.#blanks();
      if (name === undefined || !this.#take(":")) return false;
      this.#blanks();
      if (!this.#value(path === "" ? name : `${path}.${name}`, depth + 1)) return false;
      this.#blanks();
    } while (this.#take(","));
    if (!this.#take("}")) return false;
    if (this.members.length === before + 1) this.#plainExtended(path);
    return true;
  }

  /** An object of one member may be how a database writes a date or a number. */
  #plainExtended(path: string): void {
    const [name, cell] = this.members.at(-1) ?? ["", ""];
    const plain = plainExtended(path === "" ? name : name.slice(path.length + 1), cell);
    if (plain !== undefined && path !== "") this.members[this.members.length - 1] = [path, plain];
  }

  #list(path: string, depth: number): boolean {
    this.#at++;
    this.#blanks();
    if (this.#take("]")) return true;
    let nth = 0;
    do {
      this.#blanks();
      if (!this.#value(`${path}[${nth++}]`, depth + 1)) return false;
      this.#blanks();
    } while (this.#take(","));
    return this.#take("]");
  }

  #string(): string | undefined {
    const start = this.#at;
    if (this.#text.charCodeAt(start) !== QUOTE) return undefined;
    for (let end = this.#text.indexOf('"', start + 1); end !== -1; ) {
      if (isClosing(this.#text, end)) {
        this.#at = end + 1;
        return stringOf(this.#text.slice(start, end + 1));
      }
      end = this.#text.indexOf('"', end + 1);
    }
    return undefined;
  }

  #plain(path: string): boolean {
    const word = this.#match(NUMBER) ?? this.#match(WORD);
    if (word === undefined) return false;
    this.members.push([path, word === "null" ? "" : word]);
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #take(sign: string): boolean {
    if (this.#text.charCodeAt(this.#at) !== sign.charCodeAt(0)) return false;
    this.#at++;
    return true;
  }

  #blanks(): void {
    // Between most values of an export there is none, or one.
    if (this.#text.charCodeAt(this.#at) > 32) return;
    this.#match(BLANKS);
  }
}

/** Whether an even number of backslashes stands before a quote. */
function isClosing(text: string, quote: number): boolean {
  let at = quote - 1;
  while (text.charCodeAt(at) === BACKSLASH) at--;
  return (quote - at) % 2 === 1;
}

function stringOf(written: string): string | undefined {
  if (!written.includes("\\")) return written.slice(1, -1);
  try {
    return String(JSON.parse(written));
  } catch {
    return undefined;
  }
}
