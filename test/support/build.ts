import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { inject } from "vitest";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The command line, built. */
    hmsync: string;
    /** The DDL of our schema, as the built command line has it. */
    ddl: string[];
  }
}

/** What tests run as processes of their own. */
const SCRIPTS = ["operate", "add-steps", "writer"] as const;

/** Where such a script stands, ready to be run by Node.js. */
export const builtScript = (name: (typeof SCRIPTS)[number]): string =>
  join(dirname(inject("hmsync")), "../../../scripts", `${name}.js`);

/**
 * Takes the package as it is built, once for all tests: a command then starts in a fifth of the time that it takes
 * from source, and what is tested is what is shipped.
 */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "hmsync-built-"));
  project.provide("hmsync", buildTestedProgram(folder));
  // From source, a process takes seven times as long to start.
  buildSync({
    entryPoints: SCRIPTS.map((name) => `test/support/${name}.ts`),
    outdir: join(folder, "scripts"),
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
  });
  const ddl = readFileSync(join(folder, "dist/shared/compiled-schema.json"), "utf8");
  project.provide("ddl", JSON.parse(ddl) as string[]);
  return () => rmSync(folder, { recursive: true, force: true });
}

/**
 * Makes a command line that knows failpoints. It is the one of this clone, which builds itself where the sources are
 * newer.
 *
 * @returns its main module
 */
export function buildTestedProgram(folder: string): string {
  const dist = join(folder, "dist");
  execFileSync(process.execPath, ["src/cli/start.mjs", "--version"], { stdio: [0, "ignore", 2] });
  cpSync("dist", dist, { recursive: true });
  cpSync("package.json", join(folder, "package.json"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"), "dir");
  // Without this file nobody can name a failpoint.
  writeFileSync(join(dist, ".test-build"), "");
  return join(dist, "src/cli/main.js");
}
