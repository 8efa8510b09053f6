import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { PasswordNeeded } from "../../../src/db/connecting/password.ts";
import { openMysql } from "../../../src/extract/mysql/open-mysql.ts";
import { Interrupted, SourceError, UsageError } from "../../../src/plain/errors.ts";
import { describeMariadb, testDatabase } from "../../support/mariadb.ts";
import { located, opened, spooledRows, spooledText, tableOf } from "../../support/mysql-source.ts";

/** Stands in what no message may show. */
const SECRET = "zyxSecret";

const failure = async (work: Promise<unknown>): Promise<SourceError> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Error);
  expect(`${(error as SourceError).message} ${(error as SourceError).cure}`).not.toContain(SECRET);
  expect((error as SourceError).message).not.toContain("\n");
  return error as SourceError;
};

describeMariadb("one state of a database", () => {
  const db = testDatabase();

  test("what is written after the beginning does not come", async () => {
    await db.query(
      "create table visits (id int primary key, note text); insert into visits values (1, 'a'), (2, 'b')",
    );
    const source = await opened(db);
    await db.query(
      "insert into visits values (3, 'c'); update visits set note = 'new'; delete from visits where id = 1",
    );
    const table = await tableOf(source, "visits");
    expect(await source.count(table)).toBe(2);
    expect(await spooledText(source, table)).toBe('"1","a"\n"2","b"\n');
    expect(await source.count(table)).toBe(2);
    expect(source.snapshot).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/);
  });

  test("the server lets nothing be written in it", async () => {
    await db.query("create table calls (id int)");
    await db.query(
      "create function called() returns int modifies sql data begin insert into calls values (1); return 1; end",
    );
    await db.query("create view calling as select called() as n");
    const source = await opened(db);
    const view = await tableOf(source, "calling");
    expect((await failure(spooledText(source, view))).exitCode).toBe(1);
    expect(await db.query("select count(*) as n from calls")).toEqual([{ n: "0" }]);
  });

  test("rows come in the order of the key, as chunks that a slow reader takes one by one", async () => {
    await db.query("create table long_one (id int primary key, note varchar(200)) engine=innodb");
    await db.query(
      "insert into long_one select seq, repeat('x', 150) from seq_1_to_40000 order by seq desc",
    );
    const source = await opened(db);
    let [bytes, chunks, most] = [0, 0, 0];
    for await (const chunk of source.rows(await tableOf(source, "long_one"))) {
      if (chunks === 0) expect(chunk.toString("latin1", 0, 8)).toBe('"1","xxx');
      await sleep(1);
      [bytes, chunks, most] = [bytes + chunk.length, chunks + 1, Math.max(most, chunk.length)];
    }
    expect(bytes).toBe(40_000 * 156 + digits(40_000));
    expect(most).toBeLessThan(400_000);
    expect(chunks).toBeGreaterThan(40);
  });

  test("a table of an engine without snapshots is told, and refused if it changes meanwhile", async () => {
    await db.query("create table loose (id int primary key, note varchar(200)) engine=myisam");
    await db.query("insert into loose select seq, repeat('x', 190) from seq_1_to_30000");
    const source = await opened(db);
    const table = await tableOf(source, "loose");
    expect(source.notes?.some((note) => note.startsWith("loose is not part of the snapshot"))).toBe(
      true,
    );
    expect((await spooledRows(source, "loose")).length).toBe(30_000);
    const rows = source.rows(table);
    const reading = (async () => {
      for await (const _ of rows) await db.query("insert ignore into loose values (90000, '')");
    })();
    // MyISAM lets others append while it is read, or makes them wait: never is a part taken for the whole.
    const error = await reading.catch((thrown: unknown) => thrown);
    if (error !== undefined) expect(error).toBeInstanceOf(SourceError);
  });
});

const digits = (upTo: number): number =>
  Array.from({ length: upTo }, (_, at) => String(at + 1).length).reduce((sum, one) => sum + one, 0);

