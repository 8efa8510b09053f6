import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { PublicIdEntity } from "./public-id.ts";
import { caregivers } from "./schema.ts";

// Tables that have become others: what `db:copy-table` copies, and what a push keeps until it has been.

/** An older table, the one that has come in its place, and what has another name there. */
export interface TableCopy {
  /** What the older table is called in the database. */
  readonly from: string;
  readonly to: SQLiteTable;
  /** Of the new rows, for crosswalk and public ids. */
  readonly entity: PublicIdEntity;
  /** SQL names: older column to new one. Columns that are called the same need no word. */
  readonly columns: Readonly<Record<string, string>>;
  /** Whose numbers the older ids are, for the crosswalk and the target ids. */
  readonly legacySystem: string;
}

/** The application's own former tables; their ids are not those of the hospital's legacy system. */
const OWN = "hmsync";

export const TABLE_COPIES: readonly TableCopy[] = [
  {
    from: "allies",
    to: caregivers,
    entity: "caregivers",
    columns: { client_id: "patient_id" },
    legacySystem: OWN,
  },
];
