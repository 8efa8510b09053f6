import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Importer } from "../../../importers/define.ts";
import type { Database } from "../../db/database.ts";
import { keyColumn } from "../../db/key-column.ts";
import { quoteName } from "../../db/names.ts";
import { legacyIdKey } from "../owned-columns.ts";
import { type KnownRow, KnownRows, rowOfTarget } from "./known-rows.ts";

/** Fields that hold what people call somebody. */
const NAMES: ReadonlySet<string> = new Set(["firstName", "lastName", "fullName"]);

/** The columns of a table that hold names, by their keys; none where its rows have no name. */
export const nameColumns = ({ fields }: Pick<Importer, "fields">): string[] =>
  Object.entries(fields).flatMap(([name, { holds, column = name, stored }]) =>
    holds !== undefined && NAMES.has(holds) && stored !== false ? [column] : [],
  );

interface Named {
  readonly legacySystem: string;
  /** Each of them stands in one of the names. */
  readonly words: readonly string[];
  readonly most: number;
}

/** The rows of an entity whose names have all of these words: one pass over its table. */
export function rowsNamed(
  db: Database,
  importer: Importer,
  { legacySystem, words, most }: Named,
): KnownRow[] {
  const { table, entity } = importer;
  const columns = getTableColumns(table) as Record<string, SQLiteColumn>;
  const names = nameColumns(importer).flatMap((key) => columns[key]?.name ?? []);
  if (names.length === 0 || words.length === 0) return [];
  const text = names.map((name) => `coalesce(${quoteName(name)}, '')`).join(" || ' ' || ");
  const has = words.map(() => `${text} like ? escape '\\'`).join(" and ");
  const own = columns[legacyIdKey(importer)];
  const found = [keyColumn(table).column.name, ...(own === undefined ? [] : [own.name])];
  const query = `select ${found.map(quoteName).join(", ")} from ${quoteName(getTableName(table))}
    where ${has} limit ?`;
  const like = words.map((word) => `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
  const known = new KnownRows(db, importer, legacySystem);
  return db
    .prepare(query)
    .all([...like, most])
    .flatMap(([id = null, legacyId]) => {
      if (typeof legacyId === "string") return known.find(legacyId) ?? [];
      const row = rowOfTarget(db, { entity, legacySystem }, String(id));
      return row === undefined ? [] : (known.byId(row) ?? []);
    });
}
