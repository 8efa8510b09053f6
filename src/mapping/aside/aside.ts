import { firstBy } from "../../plain/group-by.ts";
import type { EntityMapping, Mapping } from "../mapping.ts";
import type { Reader } from "../readers.ts";
import { secretPlaces } from "./secret-columns.ts";
import { type UnmappedColumn, unmappedColumns } from "./unmapped-cells.ts";

/** Who left something out and why; empty if the mapping does not say. */
export interface LeftOutBy {
  readonly by?: string | undefined;
  readonly why?: string | undefined;
}

/** What becomes of the cells of a column that no field is filled from. */
export interface AsideColumn extends UnmappedColumn, LeftOutBy {
  readonly fate: "kept" | "left out";
  /** Kept or left out as all such columns are, or by its name. */
  readonly named: boolean;
  /** What the readers of its file make of the column, in their order, if there are several. */
  readonly fates?: readonly Fate[];
  /** Its cells are not read. */
  readonly isSecret?: true;
}

/** What becomes of the cells of a column: a field is filled from them, they are kept, or left out. */
export type Fate = "field" | AsideColumn["fate"];

/** Of how a run was asked to go: keep all, keep none; as the mapping says where nothing was asked. */
export interface UnmappedSettings {
  readonly keepUnmapped?: boolean | undefined;
}

interface Header {
  readonly header: readonly string[];
  readonly mapping: EntityMapping;
  readonly readers?: readonly Reader[] | undefined;
}

/**
 * The columns of a file that no field is filled from. They are kept unless a person said otherwise: of the
 * column under `ignore`, of all of them under `unmapped` or with a flag. What looks like a secret is left out
 * unless a person asked for it.
 */
export function columnsAside(
  { header, mapping, readers }: Header,
  whole: Pick<Mapping, "unmapped">,
  settings: UnmappedSettings,
): AsideColumn[] {
  const own = asideOf({ header, mapping }, whole, settings);
  if (readers === undefined) return own;
  const found = readers.map((one) =>
    firstBy(asideOf({ header, mapping: one.mapping }, whole, settings), ({ at }) => at),
  );
  return own.map((column) => {
    const fates = found.map((aside): Fate => aside.get(column.at)?.fate ?? "field");
    return { ...column, fates };
  });
}

/** The same for one of the entities of a file. */
function asideOf(
  { header, mapping: entity }: Pick<Header, "header" | "mapping">,
  { unmapped }: Pick<Mapping, "unmapped">,
  { keepUnmapped }: UnmappedSettings,
): AsideColumn[] {
  const said = entity.unmapped ?? unmapped ?? "keep";
  const drops = keepUnmapped === false || said !== "keep";
  const dropped = said === "keep" ? {} : decidedBy(said);
  const secrets = new Set(secretPlaces(header, entity));
  const ignore = firstBy(entity.ignore, ({ column }) => column);
  return unmappedColumns(header, entity).map((column): AsideColumn => {
    const ignored = ignore.get(header[column.at] ?? "");
    const known = { at: column.at, name: column.name, named: ignored !== undefined };
    if (secrets.has(column.at)) return { ...known, ...SECRET };
    if (keepUnmapped === true) return { ...known, fate: "kept" };
    if (ignored !== undefined) return { ...known, fate: "left out", ...decidedBy(ignored) };
    return drops ? { ...known, fate: "left out", ...dropped } : { ...known, fate: "kept" };
  });
}

const SECRET = {
  fate: "left out",
  isSecret: true,
  by: "the import itself",
  why: 'it looks like a password or another secret, and was not read; "secrets" in the mapping lists those that are wanted',
} as const;

const decidedBy = ({ by, why }: LeftOutBy): LeftOutBy => ({
  ...(by !== undefined && { by }),
  ...(why !== undefined && { why }),
});

/** Whether a person stands for it that something is left out. */
export const isDecided = ({ by, why }: LeftOutBy): boolean => by !== undefined && why !== undefined;

/** Who left it out and why, in words. */
export function decisionText({ by, why }: LeftOutBy): string {
  const who = by === undefined ? "nobody is named" : `by ${by}`;
  return why === undefined ? who : `${who}: ${why}`;
}

/** How many cells are not empty, in words. */
export const filledText = (cells: number): string =>
  `${cells} filled ${cells === 1 ? "cell" : "cells"}`;
