import { execFileSync } from "node:child_process";
import { appendFileSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { index, integer, type SQLiteColumn, text } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { openSqlite } from "../../src/db/sqlite/open.ts";
import { migrate, rollBack } from "../../src/evolve/migrations/migrate.ts";
import { migrationStatus } from "../../src/evolve/migrations/migration-status.ts";
import { PushRefused } from "../../src/evolve/push-refused.ts";
import { DecisionNeeded, type HmsyncError, UsageError } from "../../src/plain/errors.ts";
import { hmsync } from "../support/cli.ts";
import { databaseOf, dump, NOW, pushed, rows } from "../support/evolve.ts";
import { hospital, patientColumns, ROWS, visitColumns } from "../support/hospital.ts";
import { type Team, team } from "../support/team.ts";

const apply = (db: Database, { folder }: Team, adopt = { adopt: false }) =>
  migrate(db, { folder, now: NOW, allowConvert: [], ...adopt });
const TABLES = ["patients", "doctors", "visits", "prescriptions"];
const everyRow = (db: Database) => TABLES.map((table) => rows(db, `SELECT rowid, * FROM ${table}`));
const REBUILT = { ...patientColumns(), age: integer().default(0) };
const WITH_EMAIL = { ...patientColumns(), email: text() };

const WITH_EMAIL_AND_INDEX = hospital({
  patients: WITH_EMAIL,
  extra: { patients: ({ email }) => [index("patients_email_idx").on(email as SQLiteColumn)] },
});

/** A database that the first migration made, with rows. */
async function deployed(own: Team): Promise<Database> {
  await own.generate("start", hospital());
  const db = databaseOf("");
  await apply(db, own);
  db.exec(ROWS);
  return db;
}

/** Something that must fail, and leave the database as it was. */
async function failing(db: Database, work: Promise<unknown>): Promise<HmsyncError> {
  const before = dump(db.path);
  const error = await work.then(
    () => undefined,
    (failure: HmsyncError) => failure,
  );
  expect(dump(db.path)).toEqual(before);
  if (error === undefined) throw new TypeError("It was not refused.");
  return error;
}

test("a migration that makes a parent anew keeps the children that would go with it", async () => {
  const own = team();
  const db = await deployed(own);
  const before = everyRow(db);
  await own.generate("age_default", hospital({ patients: REBUILT }));
  const { applied } = await apply(db, own);
  expect(applied.map(({ tag, survival }) => [tag, survival?.losses])).toEqual([
    ["0001_age_default", []],
  ]);
  expect(everyRow(db)).toEqual(before);
  expect(before.map((table) => table.length)).toEqual([12, 3, 24, 48]);
});

test("an applied file that was changed is refused", async () => {
  const own = team();
  const db = await deployed(own);
  appendFileSync(join(own.folder, "0000_start.sql"), "-- a comment\n");
  expect(await failing(db, apply(db, own))).toBeInstanceOf(UsageError);
});

test("an applied file that is gone, or another order, is refused", async () => {
  const own = team();
  const db = await deployed(own);
  const other = team();
  await other.generate("other", hospital({ patients: WITH_EMAIL }));
  writeFileSync(
    join(other.folder, "meta/_journal.json"),
    '{"version":"7","dialect":"sqlite","entries":[]}',
  );
  expect(await failing(db, apply(db, other))).toBeInstanceOf(UsageError);
});

test("a database that was pushed is baselined, and migrated from there", async () => {
  const own = team();
  await own.generate("start", hospital());
  await own.generate("email", hospital({ patients: WITH_EMAIL }));
  await own.generate("anew", hospital({ patients: { ...WITH_EMAIL, age: integer().default(0) } }));
  const db = databaseOf("");
  await pushed(db, hospital({ patients: WITH_EMAIL }));
  db.exec(
    ROWS.replace(
      "INSERT INTO patients SELECT",
      "INSERT INTO patients (id, full_name, phone, age) SELECT",
    ),
  );
  const before = everyRow(db);
  const { baselined, applied } = await apply(db, own);
  expect([baselined, applied.map(({ tag }) => tag)]).toEqual([
    ["0000_start", "0001_email"],
    ["0002_anew"],
  ]);
  expect(everyRow(db)).toEqual(before);
});

test("a database of another program is not migrated until it is adopted", async () => {
  const own = team();
  await own.generate("start", hospital());
  const db = databaseOf("CREATE TABLE wards (beds INTEGER)");
  expect(await failing(db, apply(db, own))).toBeInstanceOf(DecisionNeeded);
});

test("a database that was changed by other means is not migrated", async () => {
  const own = team();
  const db = await deployed(own);
  await own.generate("anew", hospital({ patients: REBUILT }));
  db.exec("ALTER TABLE patients ADD COLUMN nickname TEXT");
  expect(await failing(db, apply(db, own))).toBeInstanceOf(DecisionNeeded);
});

test("of two deploys at once one applies, and neither fails", async () => {
  const own = team();
  const db = await deployed(own);
  await own.generate("anew", hospital({ patients: REBUILT }));
  const before = everyRow(db);
  const argv = ["db:migrate", "--json", "--db", db.path, "--migrations", own.folder];
  const deploy = () => hmsync(argv, { cwd: dirname(db.path) });
  const both = await Promise.all([deploy(), deploy()]);
  expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  const applied = both.flatMap(({ stdout }) => JSON.parse(stdout).applied);
  expect(applied.map(({ tag }) => tag)).toEqual(["0001_anew"]);
  expect(everyRow(db)).toEqual(before);
  expect(migrationStatus(db, own.folder)).toEqual({
    applied: ["0000_start", "0001_anew"],
    pending: [],
  });
});

test("a migration is written where something changed, and not where nothing did", async () => {
  const own = team();
  await own.generate("start", hospital());
  expect(await own.generate("nothing_new", hospital())).toEqual([]);
  const files = await own.generate("email", hospital({ patients: WITH_EMAIL }));
  expect(files.map((file) => basename(file))).toEqual([
    ...["0001_email.sql", "0001_email.down.sql", "0001_snapshot.json", "_journal.json"],
  ]);
  expect(readFileSync(join(own.folder, "0001_email.sql"), "utf8")).toBe(
    'ALTER TABLE "patients" ADD COLUMN `email` text;\n',
  );
});

test("a loss is not written into a migration unless it is named, and then it is named in it", async () => {
  const own = team();
  await own.generate("start", hospital());
  const { phone: _, ...patients } = patientColumns();
  await expect(own.generate("no_phone", hospital({ patients }))).rejects.toThrow(PushRefused);
  expect(readdirSync(own.folder).filter((name) => name.endsWith(".sql"))).toHaveLength(2);
  const [file = ""] = await own.generate("no_phone", hospital({ patients }), {
    allowDrop: ["patients.phone"],
  });
  expect(readFileSync(file, "utf8").split("\n")[0]).toBe(
    '-- hmsync: {"allowDrop":["patients.phone"]}',
  );
});

test("a hand that writes a loss into a file must name it there", async () => {
  const own = team();
  const db = await deployed(own);
  const [file = ""] = await own.generate("email", hospital({ patients: WITH_EMAIL }));
  appendFileSync(file, "--> statement-breakpoint\nDELETE FROM visits WHERE fee > '9';\n");
  expect(await failing(db, apply(db, own))).toBeInstanceOf(PushRefused);
  expect(readdirSync(join(dirname(db.path), "backups"))).toEqual([]);
});

test.each([
  "COMMIT",
  "ROLLBACK",
  "BEGIN",
  "VACUUM",
  "END",
  "savepoint a",
  "ATTACH ':memory:' AS x",
])("a hand that writes %s into a file is refused before anything runs", async (statement) => {
  const own = team();
  const db = await deployed(own);
  const [file = ""] = await own.generate("email", hospital({ patients: WITH_EMAIL }));
  appendFileSync(file, `--> statement-breakpoint\nSELECT 1; /* so */ ${statement};\n`);
  expect(await failing(db, apply(db, own))).toBeInstanceOf(UsageError);
});

test.each(["", "-- nothing is left\n", "\n  \n"])(
  "a file that holds no statement any more (%j) is refused, not taken as applied",
  async (text) => {
    const own = team();
    const db = await deployed(own);
    const [file = ""] = await own.generate("email", hospital({ patients: WITH_EMAIL }));
    writeFileSync(file, text);
    expect(await failing(db, apply(db, own))).toBeInstanceOf(UsageError);
  },
);

test.each<[string, (text: string) => string]>([
  ["another column", (text) => text.replaceAll("email", "mail")],
  ["a column of another type", (text) => text.replace(/(email[`"]? )text/i, "$1integer")],
  ["something else", () => "CREATE TABLE other (id integer);\n"],
  ["an index too few", (text) => text.replace(/CREATE INDEX[^;]*;/i, "SELECT 1;")],
])("a file that makes %s than its snapshot says is refused", async (_, edit) => {
  const own = team();
  const db = await deployed(own);
  const [file = ""] = await own.generate("email", WITH_EMAIL_AND_INDEX);
  const text = readFileSync(file, "utf8");
  expect(edit(text)).not.toBe(text);
  writeFileSync(file, edit(text));
  expect(await failing(db, apply(db, own))).toBeInstanceOf(UsageError);
});

test("a trigger, whose body ends with END, may stand in a file", async () => {
  const own = team();
  const db = await deployed(own);
  const [file = ""] = await own.generate("email", hospital({ patients: WITH_EMAIL }));
  appendFileSync(
    file,
    `--> statement-breakpoint
CREATE TRIGGER aged AFTER UPDATE ON patients BEGIN SELECT CASE new.age WHEN 1 THEN 2 END; END;\n`,
  );
  expect((await apply(db, own)).applied).toHaveLength(1);
});

test("a migration whose second statement fails leaves nothing of its first", async () => {
  const own = team();
  const db = await deployed(own);
  const [file = ""] = await own.generate("email", hospital({ patients: WITH_EMAIL }));
  appendFileSync(file, "--> statement-breakpoint\nINSERT INTO nowhere VALUES (1);\n");
  expect((await failing(db, apply(db, own))).exitCode).toBe(1);
  expect(migrationStatus(db, own.folder).pending).toEqual(["0001_email"]);
});

test("a NOT NULL over NULLs fails as a migration, and nothing is changed", async () => {
  const own = team();
  const db = await deployed(own);
  await own.generate(
    "required",
    hospital({ visits: { ...visitColumns(), doctorId: text("doctor_id").notNull() } }),
  );
  expect((await failing(db, apply(db, own))).exitCode).toBe(1);
});

test("what was added is taken back, with every other value", async () => {
  const own = team();
  const db = await deployed(own);
  await own.generate("anew", hospital({ patients: { ...REBUILT, email: text() } }));
  const before = everyRow(db);
  await apply(db, own);
  const { tag } = await rollBack(db, { folder: own.folder, now: NOW });
  expect([tag, everyRow(db)]).toEqual(["0001_anew", before]);
  expect(migrationStatus(db, own.folder).pending).toEqual(["0001_anew"]);
  expect((await apply(db, own)).applied).toHaveLength(1);
});

test("a rename is taken back as a rename", async () => {
  const own = team();
  const db = await deployed(own);
  const before = everyRow(db);
  const { phone: _, ...rest } = patientColumns();
  const patients = { ...rest, telephone: text() };
  const renames = [{ table: "patients", from: "phone", to: "telephone" }];
  await own.generate("telephone", hospital({ patients }), { renames });
  await apply(db, own);
  expect(rows(db, "SELECT count(telephone) FROM patients")).toEqual([[9]]);
  await rollBack(db, { folder: own.folder, now: NOW });
  expect(rows(db, "SELECT id, full_name, phone, age FROM patients")).toEqual(
    before[0]?.map(([, ...cells]) => cells),
  );
});

test("values that were lost are not taken back: the backup is offered", async () => {
  const own = team();
  const db = await deployed(own);
  const { phone: _, ...patients } = patientColumns();
  await own.generate("no_phone", hospital({ patients }), { allowDrop: ["patients.phone"] });
  const { applied } = await apply(db, own);
  const error = await failing(db, rollBack(db, { folder: own.folder, now: NOW }));
  expect(error).toBeInstanceOf(DecisionNeeded);
  expect(error.cure).toContain(String(applied[0]?.backup));
  expect(error.cure).toContain("db:restore");
});

test("a database without a migration has none to take back", async () => {
  const own = team();
  await own.generate("start", hospital());
  const db = databaseOf("");
  expect(await failing(db, rollBack(db, { folder: own.folder, now: NOW }))).toBeInstanceOf(
    UsageError,
  );
});

test("the files are drizzle's too: its check finds no fault, its migrator applies them", async () => {
  const own = team();
  await own.generate("start", hospital());
  await own.generate("anew", hospital({ patients: REBUILT }));
  const cwd = dirname(own.folder);
  symlinkSync(resolve("node_modules"), join(cwd, "node_modules"), "dir");
  const kit = [
    "node_modules/drizzle-kit/bin.cjs",
    "check",
    "--dialect",
    "sqlite",
    "--out",
    "migrations",
  ];
  expect(execFileSync(process.execPath, kit, { cwd, encoding: "utf8" })).toContain("fine");
  const { drizzle } = await import("drizzle-orm/better-sqlite3");
  const { migrate: migrateByDrizzle } = await import("drizzle-orm/better-sqlite3/migrator");
  const client = new SqliteDriver(join(cwd, "hmsync.db"));
  migrateByDrizzle(drizzle({ client }), { migrationsFolder: own.folder });
  client.close();
  const db = openSqlite(join(cwd, "hmsync.db"), { ifMissing: "refuse" });
  const { applied, baselined } = await apply(db, own);
  expect([applied, baselined, migrationStatus(db, own.folder).applied.length]).toEqual([[], [], 2]);
  db.close();
});
