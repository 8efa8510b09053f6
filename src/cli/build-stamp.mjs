import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** What the program is built from, and what builds it. */
const SOURCES = ["shared", "importers", "src", "package.json", "build.mjs", "bundle.mjs"];

/** Where a build keeps the stamp of the sources that it was made from. */
export const STAMP = "dist/.built";

/**
 * Identifies the sources of a clone by the names, sizes and times of their files: an edit, a checkout and a
 * deleted file all change it, and no clock is compared with another.
 *
 * @param {string} root the clone's folder
 * @returns {string} a SHA-256 in hex
 */
export function stampOfSources(root) {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    if (existsSync(join(root, source))) add(source, root, hash);
  }
  return hash.digest("hex");
}

function add(source, root, hash) {
  const found = statSync(join(root, source));
  if (!found.isDirectory()) {
    hash.update(`${source}\0${found.size}\0${found.mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(join(root, source)).sort()) add(join(source, name), root, hash);
}
