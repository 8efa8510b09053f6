import { isByFile, saidFor } from "../../importers/convert/by-file.ts";
import type { FieldMapping } from "./field-mapping.ts";
import type { EntityMapping } from "./mapping.ts";
import type { Where } from "./where/condition.ts";

/** What a mapping may say file by file: `{ "visits_2023.csv": "DD/MM/YYYY", "*": "YYYY-MM-DD" }`. */
const BY_FILE = [
  ...["format", "pivot", "language", "calendar"],
  ...["decimal", "group", "negative"],
];

/** Whether a mapping may say an option file by file. */
export const isSaidByFile = (option: string): boolean => BY_FILE.includes(option);

const saidAlike = new WeakMap<EntityMapping, Map<string, EntityMapping>>();

/** The same entity, with what its fields say for one file: one for all files of which the same is said. */
export function entityOfFile(entity: EntityMapping, file: string): EntityMapping {
  const fields = Object.entries(entity.fields).map(
    ([name, field]) => [name, ofFile(field, file)] as const,
  );
  const where = whereOfFile(entity.where, file);
  const own = fields.filter(([name, field]) => field !== entity.fields[name]);
  if (where === entity.where && own.length === 0) return entity;
  const known = saidAlike.get(entity) ?? new Map<string, EntityMapping>();
  saidAlike.set(entity, known);
  const said = JSON.stringify([own.map(([name, field]) => [name, field?.options]), where]);
  const found = known.get(said) ?? { ...entity, where, fields: Object.fromEntries(fields) };
  known.set(said, found);
  return found;
}

function whereOfFile(where: Where | undefined, file: string): Where | undefined {
  if (where === undefined || "column" in where) return where;
  const own = where.map((condition) => ofFile(condition, file));
  return own.every((condition, at) => condition === where[at]) ? where : own;
}

function ofFile<Written extends Pick<FieldMapping, "options">>(
  field: Written,
  file: string,
): Written {
  // A field that the mapping does not have is there without a value.
  if (field === undefined || !BY_FILE.some((name) => isByFile(field.options[name]))) return field;
  const options = Object.entries(field.options)
    .map(([name, said]) => [name, isSaidByFile(name) ? saidFor(said, file) : said] as const)
    .filter(([, said]) => said !== undefined);
  return { ...field, options: Object.fromEntries(options) };
}

const namesByEntity = new WeakMap<EntityMapping, ReadonlySet<string>>();

/** The names of an entity's files in lower case, made once: a mapping may name as many as an export has. */
export function namesOf(entity: EntityMapping): ReadonlySet<string> {
  const known = namesByEntity.get(entity);
  if (known !== undefined) return known;
  const names = entity.file === undefined ? [] : [entity.file].flat();
  const made = new Set(names.map((name) => name.toLowerCase()));
  namesByEntity.set(entity, made);
  return made;
}
