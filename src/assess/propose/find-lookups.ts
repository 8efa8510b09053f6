import type { Holding, Importer } from "../../../importers/define.ts";
import type { LookupProposal, ReferenceFound } from "../assessment.ts";
import type { Choice } from "./choice.ts";
import { chooseColumns } from "./choose-columns.ts";
import type { Ranked } from "./rank-entities.ts";
import type { TableReading } from "./read-table.ts";

/** Fields that stand in another file where people and users of the program are kept apart. */
const OF_PERSONS: ReadonlySet<Holding | undefined> = new Set<Holding | undefined>([
  "firstName",
  "lastName",
  "fullName",
  "email",
  "phone",
  "gender",
  "birth",
]);
/** Fields that a list elsewhere gives a name to: `department_id`. */
const OF_LISTS = ["department", "specialty"];
const SURE = 0.85;
/** Where fewer keys are found, the file is not the one that is meant. */
const FOUND = 0.9;

interface Looking {
  readonly importer: Importer | undefined;
  readonly tables: readonly TableReading[];
  /** Files that are an entity's: what they hold is of others. */
  readonly taken: ReadonlySet<string>;
  readonly references: readonly ReferenceFound[];
}

/** What a table lacks and another file has, to which one of its columns points. */
export function findLookups(table: TableReading, best: Ranked, looking: Looking): LookupProposal[] {
  const { importer, references, tables, taken } = looking;
  const fed = new Set(best.choices.flatMap(({ field, fields = [field] }) => fields));
  const pointing = references.filter(
    ({ file, toFile, values, dangling }) =>
      file === table.file && !taken.has(toFile) && dangling <= values * (1 - FOUND),
  );
  const found: LookupProposal[] = [];
  for (const reference of pointing) {
    const other = tables.find(({ file }) => file === reference.toFile);
    if (other === undefined || importer === undefined) continue;
    const told = [...ofPerson(other, best, importer), ...ofList(table, other, reference)];
    for (const [field, headers] of told) {
      if (importer.fields[field] === undefined || fed.has(field)) continue;
      fed.add(field);
      found.push(lookup(field, headers, reference));
    }
  }
  return found;
}

function lookup(
  field: string,
  columns: readonly string[],
  { column, toFile, toColumn, values, dangling }: ReferenceFound,
): LookupProposal {
  const there = values - dangling;
  return {
    field,
    file: toFile,
    columns,
    by: { [toColumn]: column },
    reason: `${there} of the ${values} values of ${column} are in ${toFile}, column ${toColumn}`,
  };
}

/** Names and the like of the persons that a file of users holds. */
function ofPerson(
  other: TableReading,
  { words, choices }: Ranked,
  importer: Importer,
): [string, string[]][] {
  const hasName = choices.some(({ field }) => /name$/i.test(field));
  const found = chooseColumns(other.readings, words, (candidate) => candidate).choices.filter(
    ({ field, score, fields }) =>
      score >= SURE &&
      fields === undefined &&
      OF_PERSONS.has(importer.fields[field]?.holds) &&
      !(hasName && isName(field)),
  );
  return [...new Set(found.map(({ field }) => field))].map((field) => [
    field,
    found
      .filter((one) => one.field === field)
      .sort(byPart)
      .map(({ at }) => other.header[at] ?? ""),
  ]);
}

const isName = (field: string): boolean => /name$/i.test(field);
const byPart = (one: Choice, next: Choice): number => (one.part ?? 1) - (next.part ?? 1);

/** `department_id` points to the departments, which have a name. */
function ofList(
  table: TableReading,
  other: TableReading,
  { column }: ReferenceFound,
): [string, string[]][] {
  const reading = table.readings[table.header.indexOf(column)];
  return OF_LISTS.filter((field) => reading?.meanings.has(field)).flatMap((field) => {
    const at = other.readings.findIndex(
      ({ meanings }) =>
        (meanings.has("name") && [...meanings].every((one) => one === "name" || one === field)) ||
        (meanings.size === 1 && meanings.has(field)),
    );
    return at === -1 ? [] : [[field, [other.header[at] ?? ""]] as [string, string[]]];
  });
}
