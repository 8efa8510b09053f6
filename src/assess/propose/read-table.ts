import type { Vocabulary } from "../../../importers/define-vocabulary.ts";
import { firstBy } from "../../plain/group-by.ts";
import type { ReferenceFound } from "../assessment.ts";
import { ofFile } from "../of-file.ts";
import type { Lexicon } from "./lexicon.ts";
import { namesId, ownId } from "./own-id.ts";
import {
  exactly,
  type HeaderReading,
  type Reading,
  readHeader,
  readHeaders,
} from "./read-header.ts";
import { withOwnNames } from "./read-own-names.ts";
import { withTwins } from "./read-twins.ts";
import { readByValues } from "./read-values.ts";
import type { TableKnown } from "./table-known.ts";

/** A table whose headers were read. */
export interface TableReading extends TableKnown {
  readonly readings: readonly HeaderReading[];
  /** What its file's name says. */
  readonly stem: HeaderReading;
  /** The column that says which record a record is. */
  readonly own: number | undefined;
  /** What the tables say that its records hang on. */
  readonly reached?: readonly HeaderReading[];
}

/** Reads the headers of a table; where they say nothing, its cells. */
export function readTable(
  table: TableKnown,
  lexicon: Lexicon,
  { values, entities }: Pick<Vocabulary, "values" | "entities">,
): TableReading {
  const called = table.called ?? stemOf(table.file);
  const stem = readHeader(called, lexicon);
  const people = entities.flatMap((one) => (one.people ? [one.owner] : []));
  const named = table.headless
    ? table.header.map((header) => ({ ...readHeader("", lexicon), header }))
    : withComments(
        withCoded(withUsers(withVitals(withPersons(table.header, { lexicon, called, people })))),
        table,
        lexicon,
      );
  if (table.columns.length === 0) {
    const readings = withFirstId(table, named);
    return { ...table, stem, readings, own: ownId(table, readings) };
  }
  const found = readByValues(table.columns, values);
  const readings = named.map((reading, at): HeaderReading => {
    const byValues = found[at];
    // A name that is known speaks; one that is not leaves the word to the cells.
    if (byValues === undefined || reading.meanings.size > 0) return reading;
    const meanings = new Set(byValues.meanings);
    return { ...reading, meanings, finer: undefined, unknown: [], byValues };
  });
  return { ...table, stem, readings, own: ownId(table, readings) };
}

/** A comment of more words tells a story. */
const MOST_WORDS = 6;
/** Somebody wrote it for people to read, and may have meant something else. */
const DOUBT_OF_COMMENT = 0.1;

/** A column whose name says nothing means what its database's comment says. */
function withComments(
  readings: readonly HeaderReading[],
  { comments = [] }: TableKnown,
  lexicon: Lexicon,
): readonly HeaderReading[] {
  return readings.map((reading, at): HeaderReading => {
    const comment = comments[at]?.trim() ?? "";
    if (reading.meanings.size > 0 || comment === "") return reading;
    if (comment.split(/\s+/).length > MOST_WORDS) return reading;
    const said = readHeader(comment, lexicon);
    if (said.meanings.size === 0) return reading;
    const byValues = { doubt: DOUBT_OF_COMMENT, why: "the database's comment says so" };
    return { ...said, header: reading.header, byValues };
  });
}

const withPersons = (header: readonly string[], reading: Reading): readonly HeaderReading[] =>
  withTwins(withOwnNames(readHeaders(header, reading), reading), reading.lexicon);

