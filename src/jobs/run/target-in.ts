import type { Target } from "../../../importers/define-target.ts";
import type { Database } from "../../db/database.ts";
import { knownSpaces } from "../../ledger/known-spaces.ts";
import { orderSpaced } from "../../mapping/spaces/importers-of.ts";
import { spacedImporters } from "../../mapping/spaces/space-importers.ts";
import { inOrder } from "../input/asked-import.ts";

/** A target as the mappings had it by which a database was filled: its ledger speaks of their spaces. */
export function targetIn(db: Database, target: Target): Target {
  const spaces = knownSpaces(db);
  if (Object.keys(spaces).length === 0) return inOrder(target);
  const importers = orderSpaced(spacedImporters(target.importers, spaces, ""), spaces);
  return { ...target, importers };
}
