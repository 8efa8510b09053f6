import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { DRIVER } from "../../src/db/sqlite/driver-name.ts";
import { hmsyncProcess } from "../support/cli.ts";
import { workspace } from "../support/workspace.ts";

/** Writes, as a process ends, which CommonJS modules it had loaded. */
const NOTE = `process.on("exit", () => {
  const loaded = Object.keys(require.cache).join("\\n");
  require("node:fs").writeFileSync(process.env.LOADED, loaded);
});`;

/** What takes long to load, and what neither small CSV files nor the tool's own schema ask for. */
const UNNEEDED = [
  "drizzle-kit",
  "esbuild",
  "tsx",
  "yauzl",
  "saxes",
  "iconv-lite",
  "libphonenumber-js",
];

async function loadedBy(cwd: string, argv: readonly string[]) {
  const note = join(cwd, "note.cjs");
  const list = join(cwd, "loaded.txt");
  writeFileSync(note, NOTE);
  const env = { NODE_OPTIONS: `--require ${note}`, LOADED: list };
  const { exitCode } = await hmsyncProcess(argv, { cwd, env });
  const names = readFileSync(list, "utf8").matchAll(/node_modules\/(@[^/]+\/[^/]+|[^/]+)/g);
  return { exitCode, packages: new Set([...names].map(([, name]) => name)) };
}

test("an import of small files, and a plan, load no library that they do not use", async () => {
  const cwd = workspace();
  const imported = await loadedBy(cwd, ["import", "--source", resolve("fixtures/sample")]);
  expect(imported.exitCode).toBe(0);
  expect(imported.packages).toContain(DRIVER);
  expect(UNNEEDED.filter((name) => imported.packages.has(name))).toEqual([]);
  const planned = await loadedBy(cwd, ["db:plan", "--check"]);
  expect(planned.exitCode).toBe(0);
  expect(UNNEEDED.filter((name) => planned.packages.has(name))).toEqual([]);
});
