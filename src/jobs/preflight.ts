import { addressAt, shadowAt } from "../db/shadows.ts";
import { backupFolder } from "../db/sqlite/backup.ts";
import { refuseUnknownDays } from "../import/run/unknown-days.ts";
import { columnsAside } from "../mapping/aside/aside.ts";
import { countCells } from "../mapping/aside/count-aside.ts";
import { isToldWith } from "../mapping/aside/of-record.ts";
import type { Fit } from "../mapping/fit.ts";
import { isShipped } from "../mapping/target-mappings.ts";
import { type Check, fine, tried } from "../preflight/check.ts";
import { checkDatabase } from "../preflight/database-checks.ts";
import { checkFiles } from "../preflight/files-at-rest.ts";
import { checkNamed, type FilesToCopy } from "../preflight/named-files.ts";
import { checkDiskSpace, checkWriteRights } from "../preflight/places.ts";
import { openExport } from "../source/open-export.ts";
import type { Export } from "../source/source-file.ts";
import { storeBeside } from "../store/store.ts";
import { type AskedImport, type AskingImport, askedImport } from "./input/asked-import.ts";
import { checkNamedFiles } from "./input/files-question.ts";
import { findInput } from "./input/find-input.ts";
import { checkHealth } from "./input/health-question.ts";
import { WORTH_COUNTING, withHeld } from "./input/held-files.ts";
import { checkDecisions } from "./input/locked-decisions.ts";
import { asideLines, leftAloneText, lookupLine } from "./input/narrate-input.ts";
import { checkSecrets } from "./input/secret-question.ts";
import { withTables } from "./input/with-tables.ts";
import type { Listener } from "./listener.ts";
import { ddlOf } from "./own-schema.ts";
import { REPORTS } from "./run/report-folder.ts";

/** The import that is to run. */
export interface PreflightOptions extends AskingImport {
  /** An SQLite file. */
  readonly database: string;
  /** How a cure names another command. */
  readonly typed?: (command: string) => string;
}

/** Checks whether an import can run; changes nothing. */
export async function preflight(
  options: PreflightOptions,
  listener: Listener = {},
): Promise<readonly Check[]> {
  const { database, typed = (command) => `hmsync ${command} --db ${addressAt(database)}` } =
    options;
  const asked = askedImport(options);
  const found = await sourceChecks(asked, database, listener);
  const named = await namedFiles(found.fit, asked.settings.files);
  const places = {
    database,
    report: asked.report ?? REPORTS,
    backups: backupFolder({ path: database }),
    ...(named && {
      store: { folder: asked.settings.store ?? storeBeside(database), bytes: named.bytes },
    }),
  };
  return [
    ...found.checks,
    ...(named ? [named.check] : []),
    await tried("Write rights", () => checkWriteRights(places)),
    await tried("Disk space", () => checkDiskSpace(places, found.bytes)),
    ...(shadowAt(database) !== undefined
      ? [serverCheck(database)]
      : await checkDatabase({
          path: database,
          ddl: await ddlOf(asked.target),
          tables: asked.target.importers.map(({ table }) => table),
          application: asked.target.title,
          typed,
        })),
  ];
}

/** What could keep a run out of a server's database was asked before its shadow was made. */
const serverCheck = (database: string): Check =>
  fine("Database", `${addressAt(database)} lets this role write, and no other run is at work`);

interface ExportChecks {
  readonly checks: Check[];
  readonly bytes: number;
  readonly fit?: Fit | undefined;
}

/** A database that cannot be read is a problem like a folder that cannot. */
async function sourceChecks(
  asked: AskedImport,
  database: string,
  listener: Listener,
): Promise<ExportChecks> {
  let found: ExportChecks | undefined;
  const files = await tried("Files", () =>
    withTables(asked, { target: database, note: listener.note }, async (opened) => {
      found = await exportChecks(opened, listener);
      return fine("Files", "");
    }),
  );
  return found ?? { checks: [files], bytes: 0 };
}

async function exportChecks(asked: AskedImport, listener: Listener): Promise<ExportChecks> {
  let found: Export = { files: [], ignored: [] };
  let fit: Fit | undefined;
  const files = await tried("Files", () => {
    found = asked.spooled ?? openExport(asked.source);
    return checkFiles(found);
  });
  const bytes = found.files.reduce((sum, { size }) => sum + size, 0);
  if (found.files.length === 0) return { checks: [files], bytes };
  const mapping = await tried("Mapping", async () => {
    fit = await withHeld(await findInput(asked));
    return checkMapping(fit, asked, listener);
  });
  return { checks: [files, mapping], bytes, fit };
}

/** The files that the export names; undefined if there is no folder of them, or no mapping fits. */
async function namedFiles(
  fit: Fit | undefined,
  folder: string | undefined,
): Promise<FilesToCopy | undefined> {
  if (fit === undefined || folder === undefined) return undefined;
  let bytes = 0;
  const check = await tried("Named files", async () => {
    const found = await checkNamed(fit.files, folder);
    bytes = found.bytes;
    return found.check;
  });
  return { check, bytes };
}

/** What a mapping keeps aside or leaves out is named and counted. */
async function checkMapping(fit: Fit, asked: AskedImport, listener: Listener): Promise<Check> {
  checkNamedFiles(fit, asked.settings, listener);
  await checkSecrets(fit, asked.settings);
  await checkHealth(fit, asked.settings, asked.target.vocabulary.health);
  await checkDecisions(fit, { ...asked, relock: false }, listener);
  if (isShipped(fit.mapping.name, asked.target)) {
    const counted = fit.files.filter(({ file }) => file.size <= WORTH_COUNTING);
    await refuseUnknownDays(counted, fit.mapping);
  }
  const { mapping, files, ignored, lookups = [] } = fit;
  const names = files.map(({ file, importer }) => `${file.name} (${importer.entity})`);
  const told: string[] = [];
  for (const fitted of files) {
    const aside = columnsAside(fitted, mapping, asked.settings);
    const isCounted = fitted.file.size <= WORTH_COUNTING;
    const counts = isCounted ? await countCells(fitted, aside, mapping) : [];
    const cells = new Map(counts.map((count, nth) => [aside[nth]?.name ?? "", count]));
    const toldHere = aside.filter((column) => isToldWith(column, fitted));
    const lines = asideLines(toldHere, fitted.importer, cells);
    told.push(...lines.map((line) => `${fitted.file.name}: ${line}`));
  }
  told.push(...lookups.map(lookupLine));
  told.push(...ignored.map((one) => `${one.name}: ${leftAloneText(one)}`));
  const fits = `${mapping.name} fits ${names.join(", ")}`;
  return fine("Mapping", [fits, ...told].join("; "));
}
