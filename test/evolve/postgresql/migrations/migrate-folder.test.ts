import pg from "pg";
import { beforeEach, describe, expect, it } from "vitest";
import {
  type FolderRequest,
  migrateFolder,
  rollBackFolder,
} from "../../../../src/evolve/postgresql/migrations/migrate-folder.ts";
import { DatabaseError, DecisionNeeded, UsageError } from "../../../../src/plain/errors.ts";
import {
  migrateOn,
  NO_PERMISSIONS,
  type NumberedFiles,
  placeOn,
  removeNumberedFolders,
  requestOf,
} from "../../../support/numbered.ts";
import { describePostgresql, testDatabase } from "../../../support/postgresql.ts";

const TABLES = `
  drop schema public cascade; create schema public;
  create table doctors (id int primary key, name text);
  create table visits (id int primary key, doctor int references doctors, fee numeric(10,2), notes text);
  create table plain (a text, b text);
  insert into doctors values (1, 'A'), (2, 'B');
  insert into visits select n, 1 + n % 2, n + 0.75, case when n % 2 = 0 then 'note ' || n end from generate_series(1, 10) n;
  insert into plain values ('x', 'y'), ('x', 'z');
  alter table visits enable row level security; alter table visits force row level security;
  create policy own on visits using (doctor is not null);
  create view dear as select id from visits where fee > 5;
  grant select on visits to public`;

