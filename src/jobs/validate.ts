import { existsSync } from "node:fs";
import type { Importer } from "../../importers/define.ts";
import type { Target } from "../../importers/define-target.ts";
import type { Database } from "../db/database.ts";
import { filesOfRows, needOf } from "../ledger/stored-files.ts";
import {
  importedEntities,
  type LedgerComparison,
  validateLedger,
} from "../ledger/validate-ledger.ts";
import { withRecordsApart } from "../persons/records-apart.ts";
import { checkStore, type StoreComparison } from "../store/check-store.ts";
import { openExisting } from "./run/open-target.ts";
import { storeOf } from "./run/store-of.ts";
import { targetIn } from "./run/target-in.ts";
import type { RunsOf } from "./runs/runs-at-hand.ts";

/** What was imported, compared with the database as it is now. */
export interface ImportComparison {
  readonly agrees: boolean;
  /** Those that anything is known of: imported rows, kept cells, or rows of the application. */
  readonly entities: readonly LedgerComparison[];
  /** The files that records name; undefined if there is no store, and no record needs one. */
  readonly store: StoreComparison | undefined;
}

export interface ValidateOptions extends RunsOf {
  /** Where the files are kept that records name; undefined for where the last import put them. */
  readonly store?: string | undefined;
}

/** Compares the ledger with the database as it is now. */
export function validateImports(options: ValidateOptions): ImportComparison {
  const db = openExisting(options.database, options.target);
  try {
    const target = targetIn(db, options.target);
    return withRecordsApart(db, () => compare(db, target, options));
  } finally {
    db.close();
  }
}

function compare(db: Database, target: Target, options: ValidateOptions): ImportComparison {
  const known = importedEntities(db);
  const entities = target.importers.flatMap((importer) => {
    const compared = validateLedger(db, importer, { all: target.importers, known });
    return holdsAnything(compared, importer) ? [compared] : [];
  });
  const store = compareStore(db, target, options);
  const isWhole = store === undefined || store.missing + store.damaged + store.surplus === 0;
  const agrees = entities.every(
    ({ changed, deleted, unmapped }) => changed + deleted + unmapped.changed + unmapped.lost === 0,
  );
  return { agrees: agrees && isWhole, entities, store };
}

/** Hashes the files of the store again. */
function compareStore(
  db: Database,
  { importers }: Pick<Target, "importers">,
  { database, store: asked }: ValidateOptions,
): StoreComparison | undefined {
  const store = storeOf(db, { database, asked });
  const isThere = existsSync(store.folder);
  const [first] = filesOfRows(db, importers);
  if (!isThere && first === undefined) return undefined;
  return checkStore(store, filesOfRows(db, importers), needOf(db, importers));
}

/** Rows of a record that no import wrote are counted with the entity whose table they are in. */
function holdsAnything(
  { imported, notImported, unmapped }: LedgerComparison,
  { partOf }: Importer,
): boolean {
  return imported > 0 || unmapped.kept > 0 || (notImported > 0 && partOf === undefined);
}
