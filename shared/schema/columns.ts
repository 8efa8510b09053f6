import { randomUUID } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { type AnySQLiteColumn, integer, text } from "drizzle-orm/sqlite-core";
import { type LegacyCuid, newPublicId, type PublicId, type PublicIdEntity } from "../public-id.ts";

// Columns that all tables of HMSync have.

/** The instant of now as the database writes it: ISO 8601, UTC, milliseconds. */
const utcNow = sql`(strftime('%Y-%m-%dT%H:%M:%fZ','now'))`;

/** The list of a CHECK; the values are ours. */
export const oneOf = (values: readonly string[]): SQL =>
  sql.raw(`(${values.map((value) => `'${value}'`).join(", ")})`);

/** A flag that nobody may have recorded: null, then. */
export const flag = (name: string) => integer(name, { mode: "boolean" });

export const isFlag = (column: AnySQLiteColumn): SQL => sql`${column} in (0, 1)`;

/** ISO 4217. */
export const isCurrencyCode = (column: AnySQLiteColumn): SQL =>
  sql`${column} glob '[A-Z][A-Z][A-Z]'`;

/** Rows made by the application get a random id; imported rows derive theirs (`target-id.ts`). */
export const id = () =>
  text()
    .primaryKey()
    .$defaultFn(() => randomUUID());

/**
 * What the row is called outside of the database (`public-id.ts`). Rows made by the application get a
 * new one, imported rows derive theirs; null until `db:backfill-public-ids` has come to an older row.
 */
export const publicId = <Entity extends PublicIdEntity>(entity: Entity) =>
  text("public_id")
    .unique()
    .$type<PublicId<Entity> | LegacyCuid>()
    .$defaultFn(() => newPublicId(entity));

/** When the row was made and last changed in HMSync: ISO 8601, UTC. */
export const timestamps = () => ({
  createdAt: text("created_at").notNull().default(utcNow),
  updatedAt: text("updated_at").notNull().default(utcNow),
});
