import { trimText } from "../../../shared/trim-text.ts";
import { hashValue, type Lanes } from "../../digest/content-hash.ts";
import { DistinctCount } from "../../digest/distinct-count.ts";
import type { SourceRecord } from "../../source/record.ts";
import type { ColumnProfile, FileProfile, KeyCandidate } from "../assessment.ts";
import { tableRecords } from "../profile/profile-file.ts";
import type { Tools } from "../tools.ts";
import { presentIn } from "./spots.ts";
import { ValueSpill } from "./value-spill.ts";

/** Columns that are tried together: the more, the more combinations. */
const MOST_COLUMNS = 6;
const LONGEST = 64;
/** An estimate may be a few percent off. */
const NEARLY_ALL = 0.93;

const lanes: Lanes = { low: 0, high: 0 };

/**
 * Finds the fewest columns that identify the records of a file together, two or three of them: tried by
 * estimates in one reading, proven by counting in another. Nothing if there are none.
 */
export async function findComposite(file: FileProfile, tools: Tools): Promise<KeyCandidate[]> {
  const records = file.records ?? 0;
  if (records < 2) return [];
  const columns = file.columns
    .filter((column) => presentIn(column) === column.cells && column.lengths.max <= LONGEST)
    .filter(({ distinct }) => distinct.count > 1)
    .sort((one, other) => other.distinct.count - one.distinct.count)
    .slice(0, MOST_COLUMNS)
    .sort((one, other) => one.position - other.position);
  const tried = combinations(columns).filter((one) => capacity(one) >= records);
  const estimates = await estimate(file, tried, tools);
  const likely = tried.filter((_, nth) => (estimates[nth] ?? 0) >= records * NEARLY_ALL);
  const fewest = Math.min(...likely.map(({ length }) => length));
  for (const combination of likely.filter(({ length }) => length === fewest).slice(0, 3)) {
    const duplicates = await countDuplicates(file, combination, tools);
    if (duplicates > 0) continue;
    const names = combination.map(({ header }) => header);
    return [{ columns: names, unique: true, duplicates, empty: 0 }];
  }
  return [];
}

function combinations(columns: readonly ColumnProfile[]): ColumnProfile[][] {
  const pairs = columns.flatMap((one, at) => columns.slice(at + 1).map((other) => [one, other]));
  const triples = pairs.flatMap((pair) => {
    const last = columns.indexOf(pair[1] as ColumnProfile);
    return columns.slice(last + 1).map((third) => [...pair, third]);
  });
  return [...pairs, ...triples];
}

/** More records than this could not be told apart. */
const capacity = (columns: readonly ColumnProfile[]): number =>
  columns.reduce((product, { distinct }) => product * distinct.count, 1);

async function estimate(
  { headed }: FileProfile,
  tried: readonly (readonly ColumnProfile[])[],
  { pause = () => undefined }: Tools,
): Promise<number[]> {
  const counts = tried.map(() => new DistinctCount());
  if (tried.length === 0) return [];
  for await (const group of tableRecords(headed)) {
    await pause();
    for (const record of group) {
      for (const [nth, columns] of tried.entries()) {
        hashValue(together(record, columns), lanes);
        counts[nth]?.add(lanes.low, lanes.high);
      }
    }
  }
  return counts.map((count) => count.count());
}

async function countDuplicates(
  { headed }: FileProfile,
  columns: readonly ColumnProfile[],
  { pause = () => undefined, openScratch }: Tools,
): Promise<number> {
  const spill = new ValueSpill(openScratch);
  try {
    for await (const group of tableRecords(headed)) {
      await pause();
      for (const record of group) spill.add(0, together(record, columns), record.line);
    }
    spill.seal();
    return spill.repeated(0).records;
  } finally {
    spill.close();
  }
}

const together = ({ cells }: SourceRecord, columns: readonly ColumnProfile[]): string =>
  JSON.stringify(columns.map(({ position }) => trimText(cells[position] ?? "")));
