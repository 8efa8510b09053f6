import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { index, integer, type SQLiteColumn, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { databaseStatus, findDefects } from "../../src/evolve/health.ts";
import { onTerminal } from "../support/answers.ts";
import { managedDatabase, pushed, refused, requestFor, value } from "../support/evolve.ts";
import { hospital, hospitalDatabase, patientColumns, visitColumns } from "../support/hospital.ts";
import { PATIENT, project } from "../support/project.ts";
import { change } from "../support/sql.ts";

const ddlOf = async (schema: ReturnType<typeof hospital>) => (await requestFor(schema)).ddl;
type Own = Readonly<Record<string, SQLiteColumn>>;
const EXTRA = {
  visits: (own: Own) => [
    index("visits_patient").on(own["patientId"] as never),
    index("visits_doctor").on(own["doctorId"] as never),
  ],
  prescriptions: (own: Own) => [index("prescriptions_visit").on(own["visitId"] as never)],
};

test("a database as it should be has no defect", async () => {
  const db = await hospitalDatabase({ extra: EXTRA });
  expect(findDefects(db, await ddlOf(hospital({ extra: EXTRA })))).toEqual([]);
});

test("everything that is wrong is on the list", async () => {
  const db = await hospitalDatabase();
  db.exec(`PRAGMA foreign_keys = OFF; DELETE FROM patients WHERE id IN ('p2', 'p3');
    ALTER TABLE doctors ADD COLUMN ward TEXT`);
  const wanted = hospital({
    patients: { ...patientColumns(), phone: text().notNull() },
    visits: { ...visitColumns(), doctorId: text("doctor_id").notNull() },
  });
  const defects = findDefects(db, await ddlOf(wanted));
  const checks = defects.map(({ check, what }) => `${check}: ${what}`);
  expect(checks).toEqual(
    expect.arrayContaining([
      "foreign keys: 4 rows of visits name in patient_id what patients does not have",
      "required values: 3 rows of patients have no phone",
      "required values: 4 rows of visits have no doctor_id",
      "index: visits has no index on patient_id",
      "index: visits has no index on doctor_id",
      "index: prescriptions has no index on visit_id",
    ]),
  );
  expect(checks).toContain("schema: doctors: lose ward");
});

test("a reference that the schema asks for and the database does not guard is checked", async () => {
  const db = await hospitalDatabase({ unguarded: ["doctor_id"] });
  db.exec("DELETE FROM doctors WHERE id = 'd2'");
  const defects = findDefects(db, await ddlOf(hospital()));
  expect(defects.filter(({ check }) => check === "orphaned rows")).toEqual([
    {
      check: "orphaned rows",
      what: "7 rows of visits name in doctor_id what doctors does not have",
    },
  ]);
});

test("a reference to a table that is not there yet is no reason to break off", async () => {
  const wards = sqliteTable("wards", { nr: integer().primaryKey() });
  const beds = sqliteTable("beds", {
    id: integer().primaryKey(),
    ward: integer().references(() => wards.nr),
  });
  const db = await managedDatabase(
    "CREATE TABLE beds (id INTEGER PRIMARY KEY NOT NULL, ward INTEGER); INSERT INTO beds VALUES (1, 7), (2, NULL)",
  );
  const { ddl } = await requestFor({ wards, beds });
  expect(findDefects(db, ddl).filter(({ check }) => check === "orphaned rows")).toEqual([
    { check: "orphaned rows", what: "1 rows of beds name in ward what wards does not have" },
  ]);
});

test("damage is found, and db:validate exits 1 with the list", async () => {
  const own = await project();
  const argv = ["db:validate", "--db", own.path, "--schema", join(own.cwd, "schema.ts")] as const;
  expect((await onTerminal(argv, [])).exitCode).toBe(0);
  const driver = new SqliteDriver(own.path).unsafeMode();
  driver.exec(`CREATE INDEX phones ON patients (phone); PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = 'CREATE INDEX phones ON patients (id)' WHERE name = 'phones'`);
  driver.close();
  const { exitCode, said } = await onTerminal([...argv, "--json"], []);
  const { defects } = JSON.parse(said.split("\n").at(-1) ?? "");
  expect(exitCode).toBe(1);
  expect(defects.some(({ check }: { check: string }) => check === "integrity")).toBe(true);
});

test("a status tells whether database and schema agree, and what differs", async () => {
  const db = await hospitalDatabase();
  const inSync = databaseStatus(db, await ddlOf(hospital()));
  expect(inSync).toMatchObject({
    managed: true,
    inSync: true,
    drift: [],
    integrity: ["ok"],
    journalMode: "delete",
    lastChange: { at: "2026-01-14T02:03:11.000Z", command: "test" },
    backups: [],
  });
  db.exec("ALTER TABLE patients ADD COLUMN nickname TEXT");
  const drifted = databaseStatus(db, await ddlOf(hospital()));
  expect([drifted.inSync, drifted.drift.length > 0]).toEqual([false, true]);
  expect(statSync(db.path).size).toBe(drifted.size);
});

test("db:status exits 0 on a database of another program, and says so", async () => {
  const own = await project();
  change(own.path, "DROP TABLE ledger_schema_changes");
  const argv = [
    "db:status",
    "--db",
    own.path,
    "--schema",
    join(own.cwd, "schema.ts"),
    "--json",
  ] as const;
  const { exitCode, said } = await onTerminal(argv, []);
  expect([exitCode, JSON.parse(said).managed, JSON.parse(said).inSync]).toEqual([0, false, false]);
});

test("every operation is on record: in the database, and in a file of its owner's", async () => {
  const db = await hospitalDatabase();
  const { backup } = await pushed(
    db,
    hospital({ patients: { ...patientColumns(), email: text() } }),
  );
  await refused(db, hospital());
  const file = `${db.path}.schema-log.jsonl`;
  const lines = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map(({ command, result }) => [command, result.split("\n")[0]])).toEqual([
    ["test", "done"],
    ["test", "done"],
    ["test", "Refused:"],
  ]);
  expect(lines[1]).toMatchObject({
    at: "2026-01-14T02:03:11.000Z",
    backup,
    fromHash: lines[0].toHash,
  });
  expect([statSync(file).mode & 0o777, existsSync(String(backup))]).toEqual([0o600, true]);
  expect(value(db, "SELECT count(*) FROM ledger_schema_changes")).toBe(2);
});

test("no value of a row is in a log, a refusal or a plan", async () => {
  const own = await project();
  change(own.path, "UPDATE patients SET phone = '00secret' WHERE id = 1");
  own.schema(`${PATIENT.replace("text()", "integer().notNull().unique()")}`);
  const argv = ["db:push", "--db", own.path, "--schema", join(own.cwd, "schema.ts")] as const;
  const { exitCode, said } = await onTerminal(argv, []);
  const log = readFileSync(`${own.path}.schema-log.jsonl`, "utf8");
  expect([exitCode, said.includes("secret"), log.includes("secret")]).toEqual([1, false, false]);
});
