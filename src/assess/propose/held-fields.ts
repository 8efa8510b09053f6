import type { Importer } from "../../../importers/define.ts";
import type { Holding } from "../../../importers/define-holding.ts";
import type { EntityWords } from "../../../importers/define-vocabulary.ts";

/** An entity as its target knows it: how its columns are called, and what its fields hold. */
export interface KnownEntity {
  readonly words: EntityWords;
  readonly importer: Importer | undefined;
}

/** What the fields are called that hold a person's name; undefined where the entity has none. */
export interface NameFields {
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly whole: string | undefined;
}

/** The field of an entity that holds this, as its target declares it. */
export function fieldHolding(importer: Importer | undefined, holding: Holding): string | undefined {
  const fields = Object.entries(importer?.fields ?? {});
  return fields.find(([, { holds }]) => holds === holding)?.[0];
}

/** First and last name may be no fields of their own: then the vocabulary names what the whole one is put together of. */
export function nameFields({ words: { composed }, importer }: KnownEntity): NameFields {
  return {
    first: composed.fullName?.first ?? fieldHolding(importer, "firstName"),
    last: composed.fullName?.last ?? fieldHolding(importer, "lastName"),
    whole: fieldHolding(importer, "fullName"),
  };
}

/** What a field holds; of a part of a whole name too that is no field itself. */
export function holdingOf(
  field: string,
  known: KnownEntity,
  { first, last }: NameFields,
): Holding | undefined {
  const declared = known.importer?.fields[field];
  if (declared !== undefined) return declared.holds;
  if (field === first) return "firstName";
  return field === last ? "lastName" : undefined;
}

const NAMES: ReadonlySet<Holding | undefined> = new Set<Holding | undefined>([
  "firstName",
  "lastName",
  "fullName",
]);

/** Whether it is a person's name or a part of one. */
export const isName = (holds: Holding | undefined): boolean => NAMES.has(holds);
