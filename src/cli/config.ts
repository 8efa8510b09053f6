import { existsSync } from "node:fs";
import { dirname, isAbsolute, resolve } from "node:path";
import type { Config, Target } from "../../importers/define-target.ts";
import { orderEntities } from "../mapping/order-entities.ts";
import { UsageError } from "../plain/errors.ts";
import { readHandWritten } from "../plain/hand-written.ts";
import { importBeside } from "../plain/import-module.ts";
import { checkTarget } from "./check-target.ts";
import { fromHere } from "./config-path.ts";

/** A configuration that was found, with its target as the engine takes it. */
export interface LoadedConfig {
  /** Absolute. */
  readonly path: string;
  readonly target: Target;
  readonly database: string | undefined;
}

/**
 * Loads a configuration.
 *
 * @throws UsageError if it does not load, or is not a configuration
 */
export async function loadConfig(path: string): Promise<LoadedConfig> {
  const exported = exportedBy(await importBeside(path, "configuration"));
  if (!isConfig(exported)) {
    throw new UsageError(`${path} does not export a target by default.`, {
      cure: "Write  export default defineConfig({ target: defineTarget({ name, tables, importers }) })",
    });
  }
  const folder = dirname(path);
  const { target, database, mappings = [] } = exported;
  checkTarget(target, path);
  const more = mappings.map((one) => resolve(folder, one));
  return {
    path,
    target: {
      ...target,
      importers: orderEntities(target.importers),
      mappings: withFiles(target.mappings, more, path),
    },
    database: database === undefined ? undefined : besides(folder, database),
  };
}

/** In a project without `"type": "module"`, all that a module exports comes as its default. */
function exportedBy({ default: exported }: Readonly<Record<string, unknown>>): unknown {
  const isNested = typeof exported === "object" && exported !== null && "default" in exported;
  return isNested ? exported.default : exported;
}

function isConfig(exported: unknown): exported is Config {
  if (typeof exported !== "object" || exported === null || !("target" in exported)) return false;
  const target = exported.target as Partial<Target> | null;
  return typeof target?.name === "string" && Array.isArray(target.importers);
}

/** Files are read when somebody asks for a mapping: a push needs none, and an assessment may be there to write one. */
function withFiles(
  own: Target["mappings"],
  files: readonly string[],
  config: string,
): Target["mappings"] {
  const all = { ...own };
  for (const file of files) {
    Object.defineProperty(all, file, { enumerable: true, get: () => documentIn(file, config) });
  }
  return all;
}

/** A target without the mapping files that are not there yet. */
export function withoutMissingFiles(target: Target): Target {
  const mappings: Record<string, unknown> = {};
  for (const name of Object.keys(target.mappings)) {
    if (!isAbsolute(name) || existsSync(name)) mappings[name] = target.mappings[name];
  }
  return { ...target, mappings };
}

function documentIn(file: string, config: string): unknown {
  if (!existsSync(file)) {
    throw new UsageError(`The mapping ${file} does not exist.`, {
      cure: `Correct "mappings" in ${config}, or write the file:  hmsync import:assess --source DIR --write ${file}`,
    });
  }
  try {
    return JSON.parse(readHandWritten(file)) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(`The mapping ${file} is not JSON.`, { cure: "Correct it.", cause: error });
  }
}

/** A path is meant from where the configuration is; a URL says itself what it means. */
function besides(folder: string, database: string): string {
  if (/^[a-z][a-z0-9+.-]+:/i.test(database)) return database;
  return fromHere(resolve(folder, database));
}
