import { groupBy } from "../../plain/group-by.ts";
import type { ReferenceFound } from "../assessment.ts";
import type { Ranked } from "./rank-entities.ts";
import type { TableReading } from "./read-table.ts";

/** A table, and the entities that it can be. */
export interface Contestant {
  readonly table: TableReading;
  readonly ranked: readonly Ranked[];
}

/** A table that is what another one is rather, and what is said of it. */
export interface Settled extends Contestant {
  readonly beaten?: Beaten;
}

/** What a table lost to, and how. */
export interface Beaten {
  readonly entity: string;
  /** The file that is proposed for the entity. */
  readonly by: string;
  /** Whether a person has to say what becomes of it: it may well be a part of the entity. */
  readonly isRival: boolean;
  /** Columns that it calls otherwise than the other one; undefined if more keeps them apart. */
  readonly rename?: Readonly<Record<string, string>>;
  readonly says: string;
}

const REFERRED = 1;
const MOST_REFERRED = 3;
const PER_TENFOLD = 0.3;
/** The parts of a table have this share of their columns in common. */
const IN_COMMON = 0.5;

interface Contest {
  readonly references: readonly ReferenceFound[];
  /** How many required fields a table has no column for. */
  readonly lacking: (ranked: Ranked) => number;
}

/**
 * Of several tables that could be one entity, one is: that of which most is known, to which others point,
 * which has more records. Tables whose columns have the same names, in any order, are parts of one. Without
 * records nothing is settled: then they are headers to be looked at one by one.
 */
export function contest(all: readonly Contestant[], { references, lacking }: Contest): Settled[] {
  const pointed = groupBy(references, ({ toFile }) => toFile);
  const standing = (one: Contestant) => {
    const { file, records } = one.table;
    const pointing = pointed.get(file)?.length ?? 0;
    const size = Math.log10((records ?? 0) + 1) * PER_TENFOLD;
    return (one.ranked[0]?.points ?? 0) + Math.min(pointing * REFERRED, MOST_REFERRED) + size;
  };
  const rivals = groupBy(
    all.filter(({ table }) => (table.records ?? 0) > 0),
    ({ ranked: [mine] }) => mine?.entity,
  );
  const bests = new Map([...rivals].map(([entity, some]) => [entity, highest(some, standing)]));
  return all.map((one): Settled => {
    const [mine] = one.ranked;
    if (mine === undefined || !one.table.records) return one;
    const { entity } = mine;
    const best = bests.get(entity);
    const its = best?.ranked[0];
    if (best === undefined || best === one || its === undefined) return one;
    const lacksMore = lacking(mine) > lacking(its);
    if (isPart(one, best) && !lacksMore) return one;
    return { table: one.table, ranked: [], beaten: beatenBy(best, one, { entity, lacksMore }) };
  });
}

/** The first of the highest. */
function highest<One>(all: readonly One[], standing: (one: One) => number): One | undefined {
  let top: { readonly one: One; readonly stands: number } | undefined;
  for (const one of all) {
    const stands = standing(one);
    if (top === undefined || stands > top.stands) top = { one, stands };
  }
  return top?.one;
}

function beatenBy(
  best: Contestant,
  one: Contestant,
  { entity, lacksMore }: { readonly entity: string; readonly lacksMore: boolean },
): Beaten {
  const by = best.table.file;
  const part = isPart(one, best);
  const rename = part ? {} : lacksMore ? undefined : otherNames(one, best);
  return {
    entity,
    by,
    isRival: !lacksMore || part,
    ...(rename && { rename }),
    says: `it could also be ${entity}; ${by} is proposed, as it has more evidence`,
  };
}

/** Whether two tables name the same things alike, in whatever order, and have most of their columns in common. */
function isPart(one: Contestant, other: Contestant): boolean {
  if (one.table.headless || other.table.headless) return false;
  const [mine, its] = [new Set(one.table.header), new Set(other.table.header)];
  const common = [...mine].filter((header) => its.has(header));
  const all = mine.size + its.size - common.length;
  if (common.length < all * IN_COMMON) return false;
  const [fields, others] = [fieldsByHeader(one), fieldsByHeader(other)];
  const [headers, otherHeaders] = [headersByField(fields), headersByField(others)];
  const agrees = (header: string) => {
    const [field, wanted] = [fields.get(header), others.get(header)];
    return field === undefined || wanted === undefined || field === wanted;
  };
  const isSame = ([field, header]: [string, string]) =>
    (otherHeaders.get(field) ?? header) === header;
  return common.every(agrees) && [...headers].every(isSame);
}

/** What the columns of a table are taken for. */
function fieldsByHeader({ table, ranked }: Contestant): Map<string, string> {
  const fields = new Map<string, string>();
  for (const { at, field, fields: several = [field], part = "" } of ranked[0]?.choices ?? []) {
    fields.set(table.header[at] ?? "", `${several.join(" ")} ${part}`.trim());
  }
  return fields;
}

const headersByField = (fields: ReadonlyMap<string, string>): Map<string, string> =>
  new Map([...fields].map(([header, field]) => [field, header]));

/**
 * The columns that two tables call differently; undefined if a new name alone does not make one of them
 * a part of the other: each writes down the names of persons in another way, say.
 */
function otherNames(one: Contestant, other: Contestant): Record<string, string> | undefined {
  if (one.table.headless || other.table.headless) return undefined;
  const [mine, its] = [one, other].map((each) => headersByField(fieldsByHeader(each)));
  if (mine === undefined || its === undefined) return undefined;
  const { first, last, whole } = one.ranked[0]?.names ?? {};
  const isName = (field: string) =>
    field.split(" ").some((part) => [first, last, whole].includes(part));
  const pairs = [...mine].map(([field, header]) => ({ field, header, wanted: its.get(field) }));
  const isApart = ({ field, wanted }: (typeof pairs)[number]) =>
    wanted === undefined
      ? isName(field)
      : wanted !== mine.get(field) && one.table.header.includes(wanted);
  if (pairs.some(isApart)) return undefined;
  return Object.fromEntries(
    pairs.flatMap(({ header, wanted = header }) => (wanted === header ? [] : [[header, wanted]])),
  );
}
