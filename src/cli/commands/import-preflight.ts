import { backupFolder } from "../../db/backup.ts";
import { columnsAside } from "../../mapping/aside/aside.ts";
import { countCells } from "../../mapping/aside/count-aside.ts";
import { alignColumns } from "../../plain/columns.ts";
import { EXIT, type ExitCode } from "../../plain/errors.ts";
import { type Check, fine, looked } from "../../preflight/check.ts";
import { checkDatabase } from "../../preflight/database-checks.ts";
import { checkFiles } from "../../preflight/files-at-rest.ts";
import { checkDiskSpace, checkWriteRights } from "../../preflight/places.ts";
import { openExport } from "../../source/open-export.ts";
import type { Export } from "../../source/source-file.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { findInput } from "../find-input.ts";
import { checkHealth } from "../health-question.ts";
import { WORTH_COUNTING, withHeld } from "../held-files.ts";
import { type ImportArguments, importArguments } from "../import-settings.ts";
import { asTyped, sameDatabase } from "../invocation-hint.ts";
import { checkDecisions } from "../locked-decisions.ts";
import { asideLines, leftAloneText, lookupLine } from "../narrate-input.ts";
import { ddlOf } from "../own-schema.ts";
import { REPORTS } from "../report-folder.ts";
import type { Terminal } from "../terminal.ts";

/** Checks whether an import can run; changes nothing. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const asked = importArguments(args);
  const database = databasePath(args);
  const places = {
    database,
    report: asked.report ?? REPORTS,
    backups: backupFolder({ path: database }),
  };
  const found = await exportChecks(asked, terminal);
  const checks = [
    ...found.checks,
    await looked("Write rights", () => checkWriteRights(places)),
    await looked("Disk space", () => checkDiskSpace(places, found.bytes)),
    ...(await checkDatabase({
      path: database,
      ddl: await ddlOf(asked.target),
      tables: asked.target.importers.map(({ table }) => table),
      typed: (command) => asTyped(command, sameDatabase(args)),
    })),
  ];
  const exitCode = checks.every(({ ok }) => ok) ? EXIT.clean : EXIT.failure;
  const document = { schemaVersion: 1, exitCode, checks };
  if (args.flags.json) terminal.document(JSON.stringify(document));
  else terminal.result(describe(checks, terminal));
  return exitCode;
}

async function exportChecks(
  asked: ImportArguments,
  terminal: Terminal,
): Promise<{ checks: Check[]; bytes: number }> {
  let found: Export = { files: [], ignored: [] };
  const files = await looked("Files", () => {
    found = openExport(asked.source);
    return checkFiles(found);
  });
  const bytes = found.files.reduce((sum, { size }) => sum + size, 0);
  if (found.files.length === 0) return { checks: [files], bytes };
  return { checks: [files, await looked("Mapping", () => checkMapping(asked, terminal))], bytes };
}

/** What a mapping keeps aside or leaves out is named and counted. */
async function checkMapping(asked: ImportArguments, terminal: Terminal): Promise<Check> {
  const fit = await withHeld(await findInput(asked));
  await checkHealth(fit, asked.settings, asked.target.vocabulary.health);
  await checkDecisions(fit, { ...asked, relock: false }, terminal);
  const { mapping, files, ignored, lookups = [] } = fit;
  const names = files.map(({ file, importer }) => `${file.name} (${importer.entity})`);
  const told: string[] = [];
  for (const fitted of files) {
    const aside = columnsAside(fitted, mapping, asked.settings);
    const isCounted = fitted.file.size <= WORTH_COUNTING;
    const counts = isCounted ? await countCells(fitted, aside) : [];
    const cells = new Map(counts.map((count, nth) => [aside[nth]?.name ?? "", count]));
    const lines = asideLines(aside, cells);
    told.push(...lines.map((line) => `${fitted.file.name}: ${line}`));
  }
  told.push(...lookups.map(lookupLine));
  told.push(...ignored.map((one) => `${one.name}: ${leftAloneText(one)}`));
  const fits = `${mapping.name} fits ${names.join(", ")}`;
  return fine("Mapping", [fits, ...told].join("; "));
}

function describe(checks: readonly Check[], { paint }: Terminal): string {
  const lines = alignColumns(
    checks.map(({ check, ok, what, cure }) => [
      ...[ok ? "ok" : "problem", check, cure === null ? what : `${what} ${cure}`],
    ]),
  );
  const painted = lines.map((line, at) => (checks[at]?.ok ? line : paint.bad(line)));
  const problems = checks.filter(({ ok }) => !ok).length;
  const count = problems === 1 ? "1 problem." : `${problems} problems.`;
  return [...painted, "", problems === 0 ? "The import can run." : count].join("\n");
}
