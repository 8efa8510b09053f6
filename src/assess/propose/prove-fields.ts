import type { Field, Importer } from "../../../importers/define.ts";
import type { KeyCandidate } from "../assessment.ts";
import { soundsLikeKey } from "../relations/header-words.ts";
import type { Choice } from "./choice.ts";
import { namesId } from "./own-id.ts";
import type { HeaderReading } from "./read-header.ts";
import type { TableReading } from "./read-table.ts";
import { shareOf } from "./read-values.ts";

const IDENTIFIES = 0.8;
const ONLY_DAY = 0.75;
const NAMED_DAY = 0.71;
/** Days that are of something else. */
const OTHER_DAYS = ["created", "end", "left", "birth", "death", "registered"];
const NOT_OF_VISITS = [...OTHER_DAYS, "bill", "payment", "medicine", "insurance", "schedule"];

/**
 * What an entity cannot do without, and no name gives, the cells may: the column that identifies the records,
 * the only one that holds days.
 */
export function withProven(
  choices: readonly Choice[],
  { own, header, columns, readings, keys = [] }: TableReading,
  importer: Importer | undefined,
): Choice[] {
  const { dayField, licenceField, parents } = provable(importer);
  const lacks = (field: string) =>
    importer?.fields[field]?.required === true &&
    !choices.some((one) => one.field === field || one.fields?.includes(field));
  const lacksSurely = (field: string) =>
    importer?.fields[field]?.required === true &&
    !choices.some((one) => one.field === field && one.score >= NAMED_DAY);
  const free = (at: number) => !choices.some((one) => one.at === at);
  const proven = columns.length > 0 ? [...choices] : withFirst(choices, { own, readings });
  if (columns.length > 0 && own !== undefined && free(own) && lacks("legacyId")) {
    if (soundsLikeKey(header[own] ?? "")) {
      const why = "all its cells differ, and its name is that of an id";
      proven.push({ at: own, field: "legacyId", score: IDENTIFIES, says: "id", why });
    }
  }
  const licence = proven.findIndex(
    ({ at, field }) =>
      field === licenceField &&
      (columns.length > 0 ? identifies(header[at] ?? "", keys) : at === 0),
  );
  const licensed = proven[licence];
  if (licensed !== undefined && lacks("legacyId") && (own ?? licensed.at) === licensed.at) {
    const why =
      columns.length > 0
        ? "all its cells differ, and no other column is an id"
        : "it is the first column, and no other column is an id";
    const both = ["legacyId", licensed.field];
    proven[licence] = { ...licensed, field: "legacyId", fields: both, score: IDENTIFIES, why };
  }
  const days = columns.filter(
    (column) => free(column.position) && shareOf(column, "date", "dateTime") >= DAYS,
  );
  const [day] = days;
  const isOther = (at: number) => OTHER_DAYS.some((one) => readings[at]?.meanings.has(one));
  if (day !== undefined && days.length === 1 && !isOther(day.position) && lacks(dayField)) {
    const why = "it is the only column of dates";
    proven.push({ at: day.position, field: dayField, score: ONLY_DAY, says: "date", why });
  }
  return columns.length > 0 || !lacksSurely(dayField)
    ? proven
    : withNamedDay(proven, { readings, free, dayField, parents });
}

interface NamedDay {
  readonly readings: readonly HeaderReading[];
  readonly free: (at: number) => boolean;
  readonly dayField: string;
  /** Fields that name other records, and must. */
  readonly parents: readonly string[];
}

/** The fields of an entity that its cells may prove, and those that name other records and must. */
function provable(importer: Importer | undefined) {
  const fields = Object.entries(importer?.fields ?? {});
  const named = (is: (field: Field) => boolean) => fields.find(([, field]) => is(field))?.[0];
  return {
    dayField: named(({ kind, required }) => kind === "date" && required) ?? "",
    licenceField: named(({ holds }) => holds === "nationalId"),
    parents: fields.flatMap(([name, { reference, required }]) =>
      reference && required ? [name] : [],
    ),
  };
}

/** Without cells, what is called a day beside a patient and a doctor is the visit's, if no other column is. */
function withNamedDay(
  choices: readonly Choice[],
  { readings, free, dayField, parents }: NamedDay,
): Choice[] {
  const has = (field: string) => choices.some((one) => one.field === field);
  const weak = choices.find(({ field }) => field === dayField);
  const isDay = ({ meanings }: HeaderReading, at: number) =>
    (free(at) || at === weak?.at) &&
    ["date", "date time"].some((day) => day.split(" ").every((one) => meanings.has(one))) &&
    !NOT_OF_VISITS.some((one) => meanings.has(one));
  const days = readings.flatMap((reading, at) => (isDay(reading, at) ? [at] : []));
  const [at] = days;
  if (at === undefined || days.length > 1 || !parents.every(has)) return [...choices];
  const why = "it is the only column that is called a day";
  const found: Choice = { at, field: dayField, score: NAMED_DAY, says: "date", why };
  return [...choices.filter((one) => one !== weak), found];
}

/** Without cells, an id that comes first is the record's own, if it is not said to be somebody else's. */
const FIRST_ID = 0.72;
/** What is less sure is not mapped. */
const LEAST_MAPPED = 0.7;
const ANY_ID = new Set(
  "id number code serial care prescription emergency registered hospital person relative license".split(
    " ",
  ),
);
/** The choices with the id that comes first, where none is surer. */
function withFirst(
  choices: readonly Choice[],
  { own, readings }: Pick<TableReading, "own" | "readings">,
): Choice[] {
  const first = own === 0 ? readings[own] : undefined;
  const id = choices.find(({ field }) => field === "legacyId");
  const isFree = id === undefined && !choices.some(({ at }) => at === 0);
  const isElsewhere =
    id !== undefined && id.score < LEAST_MAPPED && !choices.some(({ at }) => at === 0);
  const isWeak = isFree || isElsewhere || (id?.at === 0 && id.score < FIRST_ID);
  if (first === undefined || !isWeak || !mayBeAnyId(first)) return [...choices];
  const why = "it is the first column, and its name is that of an id";
  const found: Choice = { at: 0, field: "legacyId", score: FIRST_ID, says: "id", why };
  return [...choices.filter((one) => one !== id), found];
}

const mayBeAnyId = (reading: TableReading["readings"][number]): boolean =>
  namesId(reading) && [...reading.meanings].every((meaning) => ANY_ID.has(meaning));

const DAYS = 0.9;

/** A number that the state gives is all that tells doctors apart in many systems: RPPS, NPI, colegiado. */
const identifies = (column: string, keys: readonly KeyCandidate[]): boolean =>
  keys.some(({ columns: [first, second], unique }) => unique && first === column && !second);
