import { getTableColumns, getTableName } from "drizzle-orm";
import type { Field, Importer } from "../../importers/define.ts";
import { keyColumn } from "../db/key-column.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { linkNamed, type MergeMapping, usualCompare } from "../mapping/spaces/merges.ts";
import { declaredImporters } from "../mapping/spaces/space-importers.ts";
import type { Expected, Merge } from "./merge.ts";

/**
 * The merges that a mapping declares, in the database's own words.
 *
 * @param importers as the mapping has them
 */
export function mergesOf(
  { merges = {} }: Pick<Mapping, "merges">,
  importers: readonly Importer[],
): Merge[] {
  return Object.entries(merges).flatMap(([name, written]) => {
    const own = declaredImporters(importers).find(({ entity }) => entity === name);
    return own === undefined ? [] : [mergeOf(own, written, importers)];
  });
}

function mergeOf(own: Importer, written: MergeMapping, importers: readonly Importer[]): Merge {
  const nameOf = sqlNames(own);
  const filled = filledColumns(own);
  // A record that vanished from the export marks its own row; who has another record there is still a patient.
  const inactive = isMarked(own, filled) ? { [nameOf("isActive")]: 0 } : {};
  const compare = written.compare ?? usualCompare(own);
  const speaking = usualCompare(own).filter((field) => compare.includes(field));
  return {
    name: own.entity,
    table: getTableName(own.table),
    key: nameOf(keyColumn(own.table).key),
    spaces: written.from,
    links: written.links.map((link) => {
      const { cardinality } = link;
      return { ...linkNamed(link), ...(cardinality !== undefined && { cardinality }) };
    }),
    groups: filled.filter((group) => group.length > 1).map((group) => group.map(nameOf)),
    prefer: Object.fromEntries(
      Object.entries(written.prefer).map(([field, space]) => [columnOf(own, field), space]),
    ),
    compare: compare.map((field) => columnOf(own, field)),
    // One of the two alone may be a slip of the pen.
    contest: speaking.length > 1 ? speaking.map((field) => columnOf(own, field)) : [],
    blanks: { ...blanksOf(own), ...inactive },
    own: Object.keys(getTableColumns(own.table))
      .filter((key) => !filled.flat().includes(key) && !(nameOf(key) in inactive))
      .map(nameOf),
    expect: Object.entries(written.expect).flatMap(([space, by]) =>
      expectedOf({ space, by }, importers),
    ),
    references: referencesTo(own, importers),
  };
}

const sqlNames =
  ({ table }: Importer) =>
  (key: string): string =>
    getTableColumns(table)[key]?.name ?? key;

const columnOf = (importer: Importer, field: string): string =>
  sqlNames(importer)(importer.fields[field]?.column ?? field);

/** The columns that fields of a record fill, those together that come from one cell; the legacy id is the record's own. */
function filledColumns({ table, fields, derives }: Importer): string[][] {
  const columns = getTableColumns(table);
  const groups = Object.entries(fields)
    .filter(([name]) => name !== "legacyId")
    .map(([name, { column = name, currencyColumn, companion }]) =>
      [column, currencyColumn, companion?.column, ...(companion?.more ?? [])].filter(
        (key): key is string => key !== undefined && columns[key] !== undefined,
      ),
    )
    .filter((group) => group.length > 0);
  const known = new Set(groups.flat());
  return [...groups, ...derives.filter((key) => !known.has(key)).map((key) => [key])];
}

/** Whether rows whose records have vanished are marked, by a column that no field fills. */
const isMarked = ({ table }: Importer, filled: readonly (readonly string[])[]): boolean =>
  "isActive" in getTableColumns(table) && !filled.flat().includes("isActive");

/** What says as little as an empty cell: what an empty one becomes, and a gender that is not known. */
function blanksOf(importer: Importer): Record<string, string | number> {
  const said = Object.entries(importer.fields).flatMap(([name, field]) => {
    const blank = blankOf(field);
    return blank === undefined ? [] : [[columnOf(importer, name), blank] as const];
  });
  return Object.fromEntries(said);
}

function blankOf({ blank, holds, values = [] }: Field): string | number | undefined {
  if (typeof blank === "string" || typeof blank === "number") return blank;
  if (typeof blank === "boolean") return Number(blank);
  return holds === "gender" && values.includes("U") ? "U" : undefined;
}

/** The column by which records of an entity name those of a space. */
function expectedOf(
  { space, by }: { readonly space: string; readonly by: string },
  importers: readonly Importer[],
): Expected[] {
  const importer = importers.find(({ entity }) => entity === by);
  const field = Object.entries(importer?.fields ?? {}).find(
    ([, { reference }]) => reference?.entity === space,
  );
  if (importer === undefined || field === undefined) return [];
  return [
    {
      space,
      entity: by,
      table: getTableName(importer.table),
      column: columnOf(importer, field[0]),
    },
  ];
}

/** Columns of the target that name rows of the table, whether its schema says so or not. */
function referencesTo(own: Importer, importers: readonly Importer[]): Merge["references"] {
  const names = importers.filter(({ table }) => table === own.table).map(({ entity }) => entity);
  const all = importers.flatMap((importer) =>
    Object.entries(importer.fields).flatMap(([name, { reference, stored }]) => {
      const isMeant = names.includes(reference?.entity ?? "") && reference?.rows === undefined;
      if (!isMeant || stored === false) return [];
      return [{ table: getTableName(importer.table), column: columnOf(importer, name) }];
    }),
  );
  return [...new Map(all.map((one) => [`${one.table}.${one.column}`, one])).values()];
}
