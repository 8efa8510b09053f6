import type { Field, Importer } from "../../importers/define.ts";
import { defineTarget, type Target } from "../../importers/define-target.ts";
import type { EntityWords } from "../../importers/define-vocabulary.ts";
import type { EntityMapping, Mapping } from "../../src/mapping/mapping.ts";

// A target whose entities and fields have other names than HMSync's, and hold the same.

const MARK = "_q";
const turned = (name: string): string => [...name].reverse().join("");
const other = (name: string): string => `${turned(name)}${MARK}`;
/** That every entity has one is the rule of all targets. */
const otherField = (name: string): string => (name === "legacyId" ? name : other(name));
const withOtherNames = <T>(fields: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(fields).map(([name, one]) => [otherField(name), one]);

/** What is said with the target's names, with ours. */
export const asOurs = <T>(said: T): T =>
  JSON.parse(
    JSON.stringify(said).replace(new RegExp(`(\\w+)${MARK}`, "g"), (_, name: string) =>
      turned(name),
    ),
  );

export const renamed = (target: Target): Target =>
  defineTarget({
    ...target,
    importers: target.importers.map(renamedImporter),
    vocabulary: { ...target.vocabulary, entities: target.vocabulary.entities.map(renamedWords) },
  });

/** A mapping of that target. */
export function renamedMapping(mapping: Mapping): Mapping {
  const entities = Object.entries(mapping.entities).map(
    ([name, entity]): [string, EntityMapping] => {
      const fields = Object.fromEntries(withOtherNames(entity.fields));
      return [other(name), { ...entity, fields }];
    },
  );
  return { ...mapping, entities: Object.fromEntries(entities) };
}

function renamedImporter(importer: Importer): Importer {
  const fields = Object.entries(importer.fields).map(([name, field]): [string, Field] => {
    const { column = name, label = name, reference } = field;
    const named = { ...field, column, label };
    const to = reference && { ...reference, entity: other(reference.entity) };
    return [otherField(name), to === undefined ? named : { ...named, reference: to }];
  });
  return {
    ...importer,
    entity: other(importer.entity),
    fields: Object.fromEntries(fields),
    rules: importer.rules.map((rule) => ({ ...rule, fields: rule.fields.map(otherField) })),
  };
}

function renamedWords(words: EntityWords): EntityWords {
  const { first, last } = words.composed.fullName ?? {};
  const parts = first && last && { first: otherField(first), last: otherField(last) };
  return {
    ...words,
    entity: other(words.entity),
    fields: Object.fromEntries(withOtherNames(words.fields)),
    composed: { ...words.composed, ...(parts && { fullName: parts }) },
    needs: words.needs.map((some) => some.map(otherField)),
    ...(words.must && { must: words.must.map((some) => some.map(otherField)) }),
  };
}
