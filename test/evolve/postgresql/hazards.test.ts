import { sql } from "drizzle-orm";
import {
  integer,
  numeric,
  pgEnum,
  pgTable,
  serial,
  text,
  timestamp,
  unique,
  varchar,
} from "drizzle-orm/pg-core";
import { beforeEach, expect, it } from "vitest";
import type { ServerSession } from "../../../src/evolve/postgresql/server-session.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";
import { plannedFor, pushedTo, refusedBy, sessionOf } from "../../support/server-evolve.ts";

// What drizzle-kit's push does to data on PostgreSQL, and what this tool does in its place.

describePostgresql("a push to a server that holds rows", () => {
  const db = testDatabase();
  let session: ServerSession;

  beforeEach(async () => {
    await db.query("drop schema public cascade; create schema public");
    session = await sessionOf(db);
  });

  const made = (statements: string) => db.query(statements);
  const rows = async (table: string) =>
    (await db.query(`select row(t.*)::text as row from ${table} t order by 1`)).map(
      ({ row }) => row,
    );

  it("creates an empty database, and finds nothing to do afterwards", async () => {
    const patients = pgTable("patients", { id: integer().primaryKey(), name: text().notNull() });
    const visits = pgTable("visits", {
      id: serial().primaryKey(),
      patient: integer().references(() => patients.id, { onDelete: "cascade" }),
    });
    const first = await pushedTo(session, { patients, visits });
    expect(first.report.statements.length).toBeGreaterThan(3);
    const second = await pushedTo(session, { patients, visits });
    expect(second.report).toMatchObject({ inSync: true, statements: [] });
    expect(await rows("ledger_schema_changes")).toHaveLength(1);
  });

  it("does not truncate for a required column without a default: it asks what the rows hold", async () => {
    await made("create table t (id int primary key); insert into t values (1), (2);");
    await made("create table child (t int references t); insert into child values (1)");
    const t = pgTable("t", { id: integer().primaryKey(), ward: text().notNull() });
    const refusal = await refusedBy(session, { t });
    expect(refusal).toMatchObject({ exitCode: 4, flags: ["--backfill 't.ward=<expression>'"] });
    await pushedTo(
      session,
      { t },
      { backfills: [{ table: "t", column: "ward", expression: "'w' || id" }] },
    );
    expect(await rows("t")).toEqual(["(1,w1)", "(2,w2)"]);
    expect(await db.query("select * from child")).toEqual([{ t: 1 }]);
  });

  it("drops a column or a table only by name", async () => {
    const t = pgTable("t", { id: integer().primaryKey(), fee: integer() });
    const other = pgTable("other", { id: integer().primaryKey() });
    await pushedTo(session, { t, other });
    await made("insert into t values (1, 5); insert into other values (1)");
    const less = { t: pgTable("t", { id: integer().primaryKey() }) };
    const refusal = await refusedBy(session, less);
    expect(refusal).toMatchObject({
      exitCode: 4,
      flags: ["--allow-drop-table other", "--allow-drop t.fee"],
    });
    await pushedTo(session, less, { allowDrop: ["t.fee"], allowDropTable: ["other"] });
    expect(await rows("t")).toEqual(["(1)"]);
    expect(await db.query("select to_regclass('other') as there")).toEqual([{ there: null }]);
  });

  it("does not round numbers unless the column is named", async () => {
    await made(
      "create table t (id int primary key, fee numeric(10,2)); insert into t values (1, 10.75), (2, 3), (3, null)",
    );
    const t = pgTable("t", { id: integer().primaryKey(), fee: integer() });
    const refusal = await refusedBy(session, { t });
    expect(refusal).toMatchObject({ exitCode: 4, flags: ["--allow-convert t.fee"] });
    expect(refusal.message).toContain("1 values");
    await pushedTo(session, { t }, { allowConvert: ["t.fee"] });
    expect(await rows("t")).toEqual(["(1,11)", "(2,3)", "(3,)"]);
  });

  it("widens a type without a question", async () => {
    await made(
      "create table t (id int primary key, a varchar(3), b int, c numeric(6,2)); insert into t values (1, 'abc', 7, 1.50)",
    );
    const t = pgTable("t", {
      id: integer().primaryKey(),
      a: text(),
      b: numeric(),
      c: numeric({ precision: 12, scale: 4 }),
    });
    await pushedTo(session, { t });
    expect(await rows("t")).toEqual(["(1,abc,7,1.5000)"]);
  });

  it("requires a column that is empty somewhere only once it is filled", async () => {
    await made(
      "create table t (id int primary key, name text); insert into t values (1, 'a'), (2, null)",
    );
    const t = pgTable("t", { id: integer().primaryKey(), name: text().notNull() });
    const refusal = await refusedBy(session, { t });
    expect(refusal).toMatchObject({ exitCode: 1, obstacles: [{ table: "t", count: 1 }] });
    await pushedTo(
      session,
      { t },
      { backfills: [{ table: "t", column: "name", expression: "'?'" }] },
    );
    expect(await rows("t")).toEqual(["(1,a)", "(2,?)"]);
  });

  it("turns texts into numbers where each is written as its number would be", async () => {
    await made(
      "create table t (id int primary key, n text); insert into t values (1, '5'), (2, '60')",
    );
    const t = pgTable("t", { id: integer().primaryKey(), n: integer() });
    await pushedTo(session, { t });
    expect(await rows("t")).toEqual(["(1,5)", "(2,60)"]);
  });

  it("does not turn texts into numbers where zeros or words would be lost", async () => {
    await made(
      "create table t (id int primary key, n text); insert into t values (1, '007'), (2, '60')",
    );
    const t = pgTable("t", { id: integer().primaryKey(), n: integer() });
    expect(await refusedBy(session, { t })).toMatchObject({
      exitCode: 4,
      flags: ["--allow-convert t.n"],
    });
    await made("insert into t values (3, 'many'), (4, '')");
    expect(await refusedBy(session, { t })).toMatchObject({
      exitCode: 1,
      obstacles: [{ table: "t", count: 2 }],
    });
  });

  it("does not cut texts unless the column is named", async () => {
    await made(
      "create table t (id int primary key, code text); insert into t values (1, 'abcdef'), (2, 'abc')",
    );
    const t = pgTable("t", { id: integer().primaryKey(), code: varchar({ length: 3 }) });
    expect(await refusedBy(session, { t })).toMatchObject({
      exitCode: 4,
      flags: ["--allow-convert t.code"],
    });
    await pushedTo(session, { t }, { allowConvert: ["t.code"] });
    expect(await rows("t")).toEqual(["(1,abc)", "(2,abc)"]);
  });

  it("says that times without a zone would be taken to be UTC, whatever the session's zone is", async () => {
    await made(
      "create table t (id int primary key, at timestamp); insert into t values (1, '2026-03-01 10:00')",
    );
    await made(`alter database ${db.name} set timezone to 'Asia/Calcutta'`);
    const t = pgTable("t", { id: integer().primaryKey(), at: timestamp({ withTimezone: true }) });
    expect(await refusedBy(session, { t })).toMatchObject({
      exitCode: 4,
      flags: ["--allow-convert t.at"],
    });
    await pushedTo(session, { t }, { allowConvert: ["t.at"] });
    const [row] = await db.query("select at = '2026-03-01T10:00:00Z' as same from t");
    expect(row).toEqual({ same: true });
  });

  it("takes a value out of an enum only if no row has it", async () => {
    await made(
      "create type mood as enum ('a', 'b', 'c'); create table t (id int primary key, m mood default 'a', ms mood[])",
    );
    await made("insert into t values (1, 'a', '{a,c}'), (2, 'b', null)");
    const less = (values: [string, ...string[]]) => {
      const mood = pgEnum("mood", values);
      return {
        mood,
        t: pgTable("t", { id: integer().primaryKey(), m: mood().default("a"), ms: mood().array() }),
      };
    };
    expect(await refusedBy(session, less(["a", "c"]))).toMatchObject({
      exitCode: 1,
      obstacles: [{ table: "t", count: 1 }],
    });
    expect(await refusedBy(session, less(["a", "b"]))).toMatchObject({
      exitCode: 1,
      obstacles: [{ table: "t", count: 1 }],
    });
    await made("update t set ms = null");
    await pushedTo(session, less(["b", "a"]));
    expect(await rows("t")).toEqual(["(1,a,)", "(2,b,)"]);
    const [label] = await db.query("select enum_range(null::mood)::text as range");
    expect(label).toEqual({ range: "{b,a}" });
  });

  it("adds a value to an enum, also where it is used at once", async () => {
    const schema = (values: [string, ...string[]], usual: string) => {
      const mood = pgEnum("mood", values);
      return { mood, t: pgTable("t", { id: integer().primaryKey(), m: mood().default(usual) }) };
    };
    await pushedTo(session, schema(["b"], "b"));
    await made("insert into t values (1)");
    await pushedTo(session, schema(["a", "b", "d"], "b"));
    await pushedTo(session, schema(["a", "b", "c", "d"], "c"));
    await made("insert into t values (2)");
    expect(await rows("t")).toEqual(["(1,b)", "(2,c)"]);
  });

  it("goes on counting behind the ids that are there", async () => {
    await made("create table t (id int primary key); insert into t values (1), (41)");
    await made("create table u (id serial primary key); select setval('u_id_seq', 90)");
    const identity = (name: string) =>
      pgTable(name, { id: integer().primaryKey().generatedByDefaultAsIdentity() });
    await pushedTo(session, { t: identity("t"), u: identity("u") });
    await made("insert into t default values; insert into u default values");
    expect(await rows("t")).toEqual(["(1)", "(41)", "(42)"]);
    expect(await rows("u")).toEqual(["(91)"]);
  });

  it("leaves nothing half-way when the second of three statements fails", async () => {
    await made(
      "create table t (id int primary key, a text, b text); insert into t values (1, 'x', null)",
    );
    const t = pgTable("t", {
      id: integer().primaryKey(),
      a: text().default("new"),
      b: text().notNull(),
      c: text(),
    });
    expect(await refusedBy(session, { t })).toMatchObject({
      exitCode: 1,
      obstacles: [{ count: 1 }],
    });
  });

  it("makes nothing unique that is there twice", async () => {
    await made(
      "create table t (id int primary key, a text); insert into t values (1, 'x'), (2, 'x'), (3, null), (4, null)",
    );
    const t = pgTable("t", { id: integer().primaryKey(), a: text() }, (table) => [
      unique().on(table.a),
    ]);
    expect(await refusedBy(session, { t })).toMatchObject({
      exitCode: 1,
      obstacles: [{ table: "t", count: 2 }],
    });
  });

  it("keeps every value through a rename of a column and its table", async () => {
    await made("create table t (id int primary key, a text); insert into t values (1, 'x')");
    await made("create view v as select a from t; create index i on t (lower(a))");
    const u = pgTable("u", { id: integer().primaryKey(), b: text() });
    const done = await pushedTo(
      session,
      { u },
      {
        renames: [{ table: "u", from: "a", to: "b" }],
        renameTables: [{ from: "t", to: "u" }],
      },
    );
    expect(done.survival).toMatchObject({ tables: 1, rows: 1 });
    expect(await rows("u")).toEqual(["(1,x)"]);
    expect(await rows("v")).toEqual(["(x)"]);
  });

  it("renames in letter case alone, and tells which function still has the former name", async () => {
    await made(`create table t (id int primary key, phone text); insert into t values (1, 'x');
      create function f() returns text language plpgsql as $$ begin return (select phone from t limit 1); end $$;
      create function g() returns text language sql as $$ select 'telephone' $$`);
    const t = pgTable("t", { id: integer().primaryKey(), Phone: text("Phone") });
    const done = await pushedTo(
      session,
      { t },
      { renames: [{ table: "t", from: "phone", to: "Phone" }] },
    );
    expect(done.warnings).toHaveLength(1);
    expect(done.warnings[0]).toContain("f()");
    expect(await rows("t")).toEqual(["(1,x)"]);
  });

  it("is all or nothing when its backend is killed while it waits", async () => {
    await made(
      "create table a (id int primary key); create table b (id int primary key); insert into b values (1)",
    );
    const holder = await db.session();
    await holder.query("begin; lock table b in access share mode");
    const table = (name: string) => pgTable(name, { id: integer().primaryKey(), more: text() });
    const [pid] = await session.client
      .query("select pg_backend_pid() as pid")
      .then((found) => found.rows);
    const pushing = pushedTo(session, { a: table("a"), b: table("b") }).catch((error) => error);
    const waits = "select 1 from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'";
    while ((await db.query(waits, [pid?.pid])).length === 0);
    await db.query("select pg_terminate_backend($1)", [pid?.pid]);
    expect(await pushing).toMatchObject({ exitCode: 1 });
    await holder.query("rollback");
    expect(
      await db.query(
        "select attrelid::regclass::text as t from pg_attribute where attname = 'more'",
      ),
    ).toEqual([]);
  });

  it("plans what it would do, and keeps nothing of it", async () => {
    await made(
      "create table t (id int primary key, fee numeric(10,2)); insert into t values (1, 10.75)",
    );
    const t = pgTable("t", {
      id: integer().primaryKey(),
      fee: integer(),
      more: text().default(sql`'x'`),
    });
    const { report } = await plannedFor(session, { t }, { adopt: false });
    expect(report.needs.map(({ flag }) => flag)).toEqual(["--adopt", "--allow-convert t.fee"]);
    expect(await rows("t")).toEqual(["(1,10.75)"]);
  });
});
