import type { Importer } from "../../../importers/define.ts";
import type { RunSettings } from "../../ledger/run-summary.ts";
import type { Fit } from "../../mapping/fit.ts";
import { UsageError } from "../../plain/errors.ts";
import { nearestHint } from "../../plain/nearest.ts";
import { childrenOf, type PilotRequest } from "./pilot.ts";
import { owningEntity } from "./selection.ts";

/**
 * Checks that a run has what it is to select by.
 *
 * @throws UsageError
 */
export function checkSelection(
  { limit, sample, pilot }: RunSettings,
  fit: Fit,
  importers: readonly Importer[],
): void {
  const owning = owningEntity(importers);
  if (limit !== undefined) checkCounted("limit", fit, owning);
  if (sample !== undefined && "count" in sample) checkCounted("sample", fit, owning);
  if (pilot !== undefined) checkPilot(pilot, fit, { importers, owning });
}

const hasFilesOf = ({ files }: Fit, entity: string | undefined): boolean =>
  files.some(({ importer }) => importer.entity === entity);

function checkCounted(flag: string, fit: Fit, owning: string | undefined): void {
  if (hasFilesOf(fit, owning)) return;
  throw new UsageError(`--${flag} counts ${owning}, and this run has none.`, {
    cure: `Omit --${flag}, or include ${owning} in the run.`,
  });
}

interface Known {
  readonly importers: readonly Importer[];
  readonly owning: string | undefined;
}

function checkPilot(request: PilotRequest, fit: Fit, { importers, owning }: Known): void {
  const { entity, field } = request;
  const importer = importers.find((one) => one.entity === entity);
  if (importer === undefined) {
    const known = importers.map((one) => one.entity);
    throw unknown(`no entity "${entity}"${nearestHint(entity, known)}`, known);
  }
  const fields = Object.keys(importer.fields);
  if (!fields.includes(field)) {
    throw unknown(`no field "${field}" of ${entity}${nearestHint(field, fields)}`, fields);
  }
  const mapped = Object.keys(fit.mapping.entities[entity]?.fields ?? {});
  if (!mapped.includes(field) && !importer.derives.includes(field)) {
    throw new UsageError(`The mapping ${fit.mapping.name} does not fill ${entity}.${field}.`, {
      cure: `Name one of ${mapped.join(", ")}.`,
    });
  }
  const lacking = !hasFilesOf(fit, entity);
  const linked = entity === owning || isOwned(importer) || childrenOf({ fit }, entity).length > 0;
  if (!lacking && (linked || !hasFilesOf(fit, owning))) return;
  const what = lacking
    ? `has no file of ${entity}`
    : `has no file that says whose ${owning} they are`;
  throw new UsageError(`--pilot selects by ${entity}, and this run ${what}.`, {
    cure: "Include it in the run: correct --source or --only.",
  });
}

const isOwned = ({ fields }: Importer): boolean =>
  Object.values(fields).some(({ reference }) => reference?.owner === true);

const unknown = (what: string, known: readonly string[]): UsageError =>
  new UsageError(`--pilot: there is ${what}.`, { cure: `Name one of ${known.join(", ")}.` });
