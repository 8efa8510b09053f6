import { readFileSync } from "node:fs";
import type { Database } from "./database.ts";

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
export const versions = ({ driver }: Pick<Database, "driver">): Record<string, string> => {
  return { hmsync: toolVersion(), node: process.version, ...driver() };
};
