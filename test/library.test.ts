import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, expect, inject, test } from "vitest";
import type * as Library from "../src/library.ts";
import { emptyProject, PATIENT, type Project } from "./support/project.ts";
import { change, query } from "./support/sql.ts";

// The library as it is shipped: what `import "hmsync-migrate"` gives.

let library: typeof Library;
beforeAll(async () => {
  const built = join(dirname(inject("hmsync")), "../library.js");
  library = await import(pathToFileURL(built).href);
});

const MORE = `${PATIENT}, age: integer().notNull().default(0)`;

function paths(own: Project) {
  const [schema, migrations] = ["schema.ts", "migrations"].map((name) => join(own.cwd, name));
  return { database: own.path, schema: schema ?? "", migrations: migrations ?? "" };
}

/** A database that the library made, with two patients. */
async function made() {
  const own = emptyProject();
  own.schema(PATIENT);
  await library.push({ ...paths(own), init: true });
  change(own.path, "INSERT INTO patients VALUES (1, '007'), (2, NULL)");
  return { own, ...paths(own) };
}

const patients = (path: string) => query(path, "SELECT * FROM patients");

test("a plan, a push, a backup and a restore", async () => {
  const { own, ...options } = await made();
  own.schema(MORE);
  const { report } = await library.plan(options);
  expect([report.inSync, report.needs]).toEqual([false, []]);
  expect((await library.status(options)).inSync).toBe(false);
  const { backup } = await library.push(options);
  expect(patients(own.path)).toEqual([
    [1, "007", 0],
    [2, null, 0],
  ]);
  expect(await library.validate(options)).toEqual([]);
  const { path } = await library.backup({ ...options, keep: 3 });
  expect(existsSync(path)).toBe(true);
  await library.restore({ ...options, backup: String(backup) });
  const log = readFileSync(`${own.path}.schema-log.jsonl`, "utf8").trim().split("\n");
  expect(JSON.parse(log.at(-1) ?? "")).toMatchObject({ command: "db:restore", result: "done" });
  expect(patients(own.path)).toEqual([
    [1, "007"],
    [2, null],
  ]);
});

test("a loss is refused with the report of it, unless it was decided", async () => {
  const { own, ...options } = await made();
  own.schema("id: integer().primaryKey()");
  const refused = await library.push(options).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(library.PushRefused);
  const { exitCode, report } = refused as Library.PushRefused;
  expect([exitCode, report.needs.map(({ flag }) => flag)]).toEqual([
    4,
    ["--allow-drop patients.phone"],
  ]);
  await library.push({ ...options, decisions: { allowDrop: ["patients.phone"] } });
  expect(patients(own.path)).toEqual([[1], [2]]);
});

test("migrations are generated, applied and taken back", async () => {
  const { own, ...options } = await made();
  await library.generate({ ...options, name: "start" });
  expect((await library.migrate(options)).baselined).toEqual(["0000_start"]);
  own.schema(MORE);
  expect(await library.generate({ ...options, name: "age" })).toHaveLength(4);
  expect((await library.migrate(options)).applied.map(({ tag }) => tag)).toEqual(["0001_age"]);
  await expect(library.rollback(options)).rejects.toThrow(library.PushRefused);
  const decisions = { allowDrop: ["patients.age"] };
  expect((await library.rollback({ ...options, decisions })).tag).toBe("0001_age");
  expect(patients(own.path)).toEqual([
    [1, "007"],
    [2, null],
  ]);
});

test("a wrong path, and a schema that does not load, are usage errors", async () => {
  const { own, ...options } = await made();
  const wrong = [
    { ...options, database: join(own.cwd, "none.db") },
    { ...options, schema: "no.ts" },
  ];
  for (const each of wrong) {
    await expect(library.plan(each)).rejects.toThrow(library.UsageError);
    await expect(library.status(each)).rejects.toThrow(library.UsageError);
  }
});

test("a plan for a database of another program calls it by its name", async () => {
  const { own, ...options } = await made();
  const database = join(own.cwd, "other.db");
  change(database, "CREATE TABLE patients (x)");
  await expect(library.plan({ ...options, database })).rejects.toThrow(/^other\.db has/);
});
