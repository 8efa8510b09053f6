import type { Importer } from "../../../importers/define.ts";
import type { EntityWords } from "../../../importers/define-vocabulary.ts";
import type { ReferenceFound } from "../assessment.ts";
import { ofFile } from "../of-file.ts";
import { chooseColumns } from "./choose-columns.ts";
import type { KnownEntity } from "./held-fields.ts";
import { exactly, type HeaderReading } from "./read-header.ts";
import type { TableReading } from "./read-table.ts";

// What a record has by way of another one: a prescription's patient is that of its visit, its medicine has its name in
// a list.

const SURE = 0.85;
const NAME = 0.72;
/** Where fewer keys are found, the file is not the one that is meant. */
const FOUND = 0.9;

/** Whether nearly all values of a column are keys of the other file. */
export const isFound = ({ values, dangling }: ReferenceFound): boolean =>
  dangling <= values * (1 - FOUND);

/** The readings of what the tables say that a table's records hang on, each without what names its own records. */
export function withReached(
  tables: readonly TableReading[],
  references: readonly ReferenceFound[],
): TableReading[] {
  return tables.map((table) => {
    const reached = pointingFrom(table, references).flatMap(({ toFile, toColumn }) => {
      const other = ofFile(tables, toFile)[0];
      return other === undefined ? [] : besides(other, toColumn);
    });
    return reached.length === 0 ? table : { ...table, reached };
  });
}

/** References to other files, first those that most records have. */
export function pointingFrom(
  { file, header, columns }: TableReading,
  references: readonly ReferenceFound[],
): ReferenceFound[] {
  const cells = (column: string) => columns[header.indexOf(column)]?.cells ?? 0;
  return ofFile(references, file)
    .filter((one) => one.toFile !== file && isFound(one))
    .sort((one, other) => cells(other.column) - cells(one.column));
}

/** None where many records share their key with another: which of them is meant nobody knows. */
function besides(
  { header, readings, keys = [], records }: TableReading,
  key: string,
): HeaderReading[] {
  const own = keys.find(({ columns }) => columns.length === 1 && columns[0] === key);
  const isShared = (own?.duplicates ?? 0) > (records ?? 0) * (1 - FOUND);
  return isShared ? [] : readings.filter((_, at) => header[at] !== key);
}

/** The parents without which no record of an entity is, that a table's records have by way of what they hang on. */
export function reachedParents(
  { reached = [] }: TableReading,
  words: EntityWords,
  importers: readonly Importer[],
): readonly string[] {
  if (reached.length === 0) return [];
  const importer = importers.find(({ entity }) => entity === words.entity);
  return parentsAmong(reached, { words, importer }).map(({ field }) => field);
}

function parentsAmong(readings: readonly HeaderReading[], known: KnownEntity) {
  return chooseColumns(
    asRead(readings, known.words),
    known,
    (candidate) => candidate,
  ).choices.filter(({ field, score }) => score >= SURE && isParent(known.importer, field));
}

const asRead = (readings: readonly HeaderReading[], { exact }: EntityWords) =>
  exact ? readings.map(exactly) : readings;

function isParent(importer: Importer | undefined, name: string): boolean {
  const field = importer?.fields[name];
  const { required = false, reference } = field ?? {};
  return reference !== undefined && (required || reference.owner);
}

/** The columns of a record that another one hangs on which say whose both are, by field. */
export function throughParent(
  other: TableReading,
  { toColumn }: ReferenceFound,
  known: KnownEntity,
): [string, string[]][] {
  const own = besides(other, toColumn);
  return parentsAmong(own, known).map(({ field, at }) => [field, [own[at]?.header ?? ""]]);
}

/** What an id is spelt by. */
const MARKS = new Set(["id", "number", "code"]);

/** What a list calls what a column has the ids of: `medicine_id` and the list's `name` are a medicine's name. */
export function throughList(
  table: TableReading,
  other: TableReading,
  { reference, known }: { readonly reference: ReferenceFound; readonly known: KnownEntity },
): [string, string[]][] {
  const at = table.header.indexOf(reference.column);
  const pointing = table.readings[at];
  if (pointing === undefined || at === table.own) return [];
  const own = asRead(besides(other, reference.toColumn), known.words);
  const about = asRead([pointing, other.stem], known.words)
    .flatMap(({ meanings }) => [...meanings])
    .filter((meaning) => !MARKS.has(meaning));
  const named = own.map((one): HeaderReading => {
    const isName = [...one.meanings].every(
      (meaning) => NAMING.has(meaning) || about.includes(meaning),
    );
    const meanings =
      isName && one.meanings.size > 0 ? new Set([...about, ...one.meanings]) : new Set<string>();
    return { ...one, meanings, finer: undefined };
  });
  return chooseColumns(named, known, (candidate) => candidate)
    .choices.filter(({ field, score }) => {
      const { kind, holds } = known.importer?.fields[field] ?? {};
      return score >= NAME && kind === "text" && (holds === undefined || holds === "notes");
    })
    .map(({ field, at: place }) => [field, [own[place]?.header ?? ""]]);
}

const NAMING: ReadonlySet<string> = new Set(["name", "description", "full"]);
