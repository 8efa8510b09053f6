import { blob, index, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

// The ledger of persons: several records of one human being share one row. Records are imported each as a row of
// its own; joining them is the last thing that a run does, and what it did stands here, one by one.

/** What somebody said of two records. */
export const VERDICTS = ["same", "different", "later"] as const;

/**
 * Merges as mappings declared them, append-only: of one name the last one holds whose run is not undone.
 */
export const personMerges = sqliteTable("ledger_person_merges", {
  id: integer().primaryKey({ autoIncrement: true }),
  runId: integer("run_id").notNull(),
  legacySystem: text("legacy_system").notNull(),
  /** The entity whose rows are joined. */
  merge: text().notNull(),
  /** JSON, as `Merge` in `src/persons/merge.ts`. */
  declaration: text().notNull(),
});

/** Whether the records of a database stand joined; one row, absent where there never was a merge. */
export const personState = sqliteTable("ledger_person_state", {
  id: integer().primaryKey(),
  joined: integer({ mode: "boolean" }).notNull(),
  /** The run that joined them, or took them apart. */
  runId: integer("run_id").notNull(),
});

/** What an export says: two records are of one person. One row per link, also one that leads nowhere. */
export const declaredLinks = sqliteTable("ledger_declared_links", {
  id: text().primaryKey(),
  legacySystem: text("legacy_system").notNull(),
  merge: text().notNull(),
  /** Which declaration of the merge: its name. */
  link: text().notNull(),
  /** The record on the one side: by the key of its own row, where the link came with it, */
  fromId: text("from_id"),
  /** or by space and legacy id, where a table of links names both. */
  fromSpace: text("from_space"),
  fromLegacyId: text("from_legacy_id"),
  toSpace: text("to_space").notNull(),
  /** Null where the record names no other one; it is of no merge, then. */
  toLegacyId: text("to_legacy_id"),
});

/** What people said of two records. Append-only: of one pair the last one holds that a run has taken in and none has undone. */
export const personVerdicts = sqliteTable("ledger_person_verdicts", {
  id: integer().primaryKey({ autoIncrement: true }),
  legacySystem: text("legacy_system").notNull(),
  merge: text().notNull(),
  /** The record that comes first by the merge's order. */
  aSpace: text("a_space").notNull(),
  aLegacyId: text("a_legacy_id").notNull(),
  bSpace: text("b_space").notNull(),
  bLegacyId: text("b_legacy_id").notNull(),
  /** One of `VERDICTS`. */
  verdict: text({ enum: VERDICTS }).notNull(),
  /** Bits of evidence; null where nobody computed any. */
  score: real(),
  /** JSON: names of traits and how far they agree; no value. */
  evidence: text(),
  by: text().notNull(),
  why: text(),
  /** ISO 8601, UTC. */
  at: text().notNull(),
  /** The run of kind `merge` that took it in; null until then. */
  runId: integer("run_id"),
  undoneByRunId: integer("undone_by_run_id"),
});

/** What joining did, in its order: it is taken back from the last step to the first. */
export const personSteps = sqliteTable("ledger_person_steps", {
  step: integer().primaryKey(),
  /** References pointed elsewhere, rows that became one with another, or records whose rows became their person's. */
  kind: text({ enum: ["references", "absorbed", "records"] }).notNull(),
  /** SQL name of the table whose rows were written. */
  tableName: text("table_name").notNull(),
  /** JSON list of SQL names: the columns that refer; or those of the rows that are kept, in their order. */
  columns: text().notNull(),
  runId: integer("run_id").notNull(),
});

/** The records of persons that have several, while they stand joined: many legacy ids, one person. */
export const personRecords = sqliteTable(
  "ledger_person_records",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    step: integer().notNull(),
    legacySystem: text("legacy_system").notNull(),
    merge: text().notNull(),
    space: text().notNull(),
    legacyId: text("legacy_id").notNull(),
    /** The key that its row has when it stands alone, as the crosswalk writes it. */
    ownId: text("own_id").notNull(),
    /** The key of the person's row, which is the first record's own. */
    personId: text("person_id").notNull(),
    /** JSON list: its row as it stands alone. */
    ownRow: text("own_row").notNull(),
    /** The same of the first record: the person's row as it was left; null where that is the record's own. */
    written: text(),
  },
  (table) => [
    index("ledger_person_records_own_idx").on(table.ownId),
    index("ledger_person_records_person_idx").on(table.personId),
  ],
);

/** Every reference that was pointed from a record's own row at its person's, one by one. */
export const personRows = sqliteTable(
  "ledger_person_rows",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    step: integer().notNull(),
    /** The key, since, of the row that refers; as the table has it, a JSON list where the key has several columns. */
    rowKey: blob("row_key").notNull(),
    /** What the columns held, and hold; a JSON list where they are several. */
    fromId: blob("from_id").notNull(),
    toId: blob("to_id").notNull(),
  },
  (table) => [
    index("ledger_person_rows_step_idx").on(table.step),
    index("ledger_person_rows_key_idx").on(table.rowKey),
  ],
);

/** Rows that a unique index allows once for each person: two of them became one. */
export const personAbsorbed = sqliteTable("ledger_person_absorbed", {
  id: integer().primaryKey({ autoIncrement: true }),
  step: integer().notNull(),
  rowKey: blob("row_key").notNull(),
  /** The row that stayed. */
  intoKey: blob("into_key").notNull(),
  /** JSON list: the row as it was. */
  ownRow: text("own_row").notNull(),
});

/** Columns of a person's row that the application edited: they stay, whatever the records say. */
export const personEdits = sqliteTable("ledger_person_edits", {
  id: integer().primaryKey({ autoIncrement: true }),
  tableName: text("table_name").notNull(),
  /** The record whose own row has the edited value. */
  ownId: text("own_id").notNull(),
  column: text().notNull(),
  /** JSON: the value. */
  value: text().notNull(),
  runId: integer("run_id").notNull(),
});

/** Where the records of a person differ; no values. */
export const personConflicts = sqliteTable("ledger_person_conflicts", {
  id: integer().primaryKey({ autoIncrement: true }),
  legacySystem: text("legacy_system").notNull(),
  merge: text().notNull(),
  personId: text("person_id").notNull(),
  /** SQL name of the column. */
  field: text().notNull(),
  /** Own ids of the record whose value the person has, and of one that says something else. */
  winner: text().notNull(),
  loser: text().notNull(),
  /** What the person has: a record's value, by precedence; or the application's, or a record's that no other could join. */
  kind: text({ enum: ["differs", "edited", "refused"] }).notNull(),
});
