import type { OpenScratch } from "../../db/database.ts";
import { PlaceholderDays } from "../../digest/placeholder-days.ts";
import type { Pause } from "../../plain/breath.ts";
import { areNamesAlike, areSameWords, skeletonOf } from "../likeness/names.ts";
import type { Person } from "../likeness/person.ts";
import { PersonSpill } from "../likeness/person-spill.ts";
import { isMarked, weighPair } from "../likeness/score-pair.ts";
import type { RecordName } from "../merge.ts";
import type { Candidate, Found } from "./candidate.ts";
import { guardsOf } from "./guards.ts";

/** A record of a space, as it is compared. */
export interface ComparedRecord {
  readonly space: string;
  readonly person: Omit<Person, "line">;
}

export interface Searching {
  readonly openScratch: OpenScratch;
  readonly pause: Pause;
  /** The least bits of a pair that is proposed. */
  readonly propose: number;
  /** Whether nobody needs to be asked: the records are of one person already. */
  readonly isSettled: (a: RecordName, b: RecordName) => boolean;
  /** Hears how many records have been read. */
  readonly onProgress?: ((records: number) => void) | undefined;
}

/** As many pairs are kept; all are counted. */
const MOST_KEPT = 20_000;
const EVERY = 1_000;

/**
 * Finds pairs of records that may be of one person. Records that agree in something rare are compared, on disk: in
 * memory are the pairs that are kept.
 *
 * @param records by the merge's order: the space's place, then the legacy id
 */
export async function findCandidates(
  records: Iterable<ComparedRecord>,
  searching: Searching,
): Promise<Found> {
  const { openScratch, pause } = searching;
  const spill = new PersonSpill(openScratch);
  try {
    const births = new PlaceholderDays("births");
    const spaces: string[] = [];
    for (const { space, person } of records) {
      if (!spaces.includes(space)) spaces.push(space);
      // A person's line stands for the space: that and the legacy id name a record.
      spill.add({ ...person, line: spaces.indexOf(space) });
      if (person.birth !== "") births.add(person.birth);
      if (spill.persons % EVERY === 0) {
        searching.onProgress?.(spill.persons);
        await pause();
      }
    }
    spill.seal();
    const noBirths = new Set(births.result().map(({ day }) => day));
    return await compareAll(spill, { ...searching, noBirths, spaces });
  } finally {
    spill.close();
  }
}

interface Comparing extends Searching {
  /** Days that stand for an unknown one. */
  readonly noBirths: ReadonlySet<string>;
  readonly spaces: readonly string[];
}

async function compareAll(spill: PersonSpill, comparing: Comparing): Promise<Found> {
  const among = { persons: spill.persons, countSame: spill.counter() };
  const { noBirths, spaces, propose, pause } = comparing;
  const nameOf = ({ line, id }: Person): RecordName => ({
    space: spaces[line] ?? "",
    legacyId: id,
  });
  const candidates: Candidate[] = [];
  const keptApart: Record<string, number> = {};
  let pairs = 0;
  for (const pair of spill.pairs()) {
    await pause();
    const [one, other] = pair.map((person) =>
      noBirths.has(person.birth) ? { ...person, birth: "" } : person,
    ) as [Person, Person];
    if (!mayBeOne(one, other) || comparing.isSettled(nameOf(one), nameOf(other))) continue;
    const weighed = weighPair(one, other, among);
    if (weighed.bits < propose) continue;
    const guards = guardsOf(one, other, weighed);
    const bits = guards.reduce((sum, guard) => sum + guard.bits, weighed.bits);
    if (bits < propose) {
      for (const { guard } of guards) keptApart[guard] = (keptApart[guard] ?? 0) + 1;
      continue;
    }
    pairs++;
    candidates.push({ a: nameOf(one), b: nameOf(other), ...weighed, guards, bits });
    if (candidates.length >= 2 * MOST_KEPT) keepBest(candidates);
  }
  keepBest(candidates);
  const more = pairs - candidates.length;
  return { records: spill.persons, pairs, candidates, more, keptApart };
}

/** The likeliest pairs; of equal ones those of the first records. */
function keepBest(candidates: Candidate[]): void {
  candidates.sort((one, other) => other.bits - one.bits || compareNamed(one, other));
  candidates.length = Math.min(candidates.length, MOST_KEPT);
}

const compareNamed = (one: Candidate, other: Candidate): number =>
  compareTexts(one.a.legacyId, other.a.legacyId) || compareTexts(one.b.legacyId, other.b.legacyId);

const compareTexts = (one: string, other: string): number =>
  one === other ? 0 : one < other ? -1 : 1;

/** A family shares phone and address: without anything of a name, or a number of a citizen, they are as nothing. */
function mayBeOne(one: Person, other: Person): boolean {
  if (one.nationalId !== "" && one.nationalId === other.nationalId) return true;
  if (areNamesAlike(one.name, other.name)) return true;
  const isBorn = one.birth !== "" && one.birth === other.birth;
  if (isMarked(one, "foreign") !== isMarked(other, "foreign")) {
    return skeletonOf(one.name) === skeletonOf(other.name);
  }
  if (!isBorn) return false;
  return (
    areSameWords(one.given, other.given) ||
    (isMarked(one, "newborn") !== isMarked(other, "newborn") && one.phone === other.phone)
  );
}
