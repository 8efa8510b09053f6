import { boolean, date, index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { ACTIONS, OUTCOMES, RUN_KINDS, RUN_STATUSES } from "./ledger.ts";
import { bytea, instant, numbered, whole } from "./pg-ledger-columns.ts";

export * from "./pg-ledger-persons.ts";

// The ledger on PostgreSQL, in the database of the rows that it speaks of: what it means stands in ledger.ts. Ids are given
// by the run; the server goes on from them. JSON stands in texts, as it was written to the byte.

export const runs = pgTable(
  "ledger_runs",
  {
    id: numbered(),
    name: text().notNull(),
    legacySystem: text("legacy_system").notNull(),
    kind: text({ enum: RUN_KINDS }).notNull().default("import"),
    ofRunId: whole("of_run_id"),
    status: text({ enum: RUN_STATUSES }).notNull(),
    exitCode: integer("exit_code"),
    committed: boolean().notNull().default(false),
    asOf: date("as_of").notNull(),
    startedAt: instant("started_at").notNull(),
    finishedAt: instant("finished_at"),
    reportFolder: text("report_folder"),
    request: text(),
    summary: text(),
  },
  (table) => [uniqueIndex("ledger_runs_name_idx").on(table.name)],
);

export const files = pgTable(
  "ledger_files",
  {
    id: numbered(),
    runId: whole("run_id").notNull(),
    entity: text().notNull(),
    ofFileId: whole("of_file_id"),
    name: text().notNull(),
    size: whole("size").notNull(),
    sha256: text(),
    header: text(),
    done: whole("done").notNull().default(0),
    records: whole("records"),
  },
  (table) => [index("ledger_files_run_id_idx").on(table.runId)],
);

export const crosswalk = pgTable(
  "ledger_crosswalk",
  {
    id: numbered(),
    legacySystem: text("legacy_system").notNull(),
    entity: text().notNull(),
    legacyId: text("legacy_id").notNull(),
    targetId: text("target_id").notNull(),
    contentHash: bytea("content_hash"),
    fileId: whole("file_id").notNull(),
    record: whole("record").notNull(),
    line: whole("line").notNull(),
    runId: whole("run_id").notNull(),
    madeByRunId: whole("made_by_run_id").notNull().default(0),
    unmappedHash: bytea("unmapped_hash"),
  },
  (table) => [
    uniqueIndex("ledger_crosswalk_legacy_id_idx").on(
      table.legacyId,
      table.entity,
      table.legacySystem,
    ),
  ],
);

export const exceptions = pgTable(
  "ledger_exceptions",
  {
    id: numbered(),
    runId: whole("run_id").notNull(),
    fileId: whole("file_id").notNull(),
    entity: text().notNull(),
    record: whole("record").notNull(),
    line: whole("line").notNull(),
    offset: whole("offset"),
    fingerprint: whole("fingerprint"),
    legacyId: text("legacy_id"),
    targetId: text("target_id"),
    outcome: text({ enum: OUTCOMES }).notNull(),
    issues: text().notNull(),
    former: text(),
  },
  (table) => [index("ledger_exceptions_run_id_idx").on(table.runId, table.fileId, table.record)],
);

export const actions = pgTable(
  "ledger_actions",
  {
    id: numbered(),
    runId: whole("run_id").notNull(),
    kind: text({ enum: ACTIONS }).notNull(),
    entity: text().notNull(),
    legacyId: text("legacy_id"),
    targetId: text("target_id"),
    fileId: whole("file_id"),
    record: whole("record"),
    line: whole("line"),
    former: text(),
    detail: text(),
  },
  (table) => [index("ledger_actions_run_id_idx").on(table.runId)],
);

export const waiting = pgTable(
  "ledger_waiting",
  {
    id: numbered(),
    runId: whole("run_id").notNull(),
    fileId: whole("file_id").notNull(),
    legacySystem: text("legacy_system").notNull(),
    entity: text().notNull(),
    record: whole("record").notNull(),
    line: whole("line").notNull(),
    legacyId: text("legacy_id").notNull(),
    parentEntity: text("parent_entity").notNull(),
    parentLegacyId: text("parent_legacy_id").notNull(),
    cells: text().notNull(),
  },
  (table) => [index("ledger_waiting_legacy_id_idx").on(table.legacyId, table.entity)],
);

export const unmapped = pgTable(
  "ledger_unmapped",
  {
    id: numbered(),
    runId: whole("run_id").notNull(),
    fileId: whole("file_id").notNull(),
    record: whole("record").notNull(),
    line: whole("line").notNull(),
    legacySystem: text("legacy_system").notNull(),
    entity: text().notNull(),
    legacyId: text("legacy_id").notNull(),
    hash: bytea("hash").notNull(),
    cells: text().notNull(),
  },
  (table) => [
    index("ledger_unmapped_legacy_id_idx").on(table.legacyId, table.entity, table.legacySystem),
    index("ledger_unmapped_run_id_idx").on(table.runId, table.entity),
  ],
);

export const unmappedPacks = pgTable(
  "ledger_unmapped_packs",
  {
    id: numbered(),
    runId: whole("run_id").notNull(),
    fileId: whole("file_id").notNull(),
    legacySystem: text("legacy_system").notNull(),
    entity: text().notNull(),
    firstRow: whole("first_row").notNull(),
    lastRow: whole("last_row").notNull(),
    records: whole("records").notNull(),
    cells: text().notNull(),
  },
  (table) => [index("ledger_unmapped_packs_row_idx").on(table.lastRow, table.firstRow)],
);

export const numbers = pgTable(
  "ledger_numbers",
  {
    id: numbered(),
    runId: whole("run_id").notNull(),
    legacySystem: text("legacy_system").notNull(),
    entity: text().notNull(),
    legacyId: text("legacy_id").notNull(),
    column: text().notNull(),
    period: text().notNull(),
    n: whole("n").notNull(),
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

export const schemaChanges = pgTable("ledger_schema_changes", {
  id: numbered(),
  at: instant("at").notNull(),
  command: text().notNull(),
  fromHash: text("from_hash").notNull(),
  toHash: text("to_hash").notNull(),
  statements: text().notNull(),
  milliseconds: whole("milliseconds").notNull(),
  backup: text(),
  managed: text().notNull(),
});
