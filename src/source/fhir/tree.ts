// A value of JSON as it is written: numbers keep their digits, and a member that stands twice is told. JSON.parse would
// do neither.

/** A number, with the digits that it is written with. */
export class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An object, by the names of its members. */
export type Branch = Map<string, Tree>;
export type Tree = string | boolean | null | Digits | readonly Tree[] | Branch;

/** A value, and whether an object in it names a member twice. */
export interface ReadTree {
  readonly tree: Tree;
  readonly hasTwins: boolean;
}

/** No resource nests deeper; what does is made to hurt. */
const DEEPEST = 64;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
const WORD = /(?:true|false|null)(?!\w)/y;
const BLANKS = /[ \t\n\r]*/y;
const WORDS = new Map<string, boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** Reads a value; undefined if the text is no sound JSON (RFC 8259). */
export function readTree(text: string): ReadTree | undefined {
  const reader = new TreeReader(text);
  const tree = reader.whole();
  return tree === undefined ? undefined : { tree, hasTwins: reader.hasTwins };
}

class TreeReader {
  hasTwins = false;
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Tree | undefined {
    const tree = this.#value(0);
    this.#match(BLANKS);
    return this.#at === this.#text.length ? tree : undefined;
  }

  #value(depth: number): Tree | undefined {
    this.#match(BLANKS);
    const sign = this.#text[this.#at];
    if (depth > DEEPEST) return undefined;
    if (sign === "{") return this.#branch(depth);
    if (sign === "[") return this.#list(depth);
    if (sign === '"') return this.#string();
    const number = this.#match(NUMBER);
    if (number) return new Digits(number);
    return WORDS.get(this.#match(WORD) ?? "");
  }

  #branch(depth: number): Branch | undefined {
    const branch: Branch = new Map();
    this.#at++;
    if (this.#take("}")) return branch;
    do {
      this.#match(BLANKS);
      const name = this.#text[this.#at] === '"' ? this.#string() : undefined;
      if (name === undefined || !this.#take(":")) return undefined;
      const value = this.#value(depth + 1);
      if (value === undefined) return undefined;
      this.hasTwins ||= branch.has(name);
      branch.set(name, value);
    } while (this.#take(","));
    return this.#take("}") ? branch : undefined;
  }

  #list(depth: number): readonly Tree[] | undefined {
    const list: Tree[] = [];
    this.#at++;
    if (this.#take("]")) return list;
    do {
      const value = this.#value(depth + 1);
      if (value === undefined) return undefined;
      list.push(value);
    } while (this.#take(","));
    return this.#take("]") ? list : undefined;
  }

  #string(): string | undefined {
    const start = this.#at;
    for (let end = start; ; ) {
      end = this.#text.indexOf('"', end + 1);
      if (end === -1) return undefined;
      if (isEscaped(this.#text, end)) continue;
      this.#at = end + 1;
      return stringOf(this.#text.slice(start, end + 1));
    }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  /** A sign that may have blanks before it. */
  #take(sign: string): boolean {
    this.#match(BLANKS);
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }
}

function isEscaped(text: string, quote: number): boolean {
  let at = quote - 1;
  while (text[at] === "\\") at--;
  return (quote - at) % 2 === 0;
}

function stringOf(written: string): string | undefined {
  try {
    return String(JSON.parse(written));
  } catch {
    return undefined;
  }
}

/** Writes a value as JSON, its numbers as they were. */
export function writeTree(tree: Tree): string {
  if (tree instanceof Digits) return tree.text;
  if (tree instanceof Map) {
    const members = [...tree].map(([name, value]) => `${JSON.stringify(name)}:${writeTree(value)}`);
    return `{${members.join(",")}}`;
  }
  if (isList(tree)) return `[${tree.map(writeTree).join(",")}]`;
  return JSON.stringify(tree);
}

export const isList = (tree: Tree | undefined): tree is readonly Tree[] => Array.isArray(tree);

export const isBranch = (tree: Tree | undefined): tree is Branch => tree instanceof Map;

/** The text of a value that has no parts; undefined of one that has, and of nothing. */
export function textIn(tree: Tree | undefined): string | undefined {
  if (tree instanceof Digits) return tree.text;
  if (typeof tree === "string") return tree;
  return typeof tree === "boolean" ? String(tree) : undefined;
}

/** The same value without what has nothing in it; undefined if that is all of it. */
export function withoutEmpty(tree: Tree): Tree | undefined {
  if (isList(tree)) {
    const left = tree.flatMap((one) => withoutEmpty(one) ?? []);
    return left.length === 0 ? undefined : left;
  }
  if (!isBranch(tree)) return tree;
  const left: Branch = new Map();
  for (const [name, value] of tree) {
    const kept = withoutEmpty(value);
    if (kept !== undefined) left.set(name, kept);
  }
  return left.size === 0 ? undefined : left;
}
