import type { Database } from "../db/database.ts";
import { isJoined } from "./in-force.ts";
import { separate } from "./separate.ts";

/** Looks at a database as an import does, each record with a row of its own; it is left as it was. */
export function withRecordsApart<Result>(db: Database, look: () => Result): Result {
  if (!isJoined(db) || db.inTransaction()) return look();
  db.begin();
  try {
    separate({ db, runId: 0 });
    return look();
  } finally {
    db.rollback();
  }
}
