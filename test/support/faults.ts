import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { patients } from "../../shared/schema.ts";
import type { Database, DbValue, Statement } from "../../src/db/database.ts";
import { DatabaseError } from "../../src/plain/errors.ts";

/** A real database with some of its methods replaced: faults go in here, and everything else is real. */
export function intercept(db: Database, replaced: (real: Database) => Partial<Database>): Database {
  const own = new Map<PropertyKey, unknown>(Object.entries(replaced(db)));
  return new Proxy(db, {
    get: (real, key) => {
      if (own.has(key)) return own.get(key);
      const found: unknown = Reflect.get(real, key, real);
      return typeof found === "function" ? found.bind(real) : found;
    },
  });
}

/** A row on its way into a table, by column; what comes back is written. */
export type Meddle = (row: Record<string, DbValue>) => readonly Record<string, DbValue>[];

/** Lets a test drop, double or alter rows on their way into one table. */
export function meddlingWith(db: Database, table: SQLiteTable, meddle: Meddle): Database {
  return intercept(db, (real) => ({
    prepareInsert(into, columns, onConflict) {
      const statement = real.prepareInsert(into, columns, onConflict);
      if (into !== table) return statement;
      return withRun(statement, (values) => {
        const row = Object.fromEntries(columns.map((key, at) => [key, values[at] ?? null]));
        const written = meddle(row).map((one) => columns.map((key) => one[key] ?? null));
        return written.reduce((changes, one) => changes + statement.run(one), 0);
      });
    },
  }));
}

/** A statement that does something else when it is run. */
export function withRun(statement: Statement, run: Statement["run"]): Statement {
  return {
    run,
    get: (values) => statement.get(values),
    all: (values) => statement.all(values),
    iterate: (values) => statement.iterate(values),
  };
}

/** Does something once, right after the n-th commit from now. */
export function afterCommit(db: Database, nth: number, work: () => void): Database {
  let commits = 0;
  return intercept(db, (real) => ({
    async settle() {
      await real.settle();
      if (++commits === nth) work();
    },
  }));
}

/** Breaks down at the n-th row of patients. */
export function failingAt(db: Database, nth: number): Database {
  let rows = 0;
  return meddlingWith(db, patients, (row) => {
    if (++rows === nth) throw new DatabaseError("The disk is full.", { cure: "Free some space." });
    return [row];
  });
}
