import { isByFile } from "../../../importers/convert/by-file.ts";
import { countingOf, withoutUtc } from "../../../importers/convert/counted-moment.ts";
import { usualDays } from "../../../importers/convert/date.ts";
import { isSaidByFile } from "../../mapping/file-options.ts";
import { candidateFormats, withoutOrder, writtenFormat } from "../across/candidates.ts";
import type { Decision } from "../assessment.ts";
import { SETTLING } from "../settling-option.ts";
import type { FieldEvidence } from "./field-evidence.ts";

/** What keeps an import from going on until a person has decided it. */
export interface Question {
  readonly entity: string;
  readonly field: string;
  readonly file: string;
  readonly columns: readonly string[];
  /** Why it is asked: what a lock remembers of a question that was put aside. */
  readonly kind: QuestionKind;
  /** The option of the mapping's field that decides. */
  readonly option: string;
  /** Another one that has to be said with it. */
  readonly also?: string;
  /** What is open, with its evidence: one sentence, no value. */
  readonly says: string;
  /** What may be written there. */
  readonly choices: readonly string[];
}

export type QuestionKind =
  | "several fit"
  | "turned"
  | "currencies"
  | "calendar"
  | "rival"
  | "contested"
  | "marks"
  | "unknown days"
  | "words"
  | "refused";

/** So many cells are no slips of the pen. */
export const PROOFS = 5;
/** A column of codes has no more of them. */
const MOST_CODES = 64;

/**
 * What an import through a mapping would get wrong, or refuse for the most part: a column that the
 * mapping does not say how to read, formats of which several fit, an order that the cells disprove.
 */
export function openQuestions(
  evidence: FieldEvidence,
  all: readonly FieldEvidence[] = [],
): Question[] {
  const { entity, field, file } = evidence;
  const asked = questionsOf(evidence);
  if (asked.length === 0) return [];
  const others = all.filter(
    (one) => one.entity === entity && one.field === field && one.file !== file,
  );
  return asked.map(({ ways, ...question }) => {
    const choices = ways.map((way) => written(way, evidence, others));
    return { ...question, choices };
  });
}

/** A question, and by option what may be said. */
interface Asked extends Omit<Question, "choices"> {
  readonly ways: readonly Options[];
}

function questionsOf(evidence: FieldEvidence): Asked[] {
  const found =
    severalFit(evidence) ??
    halfTurned(evidence) ??
    severalCurrencies(evidence) ??
    otherCalendar(evidence) ??
    orderInCalendar(evidence) ??
    rivalProven(evidence) ??
    contested(evidence) ??
    marksUndecided(evidence) ??
    mostlyRefused(evidence);
  return [found, unknownDays(evidence), undecidedWords(evidence)].filter(
    (one) => one !== undefined,
  );
}

/** So many cells have one day that it may stand for an unknown one, and nobody has said which it is. */
function unknownDays(evidence: FieldEvidence): Asked | undefined {
  const { placeholders, options, cells } = evidence;
  if (placeholders.length === 0 || options["unknownDays"] !== undefined) return undefined;
  const days = placeholders.map(({ day }) => day);
  const counts = placeholders.map(({ day, cells: count }) => `${count} are ${day}`);
  const says = `of ${cells} cells, ${counts.join(", ")}: say whether these days are real or stand for unknown ones`;
  const ways = [{ unknownDays: days }, { unknownDays: [] }];
  return { ...ask(evidence, "unknown days", says), option: "unknownDays", ways };
}

/** A word stands in place of a list, and may mean that there is nothing or that nobody asked. */
function undecidedWords(evidence: FieldEvidence): Asked | undefined {
  const words = Object.entries(evidence.words ?? {}).sort(([one], [other]) =>
    one < other ? -1 : 1,
  );
  if (words.length === 0) return undefined;
  const counts = words.map(([word, count]) => `${count} ${JSON.stringify(word)}`);
  const says = `of ${evidence.cells} cells, these words stand in place of what is listed: ${counts.join(", ")}; say of each what it means: "none-known", "not-recorded" or "undecided"`;
  const ways = ["none-known", "not-recorded", "undecided"].map((meant) => ({
    means: Object.fromEntries(words.map(([word]) => [word, meant])),
  }));
  return { ...ask(evidence, "words", says), option: "means", ways };
}

function ask(
  { entity, field, file, columns, ...evidence }: FieldEvidence,
  kind: QuestionKind,
  says: string,
): Asked {
  const decision = writtenHow(evidence);
  const option = SETTLING[decision?.subject ?? "dateFormat"];
  return { entity, field, file, columns, kind, option, says, ways: waysOf(decision) };
}

