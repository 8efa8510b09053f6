import type { Bulk, Connection } from "../database.ts";
import { quoteName } from "../names.ts";
import { StatementRefused } from "../refused.ts";
import { countFrom } from "./counters.ts";
import { LateIndexes } from "./late-indexes.ts";
import { ROW_NUMBER } from "./row-numbers.ts";
import { scanTarget } from "./scan-table.ts";

/** Work on whole tables of a database. */
export const bulkOf = (db: Connection): Bulk => {
  return {
    rowNumber: ROW_NUMBER,
    numbersRows: (table) => hasRowids(db, table),
    countFrom: (table, last) => countFrom(db, table, last),
    scan: (of, onRow) => scanTarget(db, of, onRow),
    putIndexesAside: (tables) => new LateIndexes(db, tables),
  };
};

function hasRowids(db: Connection, table: string): boolean {
  try {
    db.prepare(`select ${ROW_NUMBER} from ${quoteName(table)}`);
    return true;
  } catch (error) {
    if (error instanceof StatementRefused) return false;
    throw error;
  }
}
