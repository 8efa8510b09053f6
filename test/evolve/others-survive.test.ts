import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, sqliteView, text } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { managedDatabase, planned, pushed, refused, rows, value } from "../support/evolve.ts";
import { doctorColumns, hospital, hospitalDatabase, patientColumns } from "../support/hospital.ts";

/** Makes `patients` anew. */
const REBUILT = { ...patientColumns(), age: integer().default(0) };
const names = ["type", "name", "tbl_name", "sql"].join(", ");
const others = (like: string) =>
  `SELECT ${names} FROM sqlite_schema WHERE name LIKE '${like}' ORDER BY name`;

test("triggers of every kind are as they were, and fire in their order", async () => {
  const db = await hospitalDatabase();
  db.exec(`CREATE TABLE x_log (what TEXT);
    CREATE TRIGGER x_before BEFORE UPDATE OF age ON patients WHEN new.age > 100
      BEGIN INSERT INTO x_log VALUES ('before'); END;
    CREATE TRIGGER x_after AFTER UPDATE ON patients BEGIN INSERT INTO x_log VALUES ('after'); END;
    CREATE VIEW x_people AS SELECT id, age FROM patients;
    CREATE TRIGGER x_instead INSTEAD OF UPDATE ON x_people
      BEGIN UPDATE patients SET age = new.age WHERE id = new.id; END;
    CREATE TRIGGER x_gone AFTER DELETE ON visits BEGIN INSERT INTO x_log VALUES (old.id); END`);
  const before = rows(db, others("x_%"));
  await pushed(db, hospital({ patients: REBUILT }));
  expect(rows(db, others("x_%"))).toEqual(before);
  expect(rows(db, "SELECT * FROM x_log")).toEqual([]);
  db.exec("UPDATE x_people SET age = 101 WHERE id = 'p1'");
  expect(rows(db, "SELECT * FROM x_log").flat().sort()).toEqual(["after", "before"]);
});

test("a trigger that would not work any more stops the push", async () => {
  const db = await hospitalDatabase();
  db.exec(`CREATE TABLE copies (a, b, c, d);
    CREATE TRIGGER copied AFTER INSERT ON patients
      BEGIN INSERT INTO copies SELECT * FROM patients WHERE id = new.id; END`);
  const wanted = hospital({ patients: { ...patientColumns(), email: text() } });
  const { exitCode, obstacles, message } = await refused(db, wanted);
  expect([exitCode, obstacles.map(({ table }) => table)]).toEqual([1, ["copied"]]);
  expect(message).not.toContain("The database");
  await pushed(db, wanted, { dropUnmanaged: ["copied"] });
  expect(rows(db, others("copied"))).toEqual([]);
});

test("a view that names a column that is dropped stops the push", async () => {
  const db = await hospitalDatabase();
  db.exec("CREATE VIEW phone_list AS SELECT phone FROM patients");
  const { phone: _, ...patients } = patientColumns();
  const wanted = hospital({ patients });
  const { exitCode, obstacles } = await refused(db, wanted, { allowDrop: ["patients.phone"] });
  expect([exitCode, obstacles.map(({ table }) => table)]).toEqual([1, ["phone_list"]]);
  await pushed(db, wanted, { allowDrop: ["patients.phone"], dropUnmanaged: ["phone_*"] });
  expect(rows(db, others("phone_list"))).toEqual([]);
});

test("a trigger and a view that were broken before are no reason to stop", async () => {
  const db = await hospitalDatabase();
  db.exec(`CREATE VIEW broken AS SELECT none FROM nowhere;
    CREATE TRIGGER broken_too AFTER INSERT ON doctors BEGIN INSERT INTO nowhere VALUES (1); END`);
  const before = rows(db, others("broken%"));
  await pushed(db, hospital({ patients: REBUILT }));
  expect(rows(db, others("broken%"))).toEqual(before);
});

test("views of the schema are made, changed and dropped", async () => {
  const { patients, ...rest } = hospital();
  const table = patients as never;
  const view = (where: string) =>
    sqliteView("adults", { id: text() }).as(sql.raw(`select id from patients where ${where}`));
  const db = await hospitalDatabase();
  await pushed(db, { ...rest, patients: table, adults: view("age >= 18") });
  expect(value(db, "SELECT count(*) FROM adults")).toBe(10);
  await pushed(db, { ...rest, patients: table, adults: view("age >= 40") });
  expect(value(db, "SELECT count(*) FROM adults")).toBe(7);
  await pushed(db, { ...rest, patients: table });
  expect(rows(db, others("adults"))).toEqual([]);
});

