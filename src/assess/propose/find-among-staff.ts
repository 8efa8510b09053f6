import type { EntityWords } from "../../../importers/define-vocabulary.ts";
import type { Settled } from "./contest.ts";
import { columnsAs, ENOUGH, type Proposing, type Ranked } from "./rank-entities.ts";
import type { TableReading } from "./read-table.ts";
import { splitHeader } from "./split-header.ts";

/** Says of some records of a table that they are an entity's. */
export interface Among {
  readonly column: string;
  readonly is: readonly string[];
}

const KINDS_OF_STAFF = ["role", "type"];
/** More different cells are no kinds of people. */
const MOST_KINDS = 40;

/**
 * Where no table is an entity's, its records may stand among others: doctors among all of the staff, told by
 * their role.
 */
export function findAmongStaff(
  settled: readonly Settled[],
  proposing: Proposing,
): (Settled & { readonly where?: Among })[] {
  const missing = proposing.vocabulary.entities.filter(
    ({ entity, among }) =>
      among !== undefined && !settled.some(({ ranked }) => ranked[0]?.entity === entity),
  );
  const found = new Map<Settled, Settled & { readonly where: Among }>();
  for (const words of missing) {
    const options = settled
      .filter((one) => one.ranked.length === 0 && one.beaten === undefined && !found.has(one))
      .flatMap((one) => {
        const where = kindsIn(one.table, words);
        const chosen = where && columnsAs(one.table, words, proposing);
        return where && chosen ? [{ one, where, chosen }] : [];
      })
      .sort((one, other) => other.chosen.choices.length - one.chosen.choices.length);
    const [best] = options;
    if (best === undefined) continue;
    const { one, where, chosen } = best;
    const ranked: Ranked = {
      entity: words.entity,
      words,
      ...chosen,
      points: ENOUGH,
      margin: 1.5,
      because: [where.column],
    };
    found.set(one, { table: one.table, ranked: [ranked], where });
  }
  return settled.map((one) => found.get(one) ?? one);
}

/** The column that says what kind of people its records are, and the kinds that are the entity's. */
function kindsIn(
  { readings, columns, header, stem }: TableReading,
  { among }: EntityWords,
): Among | undefined {
  const people = [stem, ...readings.slice(0, 2)];
  if (among === undefined || !people.some(({ meanings }) => meanings.has(among.owner)))
    return undefined;
  const kinds = new Set(among.kinds.split(",").map(plainWord));
  for (const [at, column] of columns.entries()) {
    const { meanings } = readings[at] ?? { meanings: new Set<string>() };
    const isKind = KINDS_OF_STAFF.some((kind) => meanings.has(kind));
    if (!isKind || column.distinct.count > MOST_KINDS) continue;
    const is = column.frequent
      .map(({ value }) => value)
      .filter((value) => kinds.has(plainWord(value)));
    if (is.length > 0) return { column: header[at] ?? "", is: is.sort() };
  }
  return undefined;
}

const plainWord = (word: string): string => splitHeader(word).join("");
