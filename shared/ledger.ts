import { blob, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

export * from "./ledger-persons.ts";

// The ledger: what every run read, decided and wrote. It has no foreign keys to target tables, so
// that it outlives what it speaks of. It is pushed with the schema, or a push would drop it.

/** What a run's status may be; `src/ledger/run-status.ts` says which follows which. */
export const RUN_STATUSES = [
  "running",
  "committed",
  "rejected",
  "stopped",
  "mismatched",
  "failed",
  "interrupted",
  "undone",
] as const;

/** What a run does: takes an export in, takes corrected records in, takes a run back, or takes verdicts on persons in. */
export const RUN_KINDS = ["import", "retry", "undo", "merge"] as const;

/** What a run did besides giving records an outcome. */
export const ACTIONS = ["fixed", "marked", "unmarked", "released", "deleted", "restored"] as const;

/** What became of one record. */
export const OUTCOMES = [
  "inserted",
  "updated",
  "unchanged",
  "duplicate",
  "rejected",
  "skipped",
  "withdrawn",
] as const;

/** One execution of an import, also one that was rolled back. */
export const runs = sqliteTable(
  "ledger_runs",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** What people call it: the day and a number, `2026-01-14-1`. Its report folder has that name. */
    name: text().notNull(),
    legacySystem: text("legacy_system").notNull(),
    /** One of `RUN_KINDS`. */
    kind: text({ enum: RUN_KINDS }).notNull().default("import"),
    /** The run whose records are retried, or that is taken back. */
    ofRunId: integer("of_run_id"),
    /** One of `RUN_STATUSES`. */
    status: text({ enum: RUN_STATUSES }).notNull(),
    exitCode: integer("exit_code"),
    /** Whether anything of the run stands in target tables and crosswalk. */
    committed: integer({ mode: "boolean" }).notNull().default(false),
    /** The day that rules about the future compare with: `YYYY-MM-DD`, the hospital's local day. */
    asOf: text("as_of").notNull(),
    /** ISO 8601, UTC. */
    startedAt: text("started_at").notNull(),
    /** ISO 8601, UTC; null while it runs, and for a run that died. */
    finishedAt: text("finished_at"),
    reportFolder: text("report_folder"),
    /** JSON: source, mapping and settings, so that the run can be resumed as it was begun. */
    request: text(),
    /** Every figure of the reconciliation, JSON; no patient's value. */
    summary: text(),
  },
  (table) => [uniqueIndex("ledger_runs_name_idx").on(table.name)],
);

/** One export file of one run. */
export const files = sqliteTable(
  "ledger_files",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    runId: integer("run_id").notNull(),
    entity: text().notNull(),
    /** The file of an earlier run whose rejected records these are. */
    ofFileId: integer("of_file_id"),
    /** Relative to the export. */
    name: text().notNull(),
    /** Bytes. */
    size: integer().notNull(),
    /** Hexadecimal, of the file as it was when the run began. */
    sha256: text(),
    /** JSON list of column names. */
    header: text(),
    /** Records whose outcome is committed. */
    done: integer().notNull().default(0),
    /** Counted where the bytes are read; null until the file has been read to its end. */
    records: integer(),
  },
  (table) => [index("ledger_files_run_id_idx").on(table.runId)],
);

/** One row per (legacy system, entity, legacy id): which target row it became, from where. */
export const crosswalk = sqliteTable(
  "ledger_crosswalk",
  {
    id: integer().primaryKey(),
    legacySystem: text("legacy_system").notNull(),
    entity: text().notNull(),
    /** Exact trimmed text. */
    legacyId: text("legacy_id").notNull(),
    targetId: text("target_id").notNull(),
    /** What was imported, as `src/digest/content-hash.ts` says; null for a placeholder. */
    contentHash: blob("content_hash", { mode: "buffer" }),
    fileId: integer("file_id").notNull(),
    /** Counted from 1, the header not among them. */
    record: integer().notNull(),
    /** Where the record starts, counted from 1. */
    line: integer().notNull(),
    /** The run that last wrote the target row. */
    runId: integer("run_id").notNull(),
    /** The run that made the target row. */
    madeByRunId: integer("made_by_run_id").notNull().default(0),
    /** Of the newest version of its unmapped cells; null if none were kept. */
    unmappedHash: blob("unmapped_hash", { mode: "buffer" }),
  },
  (table) => [
    // The legacy id first: comparing it settles nearly every lookup, and it is what people search by.
    uniqueIndex("ledger_crosswalk_legacy_id_idx").on(
      table.legacyId,
      table.entity,
      table.legacySystem,
    ),
  ],
);

/**
 * Every record that was not plainly inserted or unchanged. Append-only: where a run has several for
 * one (file, record), the last one holds.
 */
export const exceptions = sqliteTable(
  "ledger_exceptions",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    runId: integer("run_id").notNull(),
    fileId: integer("file_id").notNull(),
    entity: text().notNull(),
    record: integer().notNull(),
    line: integer().notNull(),
    /** Bytes before it; null if an earlier record is spoken of. */
    offset: integer(),
    /** Equal for records with equal cells. */
    fingerprint: integer(),
    /** Null where the record had none that could be read. */
    legacyId: text("legacy_id"),
    /** The row that was updated. */
    targetId: text("target_id"),
    /** One of `OUTCOMES`. */
    outcome: text({ enum: OUTCOMES }).notNull(),
    /** JSON: codes, severities, columns and places; no patient's value. */
    issues: text().notNull(),
    /**
     * JSON: what an updated row held before, and its crosswalk row, so that a run can be taken back;
     * of a withdrawn record the reason that a person gave.
     */
    former: text(),
  },
  (table) => [index("ledger_exceptions_run_id_idx").on(table.runId, table.fileId, table.record)],
);

