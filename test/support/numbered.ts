import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Place } from "../../src/evolve/postgresql/migrations/journal.ts";
import {
  type AppliedFile,
  type FolderRequest,
  migrateFolder,
} from "../../src/evolve/postgresql/migrations/migrate-folder.ts";
import { readNumberedFolder } from "../../src/evolve/postgresql/migrations/numbered-folder.ts";
import type { TestDatabase } from "./postgresql.ts";

const made: string[] = [];

/** Files of a folder, by their names. */
export type NumberedFiles = Readonly<Record<string, string | Buffer>>;

/** A folder with these files, removed behind the tests. */
export function numberedFolder(files: NumberedFiles): string {
  const folder = mkdtempSync(join(tmpdir(), "hmsync-numbered-"));
  made.push(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** To be called within the `describe` whose tests make folders. */
export function removeNumberedFolders(): void {
  afterAll(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
}

export const NO_PERMISSIONS = {
  allowDrop: [],
  allowDropTable: [],
  allowConvert: [],
  allowDropObject: [],
};

/** What a migration of these files asks for. */
export const requestOf = (
  files: NumberedFiles,
  more: Partial<FolderRequest> = {},
): FolderRequest => ({
  folder: readNumberedFolder(numberedFolder(files)),
  permissions: NO_PERMISSIONS,
  application: "hmsync test",
  ...more,
});

/** A session of its own on a test database. */
export const placeOn = async (database: TestDatabase): Promise<Place> => ({
  client: await database.session(),
  title: "postgres://hms",
  schema: "public",
});

/** Applies files in a session of their own. */
export async function migrateOn(
  database: TestDatabase,
  files: NumberedFiles,
  more: Partial<FolderRequest> = {},
): Promise<AppliedFile[]> {
  const place = await placeOn(database);
  try {
    return await migrateFolder(place, requestOf(files, more));
  } finally {
    await place.client.end();
  }
}
