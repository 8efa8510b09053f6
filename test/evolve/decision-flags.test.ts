import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { onTerminal } from "../support/answers.ts";
import { dump } from "../support/evolve.ts";
import { PATIENT, type Project, project } from "../support/project.ts";
import { change, query } from "../support/sql.ts";

/** A command on a terminal where nobody answers; its exit code and what it said. */
const run = (own: Project, command: string, ...flags: string[]) =>
  onTerminal([command, "--db", own.path, "--schema", join(own.cwd, "schema.ts"), ...flags], []);

test.each([
  ["--allow-drop", "phone"],
  ["--allow-drop", "patients.phone=x"],
  ["--rename", "patients.phone"],
  ["--rename-table", "patients.x=y"],
  ["--backfill", "patients.mrn"],
])("%s %s is not understood, and exits 2", async (flag, value) => {
  const own = await project();
  const before = dump(own.path);
  expect((await run(own, "db:push", `${flag}=${value}`)).exitCode).toBe(2);
  expect(dump(own.path)).toEqual(before);
});

test("a file next to the schema declares renames and backfills for every database", async () => {
  const own = await project();
  own.schema("id: integer().primaryKey(), telephone: text(), mrn: text().notNull()");
  own.write(
    "schema.evolution.json",
    JSON.stringify({
      renameColumns: { "patients.phone": "telephone" },
      backfill: { "patients.mrn": "'MRN-' || id" },
    }),
  );
  expect((await run(own, "db:push")).exitCode).toBe(0);
  expect(query(own.path, "SELECT id, telephone, mrn FROM patients")).toEqual([
    [1, "007", "MRN-1"],
    [2, "0042", "MRN-2"],
    [3, null, "MRN-3"],
  ]);
  expect((await run(own, "db:plan", "--check")).exitCode).toBe(0);
  own.write("other.db", "");
  expect((await run({ ...own, path: join(own.cwd, "other.db") }, "db:push")).exitCode).toBe(0);
});

test.each([
  "{",
  '{"allowDrop":["patients.phone"]}',
  '{"renameColumns":{"phone":"telephone"}}',
  "[]",
])("a file next to the schema that says %s exits 2", async (text) => {
  const own = await project();
  own.write("schema.evolution.json", text);
  const before = dump(own.path);
  expect((await run(own, "db:push")).exitCode).toBe(2);
  expect(dump(own.path)).toEqual(before);
});

test("names with blanks are quoted in the flag that is told, and taken as told", async () => {
  const own = await project();
  change(own.path, `ALTER TABLE patients ADD COLUMN "home phone" TEXT`);
  const refused = await onTerminal(
    ["db:push", "--db", own.path, "--schema", join(own.cwd, "schema.ts"), "--json"],
    [],
  );
  const { needs } = JSON.parse(refused.said.split("\n").at(-1) ?? "").report;
  expect(needs[0].flag).toBe("--allow-drop 'patients.home phone'");
  const { exitCode } = await run(own, "db:push", "--allow-drop", "patients.home phone", "--yes");
  expect(exitCode).toBe(0);
});

test("a plan exits 0, 4 or 1, changes nothing, and says so", async () => {
  const own = await project();
  const before = dump(own.path);
  const code = async (columns: string, ...flags: string[]) => {
    own.schema(columns);
    return (await run(own, "db:plan", ...flags)).exitCode;
  };
  expect(await code(PATIENT)).toBe(0);
  expect(await code(`${PATIENT}, age: integer()`)).toBe(0);
  expect(await code(`${PATIENT}, age: integer()`, "--check")).toBe(1);
  expect(await code(`${PATIENT}, mrn: text().notNull()`)).toBe(4);
  expect(await code("id: integer().primaryKey(), phone: integer()")).toBe(4);
  expect(await code("id: integer().primaryKey(), phone: text().notNull()")).toBe(1);
  expect([dump(own.path), own.backups()]).toEqual([before, []]);
});

test("a plan's SQL, run by hand, makes what a push makes", async () => {
  const own = await project();
  own.schema(`${PATIENT}.default("none"), age: integer()`);
  const { said } = await run(own, "db:plan", "--sql");
  const sql = said.split("\n").filter((line) => !/^(Database|Ready) /.test(line));
  change(own.path, `PRAGMA foreign_keys = OFF; BEGIN; ${sql.join("\n")} COMMIT`);
  expect((await run(own, "db:plan", "--check")).exitCode).toBe(0);
  expect(query(own.path, "SELECT phone FROM patients")).toEqual([["007"], ["0042"], [null]]);
});

/** A project with a saved plan that adds a column and drops another. */
async function withPlan(): Promise<Project & { plan: string }> {
  const own = await project();
  own.schema("id: integer().primaryKey(), age: integer().default(7)");
  const plan = join(own.cwd, "plan.json");
  const { exitCode } = await run(own, "db:plan", "--allow-drop", "patients.phone", "--out", plan);
  expect(exitCode).toBe(0);
  return { ...own, plan };
}

test("a saved plan is its owner's alone, and is carried out as it stands", async () => {
  const own = await withPlan();
  expect(statSync(own.plan).mode & 0o777).toBe(0o600);
  expect((await run(own, "db:push", "--plan", own.plan, "--yes")).exitCode).toBe(0);
  expect(query(own.path, "SELECT * FROM patients")).toEqual([
    [1, 7],
    [2, 7],
    [3, 7],
  ]);
});

test.each(["INSERT INTO patients (id) VALUES (9)", "UPDATE patients SET phone = '8' WHERE id = 1"])(
  "a saved plan is refused where the database has changed since: %s",
  async (sql) => {
    const own = await withPlan();
    change(own.path, sql);
    const before = dump(own.path);
    expect((await run(own, "db:push", "--plan", own.plan, "--yes")).exitCode).toBe(4);
    expect([dump(own.path), own.backups()]).toEqual([before, []]);
  },
);

test("a saved plan is refused where the schema has changed since", async () => {
  const own = await withPlan();
  own.schema("id: integer().primaryKey(), age: integer().default(8)");
  const before = dump(own.path);
  expect((await run(own, "db:push", "--plan", own.plan, "--yes")).exitCode).toBe(4);
  expect([dump(own.path), own.backups()]).toEqual([before, []]);
});

test("a plan that is no plan, and one beside other flags, exit 2", async () => {
  const own = await withPlan();
  const drop = ["--allow-drop", "patients.phone"];
  expect((await run(own, "db:push", "--plan", own.plan, ...drop)).exitCode).toBe(2);
  writeFileSync(
    own.plan,
    readFileSync(own.plan, "utf8").replace('"planVersion": 1', '"planVersion": 2'),
  );
  expect((await run(own, "db:push", "--plan", own.plan)).exitCode).toBe(2);
  expect((await run(own, "db:push", "--plan", "nowhere.json")).exitCode).toBe(2);
});
