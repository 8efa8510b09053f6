import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { explainFailure } from "../../src/cli/explain-failure.ts";
import { DRIVER } from "../../src/db/sqlite/driver-name.ts";
import { workspace } from "../support/workspace.ts";

/** What is printed of an error that loading something throws. */
function told(load: () => unknown): string {
  const printed = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  onTestFinished(() => printed.mockRestore());
  try {
    load();
  } catch (error) {
    expect(explainFailure(error, { json: false, verbose: false, unbegun: {} })).toBe(1);
  }
  return printed.mock.calls.join("");
}

const require = createRequire(import.meta.url);
const failing = (message: string, code?: string) => () => {
  throw Object.assign(new Error(message), code === undefined ? {} : { code });
};

test("a driver that is no library is told with its cure", () => {
  const driver = join(workspace(), "driver.node");
  writeFileSync(driver, "no library at all");
  expect(told(() => require(driver))).toMatch(/damaged[\s\S]*npm (rebuild|explore) better-sqlite3/);
});

test("a driver that was built for another Node.js is told with its cure", () => {
  const other = "The module was compiled against NODE_MODULE_VERSION 137.";
  expect(told(failing(other, "ERR_DLOPEN_FAILED"))).toContain(
    "built for another version of Node.js",
  );
});

test("a driver that was never built is told with its cure", () => {
  const folder = join(workspace(), "node_modules");
  for (const name of ["bindings", "file-uri-to-path"]) {
    cpSync(join("node_modules", name), join(folder, name), { recursive: true });
  }
  mkdirSync(join(folder, "driver"));
  writeFileSync(join(folder, "driver/package.json"), "{}");
  writeFileSync(join(folder, "driver/index.js"), 'require("bindings")("better_sqlite3.node")');
  expect(told(() => require(join(folder, "driver/index.js")))).toContain("never built");
});

test("a driver that npm has left out for this Node.js is told with its cure", () => {
  const elsewhere = createRequire(join(workspace(), "main.js"));
  expect(told(() => elsewhere(DRIVER))).toMatch(/not installed[\s\S]*npm ci/);
});

test("a module of another name that is missing is not called the driver", () => {
  expect(told(() => require(join(workspace(), "no-such-module")))).toContain("unforeseen");
});
