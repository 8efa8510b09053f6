import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import * as ledger from "../../shared/ledger.ts";
import type { Database } from "../db/database.ts";
import { RowsDigest } from "../digest/rows-digest.ts";

/** One table of the ledger, as far as it speaks of one legacy system. */
export interface LedgerDigest {
  readonly table: string;
  readonly rows: number;
  /** Order-free, over all columns. */
  readonly digest: string;
}

const BY_SYSTEM = [
  ledger.runs,
  ledger.crosswalk,
  ledger.waiting,
  ledger.unmapped,
  ledger.unmappedPacks,
  ledger.numbers,
];
const BY_RUN = [ledger.files, ledger.exceptions, ledger.actions];

/** Digests of what the ledger keeps of a legacy system. */
export function ledgerDigests(db: Database, legacySystem: string): LedgerDigest[] {
  const ofRun = "run_id in (select id from ledger_runs where legacy_system = ?)";
  return [
    ...BY_SYSTEM.map((table) => digestOf(db, table, { where: "legacy_system = ?", legacySystem })),
    ...BY_RUN.map((table) => digestOf(db, table, { where: ofRun, legacySystem })),
  ];
}

function digestOf(
  db: Database,
  table: SQLiteTable,
  { where, legacySystem }: { readonly where: string; readonly legacySystem: string },
): LedgerDigest {
  const name = getTableName(table);
  const columns = Object.values(getTableColumns(table)).map((column) => `"${column.name}"`);
  const digest = new RowsDigest();
  const query = `select ${columns.join(", ")} from ${name} where ${where}`;
  for (const row of db.prepare(query).iterate([legacySystem])) digest.add(row);
  return { table: name, rows: digest.rows, digest: digest.text() };
}