/** `export/patients.csv` is called patients. */
const stemOf = (file: string): string =>
  (file.split(/[/\\#]/).at(-1) ?? file).replace(/\.[a-z0-9]{1,5}(?:\.gz)?$/i, "");

const BODY = new Set(["body"]);

/** `HR` is an hour, and among what is measured of a body the rate of its heart. */
function withVitals(readings: readonly HeaderReading[]): readonly HeaderReading[] {
  if (!readings.some(({ meanings }) => meanings.has("body"))) return readings;
  return readings.map((one) =>
    /^hr$/i.test(one.header.trim()) ? { ...one, meanings: BODY, finer: undefined } : one,
  );
}

/** What is described beside a code is that code: `CODE`, `DESCRIPTION`. */
function withCoded(readings: readonly HeaderReading[]): readonly HeaderReading[] {
  const saysOnly = (meaning: string) => (one: HeaderReading) =>
    one.meanings.size === 1 && one.meanings.has(meaning);
  if (!readings.some(saysOnly("code"))) return readings;
  const isDescription = saysOnly("description");
  return readings.map((one) =>
    isDescription(one) ? { ...one, meanings: new Set(["code", "description"]) } : one,
  );
}

/** Whom a table names by what only patients or doctors have, or by a name. */
const KNOWN_PERSONS = [
  "patient",
  "person",
  "national",
  "name",
  "first",
  "last",
  "full",
  "relative",
];
const TRADES = ["specialty", "license", "npi", "qualification", "schedule"];
const USER_DOUBT = 0.2;

/** Of whoever sees a doctor on a day many systems know the user alone: `user_id, doctor_id, date`. */
function withUsers(readings: readonly HeaderReading[]): readonly HeaderReading[] {
  const says = (...some: readonly string[]) =>
    readings.some(({ meanings }) => some.some((one) => meanings.has(one)));
  const isUser = ({ meanings }: HeaderReading) => [...meanings].sort().join(" ") === "id user";
  const [first, ...others] = readings;
  if (!others.some(isUser) || !others.some(({ meanings }) => meanings.has("doctor")))
    return readings;
  if (first?.meanings.has("doctor") || says(...KNOWN_PERSONS) || says(...TRADES)) return readings;
  const why = "no other column says who came to the doctor";
  const meanings = new Set(["patient", "id"]);
  const patient = { meanings, finer: undefined, byValues: { doubt: USER_DOUBT, why } };
  const at = readings.findIndex((one, place) => place > 0 && isUser(one));
  return readings.map((one, place) => (place === at ? { ...one, ...patient } : one));
}

/** `PPID`, `Kundennr` */
const LIKE_AN_ID = /(?:id|_?n[or]|num|nummer|code|cod|key|pk)$/i;
const FIRST_DOUBT = 0.15;

/** Without cells, a first column of an unknown name that ends like an id's is one. */
function withFirstId(
  { header, headless }: TableKnown,
  readings: readonly HeaderReading[],
): readonly HeaderReading[] {
  const [first] = readings;
  const name = header[0]?.trim() ?? "";
  if (first === undefined || headless || first.meanings.size > 0 || !LIKE_AN_ID.test(name))
    return readings;
  const byValues = {
    doubt: FIRST_DOUBT,
    why: "it is the first column, and its name is that of an id",
  };
  const meanings = new Set(["id"]);
  return [{ ...first, meanings, finer: undefined, unknown: [], byValues }, ...readings.slice(1)];
}

/** An entity's table, and its column that other tables name it by. */
export interface KnownKey {
  readonly file: string;
  readonly key: string;
  /** The meaning that says that a column is the entity's. */
  readonly owner: string;
}

const DOUBT = 0.1;
/** From so many values and this share of them on, values say more than names. */
const ENOUGH_VALUES = 5;
const NEARLY_ALL = 0.9;

/**
 * Takes columns whose values are the keys of an entity for references, where their names say nothing, and
 * also where they say something else: a column that is called after patients, and whose values no patient
 * has, is not theirs while another one is.
 *
 * @param references by their file
 */
export function withReferences(
  table: TableReading,
  references: ReadonlyMap<string, readonly ReferenceFound[]>,
  keys: readonly KnownKey[],
): TableReading {
  const own = references.get(table.file) ?? [];
  const known = { references: firstBy(own, ({ column }) => column), keys };
  const pointing = table.header.map((header) => pointedTo(table.file, header, known));
  const proven = pointing.filter((to) => to?.isProven === true);
  const readings = table.readings.map((reading, at): HeaderReading => {
    const to = pointing[at];
    if (to === undefined) return withoutOwner(reading, keys, proven);
    const silent = reading.meanings.size === 0 || table.headless;
    if (to.isProven && reading.meanings.has(to.owner)) return asOwners(reading, to.owner);
    const isNumber = namesId(reading) || LICENCES.some((one) => reading.meanings.has(one));
    const other = to.isProven && isNumber && !reading.meanings.has(to.owner);
    if (!silent && !other) return reading;
    const meanings = new Set([to.owner, "id"]);
    const byValues = { doubt: DOUBT, why: to.why };
    return { ...reading, meanings, finer: undefined, unknown: [], byValues };
  });
  if (readings.every((reading, at) => reading === table.readings[at])) return table;
  return { ...table, readings, own: ownId(table, readings) };
}

/** An appointment's id is a visit's where the appointments of the export are its visits. */
function asOwners(reading: HeaderReading, owner: string): HeaderReading {
  if (exactly(reading).meanings.has(owner)) return reading;
  return { ...reading, finer: { meanings: new Set([owner, "id"]), unknown: [], slips: 0 } };
}

/** Numbers of the state that some systems know their doctors by. */
const LICENCES = ["license", "npi"];

interface PointedTo {
  readonly owner: string;
  readonly isProven: boolean;
  readonly why: string;
}

function pointedTo(
  file: string,
  header: string,
  known: {
    readonly references: ReadonlyMap<string, ReferenceFound>;
    readonly keys: readonly KnownKey[];
  },
): PointedTo | undefined {
  const found = known.references.get(header);
  if (found === undefined || found.toFile === file) return undefined;
  const key = ofFile(known.keys, found.toFile).find((one) => one.key === found.toColumn);
  if (key === undefined) return undefined;
  const there = found.values - found.dangling;
  return {
    owner: key.owner,
    isProven: found.values >= ENOUGH_VALUES && there >= found.values * NEARLY_ALL,
    why: `${there} of its ${found.values} values are ids of ${key.file}`,
  };
}

/** A column that is called an entity's, beside another one whose values are its ids. */
function withoutOwner(
  reading: HeaderReading,
  keys: readonly KnownKey[],
  pointing: readonly (PointedTo | undefined)[],
): HeaderReading {
  if (pointing.length === 0 || !namesId(reading)) return reading;
  const proven = pointing.find((to) => to !== undefined && reading.meanings.has(to.owner));
  const key = keys.find(({ owner }) => owner === proven?.owner);
  if (proven === undefined || key === undefined) return reading;
  const why = `its values are not ids of ${key.file}, but another column's are`;
  return {
    ...reading,
    meanings: new Set(["id"]),
    finer: undefined,
    byValues: { doubt: DOUBT, why },
  };
}
