import { once } from "node:events";
import { createServer, connect as dial, type Socket } from "node:net";
import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  pgEnum,
  pgSchema,
  pgTable,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import pg from "pg";
import { beforeEach, expect, it } from "vitest";
import {
  beginServerSession,
  type ServerSession,
} from "../../../src/evolve/postgresql/server-session.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";
import { plannedFor, pushedTo, refusedBy, sessionOf } from "../../support/server-evolve.ts";

describePostgresql("a push to a server, in other ways than the usual", () => {
  const db = testDatabase();
  let session: ServerSession;

  beforeEach(async () => {
    await db.query('drop schema if exists public, klinik, "Ward 1" cascade; create schema public');
    session = await sessionOf(db);
  });

  const rows = async (table: string) =>
    (await db.query(`select row(t.*)::text as row from ${table} t order by 1`)).map(
      ({ row }) => row,
    );

  /** A session of a role of its own, which may do little. */
  async function as(role: string, grants: string): Promise<ServerSession> {
    await db.query(`drop role if exists ${role}; create role ${role} login password 'x'`);
    await db.query(grants);
    const client = new pg.Client({ connectionString: db.urlOf(role, "x") });
    client.on("error", () => undefined);
    await client.connect();
    return beginServerSession(
      { client, title: "the test database", reconnect: db.session },
      "test",
    );
  }

  /** A role may own nothing when it goes. */
  async function gone({ client }: ServerSession, role: string): Promise<void> {
    await client.end();
    await db.query(`drop owned by ${role} cascade; drop role ${role}`);
  }

  it("goes where the search path says, and into schemas that tables name", async () => {
    await db.query("create schema klinik; create table public.t (id int primary key)");
    await session.client.query("set search_path to klinik");
    const there = await beginServerSession(session, "test");
    const ward = pgSchema("Ward 1");
    const kind = ward.enum("kind", ["a", "b"]);
    const t = pgTable("t", { id: integer().primaryKey(), name: text() }, (table) => [
      index("by_name").on(table.name).where(sql`${table.name} <> ''`),
      check("named", sql`length(${table.name}) > 0`),
    ]);
    const beds = ward.table("Beds", {
      id: integer().primaryKey(),
      t: integer().references(() => t.id),
      kind: kind(),
    });
    await pushedTo(there, { t, beds });
    await db.query(
      `insert into klinik.t values (1, 'x'); insert into "Ward 1"."Beds" values (1, 1, 'b')`,
    );
    expect((await pushedTo(there, { t, beds })).report.inSync).toBe(true);
    const less = ward.table("Beds", {
      id: integer().primaryKey(),
      t: integer().references(() => t.id),
    });
    expect(await refusedBy(there, { t, less })).toMatchObject({
      flags: [`--allow-drop '"Ward 1.Beds".kind'`],
    });
    await pushedTo(there, { t, less }, { allowDrop: ['"Ward 1.Beds".kind'] });
    expect(await rows('"Ward 1"."Beds"')).toEqual(["(1,1)"]);
    expect(
      await db.query(
        "select count(*)::int as n from information_schema.columns where table_schema = 'public'",
      ),
    ).toEqual([{ n: 1 }]);
  });

  it("names in mixed case, words of SQL and names that differ by case alone", async () => {
    await db.query(`create table "Order" (id int primary key, phone text, "Phone" text, "user" varchar(2));
      insert into "Order" values (1, 'a', 'A', 'u')`);
    const order = pgTable("Order", {
      id: integer().primaryKey(),
      Phone: text("Phone"),
      user: text("user").notNull(),
      fullName: text("fullName").default("?"),
    });
    expect(await refusedBy(session, { order })).toMatchObject({
      flags: ["--allow-drop Order.phone"],
    });
    await pushedTo(session, { order }, { allowDrop: ["Order.phone"] });
    expect(await rows('"Order"')).toEqual(["(1,A,u,?)"]);
  });

  it("rows that another table holds whole lose no value with a column", async () => {
    await db.query(`create table t (id int primary key, a int); create type pair as (one t);
      create table u (x t, y t[], z pair);
      insert into u values (row(1, 2), array[row(3, 4)::t], row(row(5, 6))::pair)`);
    const t = pgTable("t", { id: integer().primaryKey() });
    const refusal = await refusedBy(session, { t }, { allowDrop: ["t.a"] });
    expect(refusal.obstacles).toMatchObject([{ table: "t" }]);
    const wider = pgTable("t", { id: integer().primaryKey(), a: text() });
    expect((await refusedBy(session, { wider })).message).toContain("u.x, u.y, u.z depend");
    expect(await rows("u")).toEqual(['("(1,2)","{""(3,4)""}","(""(5,6)"")")']);
  });

  it("partitioned tables and their parts, tables that inherit, foreign tables", async () => {
    await db.query(`create type m as enum ('a', 'b', 'c');
      create table p (id int not null, at int, m m, primary key (id)) partition by range (id);
      create table p1 partition of p for values from (0) to (10); create table p2 partition of p for values from (10) to (20);
      create table p3 (m m, at int, id int not null); alter table p attach partition p3 for values from (20) to (30);
      insert into p values (1, 5, 'a'), (11, 6, 'b'), (21, 7, 'b'); create index on p1 (at);
      create table base (id int primary key, at int, gone int); create table heir (more text) inherits (base);
      insert into base values (1, 1, 1); insert into heir values (2, 2, 2, 'x');
      create foreign data wrapper dummy; create server far foreign data wrapper dummy; create foreign table f (a int) server far`);
    const m = pgEnum("m", ["b", "a"]);
    const p = pgTable("p", {
      id: integer().primaryKey(),
      at: text().notNull(),
      m: m(),
      more: text().default("?"),
    });
    const base = pgTable("base", { id: integer().primaryKey(), at: text() });
    await pushedTo(session, { m, p, base }, { allowDrop: ["base.gone"] });
    expect(await rows("p")).toEqual(["(1,5,a,?)", "(11,6,b,?)", "(21,7,b,?)"]);
    expect(await rows("heir")).toEqual(["(2,2,x)"]);
    expect(
      await refusedBy(session, { m, p, base, f: pgTable("f", { a: integer() }) }),
    ).toMatchObject({ exitCode: 1 });
    await db.query("drop foreign data wrapper dummy cascade");
  });

  it("a role that may not do it is told what to ask its owner for", async () => {
    await db.query("create table t (id int primary key); insert into t values (1)");
    const t = pgTable("t", { id: integer().primaryKey(), name: text() });
    const poor = await as(
      "hmsync_poor",
      "grant usage, create on schema public to hmsync_poor; grant select on t to hmsync_poor",
    );
    expect(await refusedBy(poor, { t })).toMatchObject({ exitCode: 4, flags: [] });
    await db.query(`grant create on database ${db.name} to hmsync_poor`);
    const again = await refusedBy(poor, { t });
    expect(again).toMatchObject({ exitCode: 1 });
    await gone(poor, "hmsync_poor");
  });

  it("FORCE on a table of the role's own: refused, or lifted within the transaction and back", async () => {
    const owner = await as(
      "hmsync_owner",
      `create schema klinik authorization hmsync_owner; grant create on database ${db.name} to hmsync_owner;
       alter role hmsync_owner set search_path to klinik`,
    );
    await owner.client.query("set search_path to klinik");
    const there = await beginServerSession(owner, "test");
    await there.client.query(`create table t (id int primary key, name text); insert into t values (1, 'a');
      alter table t enable row level security; alter table t force row level security;
      create policy mine on t using (name = current_setting('app.tenant', true))`);
    const t = pgTable("t", { id: integer().primaryKey(), name: text().notNull() });
    expect(await pushedTo(there, { t }).catch((error) => error.exitCode)).toBe(4);
    await pushedTo(there, { t }, { liftForceRls: true });
    expect(
      await db.query(
        "select relforcerowsecurity as force from pg_class where oid = 'klinik.t'::regclass",
      ),
    ).toEqual([{ force: true }]);
    expect(await rows("klinik.t")).toEqual(["(1,a)"]);
    await gone(owner, "hmsync_owner");
  });

  it("steps back from a table that another session holds, and leaves what it did in no table", async () => {
    await db.query("create table t (id int primary key)");
    const other = await db.session();
    await other.query("begin; lock table t in access share mode");
    const t = pgTable("t", { id: integer().primaryKey(), name: text() });
    await expect(plannedFor(session, { t })).rejects.toMatchObject({ exitCode: 1, code: "55P03" });
    await other.query("rollback");
    expect((await plannedFor(session, { t })).report.obstacles).toEqual([]);
  });

  it("carries out a plan as it was made, or not at all", async () => {
    await db.query("create table t (id int primary key, n text); insert into t values (1, '1')");
    const t = pgTable("t", { id: integer().primaryKey(), n: integer() });
    const plan = await plannedFor(session, { t });
    await db.query("insert into t values (2, '2')");
    expect(await refusedBy(session, { t }, { plan })).toMatchObject({ exitCode: 4 });
    await pushedTo(session, { t }, { plan: await plannedFor(session, { t }) });
    expect(await rows("t")).toEqual(["(1,1)", "(2,2)"]);
  });

  it("builds indexes beside writers where asked, and makes anew what a kill left", async () => {
    await db.query(
      "create table t (id int primary key, a text, b text); insert into t values (1, 'x', 'x'), (2, 'x', 'y')",
    );
    const t = pgTable(
      "t",
      { id: integer().primaryKey(), a: text(), b: text(), c: text() },
      (table) => [index("plain").on(table.a), uniqueIndex("once").on(table.a, table.b)],
    );
    await db.query(
      "create index plain on t (a); update pg_index set indisvalid = false where indexrelid = 'plain'::regclass",
    );
    const done = await pushedTo(session, { t }, { concurrently: true });
    expect(done.report.statements.filter((one) => one.includes("CONCURRENTLY"))).toHaveLength(2);
    expect(
      await db.query(
        "select bool_and(indisvalid) as valid, count(*)::int as n from pg_index where indrelid = 't'::regclass",
      ),
    ).toEqual([{ valid: true, n: 3 }]);
    expect((await pushedTo(session, { t })).report.inSync).toBe(true);
    const twice = pgTable(
      "t",
      { id: integer().primaryKey(), a: text(), b: text(), c: text() },
      (table) => [uniqueIndex("never").on(table.a)],
    );
    await expect(pushedTo(session, { t: twice }, { concurrently: true })).rejects.toMatchObject({
      exitCode: 1,
    });
    expect(await db.query("select 1 as left from pg_class where relname = 'never'")).toEqual([]);
  });

  it("takes an expression of a backfill for one expression", async () => {
    await db.query(
      "create table t (id int primary key); insert into t values (1); create table other (id int)",
    );
    const t = pgTable("t", { id: integer().primaryKey(), n: integer().notNull() });
    const backfills = [{ table: "t", column: "n", expression: "1); drop table other; --" }];
    expect(await refusedBy(session, { t }, { backfills })).toMatchObject({ exitCode: 1 });
  });

  it("asks the server what became of a COMMIT whose answer was lost", async () => {
    const { hostname, port, password } = new URL(db.url);
    const proxy = createServer((client: Socket) => {
      const server = dial(Number(port || 5432), hostname);
      for (const one of [client, server]) one.on("error", () => undefined);
      server.on("data", (data) => client.write(data));
      client.on("close", () => server.end());
      client.on("data", (data) => {
        server.write(data);
        // The server gets the word, and nobody hears of it.
        if (data.includes("commit\0")) server.removeAllListeners("data");
        if (data.includes("commit\0")) setTimeout(() => client.destroy(), 200);
      });
    }).listen(0, "127.0.0.1");
    await once(proxy, "listening");
    const address = proxy.address();
    const through = new pg.Client({
      host: "127.0.0.1",
      port: typeof address === "object" ? (address?.port ?? 0) : 0,
      user: "postgres",
      password: decodeURIComponent(password),
      database: db.name,
    });
    through.on("error", () => undefined);
    await through.connect();
    const reconnect = async () => {
      const client = new pg.Client({ connectionString: db.url });
      await client.connect();
      return client;
    };
    const lost = await beginServerSession({ client: through, title: "lost", reconnect }, "test");
    const done = await pushedTo(lost, { t: pgTable("t", { id: integer().primaryKey() }) });
    proxy.close();
    expect(done.report.statements).not.toEqual([]);
    expect(await rows("t")).toEqual([]);
    expect(await rows("ledger_schema_changes")).toHaveLength(1);
  });
});
