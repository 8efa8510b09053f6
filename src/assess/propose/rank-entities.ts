import type { Importer } from "../../../importers/define.ts";
import type { EntityWords, Vocabulary } from "../../../importers/define-vocabulary.ts";
import type { ColumnProfile } from "../assessment.ts";
import { mayCountClocks } from "../evidence/counted-moments.ts";
import { asCalled, isCalled, ownerOf, wordsOf } from "./called-so.ts";
import type { Candidate, Choice } from "./choice.ts";
import { chooseColumns } from "./choose-columns.ts";
import { type EntityMatch, weighEntities } from "./choose-entity.ts";
import { reachedParents } from "./find-through.ts";
import { fieldHolding, holdingOf, type NameFields, nameFields } from "./held-fields.ts";
import { isMentioned } from "./match-field.ts";
import { withProven } from "./prove-fields.ts";
import { exactly } from "./read-header.ts";
import type { TableReading } from "./read-table.ts";
import { shareOf } from "./read-values.ts";
import { WHOLE } from "./settle-names.ts";
import { holdsSeveralWords } from "./several-words.ts";
import { momentFields, saysMoment, splitMoments } from "./split-moments.ts";
import { type Hint, splitNames } from "./split-names.ts";
import { valueFit } from "./value-fit.ts";
import { asWhole, isFlat } from "./weigh-whole.ts";

/** An entity that a table may be, and what its columns would be then. */
export interface Ranked extends EntityMatch {
  readonly words: EntityWords;
  readonly choices: readonly Choice[];
  /** Columns that another one suits better. */
  readonly passed: readonly Candidate[];
  readonly hints: readonly Hint[];
  readonly names: NameFields;
  /** What its records are more exactly where others of the export are the same: appointments among visits. */
  readonly kind?: Ranked;
  /** How much more speaks for it than for the next one. */
  readonly margin: number;
}

/** What proposals are made with. */
export interface Proposing {
  readonly vocabulary: Vocabulary;
  readonly importers: readonly Importer[];
}

/** From so many points on a table is taken for an entity. */
export const ENOUGH = 2.4;
const MOMENTS = 0.5;
/** What speaks against an entity in a table whose own key is that of another one, which points to it. */
const POINTED_TO = 2.5;

/**
 * The entities that a table can be, the likeliest first; none if it is nothing of ours.
 *
 * @param least how many points an entity needs
 */
export function rankEntities(
  table: TableReading,
  proposing: Proposing,
  least: number = ENOUGH,
): Ranked[] {
  const { vocabulary } = proposing;
  const exact = exactTable(table);
  const weighed = weighEntities(table, vocabulary)
    .map((match) => {
      const view = wordsOf(match, vocabulary).exact ? exact : table;
      return asPointedTo(
        asWhole(asCalled(match, view, vocabulary), ownerOf(match, vocabulary), table),
        view,
        proposing,
      );
    })
    .sort((one, other) => other.points - one.points);
  const flat = isFlat(table);
  const possible = weighed.flatMap((match) => {
    const words = vocabulary.entities.find(({ entity }) => entity === match.entity);
    if (words === undefined) return [];
    const isEnough = match.points >= least;
    const chosen = isEnough ? columnsAs(table, words, proposing) : undefined;
    // What a table cannot be is no rival of what it is.
    return words.exact && chosen === undefined ? [] : [{ match, words, chosen }];
  });
  const ranked = possible.flatMap(({ match, words, chosen }, at): Ranked[] => {
    if (chosen === undefined) return [];
    const rival = possible.slice(at + 1).find((one) => !isKindOf(one, { words }));
    const ahead = match.points - Math.max(rival?.match.points ?? 0, 0);
    const margin = flat && FLAT.includes(words.owner) ? Math.min(ahead, EITHER) : ahead;
    return [{ ...match, ...chosen, words, margin }];
  });
  return withKinds(ranked, exact);
}

/** What is of a kind stands behind what it is a kind of, where that is possible. */
function withKinds(ranked: readonly Ranked[], exact: TableReading): Ranked[] {
  const isOpen = ({ words }: Ranked) =>
    words.kindOf === undefined ||
    (isNamedSo(exact, words.owner) && !ranked.some((one) => one.words.owner === words.kindOf));
  return ranked.filter(isOpen).map((one) => {
    const kind = ranked.find(
      ({ words }) => words.kindOf === one.words.owner && isOfKind(exact, words, one.words),
    );
    return kind === undefined ? one : { ...one, kind };
  });
}

