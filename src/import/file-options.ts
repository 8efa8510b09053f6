import type { FieldMapping } from "./field-mapping.ts";
import type { EntityMapping } from "./mapping.ts";

/** For every file that has no entry of its own. */
export const ANY_FILE = "*";

/** What a mapping may say file by file: `{ "visits_2023.csv": "DD/MM/YYYY", "*": "YYYY-MM-DD" }`. */
const BY_FILE = ["format", "pivot", "language", "calendar"];

/** Whether a mapping may say an option file by file. */
export const isSaidByFile = (option: string): boolean => BY_FILE.includes(option);

/** The same entity, with what its fields say for one file. */
export function entityOfFile(entity: EntityMapping, file: string): EntityMapping {
  const fields = Object.entries(entity.fields).map(([name, field]) => [name, ofFile(field, file)]);
  return { ...entity, fields: Object.fromEntries(fields) };
}

function ofFile(field: FieldMapping, file: string): FieldMapping {
  // A field that the mapping does not have is there without a value.
  if (field === undefined || !BY_FILE.some((name) => isByFile(field.options[name]))) return field;
  const options = Object.entries(field.options)
    .map(([name, said]) => [name, isSaidByFile(name) ? saidFor(said, file) : said] as const)
    .filter(([, said]) => said !== undefined);
  return { ...field, options: Object.fromEntries(options) };
}

/** Whether an option is said file by file. */
export const isByFile = (said: unknown): said is Readonly<Record<string, unknown>> =>
  typeof said === "object" && said !== null && !Array.isArray(said);

/** What an option says for one file; nothing where it names neither that nor all others. */
function saidFor(said: unknown, file: string): unknown {
  if (!isByFile(said)) return said;
  const named = Object.entries(said).find(([name]) => name.toLowerCase() === file.toLowerCase());
  return named?.[1] ?? said[ANY_FILE];
}