test("tables of others keep their rows, options and indexes", async () => {
  const db = await hospitalDatabase();
  db.exec(`CREATE TABLE y_rates (day TEXT PRIMARY KEY, rate REAL CHECK (rate > 0)) STRICT, WITHOUT ROWID;
    CREATE INDEX y_rate ON y_rates (rate) WHERE rate > 1; INSERT INTO y_rates VALUES ('2026-01-14', 1.5);
    CREATE TABLE y_wards (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT COLLATE NOCASE);
    INSERT INTO y_wards VALUES (900, 'ICU'); DELETE FROM y_wards`);
  const before = [rows(db, others("y_%")), rows(db, "SELECT * FROM y_rates")];
  const { phone: _, ...patients } = patientColumns();
  await pushed(db, hospital({ patients }), { allowDrop: ["patients.phone"] });
  expect([rows(db, others("y_%")), rows(db, "SELECT * FROM y_rates")]).toEqual(before);
  expect(value(db, "SELECT seq FROM sqlite_sequence WHERE name = 'y_wards'")).toBe(900);
});

test("what the schema does not know is lost where a pattern names it, and nothing else", async () => {
  const db = await hospitalDatabase();
  db.exec(`CREATE TABLE tmp_a (n); INSERT INTO tmp_a VALUES (1); CREATE TABLE tmp_b (n);
    CREATE TABLE kept (n); CREATE INDEX tmp_ages ON patients (age); CREATE INDEX own_ages ON patients (age)`);
  const { report } = await pushed(db, hospital(), { dropUnmanaged: ["tmp_*"] });
  expect(report.tables.flatMap(({ table, action }) => (action === "drop" ? [table] : []))).toEqual([
    ...["tmp_a", "tmp_b"],
  ]);
  expect(rows(db, others("tmp_%"))).toEqual([]);
  expect(
    rows(db, "SELECT name FROM sqlite_schema WHERE name IN ('kept', 'own_ages')"),
  ).toHaveLength(2);
});

test("an index that the schema does not know comes back on a table that is made anew", async () => {
  const db = await hospitalDatabase();
  db.exec(`CREATE UNIQUE INDEX z_part ON patients (age) WHERE age > 20;
    CREATE INDEX z_expression ON patients (lower(full_name), age DESC)`);
  const before = rows(db, others("z_%"));
  await pushed(db, hospital({ patients: REBUILT }));
  expect(rows(db, others("z_%"))).toEqual(before);
});

test("an index of others on a column that is dropped stops the push", async () => {
  const db = await hospitalDatabase();
  db.exec("CREATE INDEX z_phone ON patients (phone)");
  const { phone: _, ...patients } = patientColumns();
  const decisions = { allowDrop: ["patients.phone"] };
  const { exitCode, obstacles } = await refused(db, hospital({ patients }), decisions);
  expect([exitCode, obstacles.map(({ table }) => table)]).toEqual([1, ["patients"]]);
});

test("an index that the schema drops goes without a question: nothing is lost with it", async () => {
  const extra = { patients: () => [index("ages").on(sql`age`)] };
  const db = await hospitalDatabase({ extra });
  await pushed(db, hospital());
  expect(rows(db, others("ages"))).toEqual([]);
});

test("a table of others whose foreign keys lead to a table that is dropped stops the push", async () => {
  const db = await managedDatabase(`CREATE TABLE z_cards (doctor TEXT REFERENCES wards (id))`);
  const wards = sqliteTable("wards", { id: text().primaryKey() });
  await pushed(db, { wards });
  db.exec("INSERT INTO wards VALUES ('a'); INSERT INTO z_cards VALUES ('a')");
  const { exitCode, obstacles } = await refused(db, {}, { allowDropTable: ["wards"] });
  expect([exitCode, obstacles]).toEqual([1, [{ table: "z_cards", count: 1, rows: [1] }]]);
});

test("a plan names what it keeps", async () => {
  const db = await hospitalDatabase();
  db.exec("CREATE TABLE wards (beds); CREATE VIEW adults AS SELECT 1");
  const plan = await planned(db, hospital({ doctors: { ...doctorColumns(), ward: text() } }));
  expect(plan.report.kept).toEqual(["wards", "adults"]);
});

test("no pattern drops the tool's own tables", async () => {
  const db = await hospitalDatabase();
  db.exec(
    "CREATE TABLE __drizzle_migrations (id, hash, created_at); CREATE TABLE ledger_runs (id); CREATE TABLE x (n)",
  );
  const { report } = await pushed(db, hospital(), { dropUnmanaged: ["*"] });
  expect([report.kept, rows(db, others("x"))]).toEqual([[], []]);
  const own = "name IN ('__drizzle_migrations', 'ledger_runs', 'ledger_schema_changes')";
  expect(rows(db, `SELECT name FROM sqlite_schema WHERE ${own}`)).toHaveLength(3);
});
