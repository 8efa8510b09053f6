import type { DeclaredColumn, DeclaredTable } from "../source/declared-table.ts";

export type LegacyColumn = DeclaredColumn;

/** A table or view of a legacy database. */
export interface LegacyTable extends DeclaredTable {
  /** Set where it cannot be read: why, in words, with the cure; such a table is told, never passed over in silence. */
  readonly unreadable?: { readonly reason: string; readonly cure: string };
  /** Why it is left out unless somebody asks for it by name: it is told, and nothing is wrong with it. */
  readonly leftOut?: string;
}

/** Which tables and views are asked for; without either list, all of the default schema. */
export interface WantedTables {
  readonly schemas?: readonly string[];
  /** Globs: `visit*`, `billing.*`; `!audit_*` leaves out. */
  readonly tables?: readonly string[];
}

/** A legacy database that is open in one read-only, consistent snapshot. */
export interface LegacyDatabase {
  readonly engine: "sqlite" | "postgresql" | "mysql";
  /** As messages and the ledger call it: postgres://user@host:5432/hms; never a password, no query string. */
  readonly title: string;
  /** The server's version, as it says it. */
  readonly version: string;
  /** What identifies the snapshot (a moment, an exported snapshot's name), for the report. */
  readonly snapshot: string;
  /** What else a person should know of it, one sentence each. */
  readonly notes?: readonly string[];
  /**
   * Tables and views of the schemas that are asked for, with all that the database declares of them. Globs are a
   * filter that `wantsTable` applies: an engine may use it to ask for less, and need not.
   */
  tables(wanted: WantedTables): Promise<readonly LegacyTable[]>;
  /** select count(*) in the same snapshot. */
  count(table: LegacyTable): Promise<number>;
  /**
   * Its rows in the order of its key, as text of the spool's dialect, without a header. Pull-driven, in chunks of at
   * least some 64 KiB.
   */
  rows(table: LegacyTable): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

/** How a database is opened. */
export interface OpenOptions {
  readonly password?: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}
