import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { emptyProject, PATIENT, project } from "../support/project.ts";

test("drizzle-kit finds nothing to generate after us", async () => {
  const own = emptyProject();
  own.schema(PATIENT);
  expect((await own.run("db:generate", "--name", "start")).exitCode).toBe(0);
  const kit = ["node_modules/drizzle-kit/bin.cjs", "generate", "--dialect", "sqlite"];
  const flags = ["--schema", "schema.ts", "--out", "migrations"];
  const options = { cwd: own.cwd, encoding: "utf8" } as const;
  expect(execFileSync(process.execPath, [...kit, ...flags], options)).toContain(
    "No schema changes",
  );
});

test("every db: command takes a database and a schema, and says how far apart they are", async () => {
  const own = await project();
  const given = ["--db", own.path, "--schema", "schema.ts"];
  own.schema(`${PATIENT}, age: integer()`);
  const run = (...argv: string[]) => hmsync([...argv, ...given], { cwd: own.cwd });
  const { stderr } = await run("db:backup");
  expect(stderr).toContain("Schema schema.ts: the database is 1 statement away from it.");
  const [backup = ""] = own.backups();
  expect((await run("db:restore", join("backups", backup))).stderr).toContain("1 statement away");
  expect((await run("db:generate", "--name", "start")).stderr).toContain("0 applied, 0 pending");
  expect((await run("db:push")).exitCode).toBe(0);
  expect((await run("db:migrate")).stderr).toContain("the database is as it says");
  expect((await hmsync(["db:backup", "--schema", "none.ts"], { cwd: own.cwd })).exitCode).toBe(2);
});
