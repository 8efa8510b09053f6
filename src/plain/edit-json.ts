// Changes one key of a JSON text that people wrote, and leaves all else as it stands.

interface Member {
  readonly key: string;
  /** Where the key begins, and where its value ends. */
  readonly start: number;
  readonly end: number;
  readonly value: Span;
}

interface Span {
  readonly start: number;
  readonly end: number;
  /** Of an object. */
  readonly members: readonly Member[];
  readonly kind: "object" | "other";
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Sets a key, with the objects that lead to it where they are not there.
 *
 * @param json a text that parses
 */
export function setIn(json: string, path: readonly string[], value: unknown): string {
  const { span, depth } = deepest(spanOf(json), path);
  const [key, ...rest] = path.slice(depth);
  if (key === undefined || span.kind !== "object") {
    const own = path.slice(depth).reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
    return replaced(json, span, written(own, indentAt(json, span.start)));
  }
  const inner = rest.reduceRight<unknown>((sofar, name) => ({ [name]: sofar }), value);
  return added(json, span, { key, inner });
}

/** Takes a key out; a text that does not have it stays as it is. */
export function removeIn(json: string, path: readonly string[]): string {
  const { span, depth } = deepest(spanOf(json), path.slice(0, -1));
  if (depth < path.length - 1) return json;
  const at = span.members.findIndex(({ key }) => key === path.at(-1));
  const [member, before, after] = [span.members[at], span.members[at - 1], span.members[at + 1]];
  if (member === undefined) return json;
  if (after !== undefined) return json.slice(0, member.start) + json.slice(after.start);
  if (before !== undefined) return json.slice(0, before.end) + json.slice(member.end);
  return json.slice(0, member.start).trimEnd() + json.slice(member.end).trimStart();
}

/** The innermost value of the path that is there. */
function deepest(whole: Span, path: readonly string[]): { span: Span; depth: number } {
  let span = whole;
  let depth = 0;
  for (const name of path) {
    // Of a key that stands twice, the last one counts.
    const member = span.members.findLast(({ key }) => key === name);
    if (member === undefined) break;
    span = member.value;
    depth++;
  }
  return { span, depth };
}

const replaced = (json: string, { start, end }: Span, text: string): string =>
  json.slice(0, start) + text + json.slice(end);

function added(
  json: string,
  span: Span,
  { key, inner }: { readonly key: string; readonly inner: unknown },
): string {
  const { start, end, members } = span;
  const last = members.at(-1);
  const isOneLine = !json.slice(start, end).includes("\n");
  const indent = indentAt(json, start);
  const name = JSON.stringify(key);
  if (last === undefined) {
    const short = spaced({ [key]: inner });
    if (isOneLine && short.length <= LONGEST) return replaced(json, span, short);
    const step = `${indent}  `;
    return `${json.slice(0, start)}{\n${step}${name}: ${written(inner, step)}\n${indent}}${json.slice(end)}`;
  }
  const before = json.slice(0, last.end);
  if (isOneLine) return `${before}, ${name}: ${JSON.stringify(inner)}${json.slice(last.end)}`;
  const step = indentAt(json, last.start);
  return `${before},\n${step}${name}: ${written(inner, step)}${json.slice(last.end)}`;
}

/** What a line begins with. */
function indentAt(json: string, at: number): string {
  const line = json.slice(json.lastIndexOf("\n", at - 1) + 1, at);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

const LONGEST = 100;

/** Short values in one line, as people write them. */
function written(value: unknown, indent: string): string {
  const flat = spaced(value);
  if (flat.length <= LONGEST) return flat;
  return JSON.stringify(value, null, 2).replaceAll("\n", `\n${indent}`);
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, one]) => `${JSON.stringify(key)}: ${spaced(one)}`,
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

interface Token {
  readonly text: string;
  readonly at: number;
}

/** Where the values of a text stand. */
function spanOf(json: string): Span {
  const tokens = [...json.matchAll(TOKEN)].map(({ 0: text, index }) => ({ text, at: index }));
  return new Spans(tokens, json.length).read();
}

class Spans {
  readonly #tokens: readonly Token[];
  readonly #end: number;
  #next = 0;

  constructor(tokens: readonly Token[], end: number) {
    this.#tokens = tokens;
    this.#end = end;
  }

  read(): Span {
    const { text, at: start } = this.#take();
    if (text === "{") return this.#object(start);
    if (text === "[") return this.#list(start);
    return { start, end: start + text.length, members: [], kind: "other" };
  }

  #object(start: number): Span {
    const members: Member[] = [];
    for (let name = this.#take(); name.text !== "}" && name.text !== ""; name = this.#take()) {
      if (name.text === ",") continue;
      this.#take();
      const value = this.read();
      members.push({ key: JSON.parse(name.text) as string, start: name.at, end: value.end, value });
    }
    return { start, end: this.#endOfLast(), members, kind: "object" };
  }

  #list(start: number): Span {
    while (!["]", ""].includes(this.#peek())) {
      if (this.#peek() === ",") this.#take();
      else this.read();
    }
    this.#take();
    return { start, end: this.#endOfLast(), members: [], kind: "other" };
  }

  #peek(): string {
    return this.#tokens[this.#next]?.text ?? "";
  }

  #take(): Token {
    return this.#tokens[this.#next++] ?? { text: "", at: this.#end };
  }

  #endOfLast(): number {
    const last = this.#tokens[this.#next - 1];
    return last === undefined ? this.#end : last.at + last.text.length;
  }
}
