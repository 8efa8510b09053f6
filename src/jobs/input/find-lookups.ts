import type { Fit } from "../../mapping/fit.ts";
import { headFile } from "../../mapping/head-file.ts";
import { isNamed } from "../../mapping/lookup/lookups.ts";
import { openLookups, withLookups } from "../../mapping/lookup/open-lookups.ts";
import { openExport } from "../../source/open-export.ts";
import { unpackExport } from "../../source/unpack-export.ts";

/**
 * Opens what the fields of files are looked up in, where those are not read from the export themselves.
 *
 * @param source the export
 * @throws UsageError if the export is not there; DecisionNeeded, SourceError
 */
export async function findLookups(fit: Fit, source: string): Promise<Fit> {
  const names = fit.files.flatMap(({ mapping }) =>
    Object.values(mapping.fields).flatMap(({ from }) => from?.file ?? []),
  );
  if (names.length === 0) return fit;
  const { files } = await unpackExport(openExport(source));
  const headed = [];
  for (const file of files) {
    if (names.some((name) => isNamed(file, name))) headed.push(await headFile(file, [fit.mapping]));
  }
  const lookups = await openLookups(fit.files, headed);
  return { ...fit, files: withLookups(fit.files, lookups), lookups };
}
