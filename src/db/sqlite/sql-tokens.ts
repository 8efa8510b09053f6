// Reads SQL as SQLite's own tokenizer does (https://sqlite.org/src/file/src/tokenize.c), as far as
// the statements of a catalog need it.

/** One token of an SQL statement. */
export interface Token {
  readonly kind: "name" | "text" | "blob" | "number" | "mark";
  /** As written. */
  readonly raw: string;
  /** What it means, to be compared: names in lower case without quotes, text without. */
  readonly meaning: string;
  /** Where it starts in the statement. */
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[ \t\n\f\r]+|([xX]'[0-9A-Fa-f]*')|('(?:[^']|'')*')|("(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])|(0[xX][0-9A-Fa-f]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(\|\||<=|>=|<>|!=|==|<<|>>|->>|->|[\s\S])/g;

/** The tokens of a statement, blanks and comments left out. */
export function tokenize(statement: string): Token[] {
  const tokens: Token[] = [];
  for (const found of statement.matchAll(TOKEN)) {
    const token = tokenFrom(found);
    if (token !== undefined) tokens.push(token);
  }
  return tokens;
}

function tokenFrom(found: RegExpMatchArray): Token | undefined {
  const [raw, blob, text, quoted, number, word, mark] = found;
  const start = found.index ?? 0;
  const place = { raw, start, end: start + raw.length };
  if (blob !== undefined) return { kind: "blob", meaning: blob.toLowerCase(), ...place };
  if (text !== undefined) return { kind: "text", meaning: text, ...place };
  if (quoted !== undefined)
    return { kind: "name", meaning: unquote(quoted).toLowerCase(), ...place };
  if (number !== undefined) return { kind: "number", meaning: number.toLowerCase(), ...place };
  if (word !== undefined) return { kind: "name", meaning: word.toLowerCase(), ...place };
  if (mark !== undefined) return { kind: "mark", meaning: mark === "==" ? "=" : mark, ...place };
  return undefined;
}

/** A name without its quotes. */
export function unquote(name: string): string {
  const [open] = name;
  if (open === "[") return name.slice(1, -1);
  if (open !== '"' && open !== "`") return name;
  return name.slice(1, -1).replaceAll(open + open, open);
}

/** A statement or a part of one, so that two ways to write the same are equal. */
export function normalized(tokens: readonly Token[]): string {
  return tokens.map(({ meaning }) => meaning).join(" ");
}
