import type { Importer } from "../../../importers/define.ts";
import type { Holding } from "../../../importers/define-holding.ts";
import type { EntityWords } from "../../../importers/define-vocabulary.ts";
import type { LookupProposal, ReferenceFound } from "../assessment.ts";
import { ofFile } from "../of-file.ts";
import type { Choice } from "./choice.ts";
import { chooseColumns } from "./choose-columns.ts";
import { pointingFrom, throughList, throughParent } from "./find-through.ts";
import { fieldHolding, isName } from "./held-fields.ts";
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
/** What a list elsewhere gives a name to, by the header's meaning and by what a field holds: `department_id`. */
const OF_LISTS = ["department", "specialty"] as const;
const SURE = 0.85;

interface Looking {
  readonly importer: Importer | undefined;
  readonly tables: readonly TableReading[];
  /** Files that are an entity's: what they hold is of others, unless they lend it. */
  readonly taken: ReadonlyMap<string, EntityWords>;
  readonly references: readonly ReferenceFound[];
}

/** What a table lacks and another file has, to which one of its columns points. */
export function findLookups(table: TableReading, best: Ranked, looking: Looking): LookupProposal[] {
  const { importer, references, tables, taken } = looking;
  const fed = new Set(best.choices.flatMap(({ field, fields = [field] }) => fields));
  const found: LookupProposal[] = [];
  for (const reference of pointingFrom(table, references)) {
    const other = ofFile(tables, reference.toFile)[0];
    if (other === undefined || importer === undefined) continue;
    const known = { words: best.words, importer };
    const lent = lentBy(other, { table, best, importer, reference, owner: taken.get(other.file) });
    const reached = throughParent(other, reference, known);
    const shared = bySharedNumber(other, {
      table,
      best,
      importer,
      reference,
      owner: taken.get(other.file),
    });
    for (const [field, headers] of [...lent, ...reached, ...shared]) {
      if (importer.fields[field] === undefined || fed.has(field)) continue;
      fed.add(field);
      found.push(lookup(field, headers, reference));
    }
  }
  return found;
}

/** A result is of the order that has the same specimen's number: what the record hangs on is looked up by it. */
function bySharedNumber(
  other: TableReading,
  { table, best, importer, reference, owner }: Lending,
): (readonly [string, string[]])[] {
  const own = best.choices.find(({ at }) => table.header[at] === reference.column);
  const key = other.header[other.own ?? -1];
  const isNumber = own !== undefined && importer.fields[own.field]?.kind === "text";
  if (!isNumber || key === undefined || key === reference.toColumn) return [];
  return Object.entries(importer.fields).flatMap(([field, { reference: to }]) =>
    to?.owner === true && to.entity === owner?.entity ? [[field, [key]] as const] : [],
  );
}

interface Lending {
  readonly table: TableReading;
  readonly best: Ranked;
  readonly importer: Importer;
  readonly reference: ReferenceFound;
  /** Whose the file is, if it is an entity's. */
  readonly owner: EntityWords | undefined;
}

/** What a file has of a table's records that is no entity's, or one that lends its names. */
function lentBy(
  other: TableReading,
  { table, best, importer, reference, owner }: Lending,
): (readonly [string, string[]])[] {
  const known = { words: best.words, importer };
  const persons = () => ofPerson(other, best, importer);
  const names = () => [
    ...ofList(table, other, { importer, reference }),
    ...throughList(table, other, { reference, known }),
  ];
  if (owner === undefined) return [...persons(), ...names()];
  if (owner.lends === undefined) return [];
  return owner.lends === "persons" ? persons() : names();
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
  const holds = (field: string) => importer.fields[field]?.holds;
  const hasName = choices.some(({ field }) => isName(holds(field)));
  const known = { words, importer };
  const found = chooseColumns(other.readings, known, (candidate) => candidate).choices.filter(
    ({ field, score, fields }) =>
      score >= SURE &&
      fields === undefined &&
      OF_PERSONS.has(holds(field)) &&
      !(hasName && isName(holds(field))),
  );
  return [...new Set(found.map(({ field }) => field))].map((field) => [
    field,
    found
      .filter((one) => one.field === field)
      .sort(byPart)
      .map(({ at }) => other.header[at] ?? ""),
  ]);
}

const byPart = (one: Choice, next: Choice): number => (one.part ?? 1) - (next.part ?? 1);

/** `department_id` points to the departments, which have a name. */
function ofList(
  table: TableReading,
  other: TableReading,
  { importer, reference }: { readonly importer: Importer; readonly reference: ReferenceFound },
): [string, string[]][] {
  const reading = table.readings[table.header.indexOf(reference.column)];
  return OF_LISTS.filter((list) => reading?.meanings.has(list)).flatMap((list) => {
    const field = fieldHolding(importer, list);
    const at = other.readings.findIndex(
      ({ meanings }) =>
        (meanings.has("name") && [...meanings].every((one) => one === "name" || one === list)) ||
        (meanings.size === 1 && meanings.has(list)),
    );
    return at === -1 || field === undefined
      ? []
      : [[field, [other.header[at] ?? ""]] as [string, string[]]];
  });
}
