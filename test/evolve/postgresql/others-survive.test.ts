import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  pgPolicy,
  pgTable,
  pgView,
  text,
  varchar,
} from "drizzle-orm/pg-core";
import { beforeEach, expect, it } from "vitest";
import { readServerObjects } from "../../../src/evolve/postgresql/server-objects.ts";
import type { ServerSession } from "../../../src/evolve/postgresql/server-session.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";
import { pushedTo, refusedBy, sessionOf } from "../../support/server-evolve.ts";

describePostgresql("what others made in a server's database survives a push", () => {
  const db = testDatabase();
  let session: ServerSession;

  beforeEach(async () => {
    await db.query("drop schema public cascade; create schema public");
    await db.query("drop schema if exists elsewhere cascade");
    session = await sessionOf(db);
  });

  /** Definitions by kind and name, those of a column left out. */
  async function objects(): Promise<Record<string, string>> {
    const found = [...(await readServerObjects(session.client)).values()];
    return Object.fromEntries(
      found
        .filter(({ kind, name }) => kind !== "column" && !name.includes("ledger"))
        .map(({ kind, name, definition }) => [`${kind} ${name}`, definition]),
    );
  }

  const plain = { id: integer().primaryKey(), name: text(), fee: integer() };

  it("row level security, FORCE and policies that the schema says nothing of", async () => {
    await db.query(`create table t (id int primary key, name text, fee int); insert into t values (1, 'a', 1);
      alter table t enable row level security; alter table t force row level security;
      create policy own on t for select using (name = current_user);
      grant select (name) on t to public; comment on column t.name is 'whose'`);
    const before = await objects();
    const t = pgTable("t", { ...plain, more: text() }, (table) => [index("t_fee").on(table.fee)]);
    await pushedTo(session, { t });
    expect(await objects()).toMatchObject(before);
    const [kept] = await db.query(
      "select relrowsecurity as rls, relforcerowsecurity as force from pg_class where relname = 't'",
    );
    expect(kept).toEqual({ rls: true, force: true });
  });

  it("a policy of the schema is made with its USING and WITH CHECK, and changed by name alone", async () => {
    const guarded = (using: string) =>
      pgTable("t", plain, () => [
        pgPolicy("own", {
          for: "all",
          to: "public",
          using: sql.raw(using),
          withCheck: sql`fee > 0`,
        }),
      ]);
    await pushedTo(session, { t: guarded("name = current_user") });
    const [policy] = await db.query(
      "select qual, with_check from pg_policies where policyname = 'own'",
    );
    expect(policy).toEqual({ qual: "(name = CURRENT_USER)", with_check: "(fee > 0)" });
    expect((await pushedTo(session, { t: guarded("name = current_user") })).report.inSync).toBe(
      true,
    );
    expect(await refusedBy(session, { t: guarded("true") })).toMatchObject({
      exitCode: 4,
      flags: ["--drop-unmanaged own"],
    });
    await pushedTo(session, { t: guarded("true") }, { dropUnmanaged: ["own"] });
    expect(await db.query("select qual from pg_policies")).toEqual([{ qual: "true" }]);
  });

  it("a view over a column that is to change: refused with its name, and left as it is", async () => {
    await db.query(`create table t (id int primary key, name varchar(3), fee int); insert into t values (1, 'abc', 1);
      create view names as select name from t; create materialized view totals as select sum(fee) from t`);
    const t = pgTable("t", { id: integer().primaryKey(), name: text(), fee: text() });
    const refusal = await refusedBy(session, { t });
    expect(refusal.exitCode).toBe(1);
    expect(refusal.message).toMatch(/view (public\.)?names/);
    const kept = await pushedTo(session, {
      t: pgTable("t", { ...plain, name: varchar({ length: 3 }), more: text() }),
    });
    expect(kept.report.kept).toEqual(["names", "totals"]);
  });

  it("a check, an index over an expression, a partial one, a sequence, a trigger, a function, a rule, made by hand", async () => {
    await db.query(`create table t (id int primary key, name text, fee int check (fee <> 13)); insert into t values (1, 'a', 1);
      create index by_lower on t (lower(name)); create index partly on t (fee) where fee > 5;
      create sequence numbers start 7; create unique index once on t (name) include (fee);
      create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
      create trigger touched before insert on t for each row execute function touch();
      create statistics pair on name, fee from t; create domain score as int check (value > 0);
      create schema elsewhere; create table elsewhere.x (id int); insert into elsewhere.x values (1);
      create table log (at timestamptz); create rule quiet as on delete to log do instead nothing`);
    const before = await objects();
    const t = pgTable("t", { ...plain, fee: integer().notNull(), more: integer().default(3) });
    const done = await pushedTo(session, { t });
    expect(await objects()).toMatchObject(before);
    expect(done.report.kept).toEqual(["log", "touched"]);
    expect((await pushedTo(session, { t })).report.inSync).toBe(true);
  });

  it("an index over a column that goes and one that stays goes by name alone", async () => {
    await db.query(`create table t (id int primary key, name text, fee int); insert into t values (1, 'a', 1);
      create index pair on t (name, fee); create index alone on t (fee)`);
    const t = pgTable("t", { id: integer().primaryKey(), name: text() });
    expect(await refusedBy(session, { t }, { allowDrop: ["t.fee"] })).toMatchObject({
      exitCode: 4,
      flags: ["--drop-unmanaged pair"],
    });
    await pushedTo(session, { t }, { allowDrop: ["t.fee"], dropUnmanaged: ["pair"] });
    expect(await db.query("select indexname from pg_indexes where tablename = 't'")).toEqual([
      { indexname: "t_pkey" },
    ]);
  });

  it("columns that the schema never had, with --keep-unmanaged", async () => {
    await db.query(
      "create table t (id int primary key, name text, fee int, ward text not null default 'A'); insert into t values (1, 'a', 1, 'B')",
    );
    const t = pgTable("t", plain);
    expect(await refusedBy(session, { t })).toMatchObject({ flags: ["--allow-drop t.ward"] });
    const done = await pushedTo(session, { t }, { keepUnmanaged: ["*"] });
    expect(done.report.kept).toEqual(["t.ward"]);
    expect((await pushedTo(session, { t }, { adopt: false })).report.inSync).toBe(true);
  });

  it("a rule that the schema takes back goes, one that was made by hand stays", async () => {
    const t = (checked: boolean) =>
      pgTable("t", plain, (table) => (checked ? [check("paid", sql`${table.fee} >= 0`)] : []));
    await pushedTo(session, { t: t(true) });
    await db.query("alter table t add constraint mine check (fee < 1000)");
    await pushedTo(session, { t: t(false) });
    expect(
      await db.query(
        "select conname from pg_constraint where conrelid = 't'::regclass and contype = 'c'",
      ),
    ).toEqual([{ conname: "mine" }]);
  });

  it("a view of the schema is made, and replaced where the server can do that in place", async () => {
    const t = pgTable("t", plain);
    const view = (body: string) => pgView("v", { id: integer() }).as(sql.raw(body));
    await pushedTo(session, { t, v: view("select id from t") });
    await pushedTo(session, { t, v: view("select id from t where fee > 0") });
    await db.query("create view mine as select id from v; grant select on v to public");
    expect(await refusedBy(session, { t, v: view("select name from t") })).toMatchObject({
      exitCode: 1,
    });
  });

  it("a trigger on changes of the schema that writes elsewhere stops the push", async () => {
    await db.query(`create table t (id int primary key); create table audit (what text);
      create function noted() returns event_trigger language plpgsql as $$ begin insert into audit values (tg_tag); end $$;
      create event trigger noted on ddl_command_end execute function noted()`);
    const refusal = await refusedBy(session, { t: pgTable("t", plain) });
    await db.query("drop event trigger noted");
    expect(refusal).toMatchObject({ exitCode: 1 });
    expect(refusal.message).toContain("audit");
  });
});
