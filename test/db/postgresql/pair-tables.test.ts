import type pg from "pg";
import { expect, it } from "vitest";
import type { Database } from "../../../src/db/database.ts";
import { readDigest } from "../../../src/db/postgresql/digest.ts";
import { mirror } from "../../../src/db/postgresql/mirror.ts";
import { pairTables, type Unpaired } from "../../../src/db/postgresql/pair-tables.ts";
import { openTemporary } from "../../../src/db/sqlite/open.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";
import { copyIn, paired, shadowRows } from "../../support/server-pair.ts";

const HOSTILE = `we"ird. (T) $1 ' Ä; --`;
const quoted = `"${HOSTILE.replaceAll('"', '""')}"`;

describePostgresql("tables of a server and of a shadow", () => {
  const hospital = testDatabase();
  let opened: pg.Client | undefined;
  const session = async () => (opened ??= await hospital.session());

  /** What keeps a table from being paired. */
  const flawsOf = async (server: string, shadow: string): Promise<readonly string[]> => {
    const client = await session();
    await client.query(`drop table if exists visits cascade; ${server}`);
    const local = shadowOf(shadow);
    const failed = pairTables(client, local, [{ name: "visits" }]);
    const { flaws = [] } = (await failed.catch((error) => error)) as Partial<Unpaired>;
    local.close();
    return flaws;
  };

  it("are paired by name, each column with its type, limits, values and key", async () => {
    const client = await session();
    await client.query(`
      create type mood as enum ('glad', 'sad');
      create domain fee as numeric(10,2);
      create domain net_fee as fee check (value > 0);
      create table visits (
        note varchar(20), paid net_fee, felt mood, at timestamptz(3), of_server int not null default 7,
        gone int, twice int generated always as (7 * 2) stored, part smallint, no bigint,
        primary key (no, part));
      alter table visits drop column gone`);
    const shadow = shadowOf(`create table visits (
      no integer not null, part integer not null, note text, paid text, felt text, at text,
      twice int generated always as (14), primary key (no, part))`);

    const pair = await paired(client, shadow, "visits");

    const { rows } = await client.query(
      "select 'mood'::regtype::oid::int8 as mood, 'net_fee'::regtype::oid::int8 as fee",
    );
    const id = rows[0] as { readonly mood: string; readonly fee: string };
    expect(pair).toMatchObject({ schema: "public", name: "visits", key: ["no", "part"] });
    const { columns } = pair;
    expect(columns.map(({ name, type, written, kept }) => [name, type, written, kept])).toEqual([
      ["no", "int8", "bigint", "integer"],
      ["part", "int2", "smallint", "integer"],
      ["note", "varchar", "character varying(20)", "text"],
      ["paid", "numeric", "numeric(10,2)", "text"],
      ["felt", "enum", "mood", "text"],
      ["at", "timestamptz", "timestamp(3) with time zone", "text"],
    ]);
    expect(columns.map(({ typeId, limits, labels }) => [typeId, limits, labels])).toEqual([
      [20, undefined, undefined],
      [21, undefined, undefined],
      [1043, { length: 20 }, undefined],
      [Number(id.fee), { precision: 10, scale: 2 }, undefined],
      [Number(id.mood), undefined, ["glad", "sad"]],
      [1184, { decimals: 3 }, undefined],
    ]);
    shadow.close();
  });

  it("are found along the search path, or in the schema that is named", async () => {
    const client = await session();
    await client.query(`
      create schema ward; create schema front;
      create table ward.beds (id int primary key); create table front.beds (id int primary key);
      set search_path to front, ward`);
    const shadow = shadowOf("create table beds (id integer primary key)");
    const asked = [{ name: "beds" }, { name: "beds", schema: "ward" }];

    const pairs = await pairTables(client, shadow, asked);

    expect(pairs.map(({ schema }) => schema)).toEqual(["front", "ward"]);
    await client.query("reset search_path");
    shadow.close();
  });

  it("have whatever names they like, generated and always numbered columns among them", async () => {
    const client = await session();
    await client.query(`
      create table ${quoted} (
        id int generated always as identity primary key, ${quoted} text, "ID2" int,
        twice int generated always as ("ID2" * 2) stored);
      insert into ${quoted} (${quoted}, "ID2") values ('a', 1), ('b', 2);
      delete from ${quoted} where id = 1`);
    const shadow = shadowOf(
      `create table ${quoted} (id integer primary key, ${quoted} text, "ID2" integer)`,
    );
    const pair = await paired(client, shadow, HOSTILE);

    await mirror(client, shadow, { server: "hospital", pairs: [pair] });

    const rows = shadowRows(shadow, pair);
    expect(rows).toEqual([[2, "b", 2]]);
    const before = await readDigest(client, pair);
    await client.query(`truncate ${quoted}`);
    expect(await copyIn(client, pair, rows)).toEqual(before);
    const { rows: there } = await client.query(`select id, "ID2", twice from ${quoted}`);
    expect(there).toEqual([{ id: 2, ID2: 2, twice: 4 }]);
    shadow.close();
  });

  it("go on counting where the server's sequences are, however few rows are left", async () => {
    const client = await session();
    await client.query(`
      create table counted (id int generated by default as identity primary key);
      create table serial_too (id bigserial primary key);
      create table unused (id bigserial primary key);
      insert into counted select from generate_series(1, 12); delete from counted where id > 3;
      insert into serial_too values (default), (40)`);
    const names = ["counted", "serial_too", "unused"];
    const create = (name: string) => `create table ${name} (id integer primary key autoincrement)`;
    const shadow = shadowOf(names.map(create).join("; "));
    const pairs = await pairTables(
      client,
      shadow,
      names.map((name) => ({ name })),
    );

    await mirror(client, shadow, { server: "hospital", pairs });

    const next = names.map((name) => {
      return shadow.prepare(`insert into ${name} default values returning id`).all([])[0]?.[0];
    });
    expect(next).toEqual([13, 41, 1]);
    shadow.close();
  });

  it("keep JSON of texts and numbers as what they are, where the shadow takes either", async () => {
    const client = await session();
    await client.query(`
      create table keys (id int primary key, c jsonb);
      insert into keys values (1, '"a\\u00e9\\\\"'), (2, '7'), (3, null), (4, '"7"')`);
    const shadow = shadowOf("create table keys (id integer primary key, c blob)");
    const pair = await paired(client, shadow, "keys");

    await mirror(client, shadow, { server: "hospital", pairs: [pair] });

    const rows = shadowRows(shadow, pair);
    expect(rows.map(([, value]) => value)).toEqual(["aé\\", 7, null, "7"]);
    const before = await readDigest(client, pair);
    await client.query("delete from keys");
    expect(await copyIn(client, pair, rows)).toEqual(before);
    for (const other of ["{}", "null", "1.5", "true", "9007199254740993"]) {
      await client.query("delete from keys");
      await client.query("insert into keys values (1, $1)", [other]);
      const again = shadowOf("create table keys (id integer primary key, c blob)");
      const mirrored = mirror(client, again, { server: "hospital", pairs: [pair] });
      await expect(mirrored).rejects.toMatchObject({ table: "keys", column: "c", row: 1 });
      again.close();
    }
    shadow.close();
  });

  it("are not paired where either has what the other has not", async () => {
    const id = "create table visits (id int primary key)";
    const here = (columns: string) => `create table visits (id integer primary key, ${columns})`;
    expect(await flawsOf("select 1", here("note text"))).toEqual(["visits is not there"]);
    expect(await flawsOf(id, here("note text"))).toEqual(["visits.note is not there"]);
    expect(
      await flawsOf(`create table visits (id int primary key, "Note" text)`, here("note text")),
    ).toEqual(["visits.note is not there"]);
    expect(await flawsOf("create table visits (id int, note text)", here("note text"))).toEqual([
      "visits has no primary key on the server, and the primary key (id) in the schema",
    ]);
    await hospital.query("create or replace view looked as select 1 as id");
    expect(
      await flawsOf("drop view looked; create view visits as select 1 as id", here("note text")),
    ).toEqual(["visits is no table"]);
    await hospital.query("drop view visits");
  });

  it.each([
    "interval",
    "text[]",
    "inet",
    "money",
    "xml",
    "bit(3)",
    "timetz",
    "int4range",
    "pair",
    '"char"',
    "name",
  ])("are not paired where a column is of the type %s", async (type) => {
    await hospital.query("drop type if exists pair cascade; create type pair as (a int, b int)");
    const server = `create table visits (id int primary key, c ${type}, d ${type})`;
    const flaws = await flawsOf(server, "create table visits (id integer primary key, c text)");
    expect(flaws.map((flaw) => flaw.split(" ")[0])).toEqual(["visits.c"]);
  });

  it.each([
    ["text", "integer"],
    ["integer", "text"],
    ["numeric(10,2)", "integer"],
    ["numeric", "real"],
    ["numeric", "numeric"],
    ["float8", "text"],
    ["boolean", "text"],
    ["bytea", "text"],
    ["timestamptz", "integer"],
    ["int generated always as (7) stored", "integer"],
  ])("are not paired where %s would be kept as %s", async (type, kept) => {
    const flaws = await flawsOf(
      `create table visits (id int primary key, c ${type})`,
      `create table visits (id integer primary key, c ${kept})`,
    );
    expect(flaws.map((flaw) => flaw.split(" ")[0])).toEqual(["visits.c"]);
  });
});

function shadowOf(sql: string): Database {
  const shadow = openTemporary("shadow");
  shadow.exec(sql);
  return shadow;
}
