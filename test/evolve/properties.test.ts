import SqliteDriver from "better-sqlite3";
import { pushSQLiteSchema } from "drizzle-kit/api";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import {
  blob,
  check,
  index,
  integer,
  numeric,
  real,
  type SQLiteColumn,
  type SQLiteColumnBuilderBase,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { schemaChanges } from "../../shared/ledger.ts";
import type { Database } from "../../src/db/database.ts";
import { HmsyncError } from "../../src/errors.ts";
import type { Decisions } from "../../src/evolve/decisions.ts";
import { databaseOf, dump, planned, pushed, rows } from "../support/evolve.ts";

// Random pairs of schemas over random rows: a push keeps every surviving value or changes nothing, a
// plan foretells which, and a second push has nothing to do.

const KINDS = { text, integer, real, numeric, blob: () => blob({ mode: "buffer" }) };
interface Column {
  readonly kind: keyof typeof KINDS;
  readonly required: boolean;
  readonly fallback: string | undefined;
}
interface Table {
  readonly key: "integer" | "autoincrement" | "text" | "none";
  readonly columns: Readonly<Record<string, Column>>;
  readonly extra: "none" | "index" | "unique" | "partial" | "check";
}

const column: fc.Arbitrary<Column> = fc.record({
  kind: fc.constantFrom("text", "integer", "real", "numeric", "blob"),
  required: fc.boolean(),
  fallback: fc.constantFrom(undefined, "7", "'none'", "(lower('X'))"),
});
const table: fc.Arbitrary<Table> = fc.record({
  key: fc.constantFrom("integer", "autoincrement", "text", "none"),
  columns: fc.dictionary(fc.constantFrom("a", "b", "c", "Ünï d", "order"), column, { minKeys: 1 }),
  extra: fc.constantFrom("none", "index", "unique", "partial", "check"),
});
const cell = fc.constantFrom(
  ...["NULL", "0", "1", "-1", "7", "9007199254740993", "1.5", "1e300", "'7'", "'007'", "'1.50'"],
  ...["''", "'x'", "'none'", "x'00ff'", "'a' || char(0)", "' 1'", "'1e2'", "9e999"],
);
const cells = fc.array(fc.array(cell, { minLength: 5, maxLength: 5 }), { maxLength: 8 });

function built({ key, columns, extra }: Table) {
  const id = {
    integer: () => ({ id: integer().primaryKey() }),
    autoincrement: () => ({ id: integer().primaryKey({ autoIncrement: true }) }),
    text: () => ({ id: text().primaryKey() }),
    none: () => ({}),
  }[key]();
  const others = Object.entries(columns).map(([name, { kind, required, fallback }]) => {
    const plain = (KINDS[kind] as typeof text)();
    const filled = fallback === undefined ? plain : plain.default(sql.raw(fallback));
    return [name, required ? filled.notNull() : filled] as [string, SQLiteColumnBuilderBase];
  });
  const t = sqliteTable("t", { ...id, ...Object.fromEntries(others) }, (own) => {
    const [first] = Object.entries(own).filter(([name]) => name !== "id");
    const on = first?.[1] as SQLiteColumn;
    switch (extra) {
      case "index":
        return [index("t_index").on(on)];
      case "unique":
        return [uniqueIndex("t_unique").on(on)];
      case "partial":
        return [index("t_partial").on(on).where(sql`${on} > 5`)];
      case "check":
        return [check("t_check", sql`${on} is not 1`)];
      default:
        return [];
    }
  });
  return { t };
}

function fill(db: Database, { columns, key }: Table, values: readonly (readonly string[])[]): void {
  const names = Object.keys(columns);
  for (const [at, row] of values.entries()) {
    const id = key === "none" ? [] : [key === "text" ? `'k${at * 3}'` : String(at * 3 + 1)];
    const list = [...id, ...names.map((_, place) => row[place] ?? "NULL")].join(", ");
    db.exec(`INSERT OR IGNORE INTO t VALUES (${list})`);
  }
}

const decisionsFor = (from: Table, to: Table): Partial<Decisions> => ({
  allowDrop: ["t.id", ...Object.keys(from.columns).map((name) => `t.${name}`)],
  allowConvert: ["t.id"],
  backfills: Object.keys(to.columns).map((name) => ({
    table: "t",
    column: name,
    expression: "'fill'",
  })),
});

/** Values of the columns that both have with the same type, in the order of row numbers. */
function surviving(db: Database, from: Table, to: Table): unknown[] {
  return Object.entries(from.columns)
    .filter(([name, { kind }]) => to.columns[name]?.kind === kind)
    .map(([name, { required }]) => {
      const filled =
        !required && to.columns[name]?.required ? `coalesce("${name}", 'fill')` : `"${name}"`;
      return rows(db, `SELECT quote(${filled}) FROM t ORDER BY rowid`).flat().sort();
    });
}

/**
 * How many statements drizzle-kit's push would run now. For CHECKs, partial indexes and some defaults it
 * always finds some: as many as on a database that was made by this schema.
 */
async function refereed(db: Database, to: Table): Promise<number> {
  const client = new SqliteDriver(db.path, { readonly: true });
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    const schema = { schemaChanges, ...built(to) };
    const found = await pushSQLiteSchema(schema, drizzle({ client }) as never);
    return found.statementsToExecute.length;
  } finally {
    process.stdout.write = write;
    client.close();
  }
}

const runs = { numRuns: 40 };
const outcomes = { pushed: 0, refused: 0 };

test("a push keeps every value that survives or changes nothing, as its plan says", async () => {
  const [db, fresh] = [databaseOf(""), databaseOf("")];
  const pair = fc.asyncProperty(table, table, cells, async (from, to, values) => {
    db.exec("DROP TABLE IF EXISTS t");
    await pushed(db, built(from));
    fill(db, from, values);
    const decisions = decisionsFor(from, to);
    const plan = await planned(db, built(to), decisions);
    const [before, all] = [surviving(db, from, to), dump(db.path)];
    const refusal = await pushed(db, built(to), decisions).then(
      () => undefined,
      (error: unknown) => error,
    );
    const foretold = plan.report.needs.length + plan.report.obstacles.length > 0;
    expect(refusal !== undefined).toBe(foretold);
    if (refusal !== undefined) {
      outcomes.refused++;
      expect(refusal).toBeInstanceOf(HmsyncError);
      expect(dump(db.path)).toEqual(all);
      return;
    }
    outcomes.pushed++;
    expect(surviving(db, from, to)).toEqual(before);
    expect((await pushed(db, built(to), decisions)).report.inSync).toBe(true);
    expect(rows(db, "PRAGMA integrity_check")).toEqual([["ok"]]);
    fresh.exec("DROP TABLE IF EXISTS t");
    await pushed(fresh, built(to));
    expect(await refereed(db, to)).toBe(await refereed(fresh, to));
  });
  await fc.assert(pair, runs);
});

afterAll(() => {
  expect(Math.min(outcomes.pushed, outcomes.refused)).toBeGreaterThan(3);
});
