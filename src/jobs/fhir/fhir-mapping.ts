import type { Target } from "../../../importers/define-target.ts";
import type { HeadedFile } from "../../mapping/fit.ts";
import { fitMapping } from "../../mapping/fit-mapping.ts";
import { shippedMappings } from "../../mapping/target-mappings.ts";
import { DecisionNeeded } from "../../plain/errors.ts";

/** The mapping that comes with a target and reads the FHIR of an export; undefined if it holds none. */
export function fhirMapping(headed: readonly HeadedFile[], target: Target): string | undefined {
  const resources = headed.filter(({ file }) => file.json?.fhir !== undefined);
  const mappings = shippedMappings(target);
  if (resources.length === 0 || mappings.length === 0) return undefined;
  try {
    return fitMapping(resources, mappings, target.importers).mapping.name;
  } catch (error) {
    if (error instanceof DecisionNeeded) return undefined;
    throw error;
  }
}

/** The text of a mapping that comes with a target, for a legacy system of this name. */
export const shippedText = (name: string, legacySystem: string, { mappings }: Target): string =>
  `${JSON.stringify({ ...(mappings[name] as object), legacySystem }, undefined, 2)}\n`;
