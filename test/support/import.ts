import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";
import type { Importer } from "../../importers/define.ts";
import type { Database } from "../../src/db/database.ts";
import { openSqlite } from "../../src/db/sqlite/open.ts";
import { pushSchema } from "../../src/evolve/push.ts";
import type { ImportRequest } from "../../src/import/request/import-request.ts";
import type { Resumption } from "../../src/import/request/resume.ts";
import type { RunLog } from "../../src/import/request/run-log.ts";
import type { ImportResult } from "../../src/import/run/end-run.ts";
import { runImport } from "../../src/import/run/run-import.ts";
import type { Tap } from "../../src/import/supply/supply-means.ts";
import { writeReport } from "../../src/import/write/write-report.ts";
import type { RunSettings } from "../../src/ledger/run-summary.ts";
import { absentFiles } from "../../src/mapping/absent-files.ts";
import type { Fit } from "../../src/mapping/fit.ts";
import { fitMapping } from "../../src/mapping/fit-mapping.ts";
import type { Fixes } from "../../src/mapping/fixes.ts";
import { headFile } from "../../src/mapping/head-file.ts";
import { openLookups, withLookups } from "../../src/mapping/lookup/open-lookups.ts";
import { type Mapping, parseMapping } from "../../src/mapping/mapping.ts";
import { openExport } from "../../src/source/open-export.ts";
import { unpackExport } from "../../src/source/unpack-export.ts";
import { IMPORTERS, shippedMappings } from "./target.ts";
import { workspace } from "./workspace.ts";

let template: Promise<Buffer> | undefined;
let shipped: Mapping[] | undefined;

/** A new database with the schema, closed when the test is over. */
export async function newDatabase(path = join(workspace(), "hmsync.db")): Promise<Database> {
  template ??= pushTemplate();
  writeFileSync(path, await template);
  const db = openSqlite(path, { ifMissing: "refuse" });
  onTestFinished(() => db.close());
  return db;
}

/** The bytes of an empty database: a push for each of thousands would take minutes. */
async function pushTemplate(): Promise<Buffer> {
  const path = join(workspace(), "template.db");
  const db = openSqlite(path, { ifMissing: "create" });
  await pushSchema(db, { ddl: inject("ddl"), now: new Date(), command: "test" });
  db.close();
  return readFileSync(path);
}

/** How a test's import differs from a strict one of everything. */
export interface ImportOptions {
  readonly settings?: Partial<RunSettings>;
  readonly mapping?: Mapping;
  /** `YYYY-MM-DD`; fixed, so that "in the future" means the same every day. */
  readonly asOf?: string;
  readonly startedAt?: Date;
  readonly reportFolder?: string;
  readonly tap?: Tap;
  readonly signal?: AbortSignal;
  readonly onProgress?: () => void;
  readonly log?: RunLog;
  /** Files that the run leaves out. */
  readonly without?: readonly string[];
  readonly fixes?: Fixes;
  /** What is imported in place of patients, doctors and visits. */
  readonly importers?: readonly Importer[];
  /** The run that is gone on with. */
  readonly resume?: Resumption;
  readonly way?: Pick<
    ImportRequest,
    "firstImport" | "merges" | "supplyFrom" | "failAt" | "turnsEvery" | "asksOfDays" | "store"
  >;
}

/** What lies in a fixture beside its files. */
const NOT_DATA = new Set(["mapping.json", "expected.json", "reading.json"]);

let runs = 0;

const STRICT: RunSettings = {
  mode: "strict",
  dryRun: false,
  batchSize: 20_000,
  archive: false,
  onConflict: "keep",
  markVanished: false,
};

/** As on the command line: who names a batch size has each batch committed. */
function settingsOf({ settings = {} }: ImportOptions): RunSettings {
  const commits = settings.batchSize === undefined ? {} : ({ commits: "each batch" } as const);
  return { ...STRICT, ...commits, ...settings };
}

async function filesIn(source: string, without: readonly string[], mapping?: Mapping) {
  const { files } = await unpackExport(openExport(source), { reading: mapping?.reading ?? {} });
  return files.filter(
    ({ name }) => !without.includes(name) && !NOT_DATA.has(name.replace(/#.*$/, "")),
  );
}

/** As the mapping has them, where it has been found. */
const importersFor = ({ importers = IMPORTERS }: ImportOptions, found?: Fit) =>
  found?.importers ?? importers;

/** Imports a folder into a database, in this process, through all stages. */
export async function importFolder(
  db: Database,
  source: string,
  options: ImportOptions = {},
): Promise<ImportResult["summary"]> {
  const { without = [] } = options;
  const mapping = options.mapping ?? mappingOf(source);
  const files = await filesIn(source, without, mapping);
  const headed = [];
  shipped ??= shippedMappings();
  for (const file of files) headed.push(await headFile(file, mapping ? [mapping] : shipped));
  const found = fitMapping(headed, mapping ? [mapping] : shipped, importersFor(options));
  const lookups = await openLookups(found.files, headed);
  const names = headed.map(({ file }) => file);
  const absent = absentFiles(found.mapping, IMPORTERS, names);
  const fit = { ...found, lookups, absent, files: withLookups(found.files, lookups) };
  const settings = settingsOf(options);
  const result = await runImport({
    db,
    fit,
    importers: importersFor(options, found),
    source,
    runName: `test-${++runs}`,
    settings,
    remembered: {
      source,
      mapping: fit.mapping.name,
      legacySystem: fit.mapping.legacySystem,
      settings,
      only: null,
      fixes: null,
      fixesSha256: null,
      mappingSha256: "",
    },
    asOf: options.asOf ?? "2026-01-14",
    startedAt: options.startedAt ?? new Date("2026-01-14T02:03:11Z"),
    reportFolder: options.reportFolder ?? null,
    signal: options.signal ?? new AbortController().signal,
    onProgress: options.onProgress ?? (() => undefined),
    ...(options.tap && { tap: options.tap }),
    ...(options.fixes && { fixes: options.fixes }),
    ...(options.resume && { resume: options.resume }),
    ...(options.log && { log: options.log }),
    // The way of large exports, whatever the size of the test's.
    firstImport: "always",
    ...options.way,
  });
  if (options.reportFolder !== undefined) {
    const { summary, runNotes, files, unnamed } = result;
    await writeReport({ summary, runNotes, files, unnamed, folder: options.reportFolder });
  }
  result.runNotes.close();
  return result.summary;
}

/** The mapping that lies beside a fixture's files. */
function mappingOf(source: string): Mapping | undefined {
  const path = join(source, "mapping.json");
  return existsSync(path) ? parseMapping(path, readFileSync(path, "utf8"), IMPORTERS) : undefined;
}
