import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { setPasswordAside } from "../../src/cli/passwords-aside.ts";
import { UsageError } from "../../src/plain/errors.ts";
import { hmsync, hmsyncProcess } from "../support/cli.ts";
import { workspace } from "../support/workspace.ts";

const SECRET = "zyxSecret";
const URL = `mysql://ann:${SECRET}@[::1]:3999/hms?ssl-mode=required`;
const BARE = "mysql://ann@[::1]:3999/hms?ssl-mode=required";

test.each([
  [["import", "--source", URL, "--dry-run"]],
  [["import", `--source=${URL}`]],
  [["--source", URL, "import"]],
  [["import", URL]],
  [["import", "--dry-run", URL]],
])("%j keeps its words but the password", async (argv) => {
  expect(await setPasswordAside(argv)).toEqual({
    argv: argv.map((word) => word.replace(URL, BARE)),
    password: SECRET,
  });
});

const SERVER = `postgres://ann:${SECRET}@db.example:5433/hms?sslmode=require`;
const BARE_SERVER = "postgres://ann@db.example:5433/hms?sslmode=require";

test("the source and the database have each a password of their own", async () => {
  const argv = ["import", "--db", SERVER, "--source", URL];
  expect(await setPasswordAside(argv)).toEqual({
    argv: ["import", "--db", BARE_SERVER, "--source", BARE],
    password: SECRET,
    databasePassword: SECRET,
  });
  expect(await setPasswordAside([`--db=${SERVER}`, "db:status"])).toEqual({
    argv: [`--db=${BARE_SERVER}`, "db:status"],
    databasePassword: SECRET,
  });
});

test.each([
  [["import", "--source", "legacy", "--only", "patients"]],
  [["import", "--source", BARE]],
  [["import", "--source", "C:\\legacy"]],
  [["import", "--only", `Server=db;Password=${SECRET};`]],
  [["db:status", "--db", "file:///srv/hmsync.db"]],
  [["db:status", "--db", BARE_SERVER]],
  [["db:status", "--db", "odd=name.db"]],
])("%j is left as it is", async (argv) => {
  expect(await setPasswordAside(argv)).toEqual({ argv });
});

test.each([
  [["import", "--source", `mysql://ann:${SECRET}#1@db/hms`]],
  [["import", "--source", `jdbc:mysql://db/hms?password=${SECRET}`]],
  [["import", `Server=db;Pwd=${SECRET};`]],
  [["import", "--dry-run", `sqlserver://ann:${SECRET}@db`]],
  [["import", `ftp://ann:${SECRET}@db/export.zip`]],
])("%j is refused before anything is done", async (argv) => {
  await expect(setPasswordAside(argv)).rejects.toBeInstanceOf(UsageError);
});

test.each([
  ["a command that does not exist", ["imprt", "--source", URL]],
  ["a forgotten --source", ["import", URL]],
  ["a flag that does not exist", ["import", "--source", URL, "--dryrun"]],
  [
    "a URL that is not well written",
    ["import", "--source", `mysql://ann:${SECRET}#@db/hms`, "--json"],
  ],
])("%s does not repeat the password", async (_, argv) => {
  const { exitCode, stdout, stderr } = await hmsync(argv, { cwd: workspace() });
  expect(exitCode).toBe(2);
  expect(stdout + stderr).not.toContain(SECRET);
});

test.runIf(process.platform === "linux")("the process does not show it to others", async () => {
  let seen: string | undefined;
  const argv = ["import", "--source", URL.replace("3999", "1")];
  await hmsyncProcess(argv, {
    cwd: workspace(),
    meanwhile({ pid, stderr }) {
      stderr?.once("data", () => {
        seen = readFileSync(`/proc/${pid}/cmdline`, "latin1");
      });
    },
  });
  expect(seen).toContain("hmsync");
  expect(seen).not.toContain(SECRET);
});
