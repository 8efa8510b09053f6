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

interface Beaten {
  readonly entity: string;
  /** Whether it lacks no more of what is required than the table that is proposed. */
  readonly isRival: boolean;
  readonly says: string;
}

const REFERRED = 1;
const MOST_REFERRED = 3;
const PER_TENFOLD = 0.3;

interface Contest {
  readonly references: readonly ReferenceFound[];
  /** How many required fields a table has no column for. */
  readonly lacking: (ranked: Ranked) => number;
}

/**
 * Of several tables that could be one entity, one is: that of which most is known, to which others point,
 * which has more records. Tables with the same columns are parts of one. Without records nothing is settled:
 * then they are headers to be looked at one by one.
 */
export function contest(all: readonly Contestant[], { references, lacking }: Contest): Settled[] {
  const standing = (one: Contestant) => {
    const { file, records } = one.table;
    const pointing = references.filter(({ toFile }) => toFile === file).length;
    const size = Math.log10((records ?? 0) + 1) * PER_TENFOLD;
    return (one.ranked[0]?.points ?? 0) + Math.min(pointing * REFERRED, MOST_REFERRED) + size;
  };
  return all.map((one): Settled => {
    const entity = one.ranked[0]?.entity;
    if (entity === undefined || !one.table.records) return one;
    const rivals = all.filter(
      ({ table, ranked }) => ranked[0]?.entity === entity && (table.records ?? 0) > 0,
    );
    const best = rivals.reduce((top, rival) => (standing(rival) > standing(top) ? rival : top));
    if (best === one || isPart(one.table, best.table)) return one;
    const says = `it could be ${entity} too; ${best.table.file} is proposed, of which more is known`;
    const [mine, its] = [one, best].map(({ ranked: [first] }) => (first ? lacking(first) : 0));
    const isRival = (mine ?? 0) <= (its ?? 0);
    return { table: one.table, ranked: [], beaten: { entity, isRival, says } };
  });
}

const isPart = (one: TableReading, other: TableReading): boolean =>
  !one.headless && one.header.join("\n") === other.header.join("\n");
