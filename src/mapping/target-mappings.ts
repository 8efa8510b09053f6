import { existsSync, readFileSync } from "node:fs";
import { sep } from "node:path";
import type { Target } from "../../importers/define-target.ts";
import { UsageError } from "../plain/errors.ts";
import { readHandWritten } from "../plain/hand-written.ts";
import { overlaid, type ReadingByFile } from "../source/reading-settings.ts";
import { type Mapping, parseAnswered, parseMapping } from "./mapping.ts";
import { withCurrencyOfRun } from "./recorded-currency.ts";

/** A target, and how files are said to be written. */
interface Wanting {
  readonly target: Target;
  /** What flags say. */
  readonly reading?: ReadingByFile;
  /** Of an earlier run, which knew the currency. */
  readonly summary?: { readonly currency: string } | null;
}

/** The mappings that come with a target. */
export const shippedMappings = (target: Target): Mapping[] =>
  Object.keys(target.mappings)
    .sort()
    .map((name) => readShipped(name, target));

/** The mapping that is named, or all that ship, with what the flags say about how files are written. */
export function mappingsReading(named: string | undefined, wanting: Wanting): Mapping[] {
  const { target, reading = {}, summary = null } = wanting;
  const mappings = named === undefined ? shippedMappings(target) : [namedMapping(named, wanting)];
  return mappings.map((one) => {
    const mapping = { ...one, reading: overlaid(one.reading, reading) };
    return withCurrencyOfRun(mapping, { summary }, target.importers);
  });
}

/**
 * The mapping that `--mapping` names: a file, or one that comes with the target.
 *
 * @throws UsageError
 */
export function namedMapping(named: string, { target, reading: said = {} }: Wanting): Mapping {
  if (isShipped(named, target)) return readShipped(named, target);
  try {
    return parseAnswered({ name: named, json: readHandWritten(named), said }, target.importers);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    throw new UsageError(`The mapping ${named} cannot be read (${String(error.code)}).`, {
      cure: "Correct the path given with --mapping.",
      cause: error,
    });
  }
}

/** Whether `--mapping` names a mapping that comes with the target, and no file. */
export function isShipped(named: string, target: Target): boolean {
  const isPath = named.includes("/") || named.includes(sep) || named.endsWith(".json");
  return !isPath && Object.hasOwn(target.mappings, named);
}

/** The build reads the mappings of HMSync once: checking their many fields takes longer than a small import. */
const COMPILED = new URL("../../importers/compiled-mappings.json", import.meta.url);

/** The mappings that come with a target as they are written and as they are read, for importers of these fields. */
interface CompiledMappings {
  readonly fields: string;
  readonly mappings: readonly { readonly written: string; readonly mapping: Mapping }[];
}

/** The mappings that come with a target as the build keeps them: JSON. */
export function compileMappings(target: Target): string {
  const mappings = Object.keys(target.mappings).map((name) => {
    return { written: writtenIn(target, name), mapping: checked(name, target) };
  });
  return JSON.stringify({ fields: fieldsOf(target), mappings } satisfies CompiledMappings);
}

/** What the build has kept for the target; nothing where it is another one, or runs from source. */
function compiledFor(target: Target): CompiledMappings["mappings"] {
  if (!existsSync(COMPILED)) return [];
  const { fields, mappings } = JSON.parse(readFileSync(COMPILED, "utf8")) as CompiledMappings;
  return fields === fieldsOf(target) ? mappings : [];
}

/** Of each target, what the build has kept, and what has been read since: a page asks with every request. */
const shipped = new WeakMap<
  Target,
  { readonly compiled: CompiledMappings["mappings"]; readonly read: Map<string, Mapping> }
>();

function readShipped(name: string, target: Target): Mapping {
  const known = shipped.get(target) ?? { compiled: compiledFor(target), read: new Map() };
  shipped.set(target, known);
  const mapping = known.read.get(name) ?? readNow(name, target, known.compiled);
  known.read.set(name, mapping);
  return mapping;
}

function readNow(name: string, target: Target, compiled: CompiledMappings["mappings"]): Mapping {
  const written = writtenIn(target, name);
  const found = compiled.find((one) => one.mapping.name === name && one.written === written);
  return found?.mapping ?? checked(name, target);
}

/** Whatever order the entities are in. */
const fieldsOf = ({ importers }: Target): string =>
  importers
    .map(({ entity, fields }) => {
      const known = Object.entries(fields).map(([name, { kind, values }]) => [name, kind, values]);
      return JSON.stringify([entity, known]);
    })
    .sort()
    .join("\n");

const writtenIn = (target: Target, name: string): string => JSON.stringify(target.mappings[name]);

const checked = (name: string, target: Target): Mapping =>
  parseMapping(name, writtenIn(target, name), target.importers);
