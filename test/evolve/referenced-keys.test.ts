import {
  foreignKey,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { findDefects } from "../../src/evolve/health.ts";
import { databaseOf, dump, pushed, refused, requestFor, rows } from "../support/evolve.ts";

type Guard = "index" | "key" | "other index" | "none";

/** Staff who name a ward by two columns, which is what the ward must be unique by. */
function schema(guard: Guard) {
  const wards = sqliteTable(
    "wards",
    { code: text().notNull(), site: text().notNull(), name: text() },
    (own) => {
      if (guard === "key") return [primaryKey({ columns: [own.code, own.site] })];
      if (guard === "none") return [];
      const unique = uniqueIndex("wards_unique");
      return [guard === "index" ? unique.on(own.code, own.site) : unique.on(own.name)];
    },
  );
  const staff = sqliteTable(
    "staff",
    { id: integer().primaryKey(), code: text(), site: text() },
    (own) => [
      foreignKey({ columns: [own.code, own.site], foreignColumns: [wards.code, wards.site] }),
    ],
  );
  return { wards, staff };
}

async function staffed(): Promise<Database> {
  const db = databaseOf("");
  await pushed(db, schema("index"));
  db.exec("INSERT INTO wards VALUES ('A', '1', 'one'); INSERT INTO staff VALUES (1, 'A', '1')");
  return db;
}

test.each<Guard>(["none", "other index"])(
  "a unique index that a foreign key needs is not dropped: %s instead",
  async (guard) => {
    const db = await staffed();
    const before = dump(db.path);
    const { exitCode, obstacles } = await refused(db, schema(guard));
    expect([exitCode, obstacles.map(({ table }) => table)]).toEqual([1, ["staff"]]);
    expect(dump(db.path)).toEqual(before);
  },
);

test("a unique index goes where a key takes its place", async () => {
  const db = await staffed();
  await pushed(db, schema("key"));
  db.exec("PRAGMA foreign_keys = ON; INSERT INTO staff VALUES (2, 'A', '1')");
  expect(rows(db, "SELECT id FROM staff")).toEqual([[1], [2]]);
});

test("a schema whose foreign key names columns that are not unique is refused", async () => {
  expect((await refused(databaseOf(""), schema("none"))).exitCode).toBe(1);
});

test("a table that nothing can be written to is on the list, and a push mends it", async () => {
  const db = await staffed();
  db.exec("DROP INDEX wards_unique");
  const defects = findDefects(db, (await requestFor(schema("index"))).ddl);
  expect(defects.map(({ check }) => check)).toContain("foreign keys");
  await pushed(db, schema("index"));
  expect(rows(db, "PRAGMA foreign_key_check")).toEqual([]);
});
