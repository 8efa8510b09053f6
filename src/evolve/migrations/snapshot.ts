import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { sameName } from "../../db/names.ts";
import type { Catalog, TableShape } from "../../db/sqlite/catalog.ts";
import { UsageError } from "../../plain/errors.ts";
import { includesName } from "../managed.ts";
import type { Migration } from "./migrations-folder.ts";

// Beside each migration stands drizzle-kit's snapshot of the schema that it leads to. A file that was cut or
// edited makes something else, and the database would be called migrated all the same.

const Snapshot = z.looseObject({
  tables: z.record(
    z.string(),
    z.looseObject({
      name: z.string(),
      columns: z.record(
        z.string(),
        z.looseObject({ name: z.string(), type: z.string(), notNull: z.boolean() }),
      ),
      indexes: z.record(z.string(), z.looseObject({ name: z.string() })).default({}),
      foreignKeys: z
        .record(
          z.string(),
          z.looseObject({ tableTo: z.string(), columnsFrom: z.array(z.string()) }),
        )
        .default({}),
    }),
  ),
  views: z.record(z.string(), z.looseObject({ name: z.string() })).default({}),
});
type Snapshot = z.infer<typeof Snapshot>;
type SnapshotTable = Snapshot["tables"][string];

/** The snapshot of a migration; undefined if there is none, as of one that was written by hand. */
function readSnapshot(folder: string, tag: string | undefined): Snapshot | undefined {
  const path = join(folder, "meta", `${tag?.slice(0, 4)}_snapshot.json`);
  if (tag === undefined || !existsSync(path)) return undefined;
  try {
    return Snapshot.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw new UsageError(`${path} is not a snapshot of a schema.`, {
      cure: "Restore what db:generate wrote. Nothing was changed.",
      cause: error,
    });
  }
}

/**
 * Checks that a migration makes what its snapshot says: what that has, and nothing any more that only the
 * one before it has. What neither knows (a trigger, a table for searching) is the file's own affair.
 *
 * @param migrations up to this one, and what they make
 * @throws UsageError that names what is missing, or left
 */
export function checkSnapshot(
  folder: string,
  migrations: readonly Migration[],
  after: Catalog,
): void {
  const migration = migrations.at(-1);
  const snapshot = readSnapshot(folder, migration?.tag);
  if (migration === undefined || snapshot === undefined) return;
  // A table that was copied stays until a later migration drops it.
  const copied = migrations.flatMap(({ copies }) => copies);
  const before = readSnapshot(folder, migrations.at(-2)?.tag);
  const unlike = [
    ...missing(snapshot, after),
    ...left(before, snapshot, after).filter(({ table }) => !includesName(copied, table)),
  ].map((one) => (typeof one === "string" ? one : one.what));
  if (unlike.length === 0) return;
  const first = unlike.slice(0, 5).join(", ") + (unlike.length > 5 ? ", ..." : "");
  throw new UsageError(`${migration.path} and its snapshot disagree: ${first}.`, {
    cure: "Restore the file that db:generate wrote, or write it again with  hmsync db:generate  Nothing was changed.",
  });
}

function missing({ tables, views }: Snapshot, after: Catalog): string[] {
  const unmade = Object.values(views)
    .filter(({ name }) => !after.views.some((view) => sameName(view.name, name)))
    .map(({ name }) => `the view ${name} is missing`);
  return [...Object.values(tables).flatMap((table) => unlikeTable(table, after)), ...unmade];
}

const tableIn = ({ tables }: Catalog, name: string): TableShape | undefined =>
  [...tables.values()].find((one) => sameName(one.name, name));

function unlikeTable(
  { name, columns, indexes, foreignKeys }: SnapshotTable,
  after: Catalog,
): string[] {
  const made = tableIn(after, name);
  if (made === undefined) return [`the table ${name} is missing`];
  const wanted = Object.values(columns);
  const added = made.columns
    .filter((column) => !wanted.some((one) => sameName(one.name, column.name)))
    .map((column) => `${name}.${column.name} does not exist`);
  const known = [...made.indexes.keys()];
  const unindexed = Object.values(indexes)
    .filter((index) => !known.some((one) => sameName(one, index.name)))
    .map((index) => `the index ${index.name} is missing`);
  const unbound = Object.values(foreignKeys)
    .filter(({ tableTo, columnsFrom }) => !made.foreignKeys.some(isKey(tableTo, columnsFrom)))
    .map(
      ({ tableTo, columnsFrom }) =>
        `${name} (${columnsFrom.join(", ")}) does not refer to ${tableTo}`,
    );
  return [
    ...wanted.flatMap((column) => unlikeColumn(made, column)),
    ...added,
    ...unindexed,
    ...unbound,
  ];
}

const isKey =
  (tableTo: string, columns: readonly string[]) =>
  ({ table, columns: own }: TableShape["foreignKeys"][number]): boolean =>
    sameName(table, tableTo) && own.join().toLowerCase() === columns.join().toLowerCase();

function unlikeColumn(
  { name: table, columns }: TableShape,
  { name, type, notNull }: SnapshotTable["columns"][string],
): string[] {
  const made = columns.find((one) => sameName(one.name, name));
  if (made === undefined) return [`${table}.${name} is missing`];
  if (made.type !== type.toUpperCase()) return [`${table}.${name} is ${made.type}, not ${type}`];
  return made.notNull === notNull
    ? []
    : [`${table}.${name} ${notNull ? "may" : "must not"} be null`];
}

interface Left {
  readonly table: string;
  readonly what: string;
}

/** What the migration was to take away. */
function left(was: Snapshot | undefined, is: Snapshot, after: Catalog): Left[] {
  return Object.values(was?.tables ?? {}).flatMap(({ name: table, indexes }): Left[] => {
    const made = tableIn(after, table);
    const stays = Object.values(is.tables).find(({ name }) => sameName(name, table));
    if (made === undefined) return [];
    if (stays === undefined) return [{ table, what: `the table ${table} is still there` }];
    const kept = Object.values(stays.indexes).map(({ name }) => name);
    return Object.values(indexes)
      .filter(({ name }) => !kept.includes(name) && made.indexes.has(name))
      .map(({ name }) => ({ table, what: `the index ${name} is still there` }));
  });
}
