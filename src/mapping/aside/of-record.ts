import type { FieldContext, Importer } from "../../../importers/define.ts";
import type { Reader } from "../readers.ts";
import { type JudgeRecord, recordsMeant } from "../where/records-meant.ts";
import type { AsideColumn, Fate } from "./aside.ts";

// A file may be read for several entities. What no field takes of a record is kept once, with one of those that it is of.

/** Says of a record which of the columns aside are kept, or left out, with this entity: by their order. */
export type AsideOfRecord = (cells: readonly string[]) => readonly boolean[];

interface SharedFile {
  readonly importer: Importer;
  readonly header: readonly string[];
  readonly readers?: readonly Reader[] | undefined;
}

/** Compiles it for one of the entities of a file; undefined if it is read for one only. */
export function asideOfRecord(
  { importer, header, readers }: SharedFile,
  columns: readonly AsideColumn[],
  context: FieldContext,
): AsideOfRecord | undefined {
  if (readers === undefined) return undefined;
  const own = readers.findIndex((one) => one.importer.entity === importer.entity);
  const judges = readers.map((one) => recordsMeant({ ...one, header }, context));
  const known = new Map<number, readonly boolean[]>();
  return (cells) => {
    const takers = takersOf(judges, cells, own);
    const found = known.get(takers) ?? columns.map((column) => keeperOf(column, takers) === own);
    known.set(takers, found);
    return found;
  };
}

/** A bit for each reader that takes a record. One that cannot tell rejects it, and keeps nothing yet. */
function takersOf(
  judges: readonly (JudgeRecord | undefined)[],
  cells: readonly string[],
  own: number,
): number {
  return judges.reduce((takers, judge, nth) => {
    const meant = judge?.(cells) ?? "meant";
    const takes = meant === "meant" || (nth === own && meant !== "other");
    return takes ? takers | (1 << nth) : takers;
  }, 0);
}

/** Whose a column's cell is, of the readers that take a record; none's if a field of one is filled from it. */
function keeperOf({ fates = [] }: AsideColumn, takers: number): number | undefined {
  const taking = [...fates.entries()].filter(([nth]) => (takers & (1 << nth)) !== 0);
  const having = (wanted: Fate) => taking.find(([, fate]) => fate === wanted)?.[0];
  return having("field") === undefined ? (having("kept") ?? having("left out")) : undefined;
}

/** Whether a column is told of with this entity: of a file that several read, it is with one. */
export function isToldWith(
  column: AsideColumn,
  { importer, readers }: Pick<SharedFile, "importer" | "readers">,
): boolean {
  if (readers === undefined) return true;
  const keeper = keeperOf(column, (1 << readers.length) - 1);
  return keeper !== undefined && readers[keeper]?.importer.entity === importer.entity;
}
