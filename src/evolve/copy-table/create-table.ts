import type { Database } from "../../db/database.ts";
import { type Catalog, readCatalog } from "../../db/sqlite/catalog.ts";
import { DecisionNeeded } from "../../plain/errors.ts";
import { catalogHash } from "../catalog-hash.ts";
import { type Managed, NOTHING_MANAGED } from "../managed.ts";
import { OperationLog, readManaged, recordChange } from "../schema-log.ts";
import { wantedCatalog } from "../wanted-catalog.ts";
import { columnKey } from "../written-names.ts";

/** A change of the schema that a table copy makes. */
export interface CopyChange {
  /** For the log: `db:copy-table allies`. */
  readonly command: string;
  readonly now: Date;
  readonly statements: readonly string[];
  /** The file that keeps the state before. */
  readonly backup: string | undefined;
  /** What the schema manages from then on, of what it managed before. */
  managed(before: Managed): Managed;
}

/**
 * Changes the schema in the transaction that is open, and keeps a record of it in the database.
 *
 * @returns writes it into the log beside the database too, when it is committed
 */
export function changeSchema(db: Database, change: CopyChange): () => readonly string[] {
  const { command, now, statements } = change;
  const before = readCatalog(db);
  for (const statement of statements) db.exec(statement);
  const after = readCatalog(db);
  const among = [...new Set([...before.tables.keys(), ...after.tables.keys()])];
  const log = new OperationLog(db);
  log.begin({
    at: now.toISOString(),
    command,
    statements,
    fromHash: catalogHash(before, among),
    toHash: catalogHash(after, among),
  });
  const operation = log.done(change.backup ?? null, Date.now() - now.getTime());
  recordChange(db, operation, change.managed(readManaged(db) ?? NOTHING_MANAGED));
  return () => log.write();
}

/** What makes a table as the schema has it, with its indexes. */
export function creation(
  ddl: readonly string[],
  table: string,
): { statements: string[]; managed(before: Managed): Managed } {
  const shape = wantedCatalog(ddl).tables.get(table);
  const indexes = [...(shape?.indexes ?? [])];
  return {
    statements: shape === undefined ? [] : [shape.sql, ...indexes.map(([, sql]) => sql)],
    managed: (before) => ({
      ...before,
      tables: [...before.tables, table].sort(),
      indexes: [...before.indexes, ...indexes.map(([name]) => name)].sort(),
      ...(before.columns !== undefined && {
        columns: [
          ...before.columns,
          ...(shape?.columns ?? []).map(({ name }) => columnKey(table, name)),
        ].sort(),
      }),
    }),
  };
}

/**
 * Whether the new table is there; one that is must be as the schema says.
 *
 * @throws DecisionNeeded if it lacks a column
 */
export function isTableThere(db: Database, table: string, columns: readonly string[]): boolean {
  const shape: Catalog["tables"] extends ReadonlyMap<string, infer Shape>
    ? Shape | undefined
    : never = readCatalog(db).tables.get(table);
  if (shape === undefined) return false;
  const known = new Set(shape.columns.map(({ name }) => name.toLowerCase()));
  const lacking = columns.filter((name) => !known.has(name.toLowerCase()));
  if (lacking.length === 0) return true;
  throw new DecisionNeeded(`The table ${table} of ${db.name} lacks ${lacking.join(", ")}.`, {
    cure: "Bring it to the schema with  hmsync db:push",
  });
}
