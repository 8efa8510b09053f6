import { integer, type SQLiteColumnBuilderBase, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import type { Database } from "../../src/db/database.ts";
import type { SchemaExports } from "../../src/evolve/compile-schema.ts";
import { databaseStatus } from "../../src/evolve/health.ts";
import { migrate, rollBack } from "../../src/evolve/migrations/migrate.ts";
import { databaseOf, NOW, planned, pushed, refused, requestFor, rows } from "../support/evolve.ts";
import { team } from "../support/team.ts";

const id = () => integer().primaryKey({ autoIncrement: true });
const people = () => ({ id: id(), name: text().notNull() });

type Columns = Readonly<Record<string, SQLiteColumnBuilderBase>>;

/** A table of the same columns for each of the others'. */
const schemaOf = (columns: () => Columns): SchemaExports =>
  Object.fromEntries(
    Object.keys(OTHERS).map((_, at) => [`t${at}`, sqliteTable(`people_${at}`, columns())]),
  );

const NAMED = "id INTEGER PRIMARY KEY, name TEXT NOT NULL";
const FILL = "INSERT INTO people (id, name, x) VALUES (1, 'Ann', '007'), (5, 'Bo', 'b')";

/** Tables of another application: each with a column that the schema does not know. */
const OTHERS: Readonly<Record<string, string>> = {
  plain: `CREATE TABLE people (${NAMED}, x TEXT); ${FILL}`,
  "added later": `CREATE TABLE people (${NAMED}, CHECK (name <> '')); ALTER TABLE people ADD COLUMN x TEXT; ${FILL}`,
  first: `CREATE TABLE people (x TEXT, ${NAMED}); ${FILL}`,
  "required, with a default": `CREATE TABLE people (${NAMED}, x TEXT NOT NULL DEFAULT 'none, at all'); ${FILL}`,
  "an expression as default": `CREATE TABLE people (${NAMED}, x TEXT DEFAULT (lower(hex(randomblob(4))))); ${FILL}`,
  "required, without a default": `CREATE TABLE people (${NAMED}, x TEXT NOT NULL); ${FILL}`,
  "with a check": `CREATE TABLE people (${NAMED}, x TEXT CHECK (length(x) < 9) CONSTRAINT never CHECK (x <> name)); ${FILL}`,
  "a check of the table": `CREATE TABLE people (${NAMED}, x TEXT, CONSTRAINT apart CHECK (people.x <> name)); ${FILL}`,
  "a check of another column": `CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK (name <> x), x TEXT); ${FILL}`,
  unique: `CREATE TABLE people (${NAMED}, x TEXT UNIQUE ON CONFLICT IGNORE); ${FILL}`,
  "unique with another": `CREATE TABLE people (${NAMED}, x TEXT, UNIQUE (name, x)); ${FILL}`,
  collated: `CREATE TABLE people (${NAMED}, x TEXT COLLATE NOCASE); ${FILL}`,
  untyped: `CREATE TABLE people (${NAMED}, x); ${FILL}, (6, 'Cy', 7), (7, 'Di', 7.5), (8, 'Ed', x'00ff')`,
  "of a type of their own": `CREATE TABLE people (${NAMED}, x VARCHAR(20)); ${FILL}`,
  "a boolean": `CREATE TABLE people (${NAMED}, x BOOLEAN NOT NULL DEFAULT 1); INSERT INTO people (id, name, x) VALUES (1, 'Ann', 1), (5, 'Bo', 0)`,
  "generated, virtual": `CREATE TABLE people (${NAMED}, x TEXT AS (upper(name)) VIRTUAL); INSERT INTO people VALUES (1, 'Ann'), (5, 'Bo')`,
  "generated, stored": `CREATE TABLE people (${NAMED}, y TEXT, x TEXT GENERATED ALWAYS AS (name || y) STORED); INSERT INTO people (id, name, y) VALUES (1, 'Ann', '007')`,
  "in a STRICT table": `CREATE TABLE people (${NAMED}, x ANY) STRICT; ${FILL}, (6, 'Cy', 7)`,
  "in a table WITHOUT ROWID": `CREATE TABLE people (${NAMED}, x TEXT) WITHOUT ROWID; ${FILL}`,
  "with a partial index": `CREATE TABLE people (${NAMED}, x TEXT); CREATE UNIQUE INDEX others ON people (x COLLATE NOCASE DESC) WHERE x > '00'; ${FILL}`,
  "with an index on an expression": `CREATE TABLE people (${NAMED}, x TEXT); CREATE INDEX others ON people (lower(x), name); ${FILL}`,
  "refers to others": `CREATE TABLE users (code TEXT PRIMARY KEY); INSERT INTO users VALUES ('007'), ('b'); CREATE TABLE people (${NAMED}, x TEXT REFERENCES users (code) ON DELETE SET NULL); ${FILL}`,
  "refers by a key of the table": `CREATE TABLE users (code TEXT PRIMARY KEY); INSERT INTO users VALUES ('007'), ('b'); CREATE TABLE people (${NAMED}, x TEXT, FOREIGN KEY (x) REFERENCES users ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED); ${FILL}`,
  "is referred to": `CREATE TABLE people (${NAMED}, x TEXT UNIQUE); CREATE TABLE cards (x TEXT REFERENCES people (x) ON DELETE CASCADE); ${FILL}; INSERT INTO cards VALUES ('007')`,
  "with a view and a trigger": `CREATE TABLE people (${NAMED}, x TEXT); CREATE TABLE seen (x); CREATE VIEW them AS SELECT x FROM people; CREATE TRIGGER follows AFTER UPDATE OF x ON people BEGIN INSERT INTO seen VALUES (new.x); END; ${FILL}`,
  "with quotes and blanks in its name": `CREATE TABLE people (${NAMED}, x TEXT, [their "own", name] TEXT DEFAULT 'a,b' /* theirs */ NOT NULL, \`select\` INT -- a word
    ); ${FILL}`,
};

/** The rows with all columns but those of the schema, and all that is declared beside it. */
function held(db: Database) {
  return Object.keys(OTHERS).map((story, at) => {
    const columns = rows(
      db,
      `SELECT name, "notnull", dflt_value, hidden FROM pragma_table_xinfo('people_${at}')
       WHERE name NOT IN ('id', 'name', 'phone') ORDER BY name`,
    );
    const cells = columns
      .map(([name]) => `"${String(name).replaceAll('"', '""')}"`)
      .map((column) => `${column}, typeof(${column})`);
    const [[sql] = []] = rows(db, `SELECT sql FROM sqlite_schema WHERE name = 'people_${at}'`);
    const checks = String(sql).match(/check\s*\([^,]*/gi)?.length ?? 0;
    return {
      story,
      columns,
      rows: rows(db, `SELECT id, name, ${cells.join(", ")} FROM people_${at} ORDER BY id`),
      parts: rows(
        db,
        `SELECT type, name, sql FROM sqlite_schema WHERE name GLOB '*_${at}' AND sql IS NOT NULL AND name <> 'people_${at}' ORDER BY name`,
      ),
      references: rows(
        db,
        `SELECT [table], [from], [to], on_update, on_delete FROM pragma_foreign_key_list('people_${at}')`,
      ),
      uniques: rows(
        db,
        `SELECT group_concat(c.name) FROM pragma_index_list('people_${at}') i, pragma_index_info(i.name) c
         WHERE i.origin = 'u' GROUP BY i.name`,
      ),
      // A CHECK of the schema's own columns alone is the schema's affair.
      checks: story === "added later" ? 0 : checks,
    };
  });
}

const KEEP = { keepUnmanaged: ["*"], adopt: true };

/** Every table of the others in one database. */
function othersDatabase(): Database {
  const names = /\b(people|users|cards|seen|them|follows|others)\b/g;
  const made = Object.values(OTHERS).map((sql, at) => sql.replace(names, `$1_${at}`));
  return databaseOf(made.join(";\n"));
}

test("columns that the schema does not know stay through pushes, migrations and their way back", async () => {
  const plain = schemaOf(people);
  const rebuilt = schemaOf(() => ({ ...people(), name: text().notNull().default("") }));
  const longer = schemaOf(() => ({ ...people(), phone: text().unique() }));
  const db = othersDatabase();
  const before = held(db);
  await pushed(db, plain, KEEP);
  expect(held(db)).toEqual(before);
  // Once kept, they need no word any more.
  expect((await pushed(db, plain)).report).toMatchObject({ inSync: true, needs: [] });
  const own = team();
  await own.generate("start", plain);
  await own.generate("rebuilt", rebuilt);
  const request = { folder: own.folder, now: NOW, allowConvert: [], adopt: false };
  const { baselined, applied } = await migrate(db, request);
  expect([baselined, applied.map(({ tag }) => tag)]).toEqual([["0000_start"], ["0001_rebuilt"]]);
  expect(held(db)).toEqual(before);
  expect((await planned(db, rebuilt)).report.inSync).toBe(true);
  await rollBack(db, { folder: own.folder, now: NOW });
  expect(held(db)).toEqual(before);
  await pushed(db, longer);
  expect(held(db)).toEqual(before);
  expect(rows(db, "PRAGMA foreign_key_check")).toEqual([]);
});

const one = (columns: Columns = people()): SchemaExports => ({
  people: sqliteTable("people", columns),
});
const WITH_X = `CREATE TABLE people (${NAMED}, x TEXT, y TEXT AS (x || '!')); ${FILL}`;
const columnsOf = (db: Database, table = "people") =>
  rows(db, `SELECT name FROM pragma_table_xinfo('${table}')`).flat();

test("a kept column is dropped only where it is named", async () => {
  const db = databaseOf(WITH_X);
  await pushed(db, one(), KEEP);
  await pushed(db, one(), { allowDrop: ["people.x", "people.y"] });
  expect(columnsOf(db)).toEqual(["id", "name"]);
});

test("a column that another kept one is computed from cannot be dropped alone", async () => {
  const db = databaseOf(WITH_X);
  const { exitCode, message } = await refused(db, one(), { ...KEEP, allowDrop: ["people.x"] });
  expect([exitCode, message]).toEqual([4, expect.stringContaining("--allow-drop people.y")]);
});

test("what is taken out of the schema is no column of others: no pattern keeps it, its name does", async () => {
  const db = databaseOf("");
  await pushed(db, one({ ...people(), phone: text() }));
  const { flags } = await refused(db, one(), KEEP);
  expect(flags).toEqual(["--allow-drop people.phone"]);
  await pushed(db, one(), { keepUnmanaged: ["people.phone"] });
  expect(columnsOf(db)).toEqual(["id", "name", "phone"]);
});

test("a primary key of others is not kept beside that of the schema", async () => {
  const db = databaseOf("CREATE TABLE people (no INTEGER PRIMARY KEY, name TEXT NOT NULL, x TEXT)");
  const { flags } = await refused(db, one(), KEEP);
  expect(flags).toEqual(["--allow-drop people.no"]);
});

test("a kept column stays when its table is renamed, and becomes the schema's when that knows it", async () => {
  const db = databaseOf(WITH_X);
  await pushed(db, one(), KEEP);
  const persons = (columns: Columns) => ({ persons: sqliteTable("persons", columns) });
  await pushed(db, persons(people()), { renameTables: [{ from: "people", to: "persons" }] });
  expect(columnsOf(db, "persons")).toEqual(["id", "name", "x", "y"]);
  await pushed(db, persons({ ...people(), x: text().notNull().default("") }));
  expect(rows(db, "SELECT x, y FROM persons")).toEqual([
    ["007", "007!"],
    ["b", "b!"],
  ]);
});

test("a required column without a default is told: rows of an import do not fill it", async () => {
  const db = databaseOf(`CREATE TABLE people (${NAMED}, x TEXT NOT NULL, y NOT NULL DEFAULT 1)`);
  const { report } = await pushed(db, one(), KEEP);
  expect(report).toMatchObject({
    kept: ["people.x", "people.y"],
    requiredOfOthers: ["people.x"],
  });
  const { ddl } = await requestFor(one());
  expect(databaseStatus(db, ddl)).toMatchObject({ inSync: true, requiredOfOthers: ["people.x"] });
});

test("the plan for a database of another program is shown, and waits for --adopt", async () => {
  const db = databaseOf(WITH_X);
  const { report } = await planned(db, one(), { keepUnmanaged: ["people.*"] });
  expect(report.needs.map(({ flag }) => flag)).toEqual(["--adopt"]);
  expect(report.tables).toContainEqual(expect.objectContaining({ table: "people", rows: 2 }));
  expect((await refused(db, one(), { keepUnmanaged: ["people.*"] })).exitCode).toBe(4);
});

test("without a word, a column that the schema never had is neither lost nor kept", async () => {
  const db = databaseOf(WITH_X);
  const { exitCode, message } = await refused(db, one(), { adopt: true });
  expect([exitCode, message]).toEqual([4, expect.stringContaining("--keep-unmanaged")]);
});

test("an index of others comes back when a migration makes its table anew", async () => {
  const own = team();
  await own.generate("start", one());
  await own.generate("rebuilt", one({ ...people(), name: text().notNull().default("") }));
  const db = databaseOf("");
  await pushed(db, one());
  db.exec("CREATE INDEX theirs ON people (name DESC)");
  await migrate(db, { folder: own.folder, now: NOW, allowConvert: [], adopt: false });
  expect(rows(db, "SELECT name FROM sqlite_schema WHERE name = 'theirs'")).toEqual([["theirs"]]);
});
