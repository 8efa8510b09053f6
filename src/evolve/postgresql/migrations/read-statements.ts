import { UsageError } from "../../../plain/errors.ts";
import { nextToken, type Token } from "./sql-lexer.ts";

/** A statement of a file, without its semicolon. */
export interface Statement {
  readonly sql: string;
  /** Of the file, from 1. */
  readonly line: number;
  /** Its first tokens; long lists of values are left out. */
  readonly tokens: readonly Token[];
  /** Rows in the file behind `COPY ... FROM STDIN`, as COPY reads them. */
  readonly rows?: string;
}

const MOST_TOKENS = 400;

/** Commands of psql that change nothing of what the statements do. */
const HARMLESS =
  /^\\(?:echo|qecho|warn|timing|restrict|unrestrict|pset|encoding\s+utf-?8\s*$|set\s+(?:ON_ERROR_STOP|QUIET|ECHO|VERBOSITY)\b)/i;

/**
 * The statements of a file, as psql reads it: a semicolon ends one unless it stands in a string, a comment,
 * parentheses, or the body of a function.
 *
 * @param path as messages name it
 * @throws UsageError with the line, where something does not end, or psql alone understands it
 */
export function readStatements(path: string, text: string): Statement[] {
  const reader = new StatementReader(path, text);
  const statements: Statement[] = [];
  for (let one = reader.next(); one !== undefined; one = reader.next()) statements.push(one);
  return statements;
}

/** A file's place and what is wrong there, told. */
export function refusedAt(place: string, what: string, cure: string): UsageError {
  return new UsageError(`${place}: ${what}.`, { cure: `${cure} Nothing was changed.` });
}

class StatementReader {
  readonly #path: string;
  readonly #text: string;
  #at = 0;
  /** Of the place that was asked for last: lines are counted once. */
  #counted = { at: 0, line: 1 };

  constructor(path: string, text: string) {
    this.#path = path;
    this.#text = text;
  }

  next(): Statement | undefined {
    const tokens: Token[] = [];
    const depth = new Depth();
    let last: Token | undefined;
    for (;;) {
      const token = this.#token(depth.brackets);
      const ends = token === undefined || (token.text === ";" && depth.isOutside);
      if (ends && last !== undefined) return this.#statement(tokens, last, token !== undefined);
      if (token === undefined) return undefined;
      if (ends || this.#isMeta(token, last !== undefined)) continue;
      depth.pass(token);
      if (tokens.length < MOST_TOKENS) tokens.push(token);
      last = token;
    }
  }

  #token(brackets: number): Token | undefined {
    const token = nextToken(this.#text, this.#at, brackets);
    if (token !== undefined && "unclosed" in token)
      throw this.#refuse(token.at, `${token.unclosed} begins here and does not end`, "Close it.");
    if (token !== undefined) this.#at = token.end;
    return token;
  }

  /** Whether it is a command of psql that may be passed over. */
  #isMeta(token: Token, within: boolean): boolean {
    if (token.kind === "variable") throw this.#variable(token);
    if (token.kind !== "meta") return false;
    if (HARMLESS.test(token.text) && !within) return true;
    const command = /^\\\S*/.exec(token.text)?.[0] ?? "\\";
    throw this.#refuse(
      token.start,
      `${command} is a command of psql, and no SQL`,
      /^\\(?:i|ir|include|include_relative)$/.test(command)
        ? "Put the statements of that file here, or give it a number of its own."
        : "Write it in SQL, or remove it.",
    );
  }

  #variable({ text, start }: Token): UsageError {
    const cure = "Write the value itself.";
    return this.#refuse(start, `${text} is a variable of psql, and no SQL`, cure);
  }

  #statement(tokens: readonly Token[], last: Token, ended: boolean): Statement {
    const start = tokens[0]?.start ?? 0;
    const statement = { sql: this.#text.slice(start, last.end), line: this.#line(start), tokens };
    if (!readsRows(tokens)) return statement;
    if (!ended) throw this.#noRows(start);
    return { ...statement, rows: this.#rows(start) };
  }

  /** What stands behind COPY, up to a line with `\.` alone. */
  #rows(start: number): string {
    const lineEnd = this.#text.indexOf("\n", this.#at);
    const rest = this.#text.slice(this.#at, lineEnd === -1 ? undefined : lineEnd);
    if (rest.trim() !== "" && !rest.trim().startsWith("--"))
      throw this.#refuse(start, "the rows of COPY begin on its own line", "Begin a new line.");
    const from = lineEnd + 1;
    END_OF_ROWS.lastIndex = from;
    const end = lineEnd === -1 ? null : END_OF_ROWS.exec(this.#text);
    if (end === null) throw this.#noRows(start);
    this.#at = END_OF_ROWS.lastIndex;
    return this.#text.slice(from, end.index);
  }

  #noRows(start: number): UsageError {
    const what = "COPY reads rows from the file, and no line with \\. alone ends them";
    return this.#refuse(start, what, "Add the rows and that line.");
  }

  #refuse(at: number, what: string, cure: string): UsageError {
    return refusedAt(`${this.#path} line ${this.#line(at)}`, what, cure);
  }

  #line(at: number): number {
    if (at < this.#counted.at) this.#counted = { at: 0, line: 1 };
    let { line } = this.#counted;
    for (let from = this.#text.indexOf("\n", this.#counted.at); from !== -1 && from < at; line++)
      from = this.#text.indexOf("\n", from + 1);
    this.#counted = { at, line };
    return line;
  }
}

const END_OF_ROWS = /^\\\.[ \t]*$/gm;

/** COPY ... FROM STDIN, with a list of columns or without. */
function readsRows(tokens: readonly Token[]): boolean {
  if (tokens[0]?.text !== "COPY") return false;
  return tokens.some(({ text }, at) => text === "FROM" && tokens[at + 1]?.text === "STDIN");
}

/** Where a semicolon would not end a statement. */
class Depth {
  #parentheses = 0;
  brackets = 0;
  /** BEGIN ATOMIC and CASE without their END. */
  #bodies = 0;
  /** The words that the statement begins with: a body of SQL stands in functions and procedures alone. */
  readonly #beginning: string[] = [];

  get isOutside(): boolean {
    return this.#parentheses <= 0 && this.#bodies === 0;
  }

  pass({ kind, text }: Token): void {
    if (this.#beginning.length < BEGINNING) this.#beginning.push(text);
    if (text === "(") this.#parentheses++;
    else if (text === ")") this.#parentheses--;
    else if (text === "[") this.brackets++;
    else if (text === "]") this.brackets--;
    else if (kind === "word" && CREATES_BODY.test(this.#beginning.join(" "))) this.#passWord(text);
  }

  #passWord(word: string): void {
    if (word === "BEGIN" || (word === "CASE" && this.#bodies > 0)) this.#bodies++;
    else if (word === "END" && this.#bodies > 0) this.#bodies--;
  }
}

const BEGINNING = 4;
const CREATES_BODY = /^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE)\b/;
