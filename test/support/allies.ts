import { join } from "node:path";
import { inject } from "vitest";
import { TABLE_COPIES, type TableCopy } from "../../shared/table-copies.ts";
import type { Database, DbValue } from "../../src/db/database.ts";
import {
  type CopyRequest,
  type CopyResult,
  copyTable,
} from "../../src/evolve/copy-table/copy-table.ts";
import { type OlderTable, tableInDatabase } from "../../src/evolve/copy-table/older-table.ts";
import { planCopy } from "../../src/evolve/copy-table/plan-copy.ts";
import { rows } from "./evolve.ts";
import { exportOf } from "./export.ts";
import { importFolder, newDatabase } from "./import.ts";
import { workspace } from "./workspace.ts";

// A database that has the older table `allies`, and patients from an import: 1, 2 and 3.

export const ALLIES = TABLE_COPIES.find(({ from }) => from === "allies") as TableCopy;

export const CREATE_ALLIES = `create table allies (id integer primary key, client_id integer not null,
  name text, relationship text not null default 'mother', preferred_language text not null default 'en',
  email text not null default 'e@example.org', access_to_therapeutics text, access_to_financials integer not null default 0,
  phone text, notes text, archived integer not null default 0)`;

/** One older row; what is not said is as the table has it. */
export interface Ally {
  readonly id?: number | string | bigint;
  readonly client_id?: number | string;
  readonly name?: string | null;
  readonly access_to_therapeutics?: string | number | null;
  readonly phone?: string | null;
  readonly notes?: string | null;
}

const PATIENTS = [
  ...["1,Asha,Rao,0441234567,31", "2,Tom,Novak,0209461234,39", "3,Li,Wei,0441112223,50"],
];

/** A database with these older rows. */
export async function alliesDatabase(
  allies: readonly Ally[],
  path = join(workspace(), "hmsync.db"),
): Promise<Database> {
  const db = await newDatabase(path);
  await importFolder(db, exportOf({ patients: PATIENTS }));
  db.exec(CREATE_ALLIES);
  addAllies(db, allies);
  return db;
}

export function addAllies(db: Database, allies: readonly Ally[]): void {
  db.begin();
  for (const ally of allies) {
    const row = { name: "Kamala Rao", client_id: 1, access_to_therapeutics: 0, ...ally };
    const names = Object.keys(row);
    const marks = names.map(() => "?").join(", ");
    const insert = db.prepare(`insert into allies (${names.join(", ")}) values (${marks})`);
    insert.run(Object.values(row) as DbValue[]);
  }
  db.commit();
}

/** Copies the older table, in this process. */
export async function copyAllies(
  db: Database,
  request: Partial<CopyRequest> = {},
  from?: OlderTable,
): Promise<CopyResult> {
  const older = from ?? tableInDatabase(db, "allies");
  if (older === undefined) throw new TypeError("there is no table allies");
  return copyTable(db, {
    older,
    plan: planCopy(ALLIES, older.columns, { renames: [], leftBehind: [] }),
    ddl: inject("ddl"),
    commits: "each batch",
    batchSize: 4,
    now: new Date(),
    sample: 2,
    onConflict: "keep",
    legacySystem: undefined,
    signal: new AbortController().signal,
    beforeWrite: async () => undefined,
    onProgress: () => undefined,
    ...request,
  });
}

/** Names and phones of the new rows, by the older ids that the crosswalk has of them. */
export const caregiversOf = (db: Database) =>
  rows(
    db,
    `select l.legacy_id, name, phone from ledger_crosswalk l left join caregivers c on c.id = target_id
     where l.entity = 'caregivers' order by l.legacy_id`,
  );
