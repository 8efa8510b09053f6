import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "./errors.ts";

type Exports = Record<string, unknown>;

/**
 * What a module of somebody else exports, as it stands now. TypeScript is read as it stands.
 *
 * @param what for the message: `schema`
 * @throws UsageError if it does not load
 */
export function importModule(path: string, what: string): Promise<Exports> {
  return orRefuse(path, what, async (url) => {
    const { tsImport } = await import("tsx/esm/api");
    return (await tsImport(url, import.meta.url)) as Exports;
  });
}

/**
 * The same, for a module that may import this very package, and goes on working beside it: what both use is loaded once,
 * and what is loaded afterwards is loaded as ever.
 */
export function importBeside(path: string, what: string): Promise<Exports> {
  return orRefuse(path, what, async (url) => {
    const [imports, requires] = [await import("tsx/esm/api"), await import("tsx/cjs/api")];
    const unregisterRequires = requires.register();
    const unregisterImports = imports.register();
    try {
      return (await import(`${url}?${randomUUID()}`)) as Exports;
    } finally {
      await unregisterImports();
      unregisterRequires();
    }
  });
}

async function orRefuse(
  path: string,
  what: string,
  load: (url: string) => Promise<Exports>,
): Promise<Exports> {
  try {
    return await load(pathToFileURL(resolve(path)).href);
  } catch (error) {
    throw new UsageError(`The ${what} ${path} cannot be loaded: ${firstLine(error)}`, {
      cure: "Correct the module; nothing was changed.",
      cause: error,
    });
  }
}

/** Code is no patient's value: what is wrong with it may be said. */
function firstLine(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split("\n");
  const place = lines.find((line) => /:\d+:\d+/.test(line)) ?? lines[0] ?? "";
  return place.trim();
}
