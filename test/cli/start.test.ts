import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { workspace } from "../support/workspace.ts";

const PARTS = [
  "src",
  "importers",
  "shared",
  "package.json",
  "build.mjs",
  "bundle.mjs",
  "tsconfig.json",
  "tsconfig.build.json",
];

const VERSION = `${JSON.parse(readFileSync("package.json", "utf8")).version}\n`;

/** A clone of its own, as npm has installed it and not built it. */
function clone(): string {
  const folder = workspace();
  for (const part of PARTS) cpSync(part, join(folder, part), { recursive: true });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"), "dir");
  return folder;
}

function start(folder: string, ...argv: string[]) {
  const env = { ...process.env, NO_COLOR: "1" };
  const command = [join(folder, "src/cli/start.mjs"), ...argv];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, env });
  return { status, stdout: String(stdout), built: String(stderr).includes("Building") };
}

test("an npm script runs what was built, and builds again where a source has changed", () => {
  const folder = clone();
  expect(start(folder, "--version")).toEqual({ status: 0, stdout: VERSION, built: true });
  expect(start(folder, "--version")).toEqual({ status: 0, stdout: VERSION, built: false });

  const help = join(folder, "src/cli/help.ts");
  writeFileSync(help, readFileSync(help, "utf8").replace('"Commands"', '"What it does"'));
  const edited = start(folder, "--help");
  expect(edited).toMatchObject({ status: 0, built: true });
  expect(edited.stdout).toContain("\nWhat it does\n");

  // Sources that cannot be built are not run in their former state.
  rmSync(join(folder, "src/cli/commands/import-logs.ts"));
  expect(start(folder, "--version")).toMatchObject({ status: 1, stdout: "", built: true });
  appendFileSync(join(folder, "src/cli/main.ts"), "\nconst open = {;\n");
  expect(start(folder, "--version")).toEqual({ status: 1, stdout: "", built: true });
  expect(start(folder, "--version")).toMatchObject({ status: 1, stdout: "" });
});
