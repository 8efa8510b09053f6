import type { ColumnProfile, FileProfile } from "../../src/assess/assessment.ts";
import { ColumnObserver } from "../../src/assess/profile/column.ts";
import { type FileRoles, rolesOf } from "../../src/assess/roles.ts";

// Profiles of columns and files, from a few cells.

/** What a column of these cells is. */
export function profileOf(cells: Iterable<string>, header = "x", position = 0): ColumnProfile {
  const column = new ColumnObserver({ file: "a.csv", header, position });
  for (const cell of cells) column.add(cell);
  return column.profile();
}

/** A file of which nothing but its columns is known, and what their headers say. */
export function rolesIn(columns: readonly ColumnProfile[]): FileRoles {
  const known = { file: "a.csv", records: columns[0]?.cells ?? 0, columns, keys: [], flaws: [] };
  // Its bytes are not read again.
  return rolesOf(known as unknown as FileProfile, undefined);
}
