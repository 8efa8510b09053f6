import { sameName } from "../db/names.ts";
import type { ColumnShape, TableShape } from "../db/sqlite/catalog.ts";
import { differingTraits, primaryKey } from "../db/sqlite/catalog.ts";
import { sameDefault, sameStorage } from "../db/sqlite/same-meaning.ts";
import { normalized, tokenize } from "../db/sqlite/sql-tokens.ts";

/** A column that is there and should be another. */
export interface ChangedColumn {
  readonly present: ColumnShape;
  readonly wanted: ColumnShape;
  /** Its values may come out different. */
  readonly converts: boolean;
  /** In plain words. */
  readonly words: readonly string[];
  /** What is only written in another way: values and rules stay as they are. */
  readonly cosmetic: readonly Cosmetic[];
}

/** A difference that no row and no program notices. */
export type Cosmetic =
  | "NOT NULL of the primary key"
  | "UNIQUE as an index"
  | "default written otherwise"
  | "type written otherwise";

/** What parts a table from the one that the schema asks for. */
export interface TableDifference {
  readonly present: TableShape;
  readonly wanted: TableShape;
  readonly added: readonly ColumnShape[];
  readonly lost: readonly ColumnShape[];
  readonly changed: readonly ChangedColumn[];
  /** What else differs, in plain words. */
  readonly parts: readonly string[];
  /** Of the table's own parts, what is only written in another way. */
  readonly cosmetic: readonly Cosmetic[];
  /** Whether ALTER TABLE ADD COLUMN is enough, or the table must be made anew. */
  readonly how: "keep" | "alter" | "rebuild";
}

/** Compares a table with the wanted one of the same name; indexes are compared elsewhere. */
export function compareTables(present: TableShape, wanted: TableShape): TableDifference {
  const added = without(wanted.columns, present.columns);
  const lost = without(present.columns, wanted.columns);
  const changed = wanted.columns.flatMap((column): ChangedColumn[] => {
    const now = present.columns.find(({ name }) => sameName(name, column.name));
    return now === undefined ? [] : changesOf(now, column);
  });
  const parts = differingParts(present, wanted);
  const cosmetic = uniqueOtherwise(present, wanted);
  const stays = lost.length + changed.length + parts.length + cosmetic.length === 0;
  const alters = stays && added.every((column) => isAddable(column));
  const how = alters ? (added.length === 0 ? "keep" : "alter") : "rebuild";
  return { present, wanted, added, lost, changed, parts, cosmetic, how };
}

function without(
  columns: readonly ColumnShape[],
  others: readonly ColumnShape[],
): readonly ColumnShape[] {
  return columns.filter(({ name }) => !others.some((other) => sameName(other.name, name)));
}

/** Anything else is an expression, whatever it comes to: `1 + 1`, `current_date`. */
const LITERAL = /^(?:null|true|false|[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|x?'(?:[^']|'')*')$/i;

/** What ALTER TABLE ADD COLUMN takes (https://sqlite.org/lang_altertable.html, section 5). */
function isAddable(column: ColumnShape): boolean {
  const constant = column.default === null || LITERAL.test(column.default.trim());
  const filled = !column.notNull || column.default !== null;
  return constant && filled && column.primaryKey === 0 && column.generated === undefined;
}

function changesOf(present: ColumnShape, wanted: ColumnShape): ChangedColumn[] {
  const cosmetic = cosmeticChanges(present, wanted);
  const words: string[] = [];
  const say = (differs: boolean, what: string, as?: Cosmetic) => {
    if (differs && !(as && cosmetic.includes(as))) words.push(what);
  };
  const change = (what: string, one: unknown, other: unknown) =>
    `${what} ${one ?? "none"} -> ${other ?? "none"}`;
  const { type, notNull, collation, generated } = wanted;
  const retyped = present.type !== type;
  const recomputed = present.generated !== generated;
  say(retyped, change("type", present.type, type), "type written otherwise");
  say(
    present.notNull !== notNull,
    notNull ? "not null" : "nullable",
    "NOT NULL of the primary key",
  );
  const defaults = change("default", present.defaultSql, wanted.defaultSql);
  say(present.default !== wanted.default, defaults, "default written otherwise");
  say(present.collation !== collation, change("collation", present.collation, collation));
  say(recomputed, change("generated", present.generated, generated));
  const same = words.length + cosmetic.length === 0;
  return same ? [] : [{ present, wanted, converts: retyped || recomputed, words, cosmetic }];
}

function cosmeticChanges(present: ColumnShape, wanted: ColumnShape): Cosmetic[] {
  const isKey = present.primaryKey > 0 && wanted.primaryKey > 0;
  const found: Cosmetic[] = [];
  if (present.type !== wanted.type && !isKey && sameStorage(present.type, wanted.type)) {
    found.push("type written otherwise");
  }
  if (isKey && present.notNull !== wanted.notNull) found.push("NOT NULL of the primary key");
  const redefined = present.default !== wanted.default;
  if (redefined && sameDefault(present.default, wanted.default)) {
    found.push("default written otherwise");
  }
  return found;
}

/** Constraints of one are unique indexes of the other. */
function uniqueOtherwise(present: TableShape, wanted: TableShape): Cosmetic[] {
  const written = same(present.uniques, wanted.uniques) || !isUniqueAlike(present, wanted);
  return written ? [] : ["UNIQUE as an index"];
}

const isUniqueAlike = (one: TableShape, other: TableShape): boolean =>
  same(uniqueColumns(one), uniqueColumns(other));

/** What a table keeps unique, by a constraint or an index over whole columns. */
function uniqueColumns({ uniques, indexes }: TableShape): string[] {
  const indexed = [...indexes.values()].flatMap((sql) => uniquelyIndexed(sql) ?? []);
  return [...new Set([...uniques, ...indexed])].sort();
}

/** The columns of a unique index as a constraint would list them; undefined if it is more or less than that. */
function uniquelyIndexed(sql: string): string | undefined {
  const tokens = tokenize(sql).map(({ meaning }) => meaning);
  const [open, last] = [tokens.indexOf("("), tokens.length - 1];
  if (tokens[1] !== "unique" || tokens[last] !== ")") return undefined;
  const inside = tokens.slice(open + 1, last);
  const plain = inside.every((token, at) => (token === ",") === (at % 2 === 1));
  return plain ? inside.filter((token) => token !== ",").join() : undefined;
}

function differingParts(present: TableShape, wanted: TableShape): string[] {
  const parts: string[] = [];
  const say = (differs: boolean, what: string) => {
    if (differs) parts.push(what);
  };
  const checks = ({ parsed }: TableShape) => parsed.checks.map((check) => check.normalized).sort();
  const keys = ({ foreignKeys }: TableShape) => foreignKeys.map((key) => key.normalized).sort();
  say(!same(checks(present), checks(wanted)), "CHECK constraints");
  say(!same(keys(present), keys(wanted)), "foreign keys");
  const unique = same(present.uniques, wanted.uniques) || isUniqueAlike(present, wanted);
  say(!unique, "UNIQUE constraints");
  say(!same(primaryKey(present), primaryKey(wanted)), "primary key");
  return [...parts, ...differingTraits(present, wanted)];
}

/** Whether two statements say the same. */
export const sameSql = (one: string, other: string): boolean =>
  normalized(tokenize(one)) === normalized(tokenize(other));

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((part, at) => part === other[at]);
