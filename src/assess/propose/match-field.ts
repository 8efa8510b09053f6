import type { EntityWords } from "../../../importers/define-vocabulary.ts";
import type { NameFields } from "./held-fields.ts";
import type { HeaderReading } from "./read-header.ts";
import { splitHeader } from "./split-header.ts";

/** How well a header suits a field. */
export interface FieldMatch {
  readonly field: string;
  readonly score: number;
  /** Which meanings of its words it was taken for. */
  readonly says: string;
}

/** What an unknown word takes from the score: where the rest could be said of anything, most of it. */
const UNKNOWN = { telling: 0.1, vague: 0.35 };
const SLIP = 0.08;
const LATER_ONE = 0.06;
/** Meanings that are said of many things: a name, a number, a state. */
const VAGUE = new Set(
  "id number code name full first last type status estado date time start total amount fee base contact phone description staff registered entry alta".split(
    " ",
  ),
);
/** What `#` stands for in a vocabulary. */
const MARKS = ["id", "number", "code"];

/** The fields that a header may mean, the likeliest first. */
export function matchFields(
  reading: HeaderReading,
  { words, whole }: { readonly words: EntityWords; readonly whole: NameFields["whole"] },
): FieldMatch[] {
  const owners = ownersOf(words);
  const isMeant = (field: string, says: string) =>
    isSaid(says, reading, owners) && !(field === whole && isSecondName(says, reading));
  const matches = Object.entries(words.fields).flatMap(([field, patterns]): FieldMatch[] => {
    let best: FieldMatch | undefined;
    for (const [says, sure] of Object.entries(patterns)) {
      if (!isMeant(field, says)) continue;
      const score = sure - doubts(reading) + (called(field, reading) ? OWN_NAME : 0);
      if (score > (best?.score ?? 0)) best = { field, score, says };
    }
    return best === undefined ? [] : [best];
  });
  return matches.sort((one, other) => other.score - one.score);
}

/** `name_2` beside a first and a last name is neither. */
const isSecondName = (says: string, { ordinal }: HeaderReading): boolean =>
  says === "name" && ordinal === 2;

/** Of two columns that mean the same, the one that is called like the field is meant. */
const OWN_NAME = 0.001;

const called = (field: string, { header }: HeaderReading): boolean =>
  splitHeader(header).join("").includes(field.toLowerCase());

/** In a table of people a person is whose table it is. */
export const ANYBODY = "person";

const ownersOf = ({ owner, people }: EntityWords): readonly string[] =>
  people ? [owner, ANYBODY] : [owner];

/** Whether a header says this, and nothing else but whose table it is. */
export function isSaid(
  says: string,
  { meanings }: HeaderReading,
  owners: readonly string[],
): boolean {
  const { wanted, covers } = partsOf(says);
  if (!wanted.every((meaning) => has(meanings, meaning))) return false;
  return [...meanings].every((meaning) => covers.has(meaning) || owners.includes(meaning));
}

/** Whether a header says this among other things. */
export function isMentioned(says: string, { meanings }: HeaderReading): boolean {
  return partsOf(says).wanted.every((meaning) => has(meanings, meaning));
}

const has = (meanings: HeaderReading["meanings"], meaning: string): boolean =>
  meaning === "#" ? MARKS.some((mark) => meanings.has(mark)) : meanings.has(meaning);

interface Parts {
  readonly wanted: readonly string[];
  /** All that these may be said by. */
  readonly covers: ReadonlySet<string>;
}

/** What vocabularies say, taken apart once and not for every column: there are some hundreds. */
const PARTS = new Map<string, Parts>();

function partsOf(says: string): Parts {
  const known = PARTS.get(says);
  if (known !== undefined) return known;
  const wanted = says.split(" ");
  const covers = new Set(wanted.flatMap((meaning) => (meaning === "#" ? MARKS : meaning)));
  PARTS.set(says, { wanted, covers });
  return { wanted, covers };
}

/** What is not understood of a header makes what is understood less sure. */
export function doubts({ meanings, unknown, slips, ordinal, byValues }: HeaderReading): number {
  const vague = [...meanings].every((meaning) => VAGUE.has(meaning));
  const each = vague ? UNKNOWN.vague : UNKNOWN.telling;
  const later = ordinal !== undefined && ordinal > 1 && ordinal < 20 ? LATER_ONE : 0;
  return unknown.length * each + slips * SLIP + later + (byValues?.doubt ?? 0);
}
