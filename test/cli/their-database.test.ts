import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { openSqlite } from "../../src/db/sqlite/open.ts";
import { hmsync } from "../support/cli.ts";
import { query } from "../support/sql.ts";
import { workspace } from "../support/workspace.ts";

const FIXTURE = resolve("fixtures/their-database");
const CONFIG = join(FIXTURE, "hmsync.config.ts");

/** A database as the application makes it, with a row of its own; or of another program with the same table. */
function database(cwd: string, name: string, more: string): string {
  const path = join(cwd, name);
  const db = openSqlite(path, { ifMissing: "create" });
  db.exec(`create table dogs (id integer primary key autoincrement, called text not null,
      created_at text not null, weight real default 1.5);
    insert into dogs (called, created_at) values ('Lassie', '2020-01-01');
    create trigger dogs_named before insert on dogs when new.called = '' begin select raise(abort, 'name'); end;
    create table staff (name text); insert into staff values ('Una'); ${more}`);
  db.close();
  return path;
}

const theirs = (db: string) =>
  query(
    db,
    `select name, sql from sqlite_schema where name not like 'ledger%' and name not like 'sqlite%' order by 1`,
  );

test("into a database that the application made, only the ledger's tables come beside its own", async () => {
  const cwd = workspace();
  const db = database(cwd, "app.db", "create table kennel_version (n integer)");
  const before = theirs(db);
  const argv = ["import", "--source", join(FIXTURE, "dogs.csv"), "--config", CONFIG, "--db", db];
  const run = await hmsync(argv, { cwd });
  expect(run.exitCode).toBe(0);
  expect(theirs(db)).toEqual(before);
  expect(query(db, "select id, called, weight from dogs")).toEqual([
    [1, "Lassie", 1.5],
    [2, "Rex", 1.5],
    [3, "Fido", 1.5],
  ]);
  const push = await hmsync(["db:push", "--config", CONFIG, "--db", db, "--yes", "--json"], {
    cwd,
  });
  expect(push.exitCode).toBe(0);
  expect(JSON.parse(push.stdout).report.statements).toEqual([]);
  expect(theirs(db)).toEqual(before);
  const name = String(query(db, "select name from ledger_runs")[0]?.[0]);
  const undo = await hmsync(["import:undo", name, "--yes", "--config", CONFIG, "--db", db], {
    cwd,
  });
  expect(undo.exitCode).toBe(0);
  expect(query(db, "select id, called from dogs")).toEqual([[1, "Lassie"]]);
  expect(query(db, "select * from staff")).toEqual([["Una"]]);
});

test("a database that the target does not recognise is refused, and nothing comes into it", async () => {
  const cwd = workspace();
  const db = database(cwd, "other.db", "");
  const source = ["--source", join(FIXTURE, "dogs.csv")];
  for (const argv of [["import", ...source], ["db:push", "--yes"], ["db:plan"]]) {
    const { exitCode } = await hmsync([...argv, "--config", CONFIG, "--db", db], { cwd });
    expect([argv[0], exitCode]).toEqual([argv[0], 2]);
  }
  expect(query(db, "select count(*) from sqlite_schema where name like 'ledger%'")).toEqual([[0]]);
  const missing = ["import", ...source, "--config", CONFIG, "--db", join(cwd, "none.db")];
  expect((await hmsync(missing, { cwd })).exitCode).toBe(2);
});
