import { sameName } from "../db/names.ts";
import type { ColumnShape, TableShape } from "../db/sqlite/catalog.ts";
import { differingTraits, primaryKey } from "../db/sqlite/catalog.ts";
import { normalized, tokenize } from "../db/sqlite/sql-tokens.ts";

/** A column that is there and should be another. */
export interface ChangedColumn {
  readonly present: ColumnShape;
  readonly wanted: ColumnShape;
  /** Its values may come out different. */
  readonly converts: boolean;
  /** In plain words. */
  readonly words: readonly string[];
}

/** What parts a table from the one that the schema asks for. */
export interface TableDifference {
  readonly present: TableShape;
  readonly wanted: TableShape;
  readonly added: readonly ColumnShape[];
  readonly lost: readonly ColumnShape[];
  readonly changed: readonly ChangedColumn[];
  /** What else differs, in plain words. */
  readonly parts: readonly string[];
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
  const stays = lost.length + changed.length + parts.length === 0;
  const alters = stays && added.every((column) => isAddable(column));
  const how = alters ? (added.length === 0 ? "keep" : "alter") : "rebuild";
  return { present, wanted, added, lost, changed, parts, how };
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
  const words: string[] = [];
  const say = (what: string, one: unknown, other: unknown) => {
    if (one !== other) words.push(`${what} ${one ?? "none"} -> ${other ?? "none"}`);
  };
  say("type", present.type, wanted.type);
  if (present.notNull !== wanted.notNull) words.push(wanted.notNull ? "not null" : "nullable");
  if (present.default !== wanted.default) {
    words.push(`default ${present.defaultSql ?? "none"} -> ${wanted.defaultSql ?? "none"}`);
  }
  say("collation", present.collation, wanted.collation);
  say("generated", present.generated, wanted.generated);
  const converts = present.type !== wanted.type || present.generated !== wanted.generated;
  return words.length === 0 ? [] : [{ present, wanted, converts, words }];
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
  say(!same(present.uniques, wanted.uniques), "UNIQUE constraints");
  say(!same(primaryKey(present), primaryKey(wanted)), "primary key");
  return [...parts, ...differingTraits(present, wanted)];
}

/** Whether two statements say the same. */
export const sameSql = (one: string, other: string): boolean =>
  normalized(tokenize(one)) === normalized(tokenize(other));

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((part, at) => part === other[at]);
