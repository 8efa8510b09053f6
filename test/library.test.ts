import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, expect, inject, onTestFinished, test } from "vitest";
import type * as Library from "../src/library.ts";
import { emptyProject, PATIENT, type Project } from "./support/project.ts";
import { FLAWED, SMALL } from "./support/small-exports.ts";
import { change, query } from "./support/sql.ts";
import { workspace, writeFiles } from "./support/workspace.ts";

// The library as it is shipped: what `import "hmsync-migrate"` gives.

const BUILT = pathToFileURL(join(dirname(inject("hmsync")), "../library.js")).href;
let library: typeof Library;
beforeAll(async () => {
  library = await import(BUILT);
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
  const cancelled = library.push({ ...options, signal: AbortSignal.abort() });
  await expect(cancelled).rejects.toThrow(library.Interrupted);
  expect([patients(own.path)[0]?.length, own.backups()]).toEqual([2, []]);
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

test("a push to a database of another program is refused, and calls it by its name", async () => {
  const { own, ...options } = await made();
  const database = join(own.cwd, "other.db");
  change(database, "CREATE TABLE patients (x)");
  await expect(library.push({ ...options, database })).rejects.toThrow(/^other\.db has/);
});

test("the import that the README shows runs in ten lines, and writes what the export has", () => {
  const [, code = ""] = /^```ts\n(.*?)^```$/ms.exec(readFileSync("README.md", "utf8")) ?? [];
  expect(code.trim().split("\n").length).toBeLessThanOrEqual(10);
  const cwd = writeFiles(workspace(), {
    ...inFolder("legacy", SMALL),
    "import.mjs": code.replace('"hmsync-migrate"', JSON.stringify(BUILT)),
  });
  const said = execFileSync(process.execPath, ["import.mjs"], { cwd, encoding: "utf8" });
  expect(said).toMatch(/^committed /);
  expect(query(join(cwd, "hmsync.db"), "SELECT count(*) FROM patients")).toEqual([[2]]);
});

const inFolder = (folder: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));

/** An export of many patients, and an import of it into a new database. */
function large(patients: number) {
  const rows = Array.from({ length: patients }, (_, at) => `${at + 1},Asha,Rao,0442345678`);
  const header = "patientId,firstName,lastName,phoneNumber";
  const cwd = writeFiles(workspace(), {
    "legacy/patients.csv": `${[header, ...rows].join("\n")}\n`,
  });
  const [database, source, report] = ["hmsync.db", "legacy", "report"].map((name) =>
    join(cwd, name),
  ) as [string, string, string];
  return { target: library.HMSYNC, database, source, report };
}

/** Counts the moments at which it is asked that others have had their turn since the moment before. */
function turns() {
  let turned = false;
  let moments = 0;
  const turn = () => {
    turned = true;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  onTestFinished(() => clearImmediate(next));
  return {
    ask() {
      if (turned) moments++;
      turned = false;
    },
    count: () => moments,
  };
}

const countOf = (database: string) => query(database, "SELECT count(*) FROM patients")[0]?.[0];

test("while records are imported, assessed and undone, others have their turn", async () => {
  const options = large(4_000);
  const [importing, assessing, undoing] = [turns(), turns(), turns()];
  const { summary } = await library.importExport(options, { progress: importing.ask });
  expect([summary.status, countOf(options.database)]).toEqual(["committed", 4_000]);
  const { target, source, database } = options;
  const report = join(dirname(source), "assessed");
  const assessed = await library.assess({ target, source, report }, { progress: assessing.ask });
  expect(assessed.document.files.map(({ records }) => records)).toEqual([4_000]);
  const undo = { target, database, run: summary.run ?? "" };
  const undone = await library.undo(undo, { progress: undoing.ask });
  expect([undone.summary?.status, countOf(database)]).toEqual(["committed", 0]);
  for (const { count } of [importing, assessing, undoing]) expect(count()).toBeGreaterThan(1);
});

test("an import that is cancelled writes nothing, and neither does an undo", async () => {
  const { report, ...options } = large(500);
  const stopping = (signal: AbortController) => ({ progress: () => signal.abort() });
  const first = new AbortController();
  const stopped = await library.importExport(
    { ...options, report, signal: first.signal },
    stopping(first),
  );
  expect([stopped.summary.status, stopped.summary.committed]).toEqual(["interrupted", false]);
  expect(countOf(options.database)).toBe(0);
  const whole = { ...options, report: `${report}-2` };
  const { summary } = await library.importExport(whole);
  const { target, database } = options;
  const signal = AbortSignal.abort();
  const undo = { target, database, run: summary.run ?? "" };
  await expect(library.undo({ ...undo, signal })).rejects.toThrow(library.Interrupted);
  expect(countOf(database)).toBe(500);
  expect((await library.undo(undo)).summary?.status).toBe("committed");
});

test("rejected records are a result; a job that is asked first does nothing if the answer is no", async () => {
  const cwd = writeFiles(workspace(), inFolder("legacy", FLAWED));
  const [database, source] = [join(cwd, "hmsync.db"), join(cwd, "legacy")];
  const target = library.HMSYNC;
  const settings = { mode: "lenient" } as const;
  const { summary } = await library.importExport({
    target,
    database,
    source,
    settings,
    report: join(cwd, "report"),
  });
  expect([summary.exitCode, summary.entities["patients"]?.rejected]).toEqual([3, 1]);
  expect(library.runsOf({ database, target }).runs.map(({ state }) => state)).toEqual([
    "committed",
  ]);
  const undo = { target, database, run: summary.run ?? "" };
  const declined = library.undo(undo, { confirm: async () => false });
  await expect(declined).rejects.toThrow(library.DecisionNeeded);
  expect(library.validateImports({ database, target }).agrees).toBe(true);
  expect(countOf(database)).toBe(1);
});
