import type { AlsoRows, Field, Importer } from "../../../importers/define.ts";
import { importersOfRows } from "../../../importers/define-also.ts";
import type { EntityMapping, Mapping } from "../mapping-data.ts";
import { type LinkOf, linkImporter } from "./link-importer.ts";

// A mapping may have several tables whose records are rows of one table, each with legacy ids of its own: a space. An
// importer is a value, so a space is an importer of its own, and whoever looks one up by its entity finds it.

/** What a mapping makes of importers, by entity; what is not said stays as the target declares it. Plain data. */
export type Spaces = Readonly<Record<string, SpaceOf>>;

export interface SpaceOf {
  /** The entity in whose table the records are rows. */
  readonly as?: string | undefined;
  /** By field, the entity whose legacy ids it holds. */
  readonly to?: Readonly<Record<string, string>> | undefined;
  /** Its records are links. */
  readonly link?: LinkOf | undefined;
}

type Spaced = Pick<Mapping, "entities">;

/** What a mapping makes of importers. */
export function spacesOf({ entities }: Spaced, importers: readonly Importer[]): Spaces {
  const realms = realmsOf(entities);
  const declared = declaredImporters(importers);
  const spaces = Object.entries(entities).flatMap(([entity, mapping]) => {
    // An entity that the mapping does not have is there without a value.
    if (mapping === undefined) return [];
    const { as, link } = mapping;
    const base = declared.find((one) => one.entity === (as ?? entity));
    const to = base === undefined ? {} : namedSpaces(base, mapping, realms);
    const isPlain = as === undefined && link === undefined && Object.keys(to).length === 0;
    return isPlain
      ? []
      : [[entity, { as, link, ...(Object.keys(to).length > 0 && { to }) }] as const];
  });
  return Object.fromEntries(spaces);
}

/** By entity of the target, the names under which a mapping has records of it. */
export function realmsOf(entities: Mapping["entities"]): ReadonlyMap<string, readonly string[]> {
  const realms = new Map<string, string[]>();
  for (const [name, mapping] of Object.entries(entities)) {
    if (mapping === undefined || mapping.link !== undefined) continue;
    const of = mapping.as ?? name;
    realms.set(of, [...(realms.get(of) ?? []), name]);
  }
  return realms;
}

/** The fields that name records of a space: as the mapping says, or of the only one that there is. */
function namedSpaces(
  { fields }: Importer,
  mapping: EntityMapping,
  realms: ReadonlyMap<string, readonly string[]>,
): Record<string, string> {
  const named = Object.entries(fields).flatMap(([name, { reference }]) => {
    const written = mapping.fields[name];
    if (written === undefined || reference === undefined || reference.rows) return [];
    const [only, ...others] = realms.get(reference.entity) ?? [];
    const to = written.options["to"] ?? (others.length === 0 ? only : undefined);
    return typeof to === "string" && to !== reference.entity ? [[name, to] as const] : [];
  });
  return Object.fromEntries(named);
}

/** What a target declares, whatever a mapping has made of it. */
export function declaredImporters(importers: readonly Importer[]): readonly Importer[] {
  if (importers.every(({ declared }) => declared === undefined)) return importers;
  return importers.flatMap((one) => one.declared ?? [one]);
}

/** The importers of a target as a mapping has them: its spaces and links among them, references to spaces leading there. */
export function spacedImporters(
  importers: readonly Importer[],
  spaces: Spaces,
  legacySystem: string,
): readonly Importer[] {
  const base = declaredImporters(importers);
  if (Object.keys(spaces).length === 0) return base;
  const added = Object.entries(spaces).flatMap(([entity, { as, to = {}, link }]) => {
    if (link !== undefined) return [linkImporter(entity, link, legacySystem)];
    const own = base.find((one) => one.entity === as);
    if (own === undefined) return [];
    return spaceImporters(pointedAt(own, to), entity, base);
  });
  const names = new Set(added.map((one) => one.entity));
  const isHidden = ({ entity, partOf }: Importer) => names.has(entity) || names.has(partOf ?? "");
  const kept = base
    .filter((one) => !isHidden(one))
    .map((one) => {
      const to = spaces[one.entity]?.to;
      return to === undefined ? one : { ...pointedAt(one, to), declared: [one] };
    });
  return [...kept, ...added];
}

/** A space as an importer, with what imports the rows that belong to its records. */
function spaceImporters(own: Importer, entity: string, base: readonly Importer[]): Importer[] {
  const hidden = base.filter((one) => one.entity === entity || one.partOf === entity);
  const also = own.also?.map((rows) => ({ ...rows, entity: rowsOfSpace(entity, rows) }));
  const space: Importer = {
    ...own,
    entity,
    spaceOf: own.entity,
    declared: hidden,
    ...(also && { also }),
  };
  const { timestamps, application } = own;
  const rows = importersOfRows(space).map((one) => ({
    ...(timestamps && { timestamps }),
    ...(application !== undefined && { application }),
    ...one,
    declared: [],
  }));
  return [space, ...rows];
}

/** `inpatientsListedAllergies`: the rows of two spaces are of different records. */
const rowsOfSpace = (space: string, { entity }: AlsoRows): string =>
  `${space}${entity.charAt(0).toUpperCase()}${entity.slice(1)}`;

function pointedAt(importer: Importer, to: Readonly<Record<string, string>>): Importer {
  const fields = Object.entries(importer.fields).map(([name, field]): [string, Field] => {
    const entity = to[name];
    const { reference } = field;
    if (entity === undefined || reference === undefined) return [name, field];
    return [name, { ...field, reference: { ...reference, entity } }];
  });
  return { ...importer, fields: Object.fromEntries(fields) };
}
