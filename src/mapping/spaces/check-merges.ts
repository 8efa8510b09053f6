import type { Importer } from "../../../importers/define.ts";
import { nearestHint } from "../../plain/nearest.ts";
import type { EntityMapping, Mapping } from "../mapping-data.ts";
import { linkNamed, type MergeMapping } from "./merges.ts";
import { declaredImporters, realmsOf } from "./space-importers.ts";

// What is wrong with the spaces and merges of a mapping, one line a key: the key's path first.

interface Checked {
  readonly entities: Mapping["entities"];
  readonly merges: Readonly<Record<string, MergeMapping>>;
  readonly importers: readonly Importer[];
}

export function wrongSpaces(checked: Checked): string[] {
  const { entities, merges } = checked;
  return [
    ...Object.entries(entities).flatMap(([entity, mapping]) =>
      mapping === undefined ? [] : wrongReferences(entity, mapping, checked),
    ),
    ...Object.entries(merges).flatMap(([entity, merge]) => wrongMerge(entity, merge, checked)),
  ].map((line) => `  ${line}`);
}

function wrongReferences(
  entity: string,
  { as = entity, fields }: EntityMapping,
  { entities, importers }: Checked,
): string[] {
  const declared = declaredImporters(importers);
  const own = declared.find((one) => one.entity === as);
  const realms = realmsOf(entities);
  return Object.entries(own?.fields ?? {}).flatMap(([name, { reference }]) => {
    const written = fields[name];
    if (written === undefined || reference === undefined || reference.rows) return [];
    const known = realms.get(reference.entity) ?? [];
    const at = `entities.${entity}.fields.${name}`;
    const to = written.options["to"];
    if (typeof to === "string") {
      const all = [...known, reference.entity];
      if (all.includes(to)) return [];
      return [`${at}.to: no ${reference.entity} here are "${to}"${nearestHint(to, all)}`];
    }
    const hiding = entities[reference.entity]?.as;
    if (known.length > 0 || hiding === undefined) return [];
    return [
      `${at}: names ${reference.entity}, but "${reference.entity}" are ${hiding} in this mapping; give that entity another name`,
    ];
  });
}

function wrongMerge(entity: string, merge: MergeMapping, checked: Checked): string[] {
  const { entities, importers } = checked;
  const declared = declaredImporters(importers).filter(({ partOf }) => partOf === undefined);
  const own = declared.find((one) => one.entity === entity);
  if (own === undefined) {
    const known = declared.map((one) => one.entity);
    return [`merges: does not know "${entity}"${nearestHint(entity, known)}`];
  }
  const realms = realmsOf(entities).get(entity) ?? [];
  const at = (key: string) => `merges.${entity}.${key}`;
  const unless =
    (known: readonly string[], what: string) =>
    (key: string, name: string): string[] =>
      known.includes(name) ? [] : [`${at(key)}: "${name}" ${what}${nearestHint(name, known)}`];
  const fields = Object.keys(own.fields).filter((name) => name !== "legacyId");
  const { from, links, prefer, compare = [], expect, match } = merge;
  const twice = from.find((name, nth) => from.indexOf(name) !== nth);
  const isSpace = unless(realms, `is no ${entity} of this mapping`);
  const isIn = unless(from, 'is not in "from"');
  const isField = unless(fields, `is no field of ${entity}`);
  const isTrait = unless([...TRAITS, ...fields], "is no trait");
  return [
    ...from.flatMap((name) => isSpace("from", name)),
    ...(twice === undefined ? [] : [`${at("from")}: has "${twice}" twice`]),
    ...links.flatMap((link, nth) => {
      const sides = linkNamed(link);
      const other = "column" in link ? "to" : "with";
      return [
        ...isIn(`links.${nth}.from`, sides.from),
        ...isIn(`links.${nth}.${other}`, sides.to),
        ...wrongColumnLink(link, at(`links.${nth}`), entities),
      ];
    }),
    ...Object.entries(prefer).flatMap(([field, space]) => [
      ...isField("prefer", field),
      ...isIn(`prefer.${field}`, space),
    ]),
    ...compare.flatMap((field) => isField("compare", field)),
    ...(match?.traits ?? []).flatMap((field) => isTrait("match.traits", field)),
    ...Object.entries(expect).flatMap(([space, by]) => [
      ...isIn("expect", space),
      ...wrongExpectation(at(`expect.${space}`), { space, by }, checked),
    ]),
  ];
}

/** What candidates are told by, besides single fields. */
const TRAITS = ["name", "birth", "phone", "gender", "email", "address"];

/** The file is read once more for its links, so that it must be named. */
function wrongColumnLink(
  link: MergeMapping["links"][number],
  at: string,
  entities: Mapping["entities"],
): string[] {
  if (!("column" in link)) return [];
  const space = entities[link.from];
  if (space === undefined || space.file !== undefined) return [];
  return [`${at}: needs the name of the file that has the column: entities.${link.from}.file`];
}

/** An entity that is to name records of a space has one field that does. */
function wrongExpectation(
  at: string,
  { space, by }: { readonly space: string; readonly by: string },
  { entities }: Checked,
): string[] {
  const mapping = entities[by];
  if (mapping === undefined) {
    return [`${at}: "${by}" is not mapped${nearestHint(by, Object.keys(entities))}`];
  }
  const names = Object.values(mapping.fields).some((field) => field?.options["to"] === space);
  return names ? [] : [`${at}: no field of ${by} says "to": "${space}"`];
}
