import { groupBy } from "../../plain/group-by.ts";
import type { ReferenceFound } from "../assessment.ts";
import {
  endSaid,
  related,
  soundsCounted,
  soundsLikeKey,
  soundsMeasured,
  subjectOfFile,
} from "./header-words.ts";
import { isCalledKey, type KeySpot } from "./keys.ts";
import { presentIn, type Spot } from "./spots.ts";
import type { ValueSpill } from "./value-spill.ts";

/** A reference, and where it leads nowhere. */
export interface PlacedReference extends ReferenceFound {
  /** First 1-based lines whose value dangles. */
  readonly lines: readonly number[];
}

/** As many values of a column are looked up before all of them are. */
const SAMPLE = 60;
/** With more keys than this, a column is compared only with those that have one of its values. */
const MOST_TRIED = 100;
/** The share of values that must be found elsewhere, by how much the names speak for it. */
const NAMES_AGREE = 0.3;
const NAMES_RELATED = 0.6;
const NAMES_SILENT = 0.9;
/** Without a name that speaks for it, fewer values are chance. */
const FEWEST_VALUES = 5;
const FEWEST_NUMBERS = 20;
const MUCH_USED = 0.5;
/** A column of ids points to the file that holds what they are the ids of. */
const WHAT_THE_FILE_HOLDS = 4;

interface Pointing {
  readonly from: Spot;
  readonly to: KeySpot;
  readonly names: number;
  /** Of its values, those that the key has. */
  readonly share: number;
  /** Of the key's values, those that it uses at most. */
  readonly used: number;
}

/** Which column points to which key: each column to one at most, the likeliest. */
export function findReferences(
  spots: readonly Spot[],
  keys: readonly KeySpot[],
  spill: ValueSpill,
): PlacedReference[] {
  const tried = keysTried(keys, spill);
  const pointing = spots.flatMap((from) => {
    if (!mayPoint(from)) return [];
    const { among, shareOf } = tried(from);
    const candidates = among
      .filter((to) => to.file !== from.file)
      .map((to) => ({ from, to, names: nameEvidence(from, to), used: usedShare(from, to) }))
      .filter((one) => one.names > 0 || speaksAlone(one))
      .map((one) => ({ ...one, share: shareOf(one.to) }))
      .filter(({ names, share }) => share >= needed(names))
      .sort((one, other) => strength(other) - strength(one));
    // A sample may lie: the count of all values has the last word.
    for (const one of candidates) {
      const found = countReference(one, spill);
      if (1 - found.dangling / found.values >= needed(one.names)) return [{ ...one, found }];
    }
    return [];
  });
  const bySpot = new Map(pointing.map((one) => [one.from.spot, one]));
  return pointing
    .filter((one) => {
      const back = bySpot.get(one.to.spot);
      return back === undefined || !isBetterWay(back, one);
    })
    .map(({ found }) => found);
}

interface Tried {
  readonly among: readonly KeySpot[];
  readonly shareOf: (to: KeySpot) => number;
}

/**
 * The keys that a column may point to: all that are written alike where they are few. Where they are many, as in
 * an export of a thousand files, those that have one of its values: not every column is compared with every key.
 */
function keysTried(keys: readonly KeySpot[], spill: ValueSpill): (from: Spot) => Tried {
  const worth = keys.filter((to) => presentIn(to.column) > 1);
  const written = groupBy(worth, (to) => to.written);
  if (worth.length <= MOST_TRIED) {
    return (from) => ({
      among: written.get(from.written) ?? [],
      shareOf: (to) => spill.foundShare(from.spot, to.spot, SAMPLE),
    });
  }
  spill.findAmong(worth.map(({ spot }) => spot));
  const bySpot = new Map(worth.map((to) => [to.spot, to]));
  return (from) => {
    const shares = spill.foundShares(from.spot, SAMPLE);
    const holding = [...shares.keys()].flatMap((spot) => bySpot.get(spot) ?? []);
    return {
      among: holding.filter((to) => to.written === from.written),
      shareOf: (to) => shares.get(to.spot) ?? 0,
    };
  };
}

function mayPoint({ column: { header } }: Spot): boolean {
  return !soundsMeasured(header) && !soundsCounted(header) && endSaid(header) !== "primary";
}

/** 2 where the names say which key is meant, 1 where they allow it. */
function nameEvidence(from: Spot, to: KeySpot): number {
  const { column, subject } = from;
  const { column: key, file } = to;
  if (plain(column.header) === plain(key.header) && subject.length > 0) return 2;
  const fileSubject = subjectOfFile(file.file);
  const keyed = soundsLikeKey(column.header) || subject.some((word) => fileSubject.includes(word));
  const ofFile = keyed && related(subject, fileSubject);
  const ofKey = related(subject, to.subject);
  if (ofFile && (ofKey || (to.subject.length === 0 && soundsLikeKey(key.header)))) return 2;
  if (ofFile && !isCalledKey(from)) return 1;
  return ofKey && soundsLikeKey(column.header) ? 1 : 0;
}

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

const needed = (names: number): number =>
  names === 2 ? NAMES_AGREE : names === 1 ? NAMES_RELATED : NAMES_SILENT;

const usedShare = (from: Spot, to: KeySpot): number =>
  Math.min(1, from.column.distinct.count / to.column.distinct.count);

/**
 * Small numbers are found among every file's keys: without a name that speaks for it, a column of
 * numbers points to a key only where it has no name at all, and uses much of what the key offers.
 */
function speaksAlone({ from, to, used }: Pick<Pointing, "from" | "to" | "used">): boolean {
  const { count } = from.column.distinct;
  if (from.written !== "digits") return count >= FEWEST_VALUES && from.column.lengths.max >= 3;
  const counted = from.column.position === 0 && presentIn(from.column) === count;
  return (
    from.subject.length + to.subject.length === 0 &&
    !counted &&
    count >= FEWEST_NUMBERS &&
    used >= MUCH_USED
  );
}

/** Names first, then values; then the file that is named alike, then the one that knows more. */
const strength = ({ names, share, used, to, from }: Pointing): number =>
  names * 10 +
  share * 9 +
  namedAfter(from, to) * 5 +
  (to.isFirst ? WHAT_THE_FILE_HOLDS : 0) +
  (names === 0 ? used * 5 : 0) +
  Math.min(Math.log10(presentIn(to.column) + 1), 9) / 10;

/** `patients` is meant by `patient_id` rather than `patient_medical_history`. */
function namedAfter({ subject }: Spot, { file }: KeySpot): number {
  const fileSubject = subjectOfFile(file.file);
  return related(subject, fileSubject) ? 1 / fileSubject.length : 0;
}

/** Two keys that hold the same point to each other: one of them is the original. */
function isBetterWay(back: Pointing, one: Pointing): boolean {
  if (back.from.spot !== one.to.spot || back.to.spot !== one.from.spot) return false;
  const [there, here] = [strength(back), strength(one)];
  return there > here || (there === here && back.from.spot > one.from.spot);
}

/** A reference, with the count of what leads nowhere. */
export function countReference(
  { from, to }: { readonly from: Spot; readonly to: Spot },
  spill: ValueSpill,
): PlacedReference {
  const missing = spill.missing(from.spot, to.spot);
  return {
    file: from.file.file,
    column: from.column.header,
    toFile: to.file.file,
    toColumn: to.column.header,
    values: spill.distinct(from.spot),
    dangling: missing.values,
    danglingRecords: missing.records,
    lines: missing.lines,
  };
}
