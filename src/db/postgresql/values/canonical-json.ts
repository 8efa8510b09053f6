import { Refusal } from "./refusal.ts";

/** Deeper than any document, and not so deep that the server or we run out of stack. */
const DEEPEST = 1_000;

const NO_JSON = "it is no JSON";

/**
 * JSON as the server's `jsonb` writes it (jsonb.c, json.c): names by the length of their UTF-8 and then by their bytes,
 * of two with one name the last, numbers as `numeric` writes them, `: ` and `, ` between.
 *
 * @throws Refusal if it is no JSON, or has U+0000 or half a surrogate pair
 */
export function canonicalJson(text: string): string {
  const parser = new Parser(text);
  return parser.whole();
}

/** Whether it is JSON: the type `json` keeps it as it was written. */
export function checkJson(text: string): void {
  if (parsed(text) === undefined) throw new Refusal(NO_JSON);
}

/** What it stands for; undefined if it is no JSON. What the parser says of it repeats it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/y;
const WORD = /true|false|null/y;

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): string {
    const value = this.#value(0);
    this.#take(SPACE);
    if (this.#at < this.#text.length) throw new Refusal(NO_JSON);
    return value;
  }

  #value(depth: number): string {
    if (depth > DEEPEST) throw new Refusal(`its JSON is more than ${DEEPEST} levels deep`);
    this.#take(SPACE);
    const next = this.#text[this.#at];
    if (next === "{") return this.#object(depth + 1);
    if (next === "[") return this.#array(depth + 1);
    if (next === '"') return JSON.stringify(this.#string());
    return this.#take(WORD) ?? numberText(this.#need(NUMBER));
  }

  #object(depth: number): string {
    const members = new Map<string, string>();
    this.#list("{", "}", () => {
      this.#take(SPACE);
      const name = this.#string();
      this.#mark(":");
      members.set(name, this.#value(depth));
    });
    const sorted = [...members].map(([name, value]) => ({ key: Buffer.from(name), name, value }));
    sorted.sort((one, other) => one.key.length - other.key.length || one.key.compare(other.key));
    return `{${sorted.map(({ name, value }) => `${JSON.stringify(name)}: ${value}`).join(", ")}}`;
  }

  #array(depth: number): string {
    const items: string[] = [];
    this.#list("[", "]", () => items.push(this.#value(depth)));
    return `[${items.join(", ")}]`;
  }

  #list(open: string, close: string, item: () => void): void {
    this.#mark(open);
    if (!this.#isNext(close)) {
      item();
      while (this.#isNext(",")) {
        this.#mark(",");
        item();
      }
    }
    this.#mark(close);
  }

  #isNext(mark: string): boolean {
    this.#take(SPACE);
    return this.#text[this.#at] === mark;
  }

  #mark(mark: string): void {
    if (!this.#isNext(mark)) throw new Refusal(NO_JSON);
    this.#at++;
  }

  #string(): string {
    const from = this.#at;
    if (this.#text[from] !== '"') throw new Refusal(NO_JSON);
    let end = this.#text.indexOf('"', from + 1);
    while (end > 0 && isEscaped(this.#text, end)) end = this.#text.indexOf('"', end + 1);
    const text = end < 0 ? undefined : parsed(this.#text.slice(from, end + 1));
    if (typeof text !== "string") throw new Refusal(NO_JSON);
    if (text.includes("\0")) throw new Refusal("its JSON has the character U+0000");
    if (/\p{Surrogate}/u.test(text)) throw new Refusal("its JSON has half a surrogate pair");
    this.#at = end + 1;
    return text;
  }

  #need(pattern: RegExp): string {
    const found = this.#take(pattern);
    if (found === undefined) throw new Refusal(NO_JSON);
    return found;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

/** Behind an odd number of backslashes. */
function isEscaped(text: string, at: number): boolean {
  let from = at;
  while (text[from - 1] === "\\") from--;
  return (at - from) % 2 === 1;
}

/** More would be refused by the server, and is a way to fill a memory. */
const MOST_POWER = 20_000;

/** A number without its exponent: its decimals stay, as many as are written. */
function numberText(text: string): string {
  NUMBER.lastIndex = 0;
  const [, sign = "", whole = "", fraction = "", power = "0"] = NUMBER.exec(text) ?? [];
  const shift = Number(power);
  if (Math.abs(shift) > MOST_POWER) throw new Refusal("its JSON has a number that is too large");
  const digits = whole + fraction;
  const point = whole.length + shift;
  const all = digits.padStart(digits.length - Math.min(point, 0), "0");
  const at = Math.max(point, 0);
  const before =
    all
      .slice(0, at)
      .padEnd(at, "0")
      .replace(/^0+(?=\d)/, "") || "0";
  const after = all.slice(at);
  const isZero = !/[1-9]/.test(digits);
  return `${isZero ? "" : sign}${before}${after === "" ? "" : `.${after}`}`;
}
