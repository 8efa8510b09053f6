import type { Importer } from "../../importers/define.ts";
import {
  importedEntities,
  type LedgerComparison,
  validateLedger,
} from "../ledger/validate-ledger.ts";
import { inOrder } from "./input/asked-import.ts";
import { openExisting } from "./run/open-target.ts";
import type { RunsOf } from "./runs/runs-at-hand.ts";

/** What was imported, compared with the database as it is now. */
export interface ImportComparison {
  readonly agrees: boolean;
  /** Those that anything is known of: imported rows, kept cells, or rows of the application. */
  readonly entities: readonly LedgerComparison[];
}

/** Compares the ledger with the database as it is now. */
export function validateImports({ database, target: given }: RunsOf): ImportComparison {
  const target = inOrder(given);
  const db = openExisting(database, target);
  try {
    const known = importedEntities(db);
    const entities = target.importers.flatMap((importer) => {
      const compared = validateLedger(db, importer, { all: target.importers, known });
      return holdsAnything(compared, importer) ? [compared] : [];
    });
    const agrees = entities.every(
      ({ changed, deleted, unmapped }) =>
        changed + deleted + unmapped.changed + unmapped.lost === 0,
    );
    return { agrees, entities };
  } finally {
    db.close();
  }
}

/** Rows of a record that no import wrote are counted with the entity whose table they are in. */
function holdsAnything(
  { imported, notImported, unmapped }: LedgerComparison,
  { partOf }: Importer,
): boolean {
  return imported > 0 || unmapped.kept > 0 || (notImported > 0 && partOf === undefined);
}
