import { declaredOf } from "../../source/dump/declared-of.ts";
import type { KeyCandidate } from "../assessment.ts";
import {
  endSaid,
  related,
  soundsCounted,
  soundsLikeKey,
  soundsMeasured,
  subjectOfFile,
} from "./header-words.ts";
import { presentIn, type Spot } from "./spots.ts";
import type { ValueSpill } from "./value-spill.ts";

/** A column that may identify the records of its file. */
export interface KeySpot extends Spot {
  readonly key: KeyCandidate;
  /** Lines of records whose key an earlier one has. */
  readonly lines: readonly number[];
  /** Whether it is the likeliest key of its file. */
  readonly isFirst: boolean;
}

/** A column with fewer different values is no key that got spoilt, but something else. */
const MOSTLY_UNIQUE = 0.9;
/** The same for one that is called a key of what the file holds. */
const CALLED_KEY = 0.3;
const MOST_CANDIDATES = 4;

/** The columns of one file that may identify its records, the likeliest first. */
export function findKeys(spots: readonly Spot[], spill: ValueSpill): KeySpot[] {
  return spots
    .filter(mayBeKey)
    .map((spot) => {
      const { values, records, lines } = spill.repeated(spot.spot);
      const { header, cells } = spot.column;
      const empty = cells - presentIn(spot.column);
      const key = {
        columns: [header],
        unique: records === 0 && empty === 0,
        duplicates: records,
        empty,
      };
      return {
        ...spot,
        key,
        lines,
        isFirst: false,
        distinct: presentIn(spot.column) - records + values,
      };
    })
    .filter((found) => found.distinct >= fewest(found) * presentIn(found.column))
    .sort((one, other) => rank(other) - rank(one) || one.column.position - other.column.position)
    .slice(0, MOST_CANDIDATES)
    .map((found, at) => ({ ...found, isFirst: at === 0 }));
}

const fewest = (spot: Spot): number => (isCalledKey(spot) ? CALLED_KEY : MOSTLY_UNIQUE);

function mayBeKey(spot: Spot): boolean {
  const { distinct, header } = spot.column;
  if (soundsMeasured(header)) return false;
  // Estimates are a few percent off.
  return distinct.count * 1.1 >= fewest(spot) * presentIn(spot.column);
}

/** `patient_id` in patients, or the first column where it is called a number. */
export function isCalledKey({ column: { header, position }, file, subject }: Spot): boolean {
  if (!soundsLikeKey(header)) return false;
  return position === 0 || subject.length === 0 || related(subject, subjectOfFile(file.file));
}

/** What is called a key goes before what is merely unique; words and phones come last. */
function rank(spot: KeySpot): number {
  const { key, written, column, file } = spot;
  const phones = (column.kinds.phone ?? 0) > presentIn(column) / 2;
  const own = isCalledKey(spot) ? 8 : soundsLikeKey(column.header) ? 4 : 0;
  const plain = written === "text" || phones ? 0 : 3;
  const few = (file.records ?? 0) > 1 && key.unique ? 2 : 0;
  return own + plain + few + said(spot) + (column.position === 0 ? 1.5 : 0);
}

/** What a dump declares goes before what a name says, and that before anything else. */
function said({ column: { header }, file }: Spot): number {
  const primary = declaredOf(file.headed.file)?.primaryKey ?? [];
  const declared = primary.length === 1 && primary[0] === header ? 20 : 0;
  const end = endSaid(header);
  const named = end === "primary" ? 10 : end === "foreign" ? -10 : 0;
  // What counts the rows of a file is its key only where it has no other.
  return declared + named + (soundsCounted(header) ? -10 : 0);
}
