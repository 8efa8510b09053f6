import { boolean, doublePrecision, index, pgTable, text } from "drizzle-orm/pg-core";
import { VERDICTS } from "./ledger-persons.ts";
import { eitherKey, instant, numbered, whole } from "./pg-ledger-columns.ts";

// The ledger of persons on PostgreSQL: what it means stands in ledger-persons.ts.

export const personMerges = pgTable("ledger_person_merges", {
  id: numbered(),
  runId: whole("run_id").notNull(),
  legacySystem: text("legacy_system").notNull(),
  merge: text().notNull(),
  declaration: text().notNull(),
});

export const personState = pgTable("ledger_person_state", {
  id: whole("id").primaryKey(),
  joined: boolean().notNull(),
  runId: whole("run_id").notNull(),
});

export const declaredLinks = pgTable("ledger_declared_links", {
  id: text().primaryKey(),
  legacySystem: text("legacy_system").notNull(),
  merge: text().notNull(),
  link: text().notNull(),
  fromId: text("from_id"),
  fromSpace: text("from_space"),
  fromLegacyId: text("from_legacy_id"),
  toSpace: text("to_space").notNull(),
  toLegacyId: text("to_legacy_id"),
});

export const personVerdicts = pgTable("ledger_person_verdicts", {
  id: numbered(),
  legacySystem: text("legacy_system").notNull(),
  merge: text().notNull(),
  aSpace: text("a_space").notNull(),
  aLegacyId: text("a_legacy_id").notNull(),
  bSpace: text("b_space").notNull(),
  bLegacyId: text("b_legacy_id").notNull(),
  verdict: text({ enum: VERDICTS }).notNull(),
  score: doublePrecision(),
  evidence: text(),
  by: text().notNull(),
  why: text(),
  at: instant("at").notNull(),
  runId: whole("run_id"),
  undoneByRunId: whole("undone_by_run_id"),
});

export const personSteps = pgTable("ledger_person_steps", {
  step: whole("step").primaryKey(),
  kind: text({ enum: ["references", "absorbed", "records"] }).notNull(),
  tableName: text("table_name").notNull(),
  columns: text().notNull(),
  runId: whole("run_id").notNull(),
});

export const personRecords = pgTable(
  "ledger_person_records",
  {
    id: numbered(),
    step: whole("step").notNull(),
    legacySystem: text("legacy_system").notNull(),
    merge: text().notNull(),
    space: text().notNull(),
    legacyId: text("legacy_id").notNull(),
    ownId: text("own_id").notNull(),
    personId: text("person_id").notNull(),
    ownRow: text("own_row").notNull(),
    written: text(),
  },
  (table) => [
    index("ledger_person_records_own_idx").on(table.ownId),
    index("ledger_person_records_person_idx").on(table.personId),
  ],
);

export const personRows = pgTable(
  "ledger_person_rows",
  {
    id: numbered(),
    step: whole("step").notNull(),
    rowKey: eitherKey("row_key").notNull(),
    fromId: eitherKey("from_id").notNull(),
    toId: eitherKey("to_id").notNull(),
  },
  (table) => [
    index("ledger_person_rows_step_idx").on(table.step),
    index("ledger_person_rows_key_idx").on(table.rowKey),
  ],
);

export const personAbsorbed = pgTable("ledger_person_absorbed", {
  id: numbered(),
  step: whole("step").notNull(),
  rowKey: eitherKey("row_key").notNull(),
  intoKey: eitherKey("into_key").notNull(),
  ownRow: text("own_row").notNull(),
});

export const personEdits = pgTable("ledger_person_edits", {
  id: numbered(),
  tableName: text("table_name").notNull(),
  ownId: text("own_id").notNull(),
  column: text().notNull(),
  value: text().notNull(),
  runId: whole("run_id").notNull(),
});

export const personConflicts = pgTable("ledger_person_conflicts", {
  id: numbered(),
  legacySystem: text("legacy_system").notNull(),
  merge: text().notNull(),
  personId: text("person_id").notNull(),
  field: text().notNull(),
  winner: text().notNull(),
  loser: text().notNull(),
  kind: text({ enum: ["differs", "edited", "refused"] }).notNull(),
});
