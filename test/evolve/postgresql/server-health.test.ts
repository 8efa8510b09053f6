import { sql } from "drizzle-orm";
import { check, integer, pgTable, text } from "drizzle-orm/pg-core";
import { beforeEach, expect, it } from "vitest";
import { serverDefects, serverStatus } from "../../../src/evolve/postgresql/server-health.ts";
import type { ServerSession } from "../../../src/evolve/postgresql/server-session.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";
import { pushedTo, serverRequest, sessionOf } from "../../support/server-evolve.ts";

describePostgresql("how a server's database stands", () => {
  const db = testDatabase();
  let session: ServerSession;

  beforeEach(async () => {
    await db.query("drop schema public cascade; create schema public");
    session = await sessionOf(db);
  });

  const patients = pgTable("patients", { id: integer().primaryKey(), name: text() });
  const visits = pgTable(
    "visits",
    {
      id: integer().primaryKey(),
      patient: integer().references(() => patients.id),
      fee: integer(),
    },
    (table) => [check("paid", sql`${table.fee} >= 0`)],
  );
  const schema = { patients, visits };
  const asked = async () => ({ ddl: (await serverRequest(schema)).ddl, keepUnmanaged: [] });

  it("in sync after a push, with the push as its last change", async () => {
    await pushedTo(session, schema);
    const status = await serverStatus(session, await asked());
    expect(status).toMatchObject({
      managed: true,
      inSync: true,
      drift: [],
      integrity: ["ok"],
      runners: [],
      lastChange: { at: "2026-01-14T02:03:11.000Z", command: "db:push" },
    });
    expect(status.size).toBeGreaterThan(1_000_000);
    expect((await serverDefects(session, await asked())).map(({ check: found }) => found)).toEqual([
      "index",
    ]);
  });

  it("drift, rows that the schema would refuse, what was never validated, and other programs", async () => {
    await db.query(`create table patients (id int primary key, name text); create table visits (id int primary key, patient int, fee int);
      insert into visits values (1, 9, -1), (2, null, 2); alter table visits add constraint old check (id > 1) not valid;
      create table knex_migrations (id int, name text)`);
    const defects = await serverDefects(session, await asked());
    const kinds = defects.map(({ check: found }) => found);
    expect(kinds).toContain("schema");
    expect(kinds).toContain("integrity");
    expect(defects.filter(({ check: found }) => found === "orphaned rows")).toHaveLength(1);
    expect(defects.filter(({ check: found }) => found === "required values")).toHaveLength(1);
    const status = await serverStatus(session, await asked());
    expect(status).toMatchObject({ managed: false, inSync: false, lastChange: null });
    expect(status.runners).toEqual([{ runner: "Knex", table: "knex_migrations", entries: 0 }]);
    expect(await db.query("select count(*)::int as n from visits")).toEqual([{ n: 2 }]);
  });
});
