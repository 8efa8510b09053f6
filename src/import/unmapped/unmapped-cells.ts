import { createHash } from "node:crypto";
import type { EntityMapping } from "../mapping.ts";
import type { Prepare } from "../prepare.ts";

/** A column of a file that no field is filled from. */
export interface UnmappedColumn {
  /** Its position in the header. */
  readonly at: number;
  /** As the header says; one without a name, or with that of another, is told by its position. */
  readonly name: string;
}

/** No cell but empty ones. */
export const NO_CELLS = "{}";

/** The columns that have no place in HMSync, those that the mapping ignores among them. */
export function unmappedColumns(
  header: readonly string[],
  { fields }: Pick<EntityMapping, "fields">,
): UnmappedColumn[] {
  const used = new Set(Object.values(fields).flatMap(({ columns }) => columns));
  const taken = new Set(header);
  return header.flatMap((name, at): UnmappedColumn[] => {
    if (used.has(name) && header.indexOf(name) === at) return [];
    const unique = name !== "" && header.indexOf(name) === at && name !== "__proto__";
    if (unique) return [{ at, name }];
    const told = distinctName(name, at, taken);
    taken.add(told);
    return [{ at, name: told }];
  });
}

function distinctName(name: string, at: number, taken: ReadonlySet<string>): string {
  const told = name === "" ? `column ${at + 1}` : `${name} (column ${at + 1})`;
  return taken.has(told) ? distinctName(told, at, taken) : told;
}

/** Adds to each record that is prepared what stands in its unmapped columns. */
export function keepingUnmapped(prepare: Prepare, columns: readonly UnmappedColumn[]): Prepare {
  if (columns.length === 0) return prepare;
  return (record) => {
    const filled = prepare(record);
    filled.unmapped = unmappedCells(record.cells, columns);
    return filled;
  };
}

/** The cells as they were read, by column, as JSON; empty ones are left out. */
function unmappedCells(cells: readonly string[], columns: readonly UnmappedColumn[]): string {
  const filled = columns.filter(({ at }) => (cells[at] ?? "") !== "");
  if (filled.length === 0) return NO_CELLS;
  return JSON.stringify(Object.fromEntries(filled.map(({ at, name }) => [name, cells[at]])));
}

/** What the crosswalk keeps of unmapped cells: 16 bytes of their SHA-256. */
export const hashOfCells = (cells: string): Buffer =>
  createHash("sha256").update(cells).digest().subarray(0, 16);
