import { bigint, customType, jsonb, timestamp } from "drizzle-orm/pg-core";

// Columns of the ledger, as PostgreSQL keeps them.

/** A row's own number. Runs give it; the server's sequence is set behind them. */
export const numbered = () =>
  bigint({ mode: "number" }).primaryKey().generatedByDefaultAsIdentity();

/** A number of up to 64 bits, as SQLite's integers are; none of the ledger's is beyond what a double holds. */
export const whole = (name: string) => bigint(name, { mode: "number" });

export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "string" });

export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/**
 * A key as the table has it that it is of, where tables have texts and tables have numbers: JSON, a string or a
 * number. SQLite keeps the value itself.
 */
export const eitherKey = (name: string) => jsonb(name).$type<string | number>();
