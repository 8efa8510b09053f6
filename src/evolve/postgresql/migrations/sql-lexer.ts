// PostgreSQL's smallest parts of a statement (https://www.postgresql.org/docs/current/sql-syntax-lexical.html), and
// what psql reads beside them: commands with a backslash, variables with a colon.

/** A part of SQL, blanks and comments left out. */
export interface Token {
  /** `meta`: a command of psql, to the end of its line; `variable`: what psql would put a text in the place of. */
  readonly kind: "word" | "name" | "string" | "number" | "sign" | "meta" | "variable";
  /** Words in upper case; all else as it is written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What begins and does not end; `at` is where it begins. */
export interface Unclosed {
  readonly unclosed: string;
  readonly at: number;
}

const BLANK = /(?:[ \t\n\r\f\v]+|--[^\n]*)+/y;
const COMMENT_PART = /\/\*|\*\//g;
const ESCAPED = /[eE]'[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*('?)/y;
const STRING = /(?:[nNbBxX]|[uU]&)?'[^']*(?:''[^']*)*('?)/y;
const NAME = /(?:[uU]&)?"[^"]*(?:""[^"]*)*("?)/y;
const DOLLAR = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER = /\d[\w.]*|\.\d\w*|\$\d+/y;
const META = /\\[^\n]*/y;
/** A colon that is neither a cast nor an assignment. */
const VARIABLE = /:(?:[A-Za-z_]\w*|'[^'\n]*'|"[^"\n]*"|\{\?\w+\})/y;
const SIGN = /::|:=|[\s\S]/y;

/** Those that end with a sign of their own: without it they do not end. */
const QUOTED: readonly (readonly [kind: Token["kind"], pattern: RegExp, what: string])[] = [
  ["string", ESCAPED, "a string"],
  ["string", STRING, "a string"],
  ["name", NAME, "a quoted name"],
];
const PLAIN: readonly (readonly [kind: Token["kind"], pattern: RegExp])[] = [
  ["word", WORD],
  ["number", NUMBER],
  ["meta", META],
  ["sign", SIGN],
];

/**
 * The part of SQL that comes next; undefined at the end.
 *
 * @param subscripts how many square brackets are open: within them a colon parts two bounds
 */
export function nextToken(
  text: string,
  from: number,
  subscripts = 0,
): Token | Unclosed | undefined {
  const start = skipBlank(text, from);
  if (typeof start !== "number") return start;
  if (start >= text.length) return undefined;
  return quoted(text, start) ?? dollarQuoted(text, start) ?? plain(text, start, subscripts === 0);
}

function skipBlank(text: string, from: number): number | Unclosed {
  let at = from;
  for (;;) {
    BLANK.lastIndex = at;
    if (BLANK.test(text)) at = BLANK.lastIndex;
    if (!text.startsWith("/*", at)) return at;
    const end = commentEnd(text, at);
    if (end === undefined) return { unclosed: "a comment", at };
    at = end;
  }
}

/** Comments hold comments. */
function commentEnd(text: string, start: number): number | undefined {
  let depth = 0;
  COMMENT_PART.lastIndex = start;
  for (let part = COMMENT_PART.exec(text); part !== null; part = COMMENT_PART.exec(text)) {
    depth += part[0] === "/*" ? 1 : -1;
    if (depth === 0) return COMMENT_PART.lastIndex;
  }
  return undefined;
}

function quoted(text: string, start: number): Token | Unclosed | undefined {
  for (const [kind, pattern, what] of QUOTED) {
    pattern.lastIndex = start;
    const found = pattern.exec(text);
    if (found === null) continue;
    if (found[1] === "") return { unclosed: what, at: start };
    return { kind, text: found[0], start, end: pattern.lastIndex };
  }
  return undefined;
}

function dollarQuoted(text: string, start: number): Token | Unclosed | undefined {
  DOLLAR.lastIndex = start;
  const tag = DOLLAR.exec(text)?.[0];
  if (tag === undefined) return undefined;
  const close = text.indexOf(tag, start + tag.length);
  if (close === -1) return { unclosed: `a text in ${tag}`, at: start };
  const end = close + tag.length;
  return { kind: "string", text: text.slice(start, end), start, end };
}

function plain(text: string, start: number, variables: boolean): Token {
  const kinds = variables ? [["variable", VARIABLE] as const, ...PLAIN] : PLAIN;
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = start;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) continue;
    const written = kind === "word" ? found.toUpperCase() : found;
    return { kind, text: written, start, end: start + found.length };
  }
  return { kind: "sign", text: text[start] ?? "", start, end: start + 1 };
}
