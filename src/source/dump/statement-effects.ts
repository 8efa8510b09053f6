// What a statement does to rows that were read before it, told by its words; nothing is executed.

/**
 * `empties`: no row of the table that was read before is left; `drops`: and the table is gone.
 * `alters`: rows that were read, or their columns, may be others. `brings`: rows come from somewhere else.
 */
export type Effect = "empties" | "drops" | "alters" | "brings";

/** What a statement that is not read as rows does to a table. */
export interface StatementEffect {
  readonly effect: Effect;
  /** The table, with what stands before its name; undefined if the statement does not say it plainly. */
  readonly target: readonly string[] | undefined;
  /** A database or schema that goes with all of its tables. */
  readonly whole?: string;
}

const NAME = '(?:"(?:[^"]|"")+"|`(?:[^`]|``)+`|\\[[^\\]]+\\]|[\\w$#@\\x80-\\xff]+)';
const PATH = `${NAME}(?:\\s*\\.\\s*${NAME}){0,3}`;
const NAMES = new RegExp(NAME, "g");
const STRINGS = /'(?:[^'\\]|\\[\s\S]|'')*'|--[^\n]*|\/\*(?!M?!)[\s\S]*?\*\//g;

/** The statement without its strings and comments: what is left are names and words of SQL. */
export const withoutStrings = (statement: string): string =>
  statement.replace(STRINGS, (part) => (part.startsWith("'") ? "''" : " "));

/** Every name and word of a statement, in lower case: where a table is meant, it is among them. */
export const wordsOf = (statement: string): ReadonlySet<string> =>
  new Set((statement.match(NAMES) ?? []).map((name) => unquoted(name).toLowerCase()));