describePostgresql("a numbered folder is applied", () => {
  const database = testDatabase();
  removeNumberedFolders();
  beforeEach(async () => {
    await database.query(TABLES);
  });
  const migrated = (files: NumberedFiles, more = {}) => migrateOn(database, files, more);
  const rows = async (sql: string) => (await database.query(sql)).map((row) => Object.values(row));
  const journal = () =>
    rows("select name, how, steps, steps_done from hmsync_migrations order by name");
  const refusal = (files: NumberedFiles, more = {}): Promise<Error> =>
    migrated(files, more).then(
      () => Promise.reject(new TypeError("was not refused")),
      (error: Error) => error,
    );

  it("in order, once, with a row for each file that says who, when and what", async () => {
    const files = {
      "002_b.sql": "insert into wards values ('two');",
      "001_a.sql": "create table wards (name text);\ncopy wards from stdin;\none\n\\.\n",
    };
    expect((await migrated(files)).map(({ name }) => name)).toEqual(["001_a", "002_b"]);
    expect(await migrated(files)).toEqual([]);
    expect(await rows("select name from wards order by name")).toEqual([["one"], ["two"]]);
    expect(await journal()).toEqual([
      ["001_a", "applied", 1, 1],
      ["002_b", "applied", 1, 1],
    ]);
    const [[checksum, by] = []] = await rows(
      "select length(checksum), applied_by from hmsync_migrations",
    );
    expect([checksum, by]).toEqual([64, "postgres"]);
    expect((await migrated({ ...files, "003_c.sql": "select 1" })).map(({ name }) => name)).toEqual(
      ["003_c"],
    );
  });

  it("a failing file leaves nothing of itself, and those before it stay", async () => {
    const files = {
      "1_a.sql": "create table wards (name text)",
      "2_b.sql":
        "create table beds (id int);\ninsert into wards values ('x');\nselect * from nowhere;",
      "3_c.sql": "create table never (id int)",
    };
    const error = await refusal(files);
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error.message).toMatch(/2_b\.sql line 3.*42P01/);
    expect(
      await rows(
        "select to_regclass('wards')::text a, to_regclass('beds')::text b, to_regclass('never')::text c",
      ),
    ).toEqual([["wards", null, null]]);
    expect(await rows("select count(*)::int from wards")).toEqual([[0]]);
    expect(await journal()).toEqual([["1_a", "applied", 1, 1]]);
  });

  it("a value of a row that breaks a constraint is in no message", async () => {
    const error = await refusal({ "1_a.sql": "insert into doctors values (1, 'SECRET')" });
    expect(error.message).toContain("23505");
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/SECRET|\(1\)/);
  });

  it("a changed file, a missing one, and one put before the last are refused", async () => {
    const files = { "1_a.sql": "select 1", "3_c.sql": "select 3" };
    await migrated(files);
    expect(await refusal({ ...files, "1_a.sql": "select 2" })).toBeInstanceOf(UsageError);
    expect(await refusal({ "1_a.sql": "select 1" })).toBeInstanceOf(UsageError);
    expect(await refusal({ ...files, "2_b.sql": "select 2" })).toBeInstanceOf(DecisionNeeded);
    expect(await migrated({ ...files, "1_a.sql": "select 1\r\n".replace("\r\n", "") })).toEqual([]);
  });

  it("what cannot run in a transaction runs outside, and is resumed where it died", async () => {
    const files = {
      "1_a.sql":
        "create type mood as enum ('sad'); create table t (m mood);\nalter table visits add ward text;\n" +
        "create index concurrently visits_ward on visits (ward);\nvacuum visits;\ninsert into t values ('sad');",
      "2_b.sql": "alter type mood add value 'calm'; insert into t values ('calm');",
    };
    let outside = 0;
    const fail = (point: string) => {
      if (point === "after-insert" && ++outside === 1)
        throw new DatabaseError("dies", { cure: "-" });
    };
    await expect(migrated(files, { fail })).rejects.toThrow("dies");
    expect(await journal()).toEqual([["1_a", "applied", 4, 1]]);
    expect((await migrated(files)).map(({ name }) => name)).toEqual(["1_a", "2_b"]);
    expect(await rows("select m::text from t order by t.m")).toEqual([["sad"], ["calm"]]);
    expect(
      await rows("select indisvalid from pg_index where indexrelid = 'visits_ward'::regclass"),
    ).toEqual([[true]]);
  });

  it("an index that failed outside is left behind by nobody, and what was done of the file stays fixed", async () => {
    const first = "alter table visits add ward text default 'same';";
    const unique = `${first}\ncreate unique index concurrently visits_ward on visits (ward);`;
    expect((await refusal({ "1_a.sql": unique })).message).toContain("23505");
    expect(await refusal({ "1_a.sql": unique.replace("'same'", "'other'") })).toBeInstanceOf(
      UsageError,
    );
    await migrated({ "1_a.sql": unique.replace("unique ", "") });
    expect(
      await rows(
        "select indisvalid, indisunique from pg_index where indexrelid = 'visits_ward'::regclass",
      ),
    ).toEqual([[true, false]]);
  });

  it("what a file sets for its session does not reach the next", async () => {
    const files = {
      "1_a.sql": "create schema other; set search_path = other; set timezone = 'Asia/Kolkata';",
      "2_b.sql": "create table here (id int);",
    };
    await migrated(files);
    expect(await rows("select to_regclass('public.here')::text")).toEqual([["here"]]);
  });

  it("new values where there were none, new rows, wider types and renames are no loss", async () => {
    const sql = `update visits set notes = 'filled' where notes is null; insert into doctors values (3, 'C');
      drop view dear; alter table visits alter fee type numeric(12,4); alter table visits rename notes to remarks;
      alter table visits rename to consultations; update plain set b = b; alter table doctors add public_id text`;
    const [done] = await migrated({ "1_a.sql": sql });
    expect(done).toMatchObject({ losses: [], tables: 3, rows: 14 });
  });

  describe.each([
    ["truncate visits", "--allow-drop-table visits", { allowDropTable: ["visits"] }, 10],
    [
      "delete from visits where id > 7",
      "--allow-drop-table visits",
      { allowDropTable: ["visits"] },
      3,
    ],
    [
      "alter table visits drop column notes",
      "--allow-drop visits.notes",
      { allowDrop: ["visits.notes"] },
      5,
    ],
    [
      "update visits set notes = 'same'",
      "--allow-convert visits.notes",
      { allowConvert: ["visits.notes"] },
      5,
    ],
    [
      "alter table visits alter fee type int",
      "--allow-convert visits.fee",
      { allowConvert: ["visits.fee"] },
      10,
    ],
    ["drop table plain", "--allow-drop-table plain", { allowDropTable: ["plain"] }, 2],
    [
      "delete from plain where b = 'z'; insert into plain values ('n', 'n')",
      "--allow-convert plain.b",
      { allowConvert: ["plain.a", "plain.b"] },
      1,
    ],
    [
      "update visits v set notes = w.notes from visits w where w.id = 12 - v.id and v.id % 2 = 0 and v.id > 1",
      "--allow-convert visits.notes",
      { allowConvert: ["visits.notes"] },
      4,
    ],
  ])("%s", (...[sql, flag, permitted, count]) => {
    // The view stands upon a column of some of them.
    const files = { "1_a.sql": `drop view dear; ${sql}` };
    it("is refused with what would be lost, and done where that is named", async () => {
      const error = await refusal(files);
      expect(error).toBeInstanceOf(DecisionNeeded);
      expect(error.message).toContain(flag);
      expect(error.message).toContain(` ${count} `);
      expect(
        await rows("select count(*)::int a, count(notes)::int b, sum(fee)::text c from visits"),
      ).toEqual([[10, 5, "62.50"]]);
      await migrated(files, { permissions: { ...NO_PERMISSIONS, ...permitted } });
      expect(await journal()).toEqual([["1_a", "applied", 1, 1]]);
    });
  });

  it("the file itself may name what it loses", async () => {
    const header = '-- hmsync: {"allowDrop":["visits.notes"]}\n';
    await migrated({ "1_a.sql": `${header}alter table visits drop column notes;` });
    expect(await journal()).toHaveLength(1);
  });

  it.each([
    ["drop table doctors cascade", /constraint visits_doctor_fkey/, ["doctors"]],
    ["do $$ begin execute 'drop policy own on visits'; end $$", /policy own on public\.visits/, []],
    [
      "do $$ begin execute 'alter table visits no force row level security'; end $$",
      /forced row-level security/,
      [],
    ],
    ["alter table visits drop column fee cascade", /view public\.dear/, []],
    [
      "create table n (like visits including all); insert into n select * from visits; drop view dear; drop table visits; alter table n rename to visits",
      /policy own on public\.visits/,
      [],
    ],
  ])("%s: what goes without being named is refused", async (sql, gone, tables) => {
    const permissions = { ...NO_PERMISSIONS, allowDrop: ["visits.fee"], allowDropTable: tables };
    const error = await refusal({ "1_a.sql": sql }, { permissions });
    expect(error).toBeInstanceOf(DecisionNeeded);
    expect(error.message).toMatch(gone);
    expect(
      await rows(
        "select relrowsecurity, relforcerowsecurity from pg_class where relname = 'visits'",
      ),
    ).toEqual([[true, true]]);
  });

  it("values that change places between rows without a key are refused, filled nulls and new rows are not", async () => {
    await database.query("insert into plain values ('v', null)");
    const swap = { "1.sql": "update plain set b = case b when 'y' then 'w' else b end" };
    expect((await refusal(swap)).message).toContain("plain.b");
    await database.query("update plain set a = 'u' where b = 'z'");
    const torn = {
      "1.sql": "update plain set b = case b when 'y' then 'z' when 'z' then 'y' end where b <> ''",
    };
    const error = await refusal(torn);
    expect(error).toBeInstanceOf(DecisionNeeded);
    expect(error.message).toContain("changing 2 values of plain.b");
    await migrated({
      "1.sql":
        "update plain set b = 'q' where b is null; insert into plain values ('n', 'm'); alter table plain add c int default 3",
    });
    expect(await rows("select a, b from plain order by a")).toEqual([
      ["n", "m"],
      ["u", "z"],
      ["v", "q"],
      ["x", "y"],
    ]);
  });

  it("a table made anew stays in its publication, or is refused", async () => {
    await database.query("create publication far for table plain");
    try {
      const anew =
        "create table n (like plain); insert into n select * from plain; drop table plain; alter table n rename to plain;";
      expect((await refusal({ "1.sql": anew })).message).toContain(
        "publication far on public.plain",
      );
      await migrated({ "1.sql": `${anew} alter publication far add table plain` });
      expect(await rows("select tablename from pg_publication_tables")).toEqual([["plain"]]);
    } finally {
      await database.query("drop publication far");
    }
  });

  it("what a statement names goes: a policy, row-level security, a grant, a view", async () => {
    await migrated({
      "1_a.sql": `drop policy own on visits; alter table visits disable row level security;
        alter table visits no force row level security; revoke select on visits from public; drop view public.dear;`,
    });
    expect(await journal()).toHaveLength(1);
  });

  it("an owner whom policies bind too is refused, or lifts FORCE while tables are read, and has it as before", async () => {
    const role = `o${database.name}`;
    await database.query(`create role ${role} login password 'x'; grant all on schema public to ${role};
      create table bound (id int primary key, a text); insert into bound values (1, 'x'), (2, 'y');
      alter table bound owner to ${role}; alter table bound enable row level security; alter table bound force row level security;
      create schema closed; create table closed.secrets (a int); insert into closed.secrets values (1);
      create policy none on bound using (false); drop table visits cascade; drop table doctors, plain`);
    const client = new pg.Client({ connectionString: database.urlOf(role, "x") });
    await client.connect();
    const place = { client, title: "hms", schema: "public" };
    const apply = (sql: string, more: Partial<FolderRequest>) =>
      migrateFolder(place, requestOf({ "1_a.sql": sql }, more));
    try {
      const add = "alter table bound add b text";
      await expect(apply(add, {})).rejects.toThrow(/public\.bound/);
      const drop = apply("alter table bound alter a type varchar(1) using 'z'", {
        lifting: "lift",
      });
      await expect(drop).rejects.toThrow(/2 values of bound\.a/);
      expect(await apply(add, { lifting: "lift" })).toMatchObject([{ rows: 2 }]);
      const forced = "select relforcerowsecurity as f from pg_class where relname = 'bound'";
      expect(await database.query(forced)).toEqual([{ f: true }]);
    } finally {
      await client.end();
      await database.query(`drop owned by ${role}; drop role ${role}; drop schema closed cascade`);
    }
  });

  it("is taken back by its down file, and refused where that would lose what has come in since", async () => {
    const files = {
      "1_a.sql": "alter table doctors add ward text",
      "1_a.down.sql":
        '-- hmsync: {"allowDrop":["doctors.ward"]}\nalter table doctors drop column ward',
      "2_b.sql": "select 2",
    };
    await migrated(files);
    const place = await placeOn(database);
    const back = (more = {}) => rollBackFolder(place, requestOf(files, more));
    await expect(back()).rejects.toBeInstanceOf(UsageError);
    const earlier = { "1_a.sql": files["1_a.sql"], "1_a.down.sql": files["1_a.down.sql"] };
    await database.query(
      "delete from hmsync_migrations where name = '2_b'; update doctors set ward = 'W' where id = 1",
    );
    const request = (more = {}) => requestOf(earlier, more);
    await expect(rollBackFolder(place, request())).rejects.toBeInstanceOf(DecisionNeeded);
    const permissions = { ...NO_PERMISSIONS, allowDrop: ["doctors.ward"] };
    expect((await rollBackFolder(place, request({ permissions }))).name).toBe("1_a");
    expect(await journal()).toEqual([]);
    expect((await migrateFolder(place, request())).map(({ name }) => name)).toEqual(["1_a"]);
    await place.client.end();
  });
});
