import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

// A script that names a test file which has moved fails on the machine that checks, and nowhere before.
const files = [...readdirSync(".ci").map((name) => `.ci/${name}`), "docs/architecture.md"];
/** A path from the root of the project; not one within `dist` or `node_modules`. */
const named = /(?<![\w/.-])(?:src|test|bench|fixtures|importers|shared|docs|targets)\/[\w./-]*\w/gu;

test.each(files)("%s names files that there are", (file) => {
  const paths = [...readFileSync(file, "utf8").matchAll(named)].map(([path]) => path);
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
});
