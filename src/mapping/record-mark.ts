import { createHash } from "node:crypto";
import { trimText } from "../../shared/trim-text.ts";
import type { EntityMapping } from "./mapping.ts";

// What tells a record from others in every export that has it.

/** Of a mark's digits; by chance, two of a million records' marks are alike once in two billion exports. */
const DIGITS = 18;

/**
 * Tells a record by its cells where it has no legacy id, or shares it. Empty cells at the end do not count: files
 * that people correct have as many cells in each row. No spreadsheet program takes a mark for a number.
 */
export function cellsMark(cells: readonly string[]): string {
  const bare = cells.map(trimText);
  const last = bare.findLastIndex((cell) => cell !== "");
  const text = JSON.stringify(bare.slice(0, last + 1));
  return `c${createHash("sha256").update(text).digest("hex").slice(0, DIGITS)}`;
}

/** What corrections call a column: `cell 7` where it has no name of its own, or a record has more cells than columns. */
export function columnName(header: readonly string[], at: number): string {
  const name = header[at] ?? "";
  return name !== "" && header.indexOf(name) === at ? name : `cell ${at + 1}`;
}

/** Where a column stands that corrections name; -1 if nowhere. */
export function columnAt(header: readonly string[], name: string): number {
  const named = name === "" ? -1 : header.indexOf(name);
  if (named >= 0) return named;
  const [, place] = /^cell ([1-9]\d{0,5})$/.exec(name) ?? [];
  return place === undefined ? -1 : Number(place) - 1;
}

/** A record's legacy id, as a mapping takes it from the cells. */
export function legacyIdIn(
  { fields }: Pick<EntityMapping, "fields">,
  header: readonly string[],
): (cells: readonly string[]) => string {
  const { columns = [], join = " " } = fields["legacyId"] ?? {};
  const at = columns.map((column) => header.indexOf(column));
  return (cells) =>
    at
      .map((position) => trimText(cells[position] ?? ""))
      .filter((part) => part !== "")
      .join(join);
}