const isNamedSo = ({ stem, readings, own }: TableReading, owner: string): boolean =>
  stem.meanings.has(owner) || readings[own ?? -1]?.meanings.has(owner) === true;

/** Whether a table says that its records are of a kind: by its name, its own id, or what nothing else gainsays. */
function isOfKind(
  { stem, readings, own }: TableReading,
  { owner }: EntityWords,
  { owner: general }: EntityWords,
): boolean {
  const key = readings[own ?? -1];
  const named = [stem, ...(key === undefined ? [] : [key])];
  const says = named.find(({ meanings }) => meanings.has(owner) || meanings.has(general));
  if (says !== undefined) return says.meanings.has(owner);
  const isBare = [...(key?.meanings ?? [])].every((one) => MARKS.has(one));
  return isBare && readings.some(({ meanings }) => meanings.has(owner));
}

/** What an own id may say that is nobody's. */
const MARKS = new Set(["id", "number", "code", "serial", "patient"]);

/** The table as entities read it that tell finer meanings apart. */
const exactTable = (table: TableReading): TableReading => ({
  ...table,
  readings: table.readings.map(exactly),
  stem: exactly(table.stem),
});

/** Whether the records of one of two entities may be those of the other. */
export const isKindOf = (
  one: { readonly words: EntityWords },
  other: { readonly words: EntityWords },
): boolean => one.words.kindOf === other.words.owner || other.words.kindOf === one.words.owner;

/** What a line of a patient and a visit in one may be, and how little then is between both. */
const FLAT = ["patient", "visit"];
const EITHER = 1;

/** What a table's columns are if it is one of the entity's; undefined if it lacks what all of those have. */
export function columnsAs(
  table: TableReading,
  words: EntityWords,
  proposing: Proposing,
): Pick<Ranked, "choices" | "passed" | "hints" | "names"> | undefined {
  const chosen = columnsOf(table, words, proposing);
  const reached = reachedParents(table, words, proposing.importers);
  const fields = new Set(chosen.choices.map(({ field }) => field).concat(reached));
  const has = (some: readonly string[]) => some.some((field) => fields.has(field));
  // A table that is called so needs less.
  const enough = isCalled(table, words) ? words.needs.some(has) : words.needs.every(has);
  return enough && (words.must ?? []).every(has) ? chosen : undefined;
}

/** A table that begins with the id of an appointment and names a patient's is one of appointments. */
function asPointedTo(
  match: EntityMatch,
  { readings, own }: TableReading,
  { vocabulary, importers }: Proposing,
): EntityMatch {
  if (own === undefined) return match;
  const keyed = (owner: string, among: typeof readings) =>
    among.some((reading) => isMentioned(`${owner} #`, reading));
  const owner = ownerOf(match, vocabulary);
  const isPointedTo = vocabulary.entities.some(
    (other) =>
      pointsTo(
        match.entity,
        importers.find(({ entity }) => entity === other.entity),
      ) &&
      other.kindOf !== owner &&
      keyed(other.owner, readings.slice(own, own + 1)) &&
      keyed(owner, readings),
  );
  return isPointedTo ? { ...match, points: match.points - POINTED_TO } : match;
}

const pointsTo = (entity: string, importer: Importer | undefined): boolean =>
  Object.values(importer?.fields ?? {}).some(({ reference }) => reference?.entity === entity);

/** What is a table's own id is surely its records' id, whatever it is called. */
const OWN_ID = 0.85;
/** A number of the state, where a table has no other id. */
const ONLY_ID = 0.72;
/** From this place on an id is rarely the table's own, where the first column may be one. */
const OTHERS = 3;
const BEHIND = 0.85;

function asOwn({ at, says, score }: Candidate, { own, columns }: TableReading): number {
  const national = says.startsWith("national");
  const byName = national || says === "user #";
  if (at === own && (columns.length > 0 || byName)) return Math.max(score, OWN_ID);
  // Behind the number of a person that comes first, an id is of something that the person has.
  if (columns.length === 0 && own === 0 && at >= OTHERS && says === "id") return score * BEHIND;
  return own === undefined && national ? Math.max(score, ONLY_ID) : score;
}

