import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { is } from "drizzle-orm";
import { SQLiteTable, SQLiteView } from "drizzle-orm/sqlite-core";
import { UsageError } from "../plain/errors.ts";
import type { SchemaExports } from "./compile-schema.ts";

/**
 * The tables and views that a module exports. TypeScript is read as it stands.
 *
 * @throws UsageError if there is no such module, it does not load, or it exports no table
 */
export async function loadSchema(path: string): Promise<SchemaExports> {
  if (!existsSync(path)) {
    throw new UsageError(`The schema ${path} does not exist.`, {
      cure: "Correct the path given with --schema.",
    });
  }
  const exported = await importModule(path);
  const found = Object.entries(exported).filter(
    ([, value]) => is(value, SQLiteTable) || is(value, SQLiteView),
  );
  if (found.some(([, value]) => is(value, SQLiteTable))) return Object.fromEntries(found);
  throw new UsageError(`${path} exports no Drizzle SQLite table.`, {
    cure: "Name the module that exports the tables (sqliteTable) with --schema.",
  });
}

async function importModule(path: string): Promise<Record<string, unknown>> {
  const url = pathToFileURL(resolve(path)).href;
  try {
    const { tsImport } = await import("tsx/esm/api");
    return (await tsImport(url, import.meta.url)) as Record<string, unknown>;
  } catch (error) {
    throw new UsageError(`The schema ${path} cannot be loaded: ${firstLine(error)}`, {
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