const unquoted = (name: string): string => name.replace(/^["`[]|["`\]]$/g, "");

const pathOf = (text: string): string[] => (text.match(NAMES) ?? []).map(unquoted);

const pattern = (source: string): RegExp => new RegExp(`^${source.replaceAll("PATH", PATH)}`, "i");

type Reading = (found: RegExpExecArray, plain: string) => StatementEffect[];

const one =
  (effect: Effect): Reading =>
  (found) => [{ effect, target: pathOf(found[1] ?? "") }];

/** An alias, a join or a list of tables: which one is changed takes more than its first name. */
const JOINS = /\bJOIN\b|\bFROM\b|\bUSING\b|^[^(]*?,[^(]*?\bSET\b/i;

const altered: Reading = (found, plain) => {
  const rest = plain.slice(found[0].length);
  const isAlone = !JOINS.test(rest.replace(/\([^()]*\)/g, ""));
  return [{ effect: "alters", target: isAlone ? pathOf(found[1] ?? "") : undefined }];
};

const RULES: readonly (readonly [RegExp, Reading])[] = [
  [
    pattern(
      "DROP\\s+(?:TEMPORARY\\s+)?(?:FOREIGN\\s+)?TABLE\\s+(?:IF\\s+EXISTS\\s+)?(PATH(?:\\s*,\\s*PATH)*)",
    ),
    (found) => split(found[1] ?? "").map((target) => ({ effect: "drops", target })),
  ],
  [
    pattern("DROP\\s+(?:DATABASE|SCHEMA)\\s+(?:IF\\s+EXISTS\\s+)?(PATH)"),
    (found) => [{ effect: "drops", target: undefined, whole: pathOf(found[1] ?? "").at(-1) ?? "" }],
  ],
  [
    pattern("TRUNCATE\\s+(?:TABLE\\s+)?(?:ONLY\\s+)?(PATH(?:\\s*,\\s*(?:ONLY\\s+)?PATH)*)"),
    (found) => split(found[1] ?? "").map((target) => ({ effect: "empties", target })),
  ],
  [pattern("UPDATE\\s+STATISTICS\\b"), () => []],
  [
    pattern(
      "DELETE\\s+(?:LOW_PRIORITY\\s+|QUICK\\s+|IGNORE\\s+)*(?:FROM\\s+)?(?:ONLY\\s+)?(PATH)\\s*;?\\s*$",
    ),
    one("empties"),
  ],
  [
    pattern("DELETE\\s+(?:LOW_PRIORITY\\s+|QUICK\\s+|IGNORE\\s+)*(?:FROM\\s+)?(?:ONLY\\s+)?(PATH)"),
    altered,
  ],
  [
    pattern(
      "UPDATE\\s+(?:LOW_PRIORITY\\s+|IGNORE\\s+|ONLY\\s+|OR\\s+\\w+\\s+|TOP\\s*\\([^)]*\\)\\s*)*(PATH)",
    ),
    altered,
  ],
  [pattern("MERGE\\s+(?:TOP\\s*\\([^)]*\\)\\s*)?(?:INTO\\s+)?(PATH)"), one("brings")],
  [pattern("(?:INSERT|REPLACE)\\s+(?:[A-Z_]+\\s+)*?INTO\\s+(?:TABLE\\s+)?(PATH)"), one("brings")],
  [
    pattern("(?:INSERT|REPLACE)\\s+(?:(?:IGNORE|LOW_PRIORITY|HIGH_PRIORITY|DELAYED)\\s+)*(PATH)"),
    one("brings"),
  ],
  [pattern("LOAD\\s+(?:DATA|XML)\\b.*?\\bINTO\\s+TABLE\\s+(PATH)"), one("brings")],
  [pattern("BULK\\s+INSERT\\s+(PATH)"), one("brings")],
  [
    pattern(
      "SELECT\\b[\\s\\S]*?\\bINTO\\s+(?!OUTFILE\\b|DUMPFILE\\b|@|:)(?:TABLE\\s+)?(PATH)\\s+FROM\\b",
    ),
    one("brings"),
  ],
  [
    pattern(
      "CREATE\\s+(?:[A-Z]+\\s+)*?TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(PATH)[\\s\\S]*?\\bSELECT\\b",
    ),
    one("brings"),
  ],
  [
    pattern("RENAME\\s+TABLE\\s+([\\s\\S]*)"),
    (found) =>
      (found[1] ?? "").split(",").map((pair) => ({
        effect: "alters",
        target: pathOf(pair.split(/\s+TO\s+/i)[0] ?? ""),
      })),
  ],
];

const split = (list: string): string[][] => list.split(",").map(pathOf);

const ALTER = pattern("ALTER\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?(PATH)");
/** What ALTER TABLE does to what is there: keys, defaults and the like come and go without a row. */
const RESHAPES = new RegExp(
  [
    "\\bRENAME\\s+(?!(?:INDEX|KEY|CONSTRAINT)\\b)",
    "\\bDROP\\s+COLUMN\\b",
    `\\bDROP\\s+(?!(?:INDEX|KEY|PRIMARY|FOREIGN|CONSTRAINT|DEFAULT|NOT|CHECK|IDENTITY|EXPRESSION)\\b)${NAME}\\s*(?:[;,]|$)`,
    "\\b(?:DROP|TRUNCATE|EXCHANGE|SWITCH)\\s+(?:SUB)?PARTITION\\b",
    "\\bSWITCH\\s+TO\\b",
  ].join("|"),
  "i",
);
/** `CHANGE a a int`, as old tools write to change a type, keeps the name. */
const CHANGE = new RegExp(`\\bCHANGE\\s+(?:COLUMN\\s+)?(${NAME})\\s+(${NAME})`, "gi");

/** What a statement does to tables by its own words; nothing if it does nothing to rows. */
export function effectsOf(statement: string): StatementEffect[] {
  const plain = withoutStrings(statement).trim();
  for (const [form, reading] of RULES) {
    const found = form.exec(plain);
    if (found !== null) return reading(found, plain);
  }
  const table = ALTER.exec(plain);
  if (table === null) return [];
  const isRenamed = [...plain.matchAll(CHANGE)].some(
    ([, from = "", to = ""]) => unquoted(from) !== unquoted(to),
  );
  const isReshaped = isRenamed || RESHAPES.test(plain.slice(table[0].length));
  return isReshaped ? [{ effect: "alters", target: pathOf(table[1] ?? "") }] : [];
}

/** Words that change rows, wherever they stand: in a block, in a string that is executed. */
const DATA =
  /\b(?:INSERT|UPDATE(?!\s+STATISTICS)|DELETE|MERGE|REPLACE\s+INTO|TRUNCATE|DROP\s+TABLE|LOAD\s+DATA|RENAME|sp_rename)\b/i;

/** Whether something that is not read statement by statement may change rows. */
export const mayChangeRows = (text: string): boolean => DATA.test(text);
