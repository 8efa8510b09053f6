import { keptTables } from "../../extract/kept-tables.ts";
import { isDatabase } from "../../extract/open-legacy-database.ts";
import type { Fit } from "../../mapping/fit.ts";
import { headFile } from "../../mapping/head-file.ts";
import { isNamed } from "../../mapping/lookup/lookups.ts";
import { openLookups, withLookups } from "../../mapping/lookup/open-lookups.ts";
import { openExport } from "../../source/open-export.ts";
import type { Export } from "../../source/source-file.ts";
import { unpackExport } from "../../source/unpack-export.ts";

/**
 * Opens what the fields of files are looked up in, where those are not read from the export themselves.
 *
 * @param source the export
 * @param report of the run that read it: what that read of a database is in its archive
 * @throws UsageError if the export is not there; DecisionNeeded, SourceError
 */
export async function findLookups(fit: Fit, source: string, report: string): Promise<Fit> {
  const names = fit.files.flatMap(({ mapping }) =>
    Object.values(mapping.fields).flatMap(({ from }) => from?.file ?? []),
  );
  if (names.length === 0) return fit;
  if (!isDatabase(source)) return withLookupsOf(fit, { names, found: openExport(source) });
  const { found, release } = await keptTables(report);
  try {
    return await withLookupsOf(fit, { names, found });
  } finally {
    release();
  }
}

async function withLookupsOf(
  fit: Fit,
  { names, found }: { readonly names: readonly string[]; readonly found: Export },
): Promise<Fit> {
  const { files } = await unpackExport(found);
  const headed = [];
  for (const file of files) {
    if (names.some((name) => isNamed(file, name))) headed.push(await headFile(file, [fit.mapping]));
  }
  const lookups = await openLookups(fit.files, headed);
  return { ...fit, files: withLookups(fit.files, lookups), lookups };
}
