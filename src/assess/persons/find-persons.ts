import type { OpenScratch } from "../../db/database.ts";
import { areNamesAlike } from "../../persons/likeness/names.ts";
import type { Person } from "../../persons/likeness/person.ts";
import { PersonSpill } from "../../persons/likeness/person-spill.ts";
import { scorePair } from "../../persons/likeness/score-pair.ts";
import type { Pause } from "../../plain/breath.ts";
import type { FileProfile, FileProposal, PersonPair, Smell } from "../assessment.ts";
import { ofFile } from "../of-file.ts";
import { FIRST_LINES } from "../profile/flaws.ts";
import { tableRecords } from "../profile/profile-file.ts";
import { rolesOf } from "../roles.ts";
import { smell } from "../smells/catalog.ts";
import { personReader } from "./person.ts";

/** Pairs from this score on are shown. */
const LIKELY = 0.75;
/** As many pairs of a file are shown; all are counted. */
const MOST_SHOWN = 200;

/** Ids come in their own order: the first lines are among those of so many. */
const MOST_KEPT = 10_000;

interface Looking {
  readonly openScratch: OpenScratch;
  readonly told: (step: string) => void;
  readonly pause: Pause;
}

interface Found {
  readonly pairs: readonly PersonPair[];
  readonly smells: readonly Smell[];
}

/**
 * Finds who stands in a file under several ids, and which id several persons share, in every file that
 * knows people by name and something else. Only records that agree in something rare are compared.
 */
export async function findPersons(
  files: readonly FileProfile[],
  proposals: readonly FileProposal[],
  { told, pause, openScratch }: Looking,
): Promise<Found> {
  const found: Found[] = [];
  for (const file of files) {
    const [proposal] = ofFile(proposals, file.file);
    const read = personReader(rolesOf(file, proposal));
    if (read === undefined || (file.records ?? 0) < 2) continue;
    told(`looking for duplicate persons in ${file.file}`);
    const spill = new PersonSpill(openScratch);
    try {
      for await (const group of tableRecords(file.headed)) {
        await pause();
        for (const record of group) spill.add(read(record));
      }
      spill.seal();
      found.push(await compareAll(file.file, spill, pause));
    } finally {
      spill.close();
    }
  }
  return {
    pairs: found.flatMap(({ pairs }) => pairs),
    smells: found.flatMap(({ smells }) => smells),
  };
}

async function compareAll(file: string, spill: PersonSpill, pause: Pause): Promise<Found> {
  const { persons } = spill;
  const known = { persons, countSame: spill.counter() };
  const pairs: PersonPair[] = [];
  const lines: number[] = [];
  let count = 0;
  for (const [one, other] of spill.pairs()) {
    await pause();
    if (one.id === other.id || !mayBeOne(one, other)) continue;
    const { score, reasons } = scorePair(one, other, known);
    if (score < LIKELY) continue;
    count++;
    lines.push(other.line);
    if (lines.length > 2 * FIRST_LINES) keepFirst(lines);
    pairs.push({ file, lines: [one.line, other.line], score, reasons });
    if (pairs.length > 2 * MOST_SHOWN) keepBest(pairs);
  }
  keepBest(pairs);
  keepFirst(lines);
  const at = { file, column: null, of: persons };
  return {
    pairs,
    smells: [
      ...traced("person.several-ids", { count, lines }, at),
      ...traced("id.several-persons", severalPersons(spill), at),
      ...traced("id.differently-written", spill.differentlyWritten(), at),
    ],
  };
}

/** The likeliest pairs, and no more than are shown. */
function keepBest(pairs: PersonPair[]): void {
  pairs.sort((one, other) => other.score - one.score || compareLines(one.lines, other.lines));
  pairs.length = Math.min(pairs.length, MOST_SHOWN);
}

const compareLines = (one: PersonPair["lines"], other: PersonPair["lines"]): number =>
  one[0] - other[0] || one[1] - other[1];

function keepFirst(lines: number[]): void {
  lines.sort((one, other) => one - other);
  lines.length = Math.min(lines.length, FIRST_LINES);
}

const traced = (
  code: "person.several-ids" | "id.several-persons" | "id.differently-written",
  { count, lines }: { readonly count: number; readonly lines: readonly number[] },
  at: { readonly file: string; readonly column: null; readonly of: number },
): Smell[] => (count === 0 ? [] : [smell(code, { ...at, count, lines })]);

/** Records whose id an earlier one of another name, or of another birth, has. */
function severalPersons(spill: PersonSpill): { count: number; lines: readonly number[] } {
  const lines: number[] = [];
  let count = 0;
  for (const [first, ...others] of spill.sharedIds()) {
    const unlike = others.filter((person) => first !== undefined && isAnother(first, person));
    count += unlike.length;
    if (lines.length < MOST_KEPT) lines.push(...unlike.map(({ line }) => line));
  }
  return { count, lines: lines.sort((one, other) => one - other).slice(0, FIRST_LINES) };
}

/** A family shares phone and address: without the name they are as nothing. */
const mayBeOne = (one: Person, other: Person): boolean =>
  areNamesAlike(one.name, other.name) ||
  (one.nationalId !== "" && one.nationalId === other.nationalId);

function isAnother(first: Person, { name, birth }: Person): boolean {
  const named = name === first.name || name === "" || first.name === "";
  const born = birth === first.birth || birth === "" || first.birth === "";
  return !born || !(named || areNamesAlike(name, first.name));
}