describeMariadb("a server that cannot be opened", () => {
  const db = testDatabase();

  test.each([
    ["nobody listens", (url: string) => url.replace(/:\d+\//, ":1/"), 1],
    ["its host is not known", (url: string) => url.replace("127.0.0.1", "no-such-host.invalid"), 1],
    ["the database is not there", (url: string) => `${url}_gone`, 1],
    ["TLS is asked for, and there is none", (url: string) => `${url}?ssl-mode=required`, 1],
    ["there is no socket", (url: string) => `${url}?socket=/nowhere/s.sock`, 1],
    ["an address has no name to be checked", (url: string) => `${url}?ssl-mode=verify_identity`, 2],
    ["a certificate's file is not there", (url: string) => `${url}?ssl-ca=/nowhere/ca.pem`, 2],
  ])("%s: one line, and the exit code", async (_, to, exitCode) => {
    const error = await failure(openMysql(located(to(db.url)), { timeoutMs: 5000 }));
    expect(error.exitCode).toBe(exitCode);
    expect(error.cure).not.toBe("");
  });

  test("a wrong password is told, a missing one asked for", async () => {
    await db.query(
      `create user ann@'%' identified by '${SECRET}'; grant select on ${db.name}.* to ann@'%'`,
    );
    const location = located(db.urlOf("ann", ""));
    const wrong = { timeoutMs: 5000, password: `${SECRET}x` };
    expect((await failure(openMysql(location, wrong))).message).toContain("the password is wrong");
    expect(await failure(openMysql(location, { timeoutMs: 5000 }))).toBeInstanceOf(PasswordNeeded);
    const source = await openMysql(location, { timeoutMs: 5000, password: SECRET });
    expect(source.title).toBe(`mysql://ann@${new URL(db.url).host}/${db.name}`);
    await source.close();
    const other = { ...location, database: "mysql" };
    expect((await failure(openMysql(other, { timeoutMs: 5000, password: SECRET }))).exitCode).toBe(
      1,
    );
    await db.query("drop user ann@'%'");
  });

  test.each(["ed25519 using password('x')", "unix_socket"])(
    "a user identified via %s",
    async (via) => {
      await db.query(`create user eve@'%' identified via ${via}`);
      const location = located(db.urlOf("eve", SECRET));
      const error = await failure(openMysql(location, { timeoutMs: 5000, password: SECRET }));
      expect([error.exitCode, /log in|let/.test(error.message)]).toEqual([1, true]);
      await db.query("drop user eve@'%'");
    },
  );

  test("over its socket", async () => {
    const source = await opened({ url: `${db.url}?socket=${db.socket}` });
    expect(await source.tables({})).toEqual([]);
  });

  test("a schema that is not there names the nearest", async () => {
    const source = await opened(db);
    const asked = source.tables({ schemas: [`${db.name}x`] });
    expect(await failure(asked)).toBeInstanceOf(UsageError);
    await expect(asked).rejects.toThrow(`"${db.name}"`);
  });
});

describeMariadb("a server that fails in the middle", () => {
  const db = testDatabase();

  const many = async () => {
    await db.query("create table if not exists many (id int primary key, note varchar(250))");
    await db.query(
      `insert ignore into many select seq, repeat('${SECRET}', 20) from seq_1_to_50000`,
    );
  };

  /** Reads one chunk, has something done, and reads on. */
  async function interrupted(work: (id: string) => Promise<unknown>, signal?: AbortSignal) {
    await many();
    const source = await opened(db, signal ? { signal } : {});
    const rows = source.rows(await tableOf(source, "many"));
    const reading = rows[Symbol.asyncIterator]();
    await reading.next();
    const [own] = await db.query(
      "select max(id) as id from information_schema.processlist where db = ? and command = 'Query' and info like '%`many`%' and id <> connection_id()",
      [db.name],
    );
    await work(String(own?.["id"]));
    return async () => {
      for (;;) if ((await reading.next()).done) return;
    };
  }

  test("the connection is killed", async () => {
    const on = await interrupted((id) => db.query(`kill ${Number(id)}`));
    expect((await failure(on())).message).toContain("many cannot be read");
  });

  test("the query is ended by somebody else", async () => {
    const on = await interrupted((id) => db.query(`kill query ${Number(id)}`));
    // What the server had sent by then may have been all of it.
    await on().catch((error: unknown) => expect(error).toBeInstanceOf(SourceError));
  });

  test("Ctrl-C: the query ends at the server", async () => {
    const leaving = new AbortController();
    const on = await interrupted(async () => leaving.abort(), leaving.signal);
    expect(await failure(on())).toBeInstanceOf(Interrupted);
    await gone(`info like '%\`many\`%'`);
  });

  test("Ctrl-C while the server counts", async () => {
    await db.query("create or replace view slow as select sleep(30) as s");
    const leaving = new AbortController();
    const source = await opened(db, { signal: leaving.signal });
    const counting = source.count(await tableOf(source, "slow"));
    setTimeout(() => leaving.abort(), 200);
    expect(await failure(counting)).toBeInstanceOf(Interrupted);
    await gone(`info like '%\`slow\`%'`);
  });

  test("whoever stops reading early leaves no query behind", async () => {
    await many();
    const source = await opened(db);
    for await (const _ of source.rows(await tableOf(source, "many"))) break;
    await gone(`info like '%\`many\`%'`);
  });

  test("a table is dropped, changed, emptied between the list and its rows", async () => {
    for (const change of [
      "drop table t",
      "alter table t drop column b",
      "alter table t modify a bigint",
    ]) {
      await db.query("create table t (a int primary key, b int); insert into t values (1, 2)");
      const source = await opened(db);
      const table = await tableOf(source, "t");
      await db.query(change);
      const error = await failure(spooledText(source, table));
      expect(error.message).toContain("dropped or changed");
      await db.query("drop table if exists t");
    }
  });

  test("a table that is locked is told within the time", async () => {
    await db.query("create table held (a int primary key)");
    const source = await opened(db, { timeoutMs: 1000 });
    const table = await tableOf(source, "held");
    const other = await db.session();
    await other.query("lock tables held write");
    expect((await failure(spooledText(source, table))).message).toContain("lock");
    await other.query("unlock tables");
  });

  test("what was read keeps nobody from changing its table", async () => {
    await db.query("create table free (a int primary key); insert into free values (1)");
    const source = await opened(db);
    const table = await tableOf(source, "free");
    expect(await spooledText(source, table)).toBe('"1"\n');
    expect(await source.count(table)).toBe(1);
    await db.query("set lock_wait_timeout = 5; alter table free add column b int");
  });

  async function gone(where: string): Promise<void> {
    const sql = `select count(*) as n from information_schema.processlist where ${where} and id <> connection_id() and db = '${db.name}' and command <> 'Killed'`;
    for (let tried = 0; tried < 600; tried++) {
      if (Number((await db.query(sql))[0]?.["n"]) === 0) return;
      await sleep(50);
    }
    expect.fail("the query is still there");
  }
});
