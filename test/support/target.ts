import { HMSYNC } from "../../importers/index.ts";
import type { Mapping } from "../../src/mapping/mapping.ts";
import * as mappings from "../../src/mapping/target-mappings.ts";

export const IMPORTERS = HMSYNC.importers;

/** The mappings that come with HMSync's target. */
export const shippedMappings = (): Mapping[] => mappings.shippedMappings(HMSYNC);

export const namedMapping = (name: string): Mapping =>
  mappings.namedMapping(name, { target: HMSYNC });
