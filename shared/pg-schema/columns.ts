import { randomUUID } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { type AnyPgColumn, bigint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { type LegacyCuid, newPublicId, type PublicId, type PublicIdEntity } from "../public-id.ts";

// Columns that all tables of HMSync have, as PostgreSQL keeps them; what they mean stands in ../schema/columns.ts.

/** An amount: more than the 21 million that an `integer` of minor units has room for. */
export const minorUnits = (name: string) => bigint(name, { mode: "number" });

export const isCurrencyCode = (column: AnyPgColumn): SQL => sql`${column} ~ '^[A-Z]{3}$'`;

export const id = () =>
  uuid()
    .primaryKey()
    .$defaultFn(() => randomUUID());

export const publicId = <Entity extends PublicIdEntity>(entity: Entity) =>
  text("public_id")
    .unique()
    .$type<PublicId<Entity> | LegacyCuid>()
    .$defaultFn(() => newPublicId(entity));

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "string" });

export const timestamps = () => ({
  createdAt: instant("created_at").notNull().defaultNow(),
  updatedAt: instant("updated_at").notNull().defaultNow(),
});
