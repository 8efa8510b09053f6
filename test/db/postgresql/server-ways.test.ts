import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { DatabaseError, WrittenOtherwise } from "../../../src/plain/errors.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";
import { openTarget, patient, SERVER_TABLES, uuid, visit } from "../../support/publishing.ts";

const failing = (work: Promise<unknown>) => work.catch((thrown: unknown) => thrown);

describePostgresql("settings of a server that would end, bend or hinder a run", () => {
  const database = testDatabase();
  const role = `${database.name}_set`;
  const asRole = () => database.urlOf(role, "secret");
  const set = (setting: string) => database.query(`alter role ${role} set ${setting}`);

  beforeAll(async () => {
    await database.query(`${SERVER_TABLES}; create role ${role} login password 'secret';
      grant all on schema public to ${role}; grant all on all tables in schema public to ${role};
      grant all on all sequences in schema public to ${role}`);
  });
  beforeEach(async () => {
    await database.query(`alter role ${role} reset all; truncate patients, visits, ledger_runs`);
  });
  afterAll(async () => {
    await database.query(`drop owned by ${role}; drop role ${role}`);
  });

  it("limits of time, formats and a late log do not reach it", async () => {
    await set("statement_timeout = '1s'");
    await set("idle_in_transaction_session_timeout = '1s'");
    await set("idle_session_timeout = '1s'");
    await set("datestyle = 'German'");
    await set("timezone = 'Asia/Kolkata'");
    await set("synchronous_commit = off");
    await database.query(`create function slow() returns trigger language plpgsql as
      $$ begin perform pg_sleep(1.1); return new; end $$;
      create trigger slow after insert on patients for each statement execute function slow()`);
    const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_100);
    const { exec, publish, shadow } = await openTarget(asRole(), {
      fail: (at) => void (at === "publish-checked" && pause()),
    });
    pause();
    exec(patient(1));
    await publish();
    expect(shadow.prepare("select made from patients").get([])).toEqual([
      "2026-01-14T02:03:11.000Z",
    ]);
    expect(
      await database.query(
        "select to_char(made at time zone 'UTC', 'HH24:MI:SS') at from patients",
      ),
    ).toEqual([{ at: "02:03:11" }]);
  });

  it.each<[string, string]>([
    ["default_transaction_read_only = on", "default_transaction_read_only"],
    ["session_replication_role = replica", "session_replication_role"],
  ])("%s is refused by its name", async (setting, told) => {
    await set(setting);
    const error = await failing(openTarget(asRole()));
    expect(error).toBeInstanceOf(DatabaseError);
    expect(String(error)).toContain(told);
  });

  it("a read-only role may look", async () => {
    await set("default_transaction_read_only = on");
    await database.query(patient(1));
    const { shadow } = await openTarget(asRole(), { access: "look" });
    expect(shadow.prepare("select count(*) from patients").get([])).toEqual([1]);
  });

  it("a role that may make no temporary tables is refused before anything is read", async () => {
    await database.query(`revoke temporary on database ${database.name} from public`);
    expect(String(await failing(openTarget(asRole())))).toContain("temporary");
    await database.query(`grant temporary on database ${database.name} to public`);
  });

  it("a table that somebody holds is waited for, and then told", async () => {
    const { exec, publish } = await openTarget(asRole(), { lockTimeoutMs: 100 });
    const holder = await database.session();
    await holder.query(`begin; ${patient(9)}`);
    exec(patient(1));
    expect(await failing(publish())).toMatchObject({ code: "55P03" });
    await holder.query("rollback");
    await publish();
    expect(await database.query("select id from patients")).toEqual([{ id: uuid(1) }]);
  });
});

