import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Target } from "../../../importers/define-target.ts";
import { isAddress } from "../../extract/open-legacy-database.ts";
import type { LedgerRun, RememberedRequest } from "../../ledger/run-ledger.ts";
import type { Fit } from "../../mapping/fit.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { spacesOf } from "../../mapping/spaces/space-importers.ts";
import { UsageError } from "../../plain/errors.ts";
import { sha256OfText } from "../../plain/hash-file.ts";
import { STANDARD_INPUT } from "../../source/spool-input.ts";
import type { AskedImport } from "../input/asked-import.ts";
import { areSameNamed, type FixesOfRun } from "./fixes-of-run.ts";

/** An earlier run, as far as it can be asked for once more. */
type Remembered = Pick<LedgerRun, "name" | "request" | "asOf">;

/** What runs had that are older than this word for it. */
const FIRST_TARGET = "hmsync";

/** @throws UsageError if a run was for another target than this command works for */
export function checkSameTarget(
  { name, request }: Pick<LedgerRun, "name" | "request">,
  target: Pick<Target, "name">,
): void {
  if (request === null) return;
  const { target: had = FIRST_TARGET } = request;
  if (had === target.name) return;
  throw new UsageError(
    `${name} was made for the target ${had}, and this command works for ${target.name}.`,
    {
      cure:
        had === FIRST_TARGET
          ? "Run it in a folder without an hmsync.config.ts there or above."
          : `Name the configuration of ${had} with --config FILE.`,
    },
  );
}

/** What the ledger is to keep of how a run was asked for. */
export function rememberedRequest(
  { target, source, mapping, only, settings }: AskedImport,
  fit: Fit,
  { remembered }: Pick<FixesOfRun, "remembered">,
): RememberedRequest {
  const spaces = spacesOf(fit.mapping, target.importers);
  return {
    target: target.name,
    ...(Object.keys(spaces).length > 0 && { spaces }),
    source: source === STANDARD_INPUT || isAddress(source) ? source : resolve(source),
    mapping: mapping?.endsWith(".json") ? resolve(mapping) : fit.mapping.name,
    mappingSha256: mappingHash(fit.mapping),
    legacySystem: fit.mapping.legacySystem,
    only: only ?? null,
    ...remembered,
    settings,
  };
}

/**
 * What an earlier run was asked for.
 *
 * @throws UsageError if the ledger does not say, or it was for another target
 */
export function askedAgain(run: Remembered, target: Target): AskedImport {
  const { name, request, asOf } = run;
  checkSameTarget(run, target);
  if (request === null) {
    throw new UsageError(`The ledger does not have the settings of ${name}.`, {
      cure: "Import the export again: records already written will be unchanged.",
    });
  }
  const { source, mapping, legacySystem, settings, only, fixes } = request;
  return {
    target,
    source,
    mapping,
    legacySystem,
    settings,
    asOf,
    report: undefined,
    only: only ?? undefined,
    fixes: fixes ?? undefined,
  };
}

/**
 * The same, of a run whose export is to be read once more.
 *
 * @throws UsageError if the export is not where it was
 */
export function askedOfSameExport(run: Remembered, target: Target): AskedImport {
  const asked = askedAgain(run, target);
  if (isAddress(asked.source) || existsSync(asked.source)) return asked;
  throw new UsageError(`The export of ${run.name} is no longer at ${asked.source}.`, {
    cure: "Put it back there, or import it again from where it is: records already written will be unchanged.",
  });
}

/** Whether the mapping says what it said when the run was asked for. */
export const isSameMapping = (
  { mappingSha256 }: RememberedRequest,
  { mapping }: Pick<Fit, "mapping">,
): boolean => mappingHash(mapping) === mappingSha256;

/** @throws UsageError if mapping or fixes are not those that the run was begun with */
export function checkSameRules({ request }: LedgerRun, fit: Fit): void {
  const cure =
    "Put it back, or import the export again: records already written will be unchanged.";
  if (request !== null && !isSameMapping(request, fit)) {
    throw new UsageError(`The mapping ${fit.mapping.name} has changed.`, { cure });
  }
  if (request !== null && !areSameNamed(request)) {
    throw new UsageError(`${request.fixes} has changed.`, { cure });
  }
}

/** Of what a mapping says, whatever its file is called. */
export const mappingHash = ({ asWritten, ...own }: Mapping): string => {
  const { name: _, ...mapping } = { ...(asWritten ?? own), legacySystem: own.legacySystem };
  return sha256OfText(JSON.stringify(mapping));
};
