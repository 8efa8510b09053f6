import { readdirSync, readFileSync } from "node:fs";
import { basename, sep } from "node:path";
import type { Importer } from "../../importers/define.ts";
import { doctors } from "../../importers/doctors.ts";
import { patients } from "../../importers/patients.ts";
import { visits } from "../../importers/visits.ts";
import { type Mapping, parseAnswered, parseMapping } from "../mapping/mapping.ts";
import { orderEntities } from "../mapping/order-entities.ts";
import { UsageError } from "../plain/errors.ts";
import { readHandWritten } from "../plain/hand-written.ts";
import { overlaid, type ReadingByFile } from "../source/reading-settings.ts";

const SHIPPED = new URL("../../importers/mappings/", import.meta.url);

/** Every importer there is, parents before children. A new one is added here. */
export const IMPORTERS: readonly Importer[] = orderEntities([patients, doctors, visits]);

/** The mappings that come with the tool. */
export function shippedMappings(): Mapping[] {
  const names = readdirSync(SHIPPED).filter((name) => name.endsWith(".json"));
  return names.sort().map((name) => readShipped(basename(name, ".json")));
}

/** The mapping that is named, or all that ship, with what the flags say about how files are written. */
export function mappingsReading(named: string | undefined, reading: ReadingByFile): Mapping[] {
  const mappings = named === undefined ? shippedMappings() : [namedMapping(named, reading)];
  return mappings.map((one) => ({ ...one, reading: overlaid(one.reading, reading) }));
}

/**
 * The mapping that `--mapping` names: a file, or one that comes with the tool.
 *
 * @param said what flags say about how files are written
 * @throws UsageError
 */
export function namedMapping(named: string, said: ReadingByFile = {}): Mapping {
  if (isShipped(named)) return readShipped(named);
  try {
    return parseAnswered({ name: named, json: readHandWritten(named), said }, IMPORTERS);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    throw new UsageError(`The mapping ${named} cannot be read (${String(error.code)}).`, {
      cure: "Correct the path given with --mapping.",
      cause: error,
    });
  }
}

/** Whether `--mapping` names a mapping that comes with the tool, and no file. */
export function isShipped(named: string): boolean {
  const isPath = named.includes("/") || named.includes(sep) || named.endsWith(".json");
  return !isPath && readdirSync(SHIPPED).includes(`${named}.json`);
}

function readShipped(name: string): Mapping {
  return parseMapping(name, readFileSync(new URL(`${name}.json`, SHIPPED), "utf8"), IMPORTERS);
}
