/** The values of `enum('a','b')`, as a server writes the type of a column; undefined for another type. */
export function enumValues(type: string): string[] | undefined {
  const [, list] = /^enum\((.*)\)/is.exec(type) ?? [];
  return list === undefined ? undefined : literalsIn(list, "as is");
}

const NAME = "`((?:[^`]|``)+)`";
const NULL_OR = new RegExp(`^${NAME} is null or `, "i");
const OR_NULL = new RegExp(` or ${NAME} is null$`, "i");
const IN_LIST = new RegExp(`^${NAME} in \\((.*)\\)$`, "is");
const EQUALS = new RegExp(`^${NAME} ?= ?(.+)$`, "is");

/**
 * The closed list of values that a CHECK declares for one column, as a server writes its expression:
 * MariaDB `` `gender` in ('M','F') ``, MySQL `` (`gender` in (_utf8mb4\'M\',_utf8mb4\'F\')) ``. What says more
 * than that declares no list.
 */
export function checkedValues(
  clause: string,
): { readonly column: string; readonly values: readonly string[] } | undefined {
  // MySQL writes the expression as it stands in its own literal.
  const written = /_\w+\\'/.test(clause) ? clause.replace(/\\(.)/gs, "$1") : clause;
  const bare = withoutBrackets(written.trim());
  const parts = bare.split(/(?<=\)) or (?=\()/i).map(withoutBrackets);
  const plain = parts.length > 1 ? parts.join(" or ") : bare;
  const inner = withoutBrackets(plain.replace(NULL_OR, "").replace(OR_NULL, ""));
  const found = IN_LIST.exec(inner) ?? EQUALS.exec(inner);
  const [, name, list] = found ?? [];
  const nulls = [NULL_OR.exec(plain)?.[1], OR_NULL.exec(plain)?.[1]];
  if (name === undefined || list === undefined) return undefined;
  if (nulls.some((one) => one !== undefined && one !== name)) return undefined;
  const values = literalsIn(list, "escaped");
  return values && { column: name.replaceAll("``", "`"), values };
}

/** Brackets around the whole of an expression say nothing. */
function withoutBrackets(text: string): string {
  if (!text.startsWith("(") || closing(text) !== text.length - 1) return text;
  return withoutBrackets(text.slice(1, -1).trim());
}

/** Where the bracket is closed that opens the text; literals and names may hold brackets. */
function closing(text: string): number {
  const pieces = /'(?:[^'\\]|''|\\.)*'|`(?:[^`]|``)*`|[()]/gs;
  let depth = 0;
  for (const { 0: piece, index } of text.matchAll(pieces)) {
    if (piece === "(") depth++;
    if (piece === ")" && --depth === 0) return index;
  }
  return -1;
}

const LITERAL =
  /\s*(?:(?:_\w+\s*)?'((?:[^'\\]|''|\\.)*)'|(-?\d+(?:\.\d+)?))\s*(?:collate \w+\s*)?(,|$)/giy;
const PLAIN_LITERAL = /\s*'((?:[^']|'')*)'()\s*(,|$)/gy;

/** Literals with commas between them; undefined if anything else stands there. */
function literalsIn(list: string, writing: "as is" | "escaped"): string[] | undefined {
  const pattern = new RegExp(writing === "escaped" ? LITERAL : PLAIN_LITERAL);
  const values: string[] = [];
  let end = 0;
  let more = true;
  while (more) {
    pattern.lastIndex = end;
    const found = pattern.exec(list);
    if (found === null) return undefined;
    const [whole, text, number, comma] = found;
    const plain = text?.replaceAll("''", "'");
    values.push((writing === "escaped" ? plain?.replace(/\\(.)/gs, "$1") : plain) ?? number ?? "");
    end += whole.length;
    more = comma === ",";
  }
  return end === list.length ? values : undefined;
}
