import { withoutStrings } from "./statement-effects.ts";

/** A column, or several together, whose values a dump declares to be keys of another table. */
export interface DeclaredReference {
  readonly columns: readonly string[];
  /** The other table as it is written: schema or database, if said, and name. */
  readonly to: readonly string[];
  /** Empty where the dump leaves them out: the primary key of the other table. */
  readonly toColumns: readonly string[];
}

/** What a dump declares of a table: in CREATE TABLE, ALTER TABLE ... ADD, or CREATE UNIQUE INDEX. */
export interface DeclaredKeys {
  /** Empty where none is declared. */
  readonly primaryKey: readonly string[];
  /** Other columns, alone or together, that are unique. */
  readonly unique: readonly (readonly string[])[];
  readonly foreignKeys: readonly DeclaredReference[];
  /** Columns that are never empty, those of the primary key among them. */
  readonly notNull: readonly string[];
}

export const NO_KEYS: DeclaredKeys = { primaryKey: [], unique: [], foreignKeys: [], notNull: [] };

/** What several statements declare of one table, together. */
export function joinKeys(one: DeclaredKeys, other: DeclaredKeys): DeclaredKeys {
  const primaryKey = one.primaryKey.length > 0 ? one.primaryKey : other.primaryKey;
  return {
    primaryKey,
    unique: distinct([...one.unique, ...other.unique]),
    foreignKeys: distinct([...one.foreignKeys, ...other.foreignKeys]),
    notNull: [...new Set([...one.notNull, ...other.notNull, ...primaryKey])],
  };
}

function distinct<Item>(items: readonly Item[]): Item[] {
  const found = new Map(items.map((item) => [JSON.stringify(item), item]));
  return [...found.values()];
}

const NAME = '(?:"(?:[^"]|"")+"|`(?:[^`]|``)+`|\\[[^\\]]+\\]|[\\w$#@\\x80-\\xff]+)';
const PATH = `${NAME}(?:\\s*\\.\\s*${NAME})*`;
const LIST = "\\(([^()]*(?:\\([^()]*\\)[^()]*)*)\\)";
const PRIMARY = new RegExp(
  `\\bPRIMARY\\s+KEY\\b(?:\\s+(?:NON)?CLUSTERED)?(?:\\s+USING\\s+\\w+)?(?:\\s*${LIST})?`,
  "i",
);
const UNIQUE = new RegExp(
  `\\bUNIQUE\\b(?:\\s+(?:NON)?CLUSTERED)?(?:\\s+(?:KEY|INDEX))?(?:\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?${NAME}(?=\\s*(?:[(]|USING\\b)))?(?:\\s+USING\\s+\\w+)?(?:\\s*${LIST})?`,
  "i",
);
const FOREIGN = new RegExp(
  `\\bFOREIGN\\s+KEY\\s*(?:${NAME}\\s*)?${LIST}\\s*REFERENCES\\s+(${PATH})(?:\\s*${LIST})?`,
  "i",
);
const REFERENCES = new RegExp(`\\bREFERENCES\\s+(${PATH})(?:\\s*${LIST})?`, "i");
const NAMES = new RegExp(NAME, "g");

/** One column or one constraint of a statement, as it is written. */
export interface DeclaredItem {
  /** Of the column that the item declares; undefined for a constraint of the table. */
  readonly column: string | undefined;
  readonly text: string;
}

/**
 * What one item of CREATE TABLE, or one ADD of ALTER TABLE, declares.
 *
 * @param decode makes text of a name's bytes
 */
export function keysOf(
  { column, text }: DeclaredItem,
  decode: (raw: string) => string,
): DeclaredKeys {
  // A default or a comment may say anything.
  const plain = withoutStrings(text);
  const own = column === undefined ? [] : [column];
  const listed = (list: string | undefined) =>
    list === undefined ? own : columnsOf(list).map(decode);
  const foreign = FOREIGN.exec(plain);
  const inline = foreign === null && column !== undefined ? REFERENCES.exec(plain) : null;
  const primary = PRIMARY.exec(plain);
  const unique = UNIQUE.exec(plain);
  // What a column declares is of itself alone: brackets behind it are those of a CHECK.
  const named = (list: string | undefined) => (column === undefined ? listed(list) : own);
  const primaryKey = primary === null ? [] : named(primary[1]);
  const references = [
    ...(foreign === null ? [] : [reference(listed(foreign[1]), foreign[2], foreign[3])]),
    ...(inline === null ? [] : [reference(own, inline[1], inline[2])]),
  ];
  const required = column !== undefined && /\bNOT\s+NULL\b/i.test(plain);
  return {
    primaryKey,
    unique: unique === null ? [] : [named(unique[1])].filter((columns) => columns.length > 0),
    foreignKeys: references,
    notNull: [...new Set([...primaryKey, ...(required ? own : [])])],
  };

  function reference(
    columns: readonly string[],
    table: string | undefined,
    list: string | undefined,
  ): DeclaredReference {
    return {
      columns,
      to: namesOf(table ?? "").map(decode),
      toColumns: list === undefined ? [] : columnsOf(list).map(decode),
    };
  }
}

/** The names of a list, without the length or order behind them: `name(10)`, `[id] ASC`. */
function columnsOf(list: string): string[] {
  return list
    .replace(/\([^()]*\)/g, "")
    .split(",")
    .flatMap((one) => namesOf(one).slice(0, 1));
}

const namesOf = (text: string): string[] => (text.match(NAMES) ?? []).map(unquoted);

function unquoted(name: string): string {
  const quote = name[0] ?? "";
  if (quote === "[") return name.slice(1, -1);
  if (quote !== '"' && quote !== "`") return name;
  return name.slice(1, -1).replaceAll(quote + quote, quote);
}
