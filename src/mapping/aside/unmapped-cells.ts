import { hash } from "node:crypto";
import { firstBy } from "../../plain/group-by.ts";
import type { EntityMapping } from "../mapping.ts";

/** A column of a file that no field is filled from. */
export interface UnmappedColumn {
  /** Its position in the header. */
  readonly at: number;
  /** As the header says; one without a name, or with that of another, is told by its position. */
  readonly name: string;
}

/** No cell but empty ones. */
export const NO_CELLS = "{}";

/** The columns that have no place in the application, those that the mapping ignores among them. */
export function unmappedColumns(
  header: readonly string[],
  { fields }: Pick<EntityMapping, "fields">,
): UnmappedColumn[] {
  // What leads to a record of another file is in no field itself.
  const used = new Set(
    Object.values(fields).flatMap(({ columns, from, beside }) => {
      return from === undefined && beside === undefined ? columns : [];
    }),
  );
  const taken = new Set(header);
  const first = firstBy(header.keys(), (at) => header[at]);
  return header.flatMap((name, at): UnmappedColumn[] => {
    const isFirst = first.get(name) === at;
    if (used.has(name) && isFirst) return [];
    const unique = name !== "" && isFirst && name !== "__proto__";
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

/** Where the cells of a record stand among those of others, written as JSON in UTF-8, and their hash. */
export interface CellBytes {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly hashes: Buffer;
  readonly hash: number;
}

/** What stands in the columns of a record that are kept. */
export interface Kept {
  /** JSON. */
  readonly unmapped?: string | undefined;
  readonly unmappedHash?: Buffer | undefined;
  /** The same, where it came from another thread: it is written on without being made a text. */
  readonly unmappedBytes?: CellBytes | undefined;
}

/** Whether a record has any cells that are kept. */
export function hasCells(kept: Kept): boolean {
  const bytes = kept.unmappedBytes;
  if (bytes !== undefined) return bytes.end - bytes.start > NO_CELLS.length;
  return kept.unmapped !== undefined && kept.unmapped !== NO_CELLS;
}

export const HASH_BYTES = 16;

/** What the crosswalk keeps of unmapped cells: the start of their SHA-256. */
export function hashOfCells(cells: string): Buffer {
  const bytes = Buffer.allocUnsafe(HASH_BYTES);
  hashCellsInto(bytes, 0, cells);
  return bytes;
}

/** A text of a sign for each byte takes a third of the time that a buffer takes. */
export function hashCellsInto(bytes: Buffer, at: number, cells: string): void {
  bytes.write(hash("sha256", cells, "binary"), at, HASH_BYTES, "latin1");
}