/** What certain evidence says, or each reading that it leaves. */
function waysOf(decision: Decision | undefined): Options[] {
  if (decision === undefined) return [];
  if (decision.ways !== undefined) return [...decision.ways];
  // What is certain without a word of the mapping leaves nothing to be written there.
  if (decision.status === "certain")
    return [decision.options].filter((one) => Object.keys(one).length > 0);
  if (decision.subject === "codes") return [];
  const option = SETTLING[decision.subject];
  const ways =
    decision.subject === "dateFormat"
      ? candidateFormats(decision.readings).map(writtenFormat)
      : decision.readings.filter(({ fits }) => fits > 0).map(({ reading }) => reading);
  return ways.map((one) => ({ [option]: one }));
}

type Options = Readonly<Record<string, unknown>>;

/** Nobody reads a list of more files, and each of them would be asked with it. */
const MOST_FILES = 100;

/** As the mapping is to say it: file by file, where the files of an entity are not written alike. */
function written(way: Options, { file }: FieldEvidence, others: readonly FieldEvidence[]): string {
  const options = Object.entries(way).map(([name, one]) => {
    const saidOf = (other: FieldEvidence) => other.options[name] ?? optionsOf(other)[name];
    const spelled = JSON.stringify(one);
    const differs =
      others.length < MOST_FILES &&
      isSaidByFile(name) &&
      others.some((other) => JSON.stringify(saidOf(other)) !== spelled);
    const beside = differs ? others.map((other) => [other.file, saidOf(other)]) : [];
    const files = Object.fromEntries([...beside, [file, one]]);
    return `${JSON.stringify(name)}: ${differs ? JSON.stringify(files) : spelled}`;
  });
  return options.join(", ");
}

const optionsOf = (evidence: FieldEvidence): Options => writtenHow(evidence)?.options ?? {};

/** How the cells are written: not the null tokens among them. */
export const writtenHow = ({ decisions }: Pick<FieldEvidence, "decisions">): Decision | undefined =>
  decisions.find(({ subject }) => !BESIDE.has(subject));
/** What says nothing of the order or the marks of a cell. */
const BESIDE: ReadonlySet<string> = new Set(["nullTokens", "centuryPivot", "currencies"]);

function severalFit(evidence: FieldEvidence): Asked | undefined {
  const ambiguous = evidence.refused["ambiguous"] ?? 0;
  if (ambiguous === 0) return undefined;
  const decision = writtenHow(evidence);
  const says = `${ambiguous} cells fit several of the mapping's formats${because(decision)}`;
  return ask(evidence, "several fit", says);
}

/** A spreadsheet seems to have exchanged day and month, and nobody has said in which cells. */
function halfTurned(evidence: FieldEvidence): Asked | undefined {
  const decision = writtenHow(evidence);
  if (decision?.turned === undefined || evidence.options["format"] !== undefined) return undefined;
  return ask(evidence, "turned", decision.evidence);
}

/** The years are of another calendar, and nobody has said of which. */
function otherCalendar(evidence: FieldEvidence): Asked | undefined {
  const decision = writtenHow(evidence);
  const isOpen = decision?.subject === "calendar" && evidence.options["calendar"] === undefined;
  if (!isOpen) return undefined;
  const asked = ask(evidence, "calendar", decision.evidence);
  return asked.ways.every(tellsFormat) && formatsOf(asked.ways) < 2
    ? asked
    : { ...asked, also: "format" };
}

/** Whether the calendar alone says how the days are written. */
const tellsFormat = ({ format, ...rest }: Options): boolean =>
  listOf(format ?? []).every((one) => usualDays(rest).includes(withoutWidths(one)));

const formatsOf = (ways: readonly Options[]): number =>
  new Set(ways.map(({ format }) => JSON.stringify(format))).size;

/** The calendar is said, and no cell proves whether the day or the month stands first. */
function orderInCalendar(evidence: FieldEvidence): Asked | undefined {
  const decision = writtenHow(evidence);
  const { calendar, format } = evidence.options;
  if (calendar === undefined || format !== undefined || decision === undefined) return undefined;
  const isOpen = decision.subject === "dateFormat" && decision.status === "undecided";
  const asked = ask(evidence, "several fit", decision.evidence);
  return isOpen && asked.ways.length > 1 ? asked : undefined;
}

/** An amount of one currency would be taken for one of another. */
function severalCurrencies(evidence: FieldEvidence): Asked | undefined {
  const found = evidence.decisions.find(({ subject }) => subject === "currencies");
  if (found === undefined || evidence.options["symbols"] !== undefined) return undefined;
  const ways = found.readings.map(({ reading }) => ({ symbols: reading.split(" ") }));
  const option = SETTLING[found.subject];
  const says = `${found.evidence}; those whose symbols are not listed are rejected`;
  return { ...ask(evidence, "currencies", says), option, ways };
}

