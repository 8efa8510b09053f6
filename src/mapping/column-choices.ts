import type { Ask, Choice } from "../plain/ask.ts";
import { nearest } from "../plain/nearest.ts";
import type { LookedUp } from "./field-mapping.ts";
import type { EntityMapping } from "./mapping.ts";

// What keys of a mapping answer where its columns and those of a file part.

/** So many columns are offered; any other can be typed. */
const MOST_OFFERED = 8;

interface Misfit {
  readonly entity: string;
  readonly mapping: Pick<EntityMapping, "fields">;
  /** What is open, without a value. */
  readonly says: string;
  /** Columns that may be meant instead; the likeliest is found by its name. */
  readonly instead: readonly string[];
}

/** Asks which column each field takes that takes this one; of several that are joined, that one alone changes. */
export function askForColumn(column: string, misfit: Misfit, more: readonly Choice[] = []): Ask[] {
  const { entity, mapping, says } = misfit;
  const offered = likeliestFirst(column, misfit.instead);
  const asks = Object.entries(mapping.fields).flatMap(([field, { columns, from, optional }]) => {
    if (!columns.includes(column)) return [];
    const of = ["entities", entity, "fields", field];
    const choices = offered.map((one) => ({
      label: one,
      writes: takes(of, { columns: columns.map((own) => (own === column ? one : own)), from }),
    }));
    const lacks = {
      label: '"optional": true',
      writes: [{ path: [...of, "optional"], value: true }],
    };
    const isKey = field === "legacyId" || optional;
    const key = from === undefined ? (columns.length > 1 ? "columns" : "column") : "by";
    return {
      path: [...of, key],
      says,
      isFree: true,
      choices: [...choices, ...(isKey ? [] : [lacks]), ...more],
    };
  });
  // A column that a condition reads: `where` is written anew.
  return asks.length > 0
    ? asks
    : [{ path: ["entities", entity, "where"], says, isFree: true, choices: more }];
}

/** A few of the names that are there, the one that looks alike first. */
export function likeliestFirst(name: string, known: readonly string[]): readonly string[] {
  const alike = nearest(name, known);
  const others = known.filter((one) => one !== alike && one !== name);
  return [...(alike === undefined ? [] : [alike]), ...others].slice(0, MOST_OFFERED);
}

interface Source {
  readonly columns: readonly string[];
  readonly from: LookedUp | undefined;
}

/** What is written for a field to take these columns, whichever way it was written before. */
function takes(field: readonly string[], { columns, from }: Source): Choice["writes"] {
  if (from !== undefined) {
    const by = from.by.map(({ theirs }, at) => [theirs, columns[at]]);
    return [{ path: [...field, "by"], value: Object.fromEntries(by) }];
  }
  const [key, other, value] =
    columns.length > 1 ? ["columns", "column", columns] : ["column", "columns", columns[0]];
  return [{ path: [...field, other as string] }, { path: [...field, key as string], value }];
}

/** Leaving a column out is a decision with a name and a reason. */
export const leavingOut = (entity: string, column: string): Choice => ({
  label: `leave out ${column}`,
  isSigned: true,
  writes: [{ path: ["entities", entity, "ignore"], column, value: { column } }],
});

/** Naming a file for an entity, beside those that are named already. */
export const namingFile = (
  entity: string,
  file: string,
  { file: named = [] }: Pick<EntityMapping, "file">,
): Choice => ({
  label: `${file} is one of ${entity}`,
  writes: [{ path: ["entities", entity, "file"], value: oneOrAll([...[named].flat(), file]) }],
});

const oneOrAll = (names: readonly string[]): unknown => (names.length === 1 ? names[0] : names);
