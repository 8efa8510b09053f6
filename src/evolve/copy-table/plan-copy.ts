import { getTableColumns, getTableName } from "drizzle-orm";
import { getTableConfig, type SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { TableCopy } from "../../../shared/table-copies.ts";
import { sameName } from "../../db/names.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import { nearestHint } from "../../plain/nearest.ts";

/** A column of the new table, and where its values come from. */
export interface CopiedColumn {
  /** Key of the Drizzle table. */
  readonly key: string;
  /** SQL name. */
  readonly name: string;
  /** The older column. */
  readonly from: string;
  readonly takes: "text" | "number" | "boolean";
  /** The SQL name of the table whose rows it names. */
  readonly parent?: string;
}

/** Which column becomes which. */
export interface CopyPlan {
  readonly copy: TableCopy;
  /** The new table's SQL name. */
  readonly table: string;
  readonly columns: readonly CopiedColumn[];
  /** The older table's key. */
  readonly key: string;
}

/** What a person has decided about columns. */
export interface CopyDecisions {
  /** Older columns that have another name, besides those that are declared. */
  readonly renames: readonly { readonly from: string; readonly to: string }[];
  /** Older columns whose values may stay behind. */
  readonly leftBehind: readonly string[];
}

const KEY = "id";

/**
 * Pairs the columns of an older table with those of the new one.
 *
 * @param older SQL names
 * @throws DecisionNeeded if a column has no place, or a required one no source
 */
export function planCopy(
  copy: TableCopy,
  older: readonly string[],
  decisions: CopyDecisions,
): CopyPlan {
  const table = getTableName(copy.to);
  const find = (name: string) => older.find((one) => sameName(one, name));
  const key = find(KEY);
  if (key === undefined) {
    throw new UsageError(`The table ${copy.from} has no column "${KEY}".`, {
      cure: "Only a table whose rows have ids can be copied again without duplicating them.",
    });
  }
  const renames = renamesOf(copy, decisions);
  checkRenames(renames, { copy, older, table });
  const columns = Object.entries(getTableColumns(copy.to)).flatMap(([own, column]) => {
    const from = renames.find(({ to }) => sameName(to, column.name))?.from;
    const renamedAway = (name: string) => renames.some((one) => sameName(one.from, name));
    const found = from === undefined ? find(column.name) : find(from);
    const taken = found !== undefined && (from !== undefined || !renamedAway(found));
    if (own === KEY || !taken || found === undefined) return [];
    return [copied({ copy, key: own, column, from: found })];
  });
  const left = older.filter(
    (name) =>
      name !== key &&
      !columns.some(({ from }) => from === name) &&
      !decisions.leftBehind.some((one) => sameName(one, name)),
  );
  if (left.length > 0) throw noPlace(copy, table, left);
  checkRequired(copy, columns);
  return { copy, table, columns, key };
}

type Rename = CopyDecisions["renames"][number];

const renamesOf = ({ columns }: TableCopy, { renames }: CopyDecisions): readonly Rename[] => [
  ...renames,
  ...Object.entries(columns)
    .map(([from, to]) => ({ from, to }))
    .filter(({ from }) => !renames.some((one) => sameName(one.from, from))),
];

interface Tables {
  readonly copy: TableCopy;
  readonly older: readonly string[];
  readonly table: string;
}

function checkRenames(renames: readonly Rename[], { copy, older, table }: Tables): void {
  const known = Object.values(getTableColumns(copy.to)).map(({ name }) => name);
  for (const { from, to } of renames) {
    if (!known.some((name) => sameName(name, to))) {
      throw new UsageError(`${table} has no column ${to}${nearestHint(to, known)}.`, {
        cure: `Its columns are: ${known.join(", ")}.`,
      });
    }
    if (!older.some((name) => sameName(name, from))) {
      throw new UsageError(`${copy.from} has no column ${from}${nearestHint(from, older)}.`, {
        cure: `Its columns are: ${older.join(", ")}.`,
      });
    }
  }
}

interface Pair {
  readonly copy: TableCopy;
  readonly key: string;
  readonly column: SQLiteColumn;
  readonly from: string;
}

function copied({ copy, key, column, from }: Pair): CopiedColumn {
  const keys = getTableConfig(copy.to).foreignKeys.map((one) => one.reference());
  const found = keys.find(
    ({ columns }) => columns.length === 1 && columns[0]?.name === column.name,
  );
  const parent = found && { parent: getTableName(found.foreignTable) };
  const type = column.getSQLType() === "text" ? "text" : "number";
  const takes = column.dataType === "boolean" ? "boolean" : type;
  return { key, name: column.name, from, takes, ...parent };
}

function noPlace({ from }: TableCopy, table: string, left: readonly string[]): DecisionNeeded {
  const flags = left.map(
    (name) => `--rename ${from}.${name}=<column of ${table}>  or  --allow-drop ${from}.${name}`,
  );
  return new DecisionNeeded(
    `${table} has no place for ${left.map((name) => `${from}.${name}`).join(", ")}.`,
    {
      cure: `Decide about each:  ${flags.join(";  ")}`,
    },
  );
}

function checkRequired({ to, from }: TableCopy, columns: readonly CopiedColumn[]): void {
  const lacking = Object.entries(getTableColumns(to))
    .filter(([key, column]) => {
      const filled = key === KEY || columns.some((one) => one.key === key);
      return column.notNull && !column.hasDefault && !filled;
    })
    .map(([, { name }]) => name);
  if (lacking.length === 0) return;
  throw new DecisionNeeded(
    `${from} has no column for ${lacking.join(", ")} of ${getTableName(to)}, which must have a value.`,
    { cure: `Say which column it is:  --rename ${from}.<column>=${lacking[0]}` },
  );
}