/** Cells prove another order of the same marks: the others would be read as another day or amount. */
function rivalProven(evidence: FieldEvidence): Asked | undefined {
  const decision = writtenHow(evidence);
  const rival = decision?.readings.find(
    ({ reading, proves }) =>
      proves >= proofsFor(reading, evidence) && isRival(reading, evidence, decision),
  );
  if (decision === undefined || rival === undefined) return undefined;
  const said = saidReadings(evidence, decision).join(", ");
  return ask(
    evidence,
    "rival",
    `the mapping reads ${said}, and ${rival.proves} cells prove ${rival.reading}${because(decision)}`,
  );
}

/** A count is of another unit for the whole column: few cells prove it as many do. */
const proofsFor = (reading: string, { cells }: FieldEvidence): number =>
  countingOf(reading) === undefined ? PROOFS : Math.min(PROOFS, Math.max(cells, 1));

type Said = Pick<FieldEvidence, "options">;

interface Subject {
  readonly subject: string | null;
}

/** What the mapping reads a field as, in the words of the evidence. */
function saidReadings({ options }: Said, { subject }: Subject): readonly string[] {
  if (subject === "decimalSeparator") return [String(options["decimal"] ?? ".")];
  if (subject === "dateFormat")
    return listOf(options["format"] ?? usualDays(options)).map(withoutUtc);
  if (subject === "timeFormat") return listOf(options["format"] ?? ["HH:mm", "HH:mm:ss"]);
  return [];
}

/** Of all files, where the mapping says it file by file. */
const listOf = (written: unknown): readonly string[] =>
  (isByFile(written) ? Object.values(written) : [written]).flat() as string[];

/** Whether the mapping says that cells may be written so. */
export function isSaid(reading: string, said: Said, subject: Subject): boolean {
  const readings = saidReadings(said, subject).map(withoutWidths);
  return readings.includes(withoutWidths(reading));
}

function isRival(reading: string, evidence: FieldEvidence, decision: Decision): boolean {
  if (isSaid(reading, evidence, decision)) return false;
  if (decision.subject === "decimalSeparator") return true;
  if (decision.subject !== "dateFormat") return false;
  const shape = withoutOrder(reading);
  return saidReadings(evidence, decision).some((said) => withoutOrder(said) === shape);
}

const withoutWidths = (format: string): string =>
  format.replace(/DD|MMMM|MMM|MM|HH|hh/g, (token) => (token.length > 2 ? "MMM" : token.charAt(0)));

/** A code that is known may mean something else here: M is a woman beside H, and a man beside F. */
function contested(evidence: FieldEvidence): Asked | undefined {
  if (evidence.contested === 0) return undefined;
  const decision = writtenHow(evidence);
  const says = `${evidence.contested} cells have a code that may mean a different value${because(decision)}`;
  return ask(evidence, "contested", says);
}

function marksUndecided(evidence: FieldEvidence): Asked | undefined {
  const decision = writtenHow(evidence);
  const { decimal, group } = evidence.options;
  if (decision?.subject !== "decimalSeparator") return undefined;
  if (decimal !== undefined || group !== undefined) return undefined;
  const isOpen = decision.status === "undecided" && decision.undecided > 0;
  return isOpen || isByCurrency(decision) ? ask(evidence, "marks", decision.evidence) : undefined;
}

/** No cell proves it, only the currency has no three decimals: `9.500` would be read as 9.5. */
const isByCurrency = ({ readings, options }: Decision): boolean =>
  options["decimal"] === "," && readings.every(({ proves }) => proves === 0);

/** Most cells cannot be read as the mapping says, and could be otherwise. */
function mostlyRefused(evidence: FieldEvidence): Asked | undefined {
  const { cells, refused, refusedKinds } = evidence;
  const bad = Object.values(refused).reduce((sum, count) => sum + count, 0);
  const decision = writtenHow(evidence);
  if (bad * 2 <= cells) return undefined;
  const says = `${bad} of ${cells} cells cannot be read as the mapping says${because(decision)}`;
  if (refused["unknown"] !== undefined) {
    return refusedKinds > MOST_CODES
      ? undefined
      : { ...ask(evidence, "refused", says), option: "codes" };
  }
  if (decision === undefined || (cells - decision.unread) * 2 <= cells) return undefined;
  return ask(evidence, "refused", says);
}

const because = (decision: Decision | undefined): string =>
  decision === undefined ? "" : `: ${decision.evidence}`;
