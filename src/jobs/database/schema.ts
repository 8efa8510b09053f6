import { TABLE_COPIES } from "../../../shared/table-copies.ts";
import type { Database } from "../../db/database.ts";
import { type Decisions, NO_DECISIONS } from "../../evolve/decisions.ts";
import { declaredDecisions } from "../../evolve/decisions-file.ts";
import { driftOf } from "../../evolve/health.ts";
import { loadDrizzleSchema, type WantedSchema } from "../../evolve/wanted-schema.ts";
import type { Cancellable } from "../cancel.ts";

/** A module that exports Drizzle SQLite tables, or what was loaded from some. */
export type SchemaSource = string | WantedSchema;

/** Which database, which schema, and what was decided. */
export interface SchemaOptions extends Cancellable {
  /** An SQLite file. */
  readonly database: string;
  readonly schema: SchemaSource;
  /** In addition to those in the file next to the schema. */
  readonly decisions?: Partial<Decisions>;
  /** Creates a missing database. */
  readonly init?: boolean | undefined;
}

/** @throws UsageError if a module does not load */
export const loadedSchema = async (schema: SchemaSource): Promise<WantedSchema> =>
  typeof schema === "string"
    ? { ...(await loadDrizzleSchema([schema])), copies: TABLE_COPIES }
    : schema;

/** What was decided by the caller, and in the file next to the schema. */
export function decisionsFor(
  { path, beside }: WantedSchema,
  decided: Partial<Decisions> = {},
): Decisions {
  const declared = declaredDecisions(path);
  return {
    ...NO_DECISIONS,
    ...decided,
    // Beside what is recognised as theirs, the ledger may come.
    ...(beside && { adopt: true }),
    renames: [...declared.renames, ...(decided.renames ?? [])],
    renameTables: [...declared.renameTables, ...(decided.renameTables ?? [])],
    backfills: [...(decided.backfills ?? []), ...declared.backfills],
    keepUnmanaged: [...(decided.keepUnmanaged ?? []), ...declared.keepUnmanaged],
  };
}

/** How far a database is from a schema. */
export interface Drift {
  readonly schema: string;
  /** How many a push would need. */
  readonly statements: number;
}

/** For jobs that can do without a schema: undefined if none is named. */
export async function driftFrom(
  schema: SchemaSource | undefined,
): Promise<(db: Database) => Drift | undefined> {
  if (schema === undefined) return () => undefined;
  // Loaded before anything is done: a schema that does not load costs nothing.
  const wanted = await loadedSchema(schema);
  const { keepUnmanaged } = decisionsFor(wanted);
  return (db) => {
    const statements = driftOf(db, wanted.ddl, keepUnmanaged);
    return { schema: wanted.path, statements: statements.length };
  };
}