describePostgresql("what a database does of its own when rows are written", () => {
  const database = testDatabase();

  beforeEach(async () => {
    await database.query(`drop schema public cascade; create schema public; ${SERVER_TABLES}`);
  });

  it("numbers go on behind those that were written, and one that is ahead stays", async () => {
    await database.query(`create table serials (id serial primary key, n int);
      create sequence shared; create table ahead (id bigint primary key default nextval('shared'), n int);
      select setval('shared', 500)`);
    const tables = [{ name: "ledger_runs" }, { name: "serials" }, { name: "ahead" }];
    const ddl = tables
      .map(
        ({ name }) =>
          `create table ${name} (id integer primary key, ${name === "ledger_runs" ? "status text" : "n integer"});`,
      )
      .join("");
    const { exec, publish } = await openTarget(database.url, { tables, ddl });
    for (const { name } of tables) exec(`insert into ${name} values (7, 1), (41, 2)`);
    await publish();
    const next = async (table: string) =>
      (await database.query(`insert into ${table} default values returning id::int`))[0]?.["id"];
    expect([await next("ledger_runs"), await next("serials"), await next("ahead")]).toEqual([
      42, 42, 501,
    ]);
  });

  it("a failure that may pass is tried again", async () => {
    await database.query(`create sequence tries; create function again() returns trigger language plpgsql as $$ begin
      if nextval('tries') < 3 then raise exception 'again' using errcode = '40001'; end if; return null; end $$;
      create trigger again after insert on patients for each row execute function again()`);
    const { exec, publish } = await openTarget(database.url);
    exec(patient(1));
    await publish();
    expect(await database.query("select count(*)::int n from patients")).toEqual([{ n: 1 }]);
  });

  it("an audit of the application is written along", async () => {
    await database.query(`create table audit (what text); create function note() returns trigger language plpgsql as
      $$ begin insert into audit values (new.public_id); return null; end $$;
      create trigger note after insert or update of born on patients for each row execute function note()`);
    const { exec, publish } = await openTarget(database.url);
    exec(patient(1));
    await publish();
    exec("update patients set name = 'Ann'");
    await publish();
    expect(await database.query("select what from audit")).toEqual([{ what: "PT-1" }]);
  });

  it.each<[string, string]>([
    [
      "that waits for the commit",
      "constraint trigger late after insert on patients deferrable initially deferred",
    ],
    ["on the same table", "trigger late after insert on patients"],
  ])("a trigger %s cannot change rows behind our back", async (_, trigger) => {
    await database.query(`create function late() returns trigger language plpgsql as
      $$ begin update patients set name = 'changed' where id = new.id; return null; end $$;
      create ${trigger} for each row execute function late()`);
    const { exec, publish } = await openTarget(database.url);
    exec(patient(1));
    const error = await failing(publish());
    expect(error).toBeInstanceOf(WrittenOtherwise);
    expect((error as WrittenOtherwise).cure).toContain("late");
    expect(await database.query("select 1 from patients")).toEqual([]);
  });

  it("rows of others that would go or change with a deleted one keep it from going", async () => {
    for (const does of ["cascade", "set null"]) {
      await database.query(`create table letters (id int primary key, patient_id uuid references patients on delete ${does});
        ${patient(1)}; insert into letters values (1, '${uuid(1)}')`);
      const { exec, publish, server } = await openTarget(database.url);
      exec("delete from patients");
      expect(await failing(publish())).toBeInstanceOf(DatabaseError);
      await server.close();
      expect(
        await database.query("select patient_id from letters join patients p on p.id = patient_id"),
      ).toHaveLength(1);
      await database.query("drop table letters; delete from patients");
    }
  });

  it("a row that breaks a rule is told by names alone", async () => {
    await database.query("alter table patients add constraint no_eve check (name <> 'Eve Smith')");
    const { exec, publish } = await openTarget(database.url);
    exec(patient(1, "Eve Smith"), visit(1, 1));
    const error = await failing(publish());
    expect(error).toMatchObject({
      code: "23514",
      place: { table: "patients", constraint: "no_eve" },
    });
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain("Eve");
  });

  it("a text that PostgreSQL cannot hold is refused, and the session goes on", async () => {
    const { exec, publish } = await openTarget(database.url);
    exec(patient(1), "update patients set name = 'a' || char(0)");
    expect(await failing(publish())).toMatchObject({ table: "patients", column: "name" });
    exec("update patients set name = 'a'");
    await publish();
    expect(await database.query("select name from patients")).toEqual([{ name: "a" }]);
  });
});
