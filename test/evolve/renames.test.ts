import { integer, type SQLiteColumnBuilderBase, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import type { Database } from "../../src/db/database.ts";
import type { ColumnRename, Decisions } from "../../src/evolve/decisions.ts";
import { databaseOf, planned, pushed, refused, rows } from "../support/evolve.ts";

type Columns = Readonly<Record<string, SQLiteColumnBuilderBase>>;
const schema = (columns: Columns, name = "patients") => ({
  patients: sqliteTable(name, { id: integer().primaryKey(), ...columns }),
});
const named = (...names: string[]): Columns =>
  Object.fromEntries(names.map((name) => [name, text()]));

/** A database whose patients have these columns; each cell holds its column's name and row. */
async function withColumns(...names: string[]): Promise<Database> {
  const db = databaseOf("");
  await pushed(db, schema(named(...names)));
  for (const id of [1, 2]) {
    const cells = names.map((name) => `'${name} ${id}'`);
    db.exec(`INSERT INTO patients VALUES (${[id, ...cells].join(", ")})`);
  }
  return db;
}

const renames = (...pairs: [from: string, to: string][]): ColumnRename[] =>
  pairs.map(([from, to]) => ({ table: "patients", from, to }));
const declared = (...pairs: [from: string, to: string][]): ColumnRename[] =>
  renames(...pairs).map((rename) => ({ ...rename, declared: true }));
const first = (db: Database, table = "patients") =>
  rows(db, `SELECT * FROM ${table} WHERE id = 1`)[0]?.slice(1);

test("a renamed column keeps its values, its index and what names it", async () => {
  const db = await withColumns("phone");
  db.exec(`CREATE INDEX phones ON patients (phone); CREATE VIEW list AS SELECT phone AS p FROM patients;
    CREATE TRIGGER told AFTER UPDATE OF phone ON patients BEGIN UPDATE patients SET id = new.id WHERE id = old.id; END`);
  const { report } = await pushed(db, schema(named("telephone")), {
    renames: renames(["phone", "telephone"]),
  });
  const { action, changes } = report.tables.find(({ table }) => table === "patients") ?? {};
  expect([action, changes?.map(({ what }) => what)]).toEqual(["alter", ["phone -> telephone"]]);
  expect(rows(db, "SELECT telephone FROM patients")).toEqual([["phone 1"], ["phone 2"]]);
  expect(rows(db, "SELECT p FROM list")).toEqual([["phone 1"], ["phone 2"]]);
  expect(rows(db, "SELECT name FROM pragma_index_info('phones')")).toEqual([["telephone"]]);
});

test("a rename that was done before is passed over", async () => {
  const db = await withColumns("phone");
  const wanted = schema(named("telephone"));
  const decisions = { renames: renames(["phone", "telephone"]) };
  await pushed(db, wanted, decisions);
  expect((await pushed(db, wanted, decisions)).report.inSync).toBe(true);
});

test("a rename and a new type go together, and the values are compared", async () => {
  const db = await withColumns("phone");
  db.exec("UPDATE patients SET phone = iif(id = 1, '12', '012')");
  const wanted = schema({ telephone: integer() });
  const decisions = { renames: renames(["phone", "telephone"]) };
  const { exitCode, flags, message } = await refused(db, wanted, decisions);
  expect([exitCode, flags]).toEqual([4, ["--allow-convert patients.telephone"]]);
  expect(message).toContain("1 values of patients.telephone");
  await pushed(db, wanted, { ...decisions, allowConvert: ["patients.telephone"] });
  expect(rows(db, "SELECT telephone FROM patients")).toEqual([[12], [12]]);
});

test("a table and its column are renamed together, and its children follow", async () => {
  const db = await withColumns("phone");
  db.exec("CREATE TABLE cards (patient REFERENCES patients (id)); INSERT INTO cards VALUES (1)");
  await pushed(db, schema(named("telephone"), "people"), {
    renameTables: [{ from: "patients", to: "people" }],
    renames: [{ table: "people", from: "phone", to: "telephone" }],
  });
  expect(rows(db, "SELECT telephone FROM people")).toEqual([["phone 1"], ["phone 2"]]);
  expect(rows(db, "SELECT [table] FROM pragma_foreign_key_list('cards')")).toEqual([["people"]]);
});

test("a rename into a name that another column leaves at once is done in the right order", async () => {
  const db = await withColumns("a", "b");
  await pushed(db, schema(named("b", "c")), { renames: renames(["a", "b"], ["b", "c"]) });
  expect(rows(db, "SELECT b, c FROM patients WHERE id = 1")).toEqual([["a 1", "b 1"]]);
});

test("a swap of two names is refused: both are there", async () => {
  const db = await withColumns("a", "b");
  const swap = renames(["a", "b"], ["b", "a"]);
  expect((await refused(db, schema(named("a", "b")), { renames: swap })).exitCode).toBe(2);
});

test("a swap by way of a third name keeps every value", async () => {
  const db = await withColumns("a", "b");
  const swap = renames(["a", "t"], ["b", "a"], ["t", "b"]);
  await pushed(db, schema(named("a", "b")), { renames: swap });
  expect(rows(db, "SELECT a, b FROM patients WHERE id = 1")).toEqual([["b 1", "a 1"]]);
});

test("a swap that a file declares is refused: it would be done again and again", async () => {
  const db = await withColumns("a", "b");
  const swap = declared(["a", "t"], ["b", "a"], ["t", "b"]);
  expect((await refused(db, schema(named("a", "b")), { renames: swap })).exitCode).toBe(2);
});

const MISTAKES: Partial<Decisions>[] = [
  { renames: renames(["fone", "anything"]) },
  { renames: renames(["phone", "mobile"]) },
  { renames: [{ table: "patient", from: "phone", to: "anything" }] },
  { renameTables: [{ from: "patient", to: "people" }] },
];

test.each(MISTAKES)("a rename that cannot be meant exits 2: %j", async (decisions) => {
  const db = await withColumns("mobile", "phone");
  expect((await refused(db, schema(named("mobile", "phone")), decisions)).exitCode).toBe(2);
});

const HISTORY = declared(["phone", "telephone"], ["telephone", "mobile"]);

test.each([["phone"], ["telephone"], ["mobile"]])(
  "a history of renames brings a database with %s to the last name",
  async (name) => {
    const db = await withColumns(name);
    const { report } = await pushed(db, schema(named("mobile")), { renames: HISTORY });
    expect(first(db)).toEqual([`${name} 1`]);
    expect(report.inSync).toBe(name === "mobile");
  },
);

test("a history of renames goes with a change that makes the table anew", async () => {
  const db = await withColumns("telephone");
  const wanted = schema({ mobile: text().default("none"), email: text() });
  await pushed(db, wanted, { renames: HISTORY });
  await pushed(db, schema({ mobile: text() }), { renames: HISTORY, allowDrop: ["patients.email"] });
  expect(first(db)).toEqual(["telephone 1"]);
});

test("a history of renames does not hinder a new database, nor a name that is used again", async () => {
  const empty = databaseOf("");
  const history = {
    renames: HISTORY,
    renameTables: [{ from: "people", to: "patients", declared: true }],
  };
  await pushed(empty, schema(named("mobile")), history);
  const db = await withColumns("mobile");
  await pushed(db, schema(named("mobile", "phone")), history);
  expect(first(db)).toEqual(["mobile 1", null]);
  expect((await pushed(db, schema(named("mobile", "phone")), history)).report.inSync).toBe(true);
});

test("a plan says what is renamed now, not what was before", async () => {
  const db = await withColumns("telephone");
  const wanted = schema({ mobile: text(), email: text() });
  const { report } = await planned(db, wanted, { renames: HISTORY });
  const changes = report.tables.find(({ table }) => table === "patients")?.changes;
  expect(changes?.map(({ kind, what }) => `${kind} ${what}`)).toEqual([
    "rename telephone -> mobile",
    "add email text",
  ]);
});
