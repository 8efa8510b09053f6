import { getTableColumns, getTableName, is, SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Cell } from "../../../importers/define.ts";
import { keyColumn } from "../../db/key-column.ts";
import { quoteName } from "../../db/names.ts";
import type { StoredValue } from "../../digest/content-hash.ts";
import { InsertedRows } from "../../ledger/imported-rows.ts";
import { rowTimestamps } from "../../ledger/row-timestamps.ts";
import type { Difference } from "../../ledger/run-summary.ts";
import { stored } from "../prepare/prepare.ts";
import { derivedColumns } from "../prepare/target-ids.ts";
import type { EntityState } from "../state/entity-state.ts";
import type { ImportRun } from "../state/import-run.ts";

/**
 * Compares the columns that no export fills, of the rows that the run inserted, with what they are made
 * with; unless other programs have written between its commits, who may do so.
 */
export function lookAtOtherColumns(run: ImportRun): Difference[] {
  if (run.counts?.othersCame !== false) return [];
  return [...run.states.values()].flatMap((state) => [
    ...lookAtDefaults(state),
    ...lookAtDerived(state),
  ]);
}

interface Expected {
  readonly name: string;
  readonly value: StoredValue;
}

function lookAtDefaults(state: EntityState): Difference[] {
  const { entity } = state;
  const expected = expectedOf(state);
  if (expected.length === 0) return [];
  const counts = expected.map(({ name }) => `coalesce(sum(t.${quoteName(name)} is not ?), 0)`);
  const values = expected.map(({ value }) => value);
  const [found = []] = insertedBy(state).read(counts, values);
  return expected.flatMap(({ name }, at): Difference[] => differing(entity, name, found[at]));
}

const MEASURE = "inserted rows with another value than was written";

function differing(entity: string, column: string, rows: unknown): Difference[] {
  const target = Number(rows ?? 0);
  return target === 0 ? [] : [{ entity, column, measure: MEASURE, source: 0, target }];
}

const insertedBy = ({ context: { db, scope }, compiled, entity }: EntityState): InsertedRows =>
  new InsertedRows(db, { ...scope, entity, table: compiled.importer.table });

/** What the schema or the run itself puts into columns; values that only the database makes are not known. */
function expectedOf({ context, compiled }: EntityState): Expected[] {
  const { table, fromTargetId, numbers = [] } = compiled.importer;
  const { created, updated, written } = rowTimestamps(compiled.importer);
  const owned = new Set([
    keyColumn(table).key,
    ...Object.keys(fromTargetId),
    ...numbers.map(({ column }) => column),
    // A row says itself when it was changed last: whoever changes it is to set that.
    updated,
    ...compiled.columns.map(({ key }) => key),
  ]);
  const defaults = context.db.catalog.literalDefaults(getTableName(table));
  const columns = getTableColumns(table) as Record<string, SQLiteColumn>;
  return Object.entries(columns).flatMap(([key, column]): Expected[] => {
    if (owned.has(key) || column.defaultFn !== undefined) return [];
    if (key === created) return [{ name: column.name, value: written(context.now) }];
    if (is(column.default, SQL)) return [];
    // The database may have a default that the declaration does not tell.
    if (column.default !== undefined)
      return [{ name: column.name, value: stored(column.default as Cell) }];
    const value = defaults.get(column.name) as StoredValue | undefined;
    return value === undefined ? [] : [{ name: column.name, value }];
  });
}

/** Ids that the application knows a row by follow from the target id. */
function lookAtDerived(state: EntityState): Difference[] {
  const { compiled, entity } = state;
  const { table } = compiled.importer;
  const { keys, valuesFor } = derivedColumns(compiled.importer);
  const columns = getTableColumns(table) as Record<string, SQLiteColumn>;
  const names = keys.map((key) => columns[key]?.name ?? "");
  if (names.length === 0) return [];
  const selected = [keyColumn(table).column.name, ...names].map((name) => `t.${quoteName(name)}`);
  const counts = names.map(() => 0);
  for (const [id, ...values] of insertedBy(state).read(selected)) {
    for (const [at, value] of valuesFor(String(id)).entries()) {
      if (values[at] !== value) counts[at] = (counts[at] ?? 0) + 1;
    }
  }
  return names.flatMap((name, at) => differing(entity, name, counts[at]));
}
