import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { SourceError } from "../plain/errors.ts";
import type { DeclaredTable } from "../source/declared-table.ts";
import { sourceFile } from "../source/open-export.ts";
import type { Export } from "../source/source-file.ts";
import type { LegacyDatabase } from "./legacy-database.ts";
import type { Spooled } from "./spool-table.ts";

/** What a folder of spooled tables holds, in the folder itself. */
export const MANIFEST = "manifest.json";

/** One table as it was spooled. */
export interface SpooledTable extends Spooled {
  /** As messages and mappings call it. */
  readonly name: string;
  /** In the folder. */
  readonly file: string;
  readonly table: DeclaredTable;
}

/** A database as it was read: no value of a record is in it. */
export interface Manifest
  extends Pick<LegacyDatabase, "title" | "engine" | "version" | "snapshot"> {
  readonly manifestVersion: 1;
  readonly notes: readonly string[];
  readonly tables: readonly SpooledTable[];
  readonly leftOut: Export["ignored"];
}

/** The tables of a spool as the files of an export. */
export function exportOf(folder: string, { tables, leftOut }: Manifest): Export {
  return {
    files: tables.map(({ name, file, table }) => {
      const path = join(folder, file);
      return { ...sourceFile(path, statSync(path)), name, plain: true, extracted: table };
    }),
    ignored: leftOut,
  };
}

const names = z.array(z.string());
const ManifestFile = z.object({
  manifestVersion: z.literal(1),
  title: z.string(),
  engine: z.enum(["sqlite", "postgresql", "mysql"]),
  version: z.string(),
  snapshot: z.string(),
  notes: names,
  tables: z.array(
    z.object({
      name: z.string(),
      file: z.string().regex(/^[^/\\]+$/),
      rows: z.number(),
      bytes: z.number(),
      sha256: z.string(),
      table: z.looseObject({
        name: z.string(),
        kind: z.enum(["table", "view"]),
        columns: z.array(z.looseObject({ name: z.string(), type: z.string() })),
      }),
    }),
  ),
  leftOut: z.array(z.object({ name: z.string(), reason: z.string() })),
});

/**
 * What a folder of spooled tables says of itself; undefined if none is there.
 *
 * @throws SourceError if it is none of ours
 */
export function readManifest(folder: string, name = MANIFEST): Manifest | undefined {
  const path = join(folder, name);
  if (!existsSync(path)) return undefined;
  try {
    return ManifestFile.parse(JSON.parse(readFileSync(path, "utf8"))) as unknown as Manifest;
  } catch (error) {
    throw new SourceError(`${path} is damaged.`, {
      cure: "Import the database again: records already written will be unchanged.",
      cause: error,
    });
  }
}
