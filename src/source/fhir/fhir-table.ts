import type { Part, Taking } from "./taking.ts";
import { withoutEmpty, writeTree } from "./tree.ts";

/** A resource as JSON.parse reads it: to see what it is, and nothing else. */
export type Json = Readonly<Record<string, unknown>>;

/** A table that resources of one kind become: each of them is one record, or each element of a list in them. */
export interface FhirTable {
  readonly name: string;
  readonly types: readonly string[];
  /** Which resources of these types are meant; all unless said. */
  readonly holds?: (resource: Json) => boolean;
  readonly parts: readonly Part[];
  /** The list whose elements are the records; the resource's own table has no columns of it. */
  readonly each?: string;
}

/** What a record's own id is called, and what is left of its resource when all columns are filled. */
const [ID, MORE] = ["id", "more"];

const columns = new WeakMap<FhirTable, readonly string[]>();

/** The columns of a table: each begins with its name, so that no two tables have the same. */
export function columnsOf(table: FhirTable): readonly string[] {
  const known = columns.get(table);
  if (known !== undefined) return known;
  const own = table.parts.flatMap((part) => part.columns);
  const made = [ID, ...own, MORE].map((column) => `${table.name}.${column}`);
  columns.set(table, made);
  return made;
}

/** The cells of a record. */
export function cellsOf(table: FhirTable, id: string, taking: Taking): string[] {
  const own = table.parts.flatMap((part) => part.take(taking));
  const rest = withoutEmpty(taking.resource);
  return [id, ...own, rest === undefined ? "" : writeTree(rest)];
}

/** The values that a path leads to, through lists. */
export function valuesAt(from: unknown, path: string): unknown[] {
  let at: unknown[] = [from];
  for (const step of path.split(".")) {
    at = at.flatMap((one) => {
      const value = typeof one === "object" && one !== null ? (one as Json)[step] : undefined;
      return Array.isArray(value) ? value : [value];
    });
  }
  return at.filter((one) => one !== undefined && one !== null);
}

/** Whether one of the values at a path is one of these. */
export const has = (from: Json, path: string, ...wanted: readonly unknown[]): boolean =>
  valuesAt(from, path).some((one) => wanted.includes(one));

/** A resource of a type that becomes no table of its own: it is counted and named, and nothing is made of it. */
export const otherTable = (type: string): FhirTable => ({ name: type, types: [type], parts: [] });
