import { existsSync } from "node:fs";
import type { Target } from "../../../importers/define-target.ts";
import type { Database } from "../../db/database.ts";
import { isOtherFile } from "../../db/sqlite/check-path.ts";
import { openForReading } from "../../db/sqlite/open.ts";
import { knownSpaces } from "../../ledger/known-spaces.ts";
import { orderSpaced } from "../../mapping/spaces/importers-of.ts";
import { spacedImporters } from "../../mapping/spaces/space-importers.ts";
import { HmsyncError } from "../../plain/errors.ts";
import { inOrder } from "../input/asked-import.ts";

/** A target as the mappings had it by which a database was filled: its ledger speaks of their spaces. */
export function targetIn(db: Database, target: Target): Target {
  const spaces = knownSpaces(db);
  if (Object.keys(spaces).length === 0) return inOrder(target);
  const importers = orderSpaced(spacedImporters(target.importers, spaces, ""), spaces);
  return { ...target, importers };
}

/** The same of a database that is not open; whoever opens it says what is wrong with it. */
export function targetAt({
  database,
  target,
}: {
  readonly database: string;
  readonly target: Target;
}): Target {
  if (!existsSync(database) || isOtherFile(database)) return inOrder(target);
  try {
    const db = openForReading(database);
    try {
      return targetIn(db, target);
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof HmsyncError) return inOrder(target);
    throw error;
  }
}
