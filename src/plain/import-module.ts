import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "./errors.ts";

/**
 * What a module of somebody else exports. TypeScript is read as it stands.
 *
 * @param what for the message: `schema`
 * @throws UsageError if it does not load
 */
export async function importModule(path: string, what: string): Promise<Record<string, unknown>> {
  const url = pathToFileURL(resolve(path)).href;
  try {
    const { tsImport } = await import("tsx/esm/api");
    return (await tsImport(url, import.meta.url)) as Record<string, unknown>;
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
