import type { FieldMapping } from "../field-mapping.ts";
import type { EntityMapping, Mapping } from "../mapping-data.ts";
import { type ColumnLink, linkNamed, type MergeMapping, type TableLink } from "./merges.ts";

/** The entities that links are read as, by name: what a mapping says of them follows from its `merges`. */
export function linkEntities({
  entities,
  merges,
}: Pick<Mapping, "entities"> & {
  readonly merges: Readonly<Record<string, MergeMapping>>;
}): Record<string, EntityMapping> {
  const made: Record<string, EntityMapping> = {};
  for (const [merge, { links }] of Object.entries(merges)) {
    for (const one of links) {
      const link = { merge, ...linkNamed(one) };
      const isFree = (name: string) => made[name] === undefined && entities[name] === undefined;
      const name = firstFree(entityName(one), isFree);
      const read = "column" in one ? ofColumn(one, entities[one.from]) : ofTable(one);
      if (read !== undefined) made[name] = { ...NOTHING, ...read, link };
    }
  }
  return made;
}

const NOTHING = { ignore: [], nullTokens: [], rules: {} } as const;

type Read = Pick<EntityMapping, "file" | "fields"> & Partial<EntityMapping>;

/** The records of the space, once more: what the column says is a row of its own. */
function ofColumn(link: ColumnLink, space: EntityMapping | undefined): Read | undefined {
  const id = space?.fields["legacyId"];
  if (space === undefined || id === undefined) return undefined;
  const { file, optional, where, nullTokens } = space;
  const cut = { strip: link.strip, pad: link.pad };
  const isCut = cut.strip !== undefined || cut.pad !== undefined;
  const to: FieldMapping = {
    columns: [link.column],
    join: " ",
    value: undefined,
    optional: false,
    options: {},
    ...(link.nullTokens && { nullTokens: link.nullTokens }),
    ...(isCut && { cut }),
  };
  const more = { ...(optional !== undefined && { optional }), ...(where && { where }) };
  return { file, nullTokens, fields: { legacyId: id, from: id, to }, ...more };
}

/** A table that may have no id of its own: both sides are what a row is known by. */
function ofTable({ file, where, from, with: to }: TableLink): Read {
  const columns = [...from.columns, ...to.columns];
  const legacyId: FieldMapping = {
    columns,
    join: " = ",
    value: undefined,
    optional: false,
    options: {},
  };
  return { file, fields: { legacyId, from, to }, ...(where && { where }) };
}

/** `patientsLinkedChildId`, `samePersonLinks`. */
function entityName(link: ColumnLink | TableLink): string {
  if ("column" in link) return camel(`${link.from} ${link.column}`);
  return camel(`${link.file.replace(/\.[^.]*$/, "")} links`);
}

function camel(words: string): string {
  const parts = words.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return parts
    .map((part, at) => (at === 0 ? part : `${part.charAt(0).toUpperCase()}${part.slice(1)}`))
    .join("");
}

function firstFree(name: string, isFree: (name: string) => boolean): string {
  for (let count = 1; ; count++) {
    const one = count === 1 ? name : `${name}${count}`;
    if (isFree(one)) return one;
  }
}
