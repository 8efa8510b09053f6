import { existsSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseLocation } from "../../../../src/db/connecting/location.ts";
import {
  backUpServer,
  backupsIn,
  majorVersion,
} from "../../../../src/db/postgresql/backup/back-up-server.ts";
import { countDumpedRows } from "../../../../src/db/postgresql/backup/count-dumped-rows.ts";
import { findProgram } from "../../../../src/db/postgresql/backup/programs.ts";
import { restoreServer } from "../../../../src/db/postgresql/backup/restore-server.ts";
import { DatabaseError, DecisionNeeded } from "../../../../src/plain/errors.ts";
import { startPostgresql, type TestServer } from "../../../support/postgresql-server.ts";

/** A server as old as the programs that are installed: those of npm have none. */
const DEBIAN_15 = "/usr/lib/postgresql/15/bin";
const { env } = process;

it("rows of a dump are lines between COPY and its end, whatever chunks they come in", async () => {
  const sql =
    '--\nCOPY public.a (id, b) FROM stdin;\n1\tx\n2\tCOPY z (a) FROM stdin;\n\\.\nSELECT 1;\nCOPY public."B b" (id) FROM stdin;\n\\.\n';
  const chunks = [...sql].map((one) => Buffer.from(one));
  const counts = await countDumpedRows(Readable.from(chunks));
  expect([...counts]).toEqual([
    ["public.a", 2],
    ['public."B b"', 0],
  ]);
});

it("a program that is older than the server, or not there, is no way to a backup", async () => {
  await expect(findProgram("pg_dump", 999, env)).rejects.toBeInstanceOf(DatabaseError);
  const none = findProgram("pg_dump", 999, { PATH: "/nowhere" });
  await expect(none).rejects.toThrow(DatabaseError);
});

describe.skipIf(!existsSync(join(DEBIAN_15, "pg_dump")))("a backup of a server's database", () => {
  let server: TestServer;
  const folder = mkdtempSync(join(tmpdir(), "hmsync-dump-"));
  const clients: pg.Client[] = [];
  beforeAll(async () => {
    server = await startPostgresql(DEBIAN_15);
    const admin = await session("postgres");
    await admin.query(`create role app login password 'p@ss w"ord' createdb`);
    await admin.query(
      `create database "Hms b" owner app template template0 locale_provider icu icu_locale 'de-DE'`,
    );
    await admin.query(`alter database "Hms b" set work_mem = '5MB'`);
    await admin.query(`revoke connect on database "Hms b" from public`);
    const own = await session("Hms b", "app");
    await own.query(`create table patients (id int primary key, name text); create schema other;
      create table other."Odd ""x" (a text); insert into other."Odd ""x" values (E'a\\nb\\\\.'), (null);
      insert into patients select n, 'n' || n from generate_series(1, 1000) n;
      alter table patients enable row level security; create policy own on patients using (true)`);
    await own.end();
  }, 120_000);
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
    await server?.stop();
    rmSync(folder, { recursive: true });
  });

  const urlOf = (database: string, user = "postgres", password = "for-tests") =>
    server.url
      .replace(/\/\/[^@]*@/, `//${user}:${encodeURIComponent(password)}@`)
      .replace(/\/postgres$/, `/${encodeURIComponent(database)}`);
  async function session(database: string, user?: string): Promise<pg.Client> {
    const url = user === undefined ? urlOf(database) : urlOf(database, user, 'p@ss w"ord');
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    await client.connect();
    clients.push(client);
    return client;
  }
  function programs() {
    const location = parseLocation(urlOf("Hms b", "app", 'p@ss w"ord'));
    if (location === undefined) throw new TypeError("no location");
    return { location, password: 'p@ss w"ord', env };
  }
  async function backedUp(keep?: number) {
    const client = await session("Hms b", "app");
    try {
      return await backUpServer({ ...programs(), client, folder, now: new Date(), keep });
    } finally {
      await client.end();
    }
  }
  const connectTo = async (database: string) => {
    const client = await session(database, "app");
    return { client, close: () => client.end() };
  };
  const restored = async (backup: string) => {
    const client = await session("postgres", "app");
    const request = { ...programs(), client, backup, now: new Date(), connectTo };
    return restoreServer(request).finally(() => client.end());
  };

  it("is its owner's alone, counted against the snapshot, and the newest stay", async () => {
    const first = await backedUp();
    expect(first).toMatchObject({ tables: 2, rows: 1002 });
    expect(statSync(first.path).mode & 0o777).toBe(0o600);
    await backedUp();
    const last = await backedUp(2);
    expect(backupsIn(folder)).toHaveLength(2);
    expect(backupsIn(folder)).toContain(last.path);
  });

  it("is restored into a database of the old name, with its settings; the present one is put aside", async () => {
    const { path } = await backedUp();
    const own = await session("Hms b", "app");
    await own.query("delete from patients where id > 10");
    await expect(restored(path)).rejects.toBeInstanceOf(DecisionNeeded);
    await own.end();
    const { aside, rows } = await restored(path);
    expect(rows).toBe(1002);
    const now = await session("Hms b", "app");
    const told = "select count(*)::int as n, current_setting('work_mem') as m from patients";
    expect((await now.query(told)).rows).toEqual([{ n: 1000, m: "5MB" }]);
    const before = await session(aside, "app");
    expect((await before.query("select count(*)::int as n from patients")).rows).toEqual([
      { n: 10 },
    ]);
    const acl = await now.query(
      "select has_database_privilege('public', current_database(), 'connect') as open from pg_database limit 1",
    );
    expect(acl.rows).toEqual([{ open: false }]);
    const sorted = await now.query(
      "select datlocprovider as by, daticulocale as locale from pg_database where datname = current_database()",
    );
    expect(sorted.rows).toEqual([{ by: "i", locale: "de-DE" }]);
    expect(await majorVersion(now)).toBe(15);
    await Promise.all([now.end(), before.end()]);
  });

  it("one that is damaged, and a file that is none, change nothing", async () => {
    const { path } = await backedUp();
    truncateSync(path, statSync(path).size - 200);
    await expect(restored(path)).rejects.toBeInstanceOf(DatabaseError);
    const none = join(folder, "none.dump");
    writeFileSync(none, "no dump");
    await expect(restored(none)).rejects.toBeInstanceOf(DatabaseError);
    const admin = await session("postgres");
    const left = await admin.query("select datname from pg_database where datname like 'hmsync_%'");
    expect(left.rows).toEqual([]);
  });
});
