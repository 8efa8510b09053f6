/** A flag: its value and its purpose. The same flag means the same in every command. */
export interface Flag {
  /** The placeholder for the value in help; a flag without one is a switch. */
  readonly value?: string;
  readonly about: string;
  /** May be given several times, each time with its own value. */
  readonly repeats?: true;
  /** Its one-letter form. */
  readonly short?: string;
  /** The allowed values, if there are only a few. */
  readonly choices?: readonly string[];
}

export const FLAGS = {
  source: {
    value: "PATH",
    short: "s",
    about:
      "the export: a folder, one file (.csv, .xlsx, .json, .sql, ...), or a database (an SQLite file, postgres://USER@HOST/DB, mysql://USER@HOST/DB)",
  },
  tables: {
    value: "GLOBS",
    repeats: true,
    about: "of a database as the source, these tables and views: patients,visit*,!visit_log",
  },
  files: {
    value: "DIR",
    about: "the folder of the documents and images that the export's tables name",
  },
  "no-files": { about: "import the records without the files that they name" },
  store: {
    value: "DIR",
    about: "where copies of these files are kept (default: beside the database, <name>.files)",
  },
  db: {
    value: "FILE|URL",
    about:
      "the database: an SQLite file, or postgres://USER@HOST/DB (default: DATABASE_URL, then ./hmsync.db)",
  },
  "on-copy": {
    value: "URL",
    about:
      "on PostgreSQL, rehearse on this restored copy: nothing of the database itself is locked",
  },
  concurrently: {
    about:
      "on PostgreSQL, build indexes of tables that are there after the push, while others write",
  },
  "lift-force-rls": {
    about:
      "on PostgreSQL, lift FORCE ROW LEVEL SECURITY of your own tables inside each transaction",
  },
  config: {
    value: "FILE",
    about: "the configuration with the target (default: the nearest hmsync.config.ts upwards)",
  },
  mapping: { value: "FILE", about: "the mapping to use (default: the one that fits the headers)" },
  "legacy-system": {
    value: "NAME",
    about: "the legacy system, in place of the one that the mapping names",
  },
  only: { value: "ENTITIES", about: "only these entities: patients,doctors" },
  limit: { value: "N", about: "the first N patients and what belongs to them" },
  sample: {
    value: "P%|N",
    about: "a sample of the patients and what belongs to them, the same on every machine",
  },
  pilot: {
    value: "ENTITY.FIELD=VALUE",
    about: "the records with this value and what belongs to them: doctors.department=Cardiology",
  },
  "dry-run": { about: "do everything, then roll it back" },
  "continue-on-error": { about: "write the good records and set the rejected ones aside" },
  "max-errors": { value: "N|P%", about: "stop if more records than this are rejected" },
  "batch-size": {
    value: "N",
    about:
      "records per commit (default: 20000 with --continue-on-error; all for a large first import)",
  },
  "on-conflict": {
    value: "keep|overwrite|reject",
    choices: ["keep", "overwrite", "reject"],
    about: "how to treat a changed record whose row was edited in the application (default: keep)",
  },
  fixes: {
    value: "FILE",
    about:
      "a CSV file of corrections for every export: file, legacy id, column, old value, new value",
  },
  "no-fixes": { about: "leave the corrections of earlier imports aside" },
  "mark-vanished": { about: "mark rows inactive if their records are no longer in the export" },
  "keep-unmapped": {
    about:
      "keep the cells of all columns without a place in the application, including those under ignore",
  },
  "drop-unmapped": {
    about: "leave out columns that the mapping does not name (default: keep them)",
  },
  relock: {
    about: "accept what contradicts the mapping's lock, and lock the new decisions",
  },
  resume: { about: "resume a crashed or interrupted run (RUN; default: the last one)" },
  "as-of": { value: "DATE", about: "the day after which a date is in the future (default: today)" },
  report: { value: "DIR", about: "the report folder (default: reports/<run>)" },
  write: { value: "FILE", about: "write the proposed mapping to this file, for editing" },
  reveal: { about: "show values that identify persons or occur in fewer than five records" },
  "no-archive": { about: "do not keep a copy of the source files with the run" },
  to: {
    value: "FORMAT",
    choices: ["csv", "html", "md"],
    about: "the output format: csv for records; html, md or csv for a mapping",
  },
  approve: {
    value: "LINE",
    repeats: true,
    about: "approve a line of the sheet: patients.phone, patients/WARD, patients.*, all",
  },
  refuse: { value: "LINE", repeats: true, about: "refuse a line of the sheet, with --why" },
  "take-back": {
    value: "LINE",
    repeats: true,
    about: "take back what was said to a line of the sheet",
  },
  answer: {
    value: "KEY=VALUE",
    repeats: true,
    about: "write this key into the mapping: currency=INR, or one of the choices that are listed",
  },
  by: { value: "NAME", about: "who says it: kept with what is said" },
  why: { value: "TEXT", about: "the reason: kept with what is said" },
  delimiter: {
    value: "[FILE=]SIGN",
    repeats: true,
    about: "the separator of cells: a character, or tab; for all files, or for one",
  },
  quote: { value: "[FILE=]SIGN", repeats: true, about: "the quote character, or none" },
  escape: {
    value: "[FILE=]SIGN",
    repeats: true,
    about: "the character that escapes a quote inside quotes, or none",
  },
  widths: {
    value: "[FILE=]N,N,...",
    repeats: true,
    about: "the width of each column, if columns are aligned with spaces",
  },
  encoding: {
    value: "[FILE=]NAME",
    repeats: true,
    about: "the text encoding: utf-8, windows-1252, utf-16le, ...",
  },
  "header-row": {
    value: "[FILE=]N|none",
    repeats: true,
    about: "the line with the column names (2-3 for two lines), or none",
  },
  "skip-lines": {
    value: "[FILE=]N",
    repeats: true,
    about: "how many lines to skip at the start",
  },
  database: {
    value: "[FILE=]NAME",
    repeats: true,
    about: "for an SQL dump: the database or schema to read (a,b for several)",
  },
  "pass-over": {
    value: "[FILE=]LINES",
    repeats: true,
    about: "for an SQL dump: lines of statements to skip, after you have checked them",
  },
  schema: {
    value: "FILE|NAMES",
    about:
      "a module of Drizzle tables (default: the target's tables); of a database as the source, its schemas to read (a,b)",
  },
  "allow-drop": {
    value: "TABLE.COLUMN",
    repeats: true,
    about: "allow the values of this column to be lost",
  },
  "allow-drop-table": {
    value: "TABLE",
    repeats: true,
    about: "allow the rows of this table to be lost",
  },
  "allow-convert": {
    value: "TABLE.COLUMN",
    repeats: true,
    about: "allow the values of this column to change with its type",
  },
  rename: { value: "TABLE.OLD=NEW", repeats: true, about: "rename a column" },
  "rename-table": { value: "OLD=NEW", repeats: true, about: "rename a table" },
  backfill: {
    value: "TABLE.COLUMN=SQL",
    repeats: true,
    about: "the value of a newly required column in existing rows",
  },
  "drop-unmanaged": {
    value: "GLOB",
    repeats: true,
    about: "allow tables, views or triggers of other programs to be dropped",
  },
  "keep-unmanaged": {
    about: "keep the columns that the schema never had, with their values and rules",
  },
  adopt: { about: "change a database that this tool did not create" },
  plan: { value: "FILE", about: "carry out this saved plan, if nothing has changed since" },
  html: { about: "one page to mail or to print, with no patient's value on it" },
  out: {
    value: "PATH",
    about: "where to write: the plan's file, a page's file, or a folder for the records read",
  },
  sql: { about: "print the statements" },
  check: { about: "exit 1 if the database differs from the schema" },
  keep: { value: "N", about: "how many backups to keep (default: 10)" },
  migrations: { value: "DIR", about: "the migrations folder (default: migrations)" },
  folder: {
    value: "DIR",
    about: "on PostgreSQL, the folder of numbered SQL files (default: that of --migrations)",
  },
  name: { value: "NAME", about: "the name of the migration: add_department" },
  force: { about: "the same as --yes; never allows a loss" },
  from: { value: "FILE", about: "an SQL dump with the rows of a table that no longer exists" },
  "drop-old": { about: "drop the old table, if the new one has all of it" },
  partial: { about: "undo what can be undone and leave the rest as it is" },
  profile: { about: "show how much time each stage took" },
  init: { about: "create the database if it does not exist" },
  set: {
    value: "COLUMN=VALUE",
    repeats: true,
    about: "what a cell of the record is to be, by the column of the export",
  },
  was: {
    value: "VALUE",
    about: "correct all rejected records of the entity whose cell holds this, with --set",
  },
  withdraw: { value: "REASON", about: "do not import the record, in later exports either" },
  "new-id": { about: "the record gets another number, or names another record" },
  "as-written": { about: "the cells are meant exactly as they are" },
  "keep-this": { about: "of the records with its number keep this one, and withdraw the others" },
  "same-as": {
    value: "LEGACY-ID",
    about: "the same person as this record: the other is kept, this one withdrawn",
  },
  same: { about: "RECORD and OTHER are one person" },
  different: { about: "RECORD and OTHER are two persons, also for later exports" },
  later: { about: "nobody can say yet whether RECORD and OTHER are one person" },
  search: {
    about: "look for records that may be of one person, also where nothing has changed since",
  },
  state: {
    value: "STATE",
    choices: ["open", "changed", "later", "to-join", "to-keep-apart", "joined", "apart"],
    about: "only pairs of records that are so far",
  },
  "take-in": { about: "join the persons by what was said, as one run that can be undone" },
  "after-all": { about: "neither withdrawn nor meant as written any more" },
  undo: { about: "undo the last step, or all back to STEP and that one too" },
  redo: { about: "redo the step that was undone last, or all up to STEP" },
  file: { value: "NAME", about: "the file of the export that the record stands in" },
  line: { value: "N", about: "the line of that file in which the record begins" },
  record: { value: "N", about: "the number of the record in that file, without the header" },
  watch: { about: "refresh every second, until Ctrl-C" },
  follow: { about: "keep printing until the run ends, or Ctrl-C" },
  port: { value: "N", about: "the port to listen at (default: any that is free)" },
  "no-open": { about: "do not open a browser" },
  role: { value: "ROLE", about: "what the person who signs is in the hospital" },
  remark: {
    value: "TEXT",
    about: "what is to be said beside it: what is wrong with a record, a condition",
  },
  seed: {
    value: "TEXT",
    about: "what the sample is drawn by (default: it follows from the export's files)",
  },
  size: {
    value: "N",
    about: "how many records of each entity (default: 30, and 60 where a wrong record does harm)",
  },
  show: { value: "N|next", about: "show this record of the sample" },
  right: { value: "N", about: "this record of the sample is right" },
  wrong: { value: "N", about: "this record of the sample is wrong; --remark says how" },
  forget: { value: "N", about: "what was said of this record of the sample does not hold" },
  json: { about: "print one JSON document on stdout; import:read prints one a record" },
  yes: { about: "do not ask for confirmation" },
  quiet: { short: "q", about: "print no progress or notes" },
  verbose: {
    short: "v",
    about: "print more: columns that the export lacks, where a failure came from",
  },
  help: { short: "h", about: "print this help" },
  version: { about: "print the version" },
} as const satisfies Record<string, Flag>;

export type FlagName = keyof typeof FLAGS;

/** Flags that take a value. */
export type ValueFlag = {
  [Name in FlagName]: (typeof FLAGS)[Name] extends { readonly value: string } ? Name : never;
}[FlagName];

/** What was given: the value of a flag that takes one, and of a switch that it was given. */
export type FlagValues = {
  readonly [Name in FlagName]?: Name extends ValueFlag ? string : true;
};

/** Every value of the flags that take one, in the order in which they were given. */
export type FlagLists = { readonly [Name in ValueFlag]?: readonly string[] };

/** Whether a flag takes a value. */
export const takesValue = (name: FlagName): name is ValueFlag =>
  (FLAGS[name] as Flag).value !== undefined;

/** How files are written, where a person says it. */
export const FORMATS: readonly FlagName[] = [
  "encoding",
  "delimiter",
  "quote",
  "escape",
  "header-row",
  "skip-lines",
  "widths",
  "database",
  "pass-over",
];

/** Flags that every command takes. */
export const COMMON: readonly FlagName[] = ["json", "quiet", "verbose", "help"];
