import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { DRIVER } from "./sqlite/driver-name.ts";

const require = createRequire(import.meta.url);

/** Where the package begins: from `src/db/`, and from what is built of it, `dist/src/cli/`. */
const MANIFESTS = ["../../package.json", "../../../package.json"];

/** The version of this tool, from the package it runs from (source tree or built package). */
export function toolVersion(): string {
  for (const up of MANIFESTS) {
    try {
      const found = JSON.parse(readFileSync(new URL(up, import.meta.url), "utf8")) as Manifest;
      if (found.name === "hmsync-migrate") return found.version;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  return "unknown";
}

interface Manifest {
  readonly name: string;
  readonly version: string;
}

/** What a figure may depend on, for the reconciliation. */
export function versions(): Record<string, string> {
  const driver = require(`${DRIVER}/package.json`) as Manifest;
  return { hmsync: toolVersion(), node: process.version, "better-sqlite3": driver.version };
}
