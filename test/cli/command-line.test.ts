import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { FLAWED, SAMPLE } from "../support/small-exports.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const COMMANDS = ["import", "import:report", "import:status", "import:validate", "db:push"];

test("--help lists every command, an example first", async () => {
  const { exitCode, stdout } = await hmsync(["--help"], { cwd: workspace() });
  expect(exitCode).toBe(0);
  expect(stdout.split("\n")[0]).toContain("hmsync import --source");
  for (const command of COMMANDS) expect(stdout).toContain(`\n  ${command} `);
});

test("without a command the same is printed, with exit 2", async () => {
  const { exitCode, stdout } = await hmsync([], { cwd: workspace() });
  expect(exitCode).toBe(2);
  expect(stdout).toContain("import:validate");
});

test("--version is the package's version, built as from source", async () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const built = await hmsync(["--version"], { cwd: workspace() });
  const fromSource = execFileSync("npm", ["run", "--silent", "hmsync", "--", "--version"]);
  expect(built).toMatchObject({ exitCode: 0, stdout: `${version}\n` });
  expect(fromSource.toString()).toBe(`${version}\n`);
});

test.each(COMMANDS)("%s --help shows an example first and does nothing", async (command) => {
  const cwd = workspace();
  const { exitCode, stdout } = await hmsync([command, "--init", "--help"], { cwd });
  expect(exitCode).toBe(0);
  expect(stdout.split("\n")[0]).toContain(`hmsync ${command}`);
  expect(existsSync(join(cwd, "hmsync.db"))).toBe(false);
});

test.each([
  ["a misspelt flag", ["import", "--soruce", "legacy"], "--source"],
  ["a flag of another command", ["import:status", "--source", "legacy"], "--source"],
  ["a misspelt command", ["improt"], "import"],
  ["a command with a dash", ["db-push"], "db:push"],
])("%s: exit 2, and the nearest is named", async (_, argv, nearest) => {
  const { exitCode, stderr } = await hmsync(argv, { cwd: workspace() });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(nearest);
});

test.each([
  ["no source", [], "--source"],
  ["a flag without its value", ["--source"], "--source"],
  ["a flag in place of a value", ["--source", "--dry-run"], "--source"],
  ["a value for a switch", ["--source", SAMPLE, "--dry-run=no"], "--dry-run"],
  ["a batch size of nothing", ["--source", SAMPLE, "--batch-size", "0"], "--batch-size"],
  ["a limit that is no number", ["--source", SAMPLE, "--limit", "ten"], "--limit"],
  ["a share over the whole", ["--source", SAMPLE, "--max-errors", "101%"], "--max-errors"],
  ["a day that is none", ["--source", SAMPLE, "--as-of", "2026-02-30"], "--as-of"],
  ["an entity that is none", ["--source", SAMPLE, "--only", "patient"], "patients"],
  [
    "a system's name with blanks",
    ["--source", SAMPLE, "--legacy-system", "A b"],
    "--legacy-system",
  ],
  [
    "a limit without patients",
    ["--source", SAMPLE, "--only", "doctors", "--limit", "1"],
    "--limit",
  ],
  ["two databases", ["--source", SAMPLE, "--db", "a.db", "--db", "b.db"], "--db"],
  ["a word too many", ["legacy"], "legacy"],
])("import with %s: exit 2, named, and no database made", async (_, argv, named) => {
  const cwd = workspace();
  const { exitCode, stdout, stderr } = await hmsync(["import", ...argv], { cwd });
  expect(exitCode).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toContain(named);
  expect(existsSync(join(cwd, "hmsync.db"))).toBe(false);
});

test.each([
  ["npm_config_dry_run", "true", "--dry-run"],
  ["npm_config_continue_on_error", "true", "--continue-on-error"],
  ["npm_config_db", "other.db", "--db"],
])("%s=%s, which npm took for itself, refuses instead of running", async (name, value, flag) => {
  const cwd = workspace();
  const around = { cwd, env: { [name]: value } };
  const { exitCode, stderr } = await hmsync(["import", "--source", SAMPLE], around);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(flag);
  expect(existsSync(join(cwd, "hmsync.db"))).toBe(false);
});

test("the next command that is suggested repeats the flags of this one", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "my legacy"), FLAWED);
  const flags = ["--source", "my legacy", "--db", "other.db", "--only", "patients"];
  const { stdout } = await hmsync(["import", ...flags, "--dry-run"], { cwd });
  const again = "hmsync import --source 'my legacy' --db other.db --only patients";
  expect(stdout).toContain(`${again} --continue-on-error`);
});

test("a command is suggested as it can be typed: through npm, npx, or as the program", async () => {
  const cwd = workspace();
  const npm = { npm_lifecycle_event: "import", npm_package_name: "hmsync-migrate" };
  const ways = [
    [npm, "Next: npm run import -- --source"],
    [{ npm_lifecycle_event: "npx" }, "Next: npx hmsync import --source"],
    [
      { npm_lifecycle_event: "migrate", npm_package_name: "hospital" },
      "Next: hmsync import --source",
    ],
  ] as const;
  for (const [env, typed] of ways) {
    const argv = ["import", "--source", SAMPLE, "--dry-run"];
    expect((await hmsync(argv, { cwd, env })).stdout).toContain(typed);
  }
});

test("a reader who goes away changes neither the work nor the exit code", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), FLAWED);
  const { exitCode } = await hmsync(["import", "--source", "legacy", "--verbose"], {
    cwd,
    meanwhile: (child) => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    },
  });
  expect(exitCode).toBe(3);
  const { stdout } = await hmsync(["import:status", "--json"], { cwd });
  expect(JSON.parse(stdout).runs).toMatchObject([{ status: "rejected", exitCode: 3 }]);
});

test("a command may be called by what follows its colon, flags before it or behind, by letter too", async () => {
  const cwd = workspace();
  const ways = [
    ["assess", "--source", SAMPLE, "--json"],
    ["--json", "--source", SAMPLE, "import:assess"],
    ["-q", "import:assess", "-s", SAMPLE, "--json"],
  ];
  for (const argv of ways) {
    const { exitCode, stdout } = await hmsync(argv, { cwd });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).files).toHaveLength(3);
  }
});

test("a short name that two commands have is asked about, and neither runs", async () => {
  const { exitCode, stderr } = await hmsync(["status"], { cwd: workspace() });
  expect(exitCode).toBe(2);
  expect(stderr).toContain("import:status");
  expect(stderr).toContain("db:status");
});

test.each([...COMMANDS.map((name) => [name, "--help"]), ["--help"]])(
  "the help of %s fits 80 columns",
  async (...argv) => {
    const { stdout } = await hmsync(argv, { cwd: workspace() });
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  },
);

test("a flag of no command's help is left out of the groups", async () => {
  const { stdout } = await hmsync(["import", "--help"], { cwd: workspace() });
  for (const flag of ["--source PATH", "--dry-run", "--on-conflict", "--quiet"]) {
    expect(stdout.split(flag)).toHaveLength(2);
  }
});
