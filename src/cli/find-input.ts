import type { Importer } from "../../importers/define.ts";
import { SourceError, UsageError } from "../errors.ts";
import { type Fit, fitMapping, type HeadedFile, type IgnoredFile } from "../import/fit-mapping.ts";
import { nearestHint } from "../nearest.ts";
import { openExport } from "../source/open-export.ts";
import { readHeader } from "../source/read-records.ts";
import { RFC_4180 } from "../source/record.ts";
import type { ImportArguments } from "./import-settings.ts";
import { IMPORTERS, namedMapping, shippedMappings } from "./wiring.ts";

/**
 * Looks through the export and finds the mapping that fits it.
 *
 * @throws UsageError, SourceError, DecisionNeeded
 */
export async function findInput(asked: ImportArguments): Promise<Fit> {
  const chosen = chosenImporters(asked.only);
  const found = openExport(asked.source);
  const headed: HeadedFile[] = [];
  for (const file of found.files) headed.push({ file, header: await readHeader(file, RFC_4180) });
  const mappings = asked.mapping === undefined ? shippedMappings() : [namedMapping(asked.mapping)];
  // A file is told from the others by all that it could be, also where --only leaves it out.
  const fit = fitMapping(headed, mappings, IMPORTERS);
  const files = fit.files.filter(({ importer }) => chosen.includes(importer));
  if (files.length === 0) throw nothingFits(asked);
  const leftOut = fit.files.filter((fitted) => !files.includes(fitted));
  const { legacySystem = fit.mapping.legacySystem } = asked;
  const others: IgnoredFile[] = [
    ...leftOut.map(({ file }) => ({ name: file.name, reason: "--only leaves it out" })),
    ...found.ignored.map(({ name, reason }) => ({ name, reason })),
  ];
  return {
    mapping: { ...fit.mapping, legacySystem },
    files,
    ignored: [...fit.ignored, ...others],
  };
}

function chosenImporters(only: readonly string[] | undefined): readonly Importer[] {
  if (only === undefined) return IMPORTERS;
  const known = IMPORTERS.map(({ entity }) => entity);
  const unknown = only.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`--only does not know "${unknown}"${nearestHint(unknown, known)}.`, {
      cure: `Name one or more of ${known.join(", ")}.`,
    });
  }
  return IMPORTERS.filter(({ entity }) => only.includes(entity));
}

function nothingFits({ source, only }: ImportArguments): SourceError {
  return new SourceError(`${source} holds no file of ${only?.join(", ") ?? "any entity"}.`, {
    cure: "Correct --source or --only.",
  });
}
