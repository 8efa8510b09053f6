/** What a flag takes and what it is for. The same flag means the same in every command. */
export interface Flag {
  /** What stands for the value in help; a flag without one is a switch. */
  readonly value?: string;
  readonly about: string;
  /** It may be given several times, each with a value of its own. */
  readonly repeats?: true;
  /** One letter that stands for it. */
  readonly short?: string;
  /** The values that it takes, where they are few. */
  readonly choices?: readonly string[];
}

export const FLAGS = {
  source: {
    value: "PATH",
    short: "s",
    about: "the export: a folder of CSV files, or one file: .csv, .xlsx, .json, .sql, ...",
  },
  db: { value: "FILE", about: "the database; else DATABASE_URL, else ./hmsync.db" },
  mapping: { value: "FILE", about: "the mapping to use; else the one that fits the headers" },
  "legacy-system": { value: "NAME", about: "overrides the legacy system that the mapping names" },
  only: { value: "ENTITIES", about: "these entities only: patients,doctors" },
  limit: { value: "N", about: "the first N patients and what belongs to them" },
  sample: {
    value: "P%|N",
    about: "a sample of the patients and what belongs to them, the same anywhere",
  },
  pilot: {
    value: "ENTITY.FIELD=VALUE",
    about: "the records that hold a value, and what belongs to them: doctors.department=Cardiology",
  },
  "dry-run": { about: "do everything, then roll back" },
  "continue-on-error": { about: "write the good records, set the rejected ones aside" },
  "max-errors": { value: "N|P%", about: "stop when more records than this are rejected" },
  "batch-size": {
    value: "N",
    about:
      "records per commit (of an import: 20000, with --continue-on-error; a large first one: all)",
  },
  "on-conflict": {
    value: "keep|overwrite|reject",
    choices: ["keep", "overwrite", "reject"],
    about: "what becomes of a changed record whose row was edited in HMSync (keep)",
  },
  fixes: {
    value: "FILE",
    about: "corrections for every export: file, legacy id, column, old, new",
  },
  "mark-vanished": { about: "mark rows as not active whose records are in the export no more" },
  "keep-unmapped": {
    about: "keep the cells of all columns without a place in HMSync, also of those under ignore",
  },
  "drop-unmapped": {
    about: "leave out columns that the mapping does not name; they are kept else",
  },
  relock: {
    about: "take as decided what contradicts the mapping's lock, and lock it",
  },
  resume: { about: "go on with a run that died or was stopped (RUN; else the last one)" },
  "as-of": { value: "DATE", about: "the day that 'in the future' is measured from (today)" },
  report: { value: "DIR", about: "the report folder; else reports/<run>" },
  write: { value: "FILE", about: "write the proposed mapping, to be edited" },
  reveal: { about: "show values that identify persons, or that fewer than five records have" },
  "no-archive": { about: "keep no copy of the source files with the run" },
  to: {
    value: "FORMAT",
    choices: ["csv", "html", "md"],
    about: "what to write: csv of records, html or md of a mapping",
  },
  delimiter: {
    value: "[FILE=]SIGN",
    repeats: true,
    about: "what separates cells: a sign, or tab; of all files, or of one",
  },
  quote: { value: "[FILE=]SIGN", repeats: true, about: "what cells are quoted with, or none" },
  escape: {
    value: "[FILE=]SIGN",
    repeats: true,
    about: "what stands before a quote inside quotes, or none",
  },
  widths: {
    value: "[FILE=]N,N,...",
    repeats: true,
    about: "how wide each column is, where columns are aligned by blanks",
  },
  encoding: {
    value: "[FILE=]NAME",
    repeats: true,
    about: "how text is encoded: utf-8, windows-1252, utf-16le, ...",
  },
  "header-row": {
    value: "[FILE=]N|none",
    repeats: true,
    about: "the line of the column names (2-3: two of them), or none",
  },
  "skip-lines": {
    value: "[FILE=]N",
    repeats: true,
    about: "lines at the start that are not looked at",
  },
  database: {
    value: "[FILE=]NAME",
    repeats: true,
    about: "of an SQL dump: the database or schema whose tables are meant (a,b: several)",
  },
  "pass-over": {
    value: "[FILE=]LINES",
    repeats: true,
    about: "of an SQL dump: lines of statements that you have looked at, to be passed over",
  },
  schema: {
    value: "FILE",
    about: "a module of Drizzle tables; else HMSync's own shared/schema.ts",
  },
  "allow-drop": {
    value: "TABLE.COLUMN",
    repeats: true,
    about: "a column whose values may be lost",
  },
  "allow-drop-table": { value: "TABLE", repeats: true, about: "a table whose rows may be lost" },
  "allow-convert": {
    value: "TABLE.COLUMN",
    repeats: true,
    about: "a column whose values may change with its type",
  },
  rename: { value: "TABLE.OLD=NEW", repeats: true, about: "a column that has a new name" },
  "rename-table": { value: "OLD=NEW", repeats: true, about: "a table that has a new name" },
  backfill: {
    value: "TABLE.COLUMN=SQL",
    repeats: true,
    about: "what a required column holds in rows that are there",
  },
  "drop-unmanaged": {
    value: "GLOB",
    repeats: true,
    about: "tables, views, triggers of others that may be lost",
  },
  adopt: { about: "change a database that this tool did not make" },
  plan: { value: "FILE", about: "carry out this saved plan, if nothing has changed since" },
  out: { value: "PATH", about: "where to write: the plan's file, or a folder for what was read" },
  sql: { about: "print the statements" },
  check: { about: "exit 1 unless the database is as the schema says" },
  keep: { value: "N", about: "how many backups stay (10)" },
  migrations: { value: "DIR", about: "the folder of migrations (migrations)" },
  name: { value: "NAME", about: "what the migration is called: add_department" },
  force: { about: "the same as --yes; no loss is ever allowed by it" },
  from: { value: "FILE", about: "an SQL dump that has the rows of a table that is gone" },
  "drop-old": { about: "drop the older table, if all of it is in the new one" },
  partial: { about: "take back what can be, leave the rest as it is" },
  profile: { about: "say what the time was spent on, stage by stage" },
  init: { about: "make the database if there is none" },
  watch: { about: "look again every second, until Ctrl-C" },
  follow: { about: "wait for more until the run ends, or Ctrl-C" },
  json: { about: "print one JSON document on stdout" },
  yes: { about: "do not ask to go on" },
  quiet: { short: "q", about: "no narration" },
  verbose: {
    short: "v",
    about: "more narration: columns that the export lacks, where a failure came from",
  },
  help: { short: "h", about: "this text" },
  version: { about: "print the version" },
} as const satisfies Record<string, Flag>;

export type FlagName = keyof typeof FLAGS;

/** Flags that every command takes. */
export const COMMON: readonly FlagName[] = ["json", "quiet", "verbose", "help"];