/** What a run did besides giving records an outcome. Append-only. */
export const actions = sqliteTable(
  "ledger_actions",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    runId: integer("run_id").notNull(),
    /** One of `ACTIONS`. */
    kind: text({ enum: ACTIONS }).notNull(),
    entity: text().notNull(),
    legacyId: text("legacy_id"),
    targetId: text("target_id"),
    /** The record that it was done for; null if there is none. */
    fileId: integer("file_id"),
    record: integer(),
    line: integer(),
    /** JSON: what the rows held before, so that it can be taken back. */
    former: text(),
    /** A column's name or a code; no patient's value. */
    detail: text(),
  },
  (table) => [index("ledger_actions_run_id_idx").on(table.runId)],
);

/** Records of lenient runs that wait for a parent that no export has brought yet. */
export const waiting = sqliteTable(
  "ledger_waiting",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    runId: integer("run_id").notNull(),
    fileId: integer("file_id").notNull(),
    legacySystem: text("legacy_system").notNull(),
    entity: text().notNull(),
    record: integer().notNull(),
    line: integer().notNull(),
    legacyId: text("legacy_id").notNull(),
    parentEntity: text("parent_entity").notNull(),
    parentLegacyId: text("parent_legacy_id").notNull(),
    /** JSON list of the original cells. */
    cells: text().notNull(),
  },
  (table) => [index("ledger_waiting_legacy_id_idx").on(table.legacyId, table.entity)],
);

/**
 * What stood in columns that have no place in HMSync, record by record. A run adds a version where the
 * cells are others than before; of the versions of one record the last one holds.
 */
export const unmapped = sqliteTable(
  "ledger_unmapped",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    runId: integer("run_id").notNull(),
    fileId: integer("file_id").notNull(),
    record: integer().notNull(),
    line: integer().notNull(),
    legacySystem: text("legacy_system").notNull(),
    entity: text().notNull(),
    legacyId: text("legacy_id").notNull(),
    /** Of the cells, as `src/mapping/aside/unmapped-cells.ts` says. */
    hash: blob({ mode: "buffer" }).notNull(),
    /** JSON: column name to cell, as it was read; empty cells are left out. */
    cells: text().notNull(),
  },
  (table) => [
    index("ledger_unmapped_legacy_id_idx").on(table.legacyId, table.entity, table.legacySystem),
    index("ledger_unmapped_run_id_idx").on(table.runId, table.entity),
  ],
);

/**
 * What `ledger_unmapped` has, of many records that a first import let in one after the other: one row for
 * all of them. They are older than every version of theirs there.
 */
export const unmappedPacks = sqliteTable(
  "ledger_unmapped_packs",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    runId: integer("run_id").notNull(),
    fileId: integer("file_id").notNull(),
    legacySystem: text("legacy_system").notNull(),
    entity: text().notNull(),
    /** The least and the largest number of their rows in the crosswalk. */
    firstRow: integer("first_row").notNull(),
    lastRow: integer("last_row").notNull(),
    records: integer().notNull(),
    /** JSON list of `{ legacyId, record, line, cells }`; `cells` as in `ledger_unmapped`. */
    cells: text().notNull(),
  },
  (table) => [index("ledger_unmapped_packs_row_idx").on(table.lastRow, table.firstRow)],
);

/**
 * Numbers that people see (`PT-2024-00017`) and an import gave. What a record was given last holds, also while
 * its row is undone; the crosswalk tells whether it is there.
 */
export const numbers = sqliteTable(
  "ledger_numbers",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    runId: integer("run_id").notNull(),
    legacySystem: text("legacy_system").notNull(),
    entity: text().notNull(),
    legacyId: text("legacy_id").notNull(),
    /** The column's name in the target. */
    column: text().notNull(),
    /** `2024`, `2024-03`, or nothing: counted through. */
    period: text().notNull(),
    n: integer().notNull(),
    /** As it is written. */
    value: text().notNull(),
  },
  (table) => [
    uniqueIndex("ledger_numbers_legacy_id_idx").on(
      table.legacyId,
      table.entity,
      table.legacySystem,
      table.column,
    ),
    index("ledger_numbers_n_idx").on(table.entity, table.column, table.period, table.n),
  ],
);

/** One change of the schema, by a push, a migration, a rollback or an adoption. */
export const schemaChanges = sqliteTable("ledger_schema_changes", {
  id: integer().primaryKey({ autoIncrement: true }),
  /** ISO 8601, UTC. */
  at: text().notNull(),
  /** What was run: `db:push`, `db:migrate 0003_add_department`, ... */
  command: text().notNull(),
  /** Of the catalog before and after, 64 hexadecimal digits. */
  fromHash: text("from_hash").notNull(),
  toHash: text("to_hash").notNull(),
  /** JSON list of SQL. */
  statements: text().notNull(),
  milliseconds: integer().notNull(),
  /** The file that keeps the state before; null if there was no row to keep. */
  backup: text(),
  /** JSON: names of the tables, indexes and views that the schema has made. */
  managed: text().notNull(),
});
