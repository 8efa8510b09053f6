import { existsSync } from "node:fs";
import type { Database } from "../../db/database.ts";
import { rememberedStore } from "../../ledger/stored-files.ts";
import { Store, storeBeside } from "../../store/store.ts";

interface WhichStore {
  /** The path of the database. */
  readonly database: string;
  /** The folder that was named; undefined for the one that an import was last told. */
  readonly asked: string | undefined;
}

/** The store of a database: what was named, what an import was last told to use, or the folder beside the database. */
export function storeOf(db: Database, { database, asked }: WhichStore): Store {
  if (asked !== undefined) return new Store(asked);
  const beside = storeBeside(database);
  const remembered = rememberedStore(db);
  // Both may have been moved together to another place.
  const isMoved = remembered !== undefined && !existsSync(remembered) && existsSync(beside);
  return new Store(remembered === undefined || isMoved ? beside : remembered);
}