const STAMPED = 0.8;

/** Records that were all made at once came from another system: nobody was registered then. */
const isStamp = ({ says }: Candidate, column: ColumnProfile | undefined): boolean =>
  says === "made created" && (column?.cells ?? 0) > 1 && column?.distinct.count === 1;

/**
 * A visit's own number may be called as a patient's (`PROTOKOL_NO`): where another column names the patient
 * too, the table's own id is its record's.
 */
function withoutParent(
  { readings, own }: TableReading,
  { owner, refers = [] }: EntityWords,
): TableReading["readings"] {
  const key = own === undefined ? undefined : readings[own];
  const to = refers.find((one) => one !== owner && key?.meanings.has(one));
  const isNamed = (reading: TableReading["readings"][number]) =>
    reading !== key &&
    to !== undefined &&
    (isMentioned(`${to} #`, reading) || isMentioned(`${to} national`, reading));
  if (key === undefined || !readings.some(isNamed)) return readings;
  const byValues = {
    doubt: PARENT_DOUBT,
    why: `it is the first column, and another column refers to the ${to}`,
  };
  const meanings = new Set(["id"]);
  return readings.map((one) =>
    one === key ? { ...key, meanings, finer: undefined, byValues } : one,
  );
}

const PARENT_DOUBT = 0.1;

function columnsOf(
  table: TableReading,
  words: EntityWords,
  { importers }: Proposing,
): { choices: Choice[]; passed: Candidate[]; hints: Hint[]; names: NameFields } {
  const { columns } = table;
  const readings = withoutParent(words.exact ? exactTable(table) : table, words);
  const importer = importers.find(({ entity }) => entity === words.entity);
  const known = { words, importer };
  const names = nameFields(known);
  // The first id of a visit may well be its patient's.
  const refersToOthers = Object.values(importer?.fields ?? {}).some(({ reference }) => reference);
  const weigh = (candidate: Candidate): Candidate => {
    const kind = importer?.fields[candidate.field]?.kind ?? "text";
    const holds = holdingOf(candidate.field, known, names);
    const fit = valueFit({ kind, holds }, columns[candidate.at]);
    const reading = readings[candidate.at];
    const why = [reading?.byValues?.why ?? candidate.why, fit.why].filter(Boolean).join("; ");
    const isOwn = candidate.field === "legacyId" && !refersToOthers;
    const score = isOwn ? asOwn(candidate, table) : candidate.score;
    const whole =
      candidate.says === "name" &&
      reading?.meanings.has(words.owner) === true &&
      holdsSeveralWords(columns[candidate.at]);
    const factor = isStamp(candidate, columns[candidate.at]) ? STAMPED : fit.factor;
    return { ...candidate, ...(whole && { says: WHOLE }), score: score * factor, why };
  };
  const { choices: byName, passed } = chooseColumns(readings, known, weigh);
  const choices = withProven(byName, table, importer);
  const holdsMoments = ({ at }: Pick<Choice, "at">) => {
    const column = columns[at];
    if (column === undefined) return false;
    const counts = shareOf(column, "integer", "decimal") >= MOMENTS;
    const clocks = counts && mayCountClocks(Number(column.min), Number(column.max));
    return clocks || shareOf(column, "dateTime") >= MOMENTS;
  };
  const isMoment = ({ at }: Choice) => {
    const column = columns[at];
    if (column === undefined || column.cells === 0) return saysMoment(readings[at]);
    return holdsMoments({ at });
  };
  const days = ({ at }: Choice) => [columns[at]?.min ?? at, columns[at]?.max ?? at].join();
  const haveSameDays = (one: Choice, other: Choice) => days(one) === days(other);
  const moments = splitMoments(choices, {
    fields: momentFields(importer),
    isMoment,
    holdsMoments,
    haveSameDays,
  });
  const named = splitNames(moments.choices, columns, {
    // What is no field of its own cannot be filled.
    first: fieldHolding(importer, "firstName"),
    last: fieldHolding(importer, "lastName"),
    whole: names.whole,
  });
  return { ...named, names, passed: [...moments.passed, ...passed] };
}
