/**
 * The values that a CHECK allows a column, as the server writes its expression:
 * `(gender = ANY (ARRAY['M'::bpchar, 'F'::bpchar]))`, `((kind = 1) OR (kind = 2))`, `((VALUE)::text = ANY ...)`.
 *
 * @param column its name; `VALUE` of a domain's CHECK
 * @returns undefined where it is no closed list of one column
 */
export function checkedValues(expression: string, column: string): string[] | undefined {
  const tokens = expression.match(TOKENS) ?? [];
  const parser = new Parser(tokens, column);
  const values = parser.disjunction();
  return parser.isAtEnd && values !== undefined && values.length > 0
    ? [...new Set(values)]
    : undefined;
}

const TOKENS =
  /E?'(?:[^']|'')*'|"(?:[^"]|"")*"|::|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|[\w$\x80-\uffff]+|[^\s]/gi;

/** Words behind `::` that belong to the name of a type. */
const OF_TYPES = /^(?:varying|precision|with|without|time|zone)$/i;

class Parser {
  readonly #tokens: readonly string[];
  readonly #column: string;
  #at = 0;

  constructor(tokens: readonly string[], column: string) {
    this.#tokens = tokens;
    this.#column = column;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  /** a OR b: the values of both; a column that may be empty allows no more for that. */
  disjunction(): string[] | undefined {
    let values = this.#conjunction();
    while (this.#take(/^or$/i)) {
      const more = this.#conjunction();
      values = values && more && [...values, ...more];
    }
    return values;
  }

  /** a AND b: what is in both lists; a part that is no list makes the whole one unknown. */
  #conjunction(): string[] | undefined {
    let values = this.#comparison();
    while (this.#take(/^and$/i)) {
      const more = this.#comparison();
      values = values && more && values.filter((value) => more.includes(value));
    }
    return values;
  }

  #comparison(): string[] | undefined {
    const began = this.#at;
    if (this.#operand()) {
      if (this.#take(/^is$/i)) return this.#take(/^null$/i) ? [] : undefined;
      if (this.#take(/^=$/)) return this.#take(/^any$/i) ? this.#list() : this.#single();
      this.#at = began;
    }
    return this.#within(() => this.disjunction());
  }

  /** The column, in any brackets and casts. */
  #operand(): boolean {
    const began = this.#at;
    const isColumn = this.#column === nameOf(this.#tokens[this.#at] ?? "");
    if (isColumn) this.#at += 1;
    else if (!this.#within(() => (this.#operand() ? true : undefined))) {
      this.#at = began;
      return false;
    }
    this.#casts();
    return true;
  }

  #single(): string[] | undefined {
    const value = this.#literal();
    return value === undefined ? undefined : [value];
  }

  /** (ARRAY['a'::text, 'b'::text])::text[] or ('{a,b}'::text[]) is left aside: the server writes the former. */
  #list(): string[] | undefined {
    if (this.#take(/^array$/i)) return this.#elements();
    return this.#within(() => this.#list());
  }

  #elements(): string[] | undefined {
    if (!this.#take(/^\[$/)) return undefined;
    const values: string[] = [];
    do {
      const value = this.#literal();
      if (value === undefined) return undefined;
      values.push(value);
    } while (this.#take(/^,$/));
    if (!this.#take(/^\]$/)) return undefined;
    this.#casts();
    return values;
  }

  #literal(): string | undefined {
    const value = literalOf(this.#tokens[this.#at] ?? "");
    if (value === undefined) return this.#within(() => this.#literal());
    this.#at += 1;
    this.#casts();
    return value;
  }

  #within<Result>(inner: () => Result | undefined): Result | undefined {
    if (!this.#take(/^\($/)) return undefined;
    const result = inner();
    if (!this.#take(/^\)$/)) return undefined;
    this.#casts();
    return result;
  }

  #casts(): void {
    while (this.#take(/^::$/)) {
      this.#at += 1;
      while (this.#take(/^\.$/)) this.#at += 1;
      while (this.#take(OF_TYPES));
      if (this.#take(/^\($/)) while (!this.#take(/^\)$/) && !this.isAtEnd) this.#at += 1;
      while (this.#take(OF_TYPES));
      while (this.#take(/^\[$/)) this.#take(/^\]$/);
    }
  }

  #take(pattern: RegExp): boolean {
    const isIt = pattern.test(this.#tokens[this.#at] ?? "");
    if (isIt) this.#at += 1;
    return isIt;
  }
}

/** A name in quotes is as it stands; one without has no sign that would need them. */
const nameOf = (token: string): string =>
  token.startsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : token;

function literalOf(token: string): string | undefined {
  if (/^-?\d/.test(token)) return token;
  const escaped = /^E/i.test(token);
  const [, text] = /^E?'(.*)'$/is.exec(token) ?? [];
  if (text === undefined) return undefined;
  const plain = text.replaceAll("''", "'");
  // The server writes E'' for backslashes alone, and doubles them.
  return escaped ? plain.replaceAll("\\\\", "\\") : plain;
}
