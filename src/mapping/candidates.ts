import type { Importer } from "../../importers/define.ts";
import { entityOfFile, namesOf } from "./file-options.ts";
import type { FittedFile, HeadedFile } from "./fit.ts";
import { isHeadless } from "./is-headless.ts";
import type { EntityMapping, Mapping } from "./mapping.ts";
import { mayBelong, type Unnamed } from "./second-files.ts";
import { conditionsOf } from "./where/condition.ts";

// Which entities a file may be, by the columns that it has.

/** What a file may be: what the mapping says, else what most of its columns are known to. */
export function bestSuited(candidates: readonly Candidate[]): Candidate[] {
  const whole = candidates.filter(({ missing }) => missing.length === 0);
  // A file that is said to be an entity is not another one that has more of its columns.
  const said = whole.filter(({ named }) => named);
  if (said.length > 0) return said;
  const most = Math.max(...whole.map(({ matched }) => matched.length));
  return whole.filter(({ matched }) => matched.length === most);
}

/** How well a file suits an entity. */
export interface Candidate {
  readonly fitted: FittedFile;
  readonly entity: string;
  /** Needed columns that the file lacks. */
  readonly missing: readonly string[];
  readonly needed: number;
  /** Columns of the file that the mapping knows. */
  readonly matched: readonly string[];
  readonly named: boolean;
}

export function candidate(one: HeadedFile, mapping: Mapping, importer: Importer): Candidate[] {
  const entity = mapping.entities[importer.entity];
  if (entity === undefined) return [];
  const names = namesOf(entity);
  const named = names.size > 0 && names.has(one.file.name.toLowerCase());
  if (names.size > 0 && !named && !one.isRenamed) return [];
  return [asEntity(one, entity, { importer, named })];
}

function asEntity(
  one: HeadedFile,
  entity: EntityMapping,
  { importer, named }: { readonly importer: Importer; readonly named: boolean },
): Candidate {
  const fields = Object.values(entity.fields);
  const needed = [
    ...fields.filter(({ optional }) => !optional).flatMap(({ columns }) => columns),
    ...conditionsOf(entity.where).map(({ column }) => column),
  ];
  const optional = fields.filter((field) => field.optional).flatMap(({ columns }) => columns);
  const known = new Set([...needed, ...optional, ...entity.ignore.map(({ column }) => column)]);
  const has = new Set(one.header);
  const missing = [...new Set(needed)].filter((column) => !has.has(column));
  const fitted: FittedFile = {
    ...one,
    importer,
    mapping: entityOfFile(entity, one.file.name),
    unmapped: one.header.filter((column) => column !== "" && !known.has(column)),
    absent: optional.filter((column) => !has.has(column)),
  };
  const matched = one.header.filter((column) => known.has(column));
  const needs = new Set(needed).size;
  return { fitted, entity: importer.entity, missing, needed: needs, matched, named };
}

/** The entity that names other files, and that a file which no entity names may belong to. */
export function unnamed(
  one: HeadedFile,
  mapping: Mapping,
  importers: readonly Importer[],
): Unnamed[] {
  return importers
    .flatMap((importer): Unnamed[] => {
      const entity = mapping.entities[importer.entity];
      if (entity?.file === undefined) return [];
      const { missing, matched } = asEntity(one, entity, { importer, named: false });
      const { file, header } = one;
      const known = { entity: importer.entity, mapping: entity, missing, matched };
      return [{ file: file.name, header, isHeadless: isHeadless(one), ...known }];
    })
    .filter(mayBelong)
    .sort((one, other) => other.matched.length - one.matched.length)
    .slice(0, 1);
}
