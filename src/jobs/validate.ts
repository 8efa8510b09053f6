import { type LedgerComparison, validateLedger } from "../ledger/validate-ledger.ts";
import { inOrder } from "./input/asked-import.ts";
import { openExisting } from "./run/open-target.ts";
import type { RunsOf } from "./runs/runs-at-hand.ts";

/** What was imported, compared with the database as it is now. */
export interface ImportComparison {
  readonly agrees: boolean;
  readonly entities: readonly LedgerComparison[];
}

/** Compares the ledger with the database as it is now. */
export function validateImports({ database, target: given }: RunsOf): ImportComparison {
  const target = inOrder(given);
  const db = openExisting(database, target);
  try {
    const entities = target.importers.map((importer) =>
      validateLedger(db, importer, target.importers),
    );
    const agrees = entities.every(
      ({ changed, deleted, unmapped }) =>
        changed + deleted + unmapped.changed + unmapped.lost === 0,
    );
    return { agrees, entities };
  } finally {
    db.close();
  }
}
