import { firstBy, groupBy } from "../../plain/group-by.ts";
import { declaredReferences } from "../../source/dump/declared-of.ts";
import type { FileProfile } from "../assessment.ts";
import type { Tools } from "../tools.ts";
import { findComposite } from "./composite.ts";
import { findKeys, type KeySpot } from "./keys.ts";
import { countReference, findReferences, type PlacedReference } from "./references.ts";
import { findSpots, type Spot, spillFile } from "./spots.ts";
import { ValueSpill } from "./value-spill.ts";

/** What connects the files of an export. */
export interface Relations {
  /** With their keys, and exact counts of different values where those were counted. */
  readonly files: readonly FileProfile[];
  readonly references: readonly PlacedReference[];
  /** By file, the lines where its likeliest key is one that an earlier record has. */
  readonly repeatedKeys: ReadonlyMap<string, readonly number[]>;
}

/**
 * Finds what identifies the records of each file and which columns point to another file, by reading
 * the files once more. Values go to a temporary file that vanishes with the process.
 *
 * @throws SourceError if a file cannot be read on
 */
export async function findRelations(
  files: readonly FileProfile[],
  tools: Tools,
): Promise<Relations> {
  const spots = findSpots(files.filter(({ records }) => records !== null && records > 0));
  const spill = new ValueSpill(tools.openScratch);
  const { pause = () => undefined } = tools;
  try {
    const own = groupBy(spots, ({ file }) => file);
    for (const [file, ofFile] of own) await spillFile(file, ofFile, { spill, pause });
    spill.seal();
    const keys = new Map(files.map((file) => [file, findKeys(own.get(file) ?? [], spill)]));
    const found = findReferences(spots, [...keys.values()].flatMap(targets), spill);
    const references = withDeclared(found, { files, spots, spill });
    const known: FileProfile[] = [];
    for (const file of files) {
      const found = keys.get(file) ?? [];
      known.push(await withKeys(exactly(file, own.get(file) ?? [], spill), found, tools));
    }
    return { files: known, references, repeatedKeys: repeatedKeys(keys) };
  } finally {
    spill.close();
  }
}

/** What a dump declares as a foreign key is one, and names and values have nothing to say against it. */
function withDeclared(
  found: readonly PlacedReference[],
  { files, spots, spill }: DeclaredAmong,
): PlacedReference[] {
  const named = firstBy(spots, ({ file: { file }, column }) => placeOf(file, column.header));
  const spotOf = (file: string, column = "") => named.get(placeOf(file, column));
  const declared = declaredReferences(files.map(({ headed }) => headed.file)).flatMap((one) => {
    const from = spotOf(one.file, one.columns[0]);
    const to = spotOf(one.toFile, one.toColumns[0]);
    const single = one.columns.length === 1 && from !== undefined && to !== undefined;
    return single && from !== to ? [countReference({ from, to }, spill)] : [];
  });
  const settled = new Set(declared.map(({ file, column }) => placeOf(file, column)));
  // The other way round, too.
  const backwards = new Set(
    declared.map(({ file, toFile, toColumn }) => placeOf(toFile, toColumn, file)),
  );
  const isSettled = ({ file, column, toFile }: PlacedReference) =>
    settled.has(placeOf(file, column)) || backwards.has(placeOf(file, column, toFile));
  return [...found.filter((one) => !isSettled(one)), ...declared];
}

interface DeclaredAmong {
  readonly files: readonly FileProfile[];
  readonly spots: readonly Spot[];
  readonly spill: ValueSpill;
}

const placeOf = (...names: readonly string[]): string => JSON.stringify(names);

/** What other files may point to: two columns at most, for words may be a second key. */
const targets = (keys: readonly KeySpot[]): KeySpot[] => keys.slice(0, 2);

function exactly(file: FileProfile, spots: readonly Spot[], spill: ValueSpill): FileProfile {
  const known = new Map(spots.map((spot) => [spot.column, spot]));
  const columns = file.columns.map((column) => {
    const spot = known.get(column);
    if (spot === undefined || column.distinct.exact) return column;
    return { ...column, distinct: { count: spill.distinct(spot.spot), exact: true } };
  });
  return { ...file, columns };
}

async function withKeys(
  file: FileProfile,
  found: readonly KeySpot[],
  tools: Tools,
): Promise<FileProfile> {
  const keys = found.map(({ key }) => key);
  if (keys.some(({ unique }) => unique)) return { ...file, keys };
  return { ...file, keys: [...keys, ...(await findComposite(file, tools))] };
}

function repeatedKeys(
  keys: ReadonlyMap<FileProfile, readonly KeySpot[]>,
): ReadonlyMap<string, readonly number[]> {
  return new Map(
    [...keys].flatMap(([{ file }, [first]]) =>
      first === undefined || first.lines.length === 0 ? [] : [[file, first.lines] as const],
    ),
  );
}
