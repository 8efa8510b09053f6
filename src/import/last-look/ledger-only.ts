import { createHash } from "node:crypto";
import { getTableName } from "drizzle-orm";
import type { Importer } from "../../../importers/define.ts";
import type { Database } from "../../db/database.ts";
import { keyColumn } from "../../db/key-column.ts";
import { quoteName } from "../../db/names.ts";
import { cureFor } from "../../db/triggers.ts";
import { isLedgerTable } from "../../ledger/written-entries.ts";
import { WrittenOtherwise } from "../../plain/errors.ts";

/**
 * Does, within a transaction, what writes into the ledger alone.
 *
 * @throws WrittenOtherwise if a trigger on the ledger took it as an occasion to write into the target:
 * to be rolled back
 */
export function inLedgerOnly(db: Database, importers: readonly Importer[], work: () => void): void {
  const triggers = db.catalog.triggers().filter(({ table }) => isLedgerTable(table));
  if (triggers.length === 0) {
    work();
    return;
  }
  const before = importers.map((importer) => digestOf(db, importer));
  work();
  const changed = importers.filter((importer, at) => digestOf(db, importer) !== before[at]);
  if (changed.length === 0) return;
  const names = changed.map(({ table }) => getTableName(table)).join(", ");
  throw new WrittenOtherwise(
    `When the ledger was written, rows of ${names} changed: nothing of the run was kept.`,
    { cure: `${cureFor(triggers).replace(/^look/, "Look")}.` },
  );
}

/** Of all rows of a table, in the order of their ids. */
function digestOf(db: Database, { table }: Importer): string {
  const hash = createHash("sha256");
  const key = quoteName(keyColumn(table).column.name);
  const rows = db.prepare(`select * from ${quoteName(getTableName(table))} order by ${key}`);
  for (const row of rows.iterate([])) hash.update(`${JSON.stringify(row)}\n`);
  return hash.digest("hex");
}
