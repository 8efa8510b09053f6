import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { integer } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { openSqlite } from "../../src/db/sqlite/open.ts";
import { loadDrizzleSchema } from "../../src/evolve/wanted-schema.ts";
import { DatabaseError, SystemError, UsageError } from "../../src/plain/errors.ts";
import { hmsync } from "../support/cli.ts";
import { dump, planned, pushed, rows } from "../support/evolve.ts";
import { intercept } from "../support/faults.ts";
import { hospital, hospitalDatabase, patientColumns } from "../support/hospital.ts";
import { project } from "../support/project.ts";
import { change, query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const REBUILT = hospital({ patients: { ...patientColumns(), age: integer().default(0) } });

/** A push that must fail; the database is what it was, and a later push goes through. */
async function failing(db: Database, kind: new (...given: never[]) => Error, mend: () => void) {
  const before = dump(db.path);
  await expect(pushed(db, REBUILT)).rejects.toThrow(kind);
  expect([dump(db.path), db.inTransaction()]).toEqual([before, false]);
  expect(rows(db, "PRAGMA foreign_keys")).toEqual([[1]]);
  mend();
  await pushed(db, REBUILT);
  expect(rows(db, "SELECT count(*) FROM prescriptions")).toEqual([[48]]);
}

test("a database that another program is writing to is waited for, and then left alone", async () => {
  const db = await hospitalDatabase();
  const other = new SqliteDriver(db.path);
  other.exec("BEGIN IMMEDIATE");
  db.exec("PRAGMA busy_timeout = 50");
  const plan = await planned(db, REBUILT);
  expect(plan.report.inSync).toBe(false);
  await failing(db, DatabaseError, () => other.close());
});

test("a full disk stops a push, and nothing is changed", async () => {
  const db = await hospitalDatabase();
  const [pages] = rows(db, "PRAGMA page_count")[0] ?? [];
  db.exec(`PRAGMA max_page_count = ${pages}`);
  await failing(db, DatabaseError, () => db.exec("PRAGMA max_page_count = 100000"));
});

test("a folder for backups that cannot be made stops a push", async () => {
  const db = await hospitalDatabase();
  const place = join(dirname(db.path), "backups");
  writeFileSync(place, "in the way");
  await failing(db, SystemError, () => rmSync(place));
});

test("a log that cannot be written is told, and the push stands", async () => {
  const db = await hospitalDatabase();
  const log = `${db.path}.schema-log.jsonl`;
  rmSync(log);
  mkdirSync(log);
  const { warnings } = await pushed(db, REBUILT);
  expect(warnings).toEqual([expect.stringContaining("EISDIR")]);
  expect((await pushed(db, REBUILT)).report.inSync).toBe(true);
});

test.runIf(process.getuid?.() !== 0)(
  "a database that may not be written is left alone",
  async () => {
    const db = await hospitalDatabase();
    chmodSync(db.path, 0o400);
    await failing(db, DatabaseError, () => chmodSync(db.path, 0o600));
  },
);

test("a database that is opened read-only is left alone", async () => {
  const db = await hospitalDatabase();
  db.exec("PRAGMA query_only = ON");
  await failing(db, DatabaseError, () => db.exec("PRAGMA query_only = OFF"));
});

test("what is no database is left alone", async () => {
  const folder = workspace();
  writeFiles(folder, {
    "notes.txt": "no database, but more than a hundred bytes of text. ".repeat(9),
  });
  expect(() => openSqlite(join(folder, "notes.txt"), { ifMissing: "refuse" })).toThrow(
    DatabaseError,
  );
  expect(() => openSqlite(folder, { ifMissing: "create" })).toThrow(UsageError);
  expect(() => openSqlite(join(folder, "no/where.db"), { ifMissing: "create" })).toThrow(
    UsageError,
  );
  expect(existsSync(join(folder, "no"))).toBe(false);
});

test.each([
  ["that breaks when it is loaded", "throw new Error('broken');"],
  ["without a table", "export const nothing = 1;"],
  ["that is no code", "export const = ;"],
  ["that imports what is not there", "import './nowhere.ts';"],
])("a schema %s is a mistake of usage", async (_, text) => {
  const folder = writeFiles(workspace(), { "schema.ts": text });
  await expect(loadDrizzleSchema([join(folder, "schema.ts")])).rejects.toThrow(UsageError);
});

test("a push that dies in its last moment before the commit leaves the old database", async () => {
  const db = await hospitalDatabase();
  const before = dump(db.path);
  const dying = intercept(db, () => ({
    commit: () => {
      throw new DatabaseError("died", { cure: "none" });
    },
  }));
  await expect(pushed(dying, REBUILT)).rejects.toThrow("died");
  expect(dump(db.path)).toEqual(before);
});

const MOMENTS: [string, (names: string[]) => boolean][] = [
  ["while it backs up", (names) => names.some((name) => name.endsWith(".part"))],
  ["when the backup is there", (names) => names.some((name) => /backups.*Z\.db$/.test(name))],
  ["in its transaction", (names) => names.includes("hmsync.db-journal")],
];

test.each(MOMENTS)(
  "a push that is killed %s leaves the old database or the new one, whole",
  async (_, isNow) => {
    const own = await project();
    change(
      own.path,
      `WITH RECURSIVE n(i) AS (VALUES (10) UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO patients SELECT i, printf('%010d', i) FROM n`,
    );
    const before = query(own.path, "SELECT count(*), sum(id), max(phone) FROM patients");
    own.schema("id: integer().primaryKey(), phone: text().default('none'), age: integer()");
    const { signal } = await hmsync(["db:push", "--schema", "schema.ts"], {
      cwd: own.cwd,
      meanwhile: (child) => {
        const watch = setInterval(() => {
          const names = readdirSync(own.cwd).concat(own.backups().map((name) => `backups/${name}`));
          if (isNow(names)) child.kill("SIGKILL");
        }, 1);
        child.once("close", () => clearInterval(watch));
      },
    });
    expect(signal).toBe("SIGKILL");
    expect(query(own.path, "SELECT count(*), sum(id), max(phone) FROM patients")).toEqual(before);
    expect(query(own.path, "PRAGMA integrity_check")).toEqual([["ok"]]);
    expect(query(own.path, "SELECT name FROM sqlite_schema WHERE name LIKE '%hmsync%'")).toEqual(
      [],
    );
    expect((await own.run("db:push")).exitCode).toBe(0);
    expect(query(own.path, "SELECT count(*), sum(id), max(phone) FROM patients")).toEqual(before);
  },
);
