import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { HMSYNC } from "../../importers/index.ts";
import { compiledFiles, ownDdl } from "../../src/jobs/own-schema.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The command line, built. */
    hmsync: string;
    /** The DDL of our schema, as the built command line has it. */
    ddl: string[];
  }
}

/**
 * Builds the package into a folder of its own, once for all tests: a command then starts in a fifth
 * of the time that it takes from source, and what is tested is what is shipped.
 */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "hmsync-built-"));
  project.provide("hmsync", await buildTestedProgram(folder));
  project.provide("ddl", await ownDdl());
  return () => rmSync(folder, { recursive: true, force: true });
}

/**
 * Builds a command line that knows failpoints.
 *
 * @returns its main module
 */
export async function buildTestedProgram(folder: string): Promise<string> {
  const dist = join(folder, "dist");
  execFileSync(process.execPath, ["bundle.mjs", dist], { stdio: "inherit" });
  cpSync("package.json", join(folder, "package.json"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"), "dir");
  for (const [name, text] of Object.entries(await compiledFiles(HMSYNC)))
    writeFileSync(join(dist, name), text);
  // Without this file nobody can name a failpoint.
  writeFileSync(join(dist, ".test-build"), "");
  return join(dist, "src/cli/main.js");
}
