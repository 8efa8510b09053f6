import { trimText } from "../../../shared/trim-text.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { LookedUp } from "../field-mapping.ts";
import type { EntityMapping, Mapping } from "../mapping.ts";
import { LookupTable, type SharedLookup } from "./lookup-table.ts";

/** A file's values by key, as far as fields are looked up in it by that key. */
export interface Lookup {
  /** The file, as the mapping calls it. */
  readonly file: string;
  /** Its columns that the key is made of. */
  readonly keys: readonly string[];
  /** Its columns that are looked up. */
  readonly columns: readonly string[];
  readonly table: LookupTable;
}

/** A file in which fields of other files are looked up, read to its end. */
export interface LookupFile {
  readonly file: SourceFile;
  /** Of the bytes that were read. */
  readonly sha256: string;
  readonly records: number;
  /** Records that could not be read, and are found by no key. */
  readonly unread: { readonly count: number; readonly lines: readonly number[] };
  /** The fields that take from it: `doctors.fullName`. */
  readonly fields: readonly string[];
  /** Its columns that none of them takes anything from, with the number of cells that are not empty. */
  readonly leftOut: readonly { readonly column: string; readonly cells: number }[];
  readonly lookups: readonly Lookup[];
}

/** Whether a name in a mapping is that of a file. */
export const isNamed = (file: Pick<SourceFile, "name">, name: string): boolean =>
  file.name.toLowerCase() === name.toLowerCase();

/** A lookup as it goes to another thread. */
export interface SentLookup extends Omit<Lookup, "table"> {
  readonly table: SharedLookup;
}

export const sendLookups = (lookups: readonly Lookup[]): SentLookup[] =>
  lookups.map((one) => Object.assign({}, one, { table: one.table.shared }));

export const receiveLookups = (sent: readonly SentLookup[]): Lookup[] =>
  sent.map((one) => Object.assign({}, one, { table: new LookupTable(one.table) }));

/** Whether a mapping names a file for what it says of the records of others. */
export const isLookedIn = (file: SourceFile, { entities }: Mapping): boolean =>
  Object.values(entities)
    .flatMap((entity) => Object.values(entity?.fields ?? {}))
    .some(({ from }) => from !== undefined && isNamed(file, from.file));

/** Whether all is at hand that fields of an entity are looked up in. */
export const hasAll = (
  files: readonly LookupFile[],
  { fields }: Pick<EntityMapping, "fields">,
): boolean =>
  Object.values(fields).every(
    ({ from }) =>
      from === undefined || files.some(({ lookups }) => lookups.some((one) => isFor(one, from))),
  );

/** What a key of a record led to: the cells, or why there are none. */
export type Found = readonly string[] | "no-match" | "several-matches";

/** Looks up what a field takes from another file; `empty` where the record has no key. */
export type FindCells = (cells: readonly string[]) => Found | "empty";

/** What separates the parts of a key; no cell has it. */
const BETWEEN = "\0";

export const keyOf = (parts: readonly string[]): string =>
  parts.length === 1 ? (parts[0] ?? "") : parts.join(BETWEEN);

/** Whether a field takes its values from this lookup. */
export const isFor = ({ file, keys }: Lookup, from: LookedUp): boolean =>
  file === from.file && keys.join(BETWEEN) === from.by.map(({ theirs }) => theirs).join(BETWEEN);

/**
 * Compiles a search for the cells that a field takes from another file. Keys are compared as exact trimmed
 * text; a record in which a part of the key is empty has none.
 *
 * @param nothing what stands for an empty cell
 */
export function findCells(
  from: LookedUp,
  header: readonly string[],
  { lookups = [], nothing }: FindingMeans,
): FindCells {
  const lookup = lookups.find((one) => isFor(one, from));
  if (lookup === undefined) return () => "no-match";
  const { table } = lookup;
  const own = from.by.map((key) => header.indexOf(key.own));
  const wanted = from.columns.map((column) => lookup.columns.indexOf(column));
  return (cells) => {
    const parts = own.map((at) => trimText(cells[at] ?? ""));
    if (parts.some((part) => nothing.has(part))) return "empty";
    const row = table.find(keyOf(parts));
    if (row === -1) return "no-match";
    if (wanted.some((column) => table.isContested(row, column))) return "several-matches";
    return wanted.map((column) => table.value(row, column));
  };
}

interface FindingMeans {
  readonly lookups: readonly Lookup[] | undefined;
  readonly nothing: ReadonlySet<string>;
}
