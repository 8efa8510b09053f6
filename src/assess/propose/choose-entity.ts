import type { EntityWords, Vocabulary } from "../../../importers/define-vocabulary.ts";
import { isMentioned } from "./match-field.ts";
import { namesId } from "./own-id.ts";
import { exactly, type HeaderReading } from "./read-header.ts";
import type { TableReading } from "./read-table.ts";

/** How much speaks for a file being an entity. */
export interface EntityMatch {
  readonly entity: string;
  readonly points: number;
  /** The headers that say most for it. */
  readonly because: readonly string[];
  /** What its headers say together. */
  readonly whole?: readonly string[];
}

/** What a sign says is said once more, not again and again. */
const SAID_TWICE = 0.5;
/**
 * A table of patients may name each one's doctor by an id, and one of doctors a nurse: beside a table's own id
 * another one says little of what the table is.
 */
const BESIDE_THE_OWN = 0.3;

/** How much the headers of a table speak for each entity, most first. */
export function weighEntities(
  table: Pick<TableReading, "readings" | "own">,
  { entities, otherTables }: Vocabulary,
): EntityMatch[] {
  return entities
    .map((words) => weigh(table, words, new Set(Object.keys(otherTables))))
    .sort((one, other) => other.points - one.points);
}

function weigh(
  { readings, own }: Pick<TableReading, "readings" | "own">,
  { entity, signs, exact, refers = [] }: EntityWords,
  others: ReadonlySet<string>,
): EntityMatch {
  const seen = new Map<string, number>();
  const told = readings.flatMap((written, at) => {
    const reading = exact ? exactly(written) : written;
    const sign = strongestSign(reading, signs, others);
    if (sign === undefined) return [];
    const before = seen.get(sign.says) ?? 0;
    seen.set(sign.says, before + 1);
    const points = sign.points * (before === 0 ? 1 : SAID_TWICE);
    const isOther = own !== undefined && at > own && namesId(reading);
    const isAgainst = exact === true && sign.points < 0;
    const isWeak = isOther && !isAgainst && !refers.some((to) => reading.meanings.has(to));
    return before > 1 ? [] : [{ reading, points: points * (isWeak ? BESIDE_THE_OWN : 1) }];
  });
  const strongest = told.toSorted((one, other) => other.points - one.points);
  return {
    entity,
    points: told.reduce((sum, { points }) => sum + points, 0),
    because: strongest
      .filter(({ points }) => points > 0)
      .slice(0, 3)
      .map(({ reading }) => reading.header),
  };
}

/** Of the signs that a header gives, the one that says most of it. */
function strongestSign(
  reading: HeaderReading,
  signs: EntityWords["signs"],
  others: ReadonlySet<string>,
): { says: string; points: number } | undefined {
  // The name of a hospital is no person's name.
  const elsewhere = [...reading.meanings].some((meaning) => others.has(meaning));
  const given = Object.entries(signs)
    .filter(([says]) => isMentioned(says, reading) && (!elsewhere || speaksOf(says, others)))
    .map(([says, points]) => ({ says, points, length: says.split(" ").length }));
  return given.sort(
    (one, other) => other.length - one.length || Math.abs(other.points) - Math.abs(one.points),
  )[0];
}

const speaksOf = (says: string, others: ReadonlySet<string>): boolean =>
  says.split(" ").some((meaning) => others.has(meaning));
