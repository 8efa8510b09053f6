import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DRIVER } from "../../src/db/sqlite/driver-name.ts";
import { dump } from "../support/evolve.ts";
import { emptyProject, PATIENT, type Project, project } from "../support/project.ts";
import { query } from "../support/sql.ts";

// The exit codes of drizzle-kit's push say 0 where nothing was done and where rows were lost. Ours
// tell which.

/** Runs a command that must change nothing. */
async function refusedRun(own: Project, ...flags: string[]) {
  const before = dump(own.path);
  const finished = await own.run("db:push", ...flags);
  expect(dump(own.path)).toEqual(before);
  expect(own.backups()).toEqual([]);
  return finished;
}

const PHONES = [
  [1, "007"],
  [2, "0042"],
  [3, null],
];

test.each([["--quiet"], ["--yes", "--force"]])(
  "a required column without a default exits 4 and deletes nothing, with %s %s",
  async (...flags) => {
    const own = await project();
    own.schema(`${PATIENT}, mrn: text().notNull()`);
    const { exitCode, stderr } = await refusedRun(own, ...flags);
    expect(exitCode).toBe(4);
    expect(stderr).toContain("--backfill 'patients.mrn=<expression>'");
  },
);

test("npm run db:push --force, which npm takes for itself, allows no loss either", async () => {
  const own = await project();
  own.schema("id: integer().primaryKey()");
  const forced = { ...emptyProject({ npm_config_force: "true" }), path: own.path };
  forced.schema("id: integer().primaryKey()");
  const before = dump(own.path);
  const { exitCode, stderr } = await forced.run("db:push", "--db", own.path);
  expect([exitCode, dump(own.path)]).toEqual([4, before]);
  expect(stderr).toContain("--allow-drop patients.phone");
});

test("a renamed column exits 4 without a terminal, and the flag that renames it is named", async () => {
  const own = await project();
  own.schema("id: integer().primaryKey(), telephone: text()");
  const { exitCode, stderr } = await refusedRun(own);
  expect(exitCode).toBe(4);
  expect(stderr).toContain("losing patients.phone with 2 values");
  expect(stderr).toContain("--rename patients.phone=telephone");
  expect((await own.run("db:push", "--rename", "patients.phone=telephone")).exitCode).toBe(0);
  expect(query(own.path, "SELECT id, telephone FROM patients")).toEqual(PHONES);
});

test("a renamed table exits 4 without a terminal, and the flag that renames it is named", async () => {
  const own = await project();
  own.schema(PATIENT, { table: "people" });
  const { exitCode, stderr } = await refusedRun(own);
  expect(exitCode).toBe(4);
  expect(stderr).toContain("losing the table patients with 3 rows");
  expect((await own.run("db:push", "--rename-table", "patients=people")).exitCode).toBe(0);
  expect(query(own.path, "SELECT id, phone FROM people")).toEqual(PHONES);
});

test("a schema with a syntax error exits 2 and says where", async () => {
  const own = await project();
  own.schema(`${PATIENT}, age: integer(`);
  const { exitCode, stderr } = await refusedRun(own);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/schema\.ts:\d+:\d+/);
});

test("a schema without a table, and one that is not there, exit 2", async () => {
  const own = await project();
  own.write("schema.ts", "export const nothing = 1;");
  expect((await refusedRun(own)).exitCode).toBe(2);
  own.write("schema.ts", undefined);
  expect((await refusedRun(own)).exitCode).toBe(2);
});

test.each(["db:plan", "db:backup", "db:rollback"])(
  "%s exits 2 on a path where no database is, and makes none",
  async (command) => {
    const own = emptyProject();
    own.schema(PATIENT);
    const { exitCode, stderr } = await own.run(command, "--db", "mistyped.db");
    expect([exitCode, existsSync(join(own.cwd, "mistyped.db"))]).toEqual([2, false]);
    expect(stderr).toContain("mistyped.db");
  },
);

/** Inserts rows until its input ends, and then says how many were acknowledged. */
const WRITER = `
const SqliteDriver = require(${JSON.stringify(DRIVER)});
const db = new SqliteDriver("hmsync.db", { timeout: 20000 });
const insert = db.prepare("INSERT INTO patients (phone) VALUES ('0' || abs(random()))");
let acknowledged = 0, open = true;
process.stdin.on("end", () => { open = false; }).resume();
(function write() {
  if (!open) return console.log(acknowledged);
  insert.run();
  acknowledged++;
  if (acknowledged === 5) console.log("writing");
  setTimeout(write, 1);
})();
`;

test("rows that another program writes during a push are all there", async () => {
  const own = await project();
  own.write("writer.cjs", WRITER);
  const writer = spawn(process.execPath, ["writer.cjs"], { cwd: own.cwd });
  let said = "";
  writer.stdout.on("data", (chunk) => {
    said += chunk;
  });
  await new Promise((resolve) => writer.stdout.once("data", resolve));
  own.schema(`${PATIENT}.default("none"), age: integer().notNull().default(0)`);
  const { exitCode } = await own.run("db:push");
  const done = new Promise((resolve) => writer.once("close", resolve));
  writer.stdin.end();
  await done;
  const acknowledged = Number(said.trim().split("\n").at(-1));
  expect(exitCode).toBe(0);
  expect(acknowledged).toBeGreaterThanOrEqual(5);
  expect(query(own.path, "SELECT count(*) FROM patients")).toEqual([[3 + acknowledged]]);
});
