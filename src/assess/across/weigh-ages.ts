import { UNHEARD } from "../../../importers/convert/unheard.ts";
import { fieldText, nothingOf } from "../../import/prepare/compile-field.ts";
import type { FittedFile } from "../../mapping/fit.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { readFitted } from "../../mapping/read-fitted.ts";
import { ByteReader } from "../../source/source-file.ts";
import type { Decision } from "../assessment.ts";
import { roleOf } from "../evidence/column-role.ts";
import type { FieldEvidence, FileEvidence } from "../lock/field-evidence.ts";

/** An age may be as old as the record; a century is more. */
const LEEWAY = 40;
/** So many ages of one century: fewer may be slips of the pen. */
const PROOFS = 5;

interface Context {
  readonly mapping: Mapping;
  /** `YYYY-MM-DD` */
  readonly asOf: string;
}

/**
 * Lets the century of births with two-digit years be decided by the ages beside them. The file is read
 * again only where it is open.
 */
export async function weighAges(
  fitted: FittedFile,
  evidence: FileEvidence,
  context: Context,
): Promise<FileEvidence> {
  const births = evidence.fields.find((one) => isOpenBirth(fitted, one));
  const age = ageField(fitted);
  if (births === undefined || age === undefined) return evidence;
  const years = await countYears(fitted, { births, age }, context);
  const fields = evidence.fields.map((one) =>
    one === births
      ? { ...one, decisions: one.decisions.map((each) => settle(each, years, context.asOf)) }
      : one,
  );
  return { ...evidence, fields };
}

/** The mapped field that says how old a person is, in years. */
const ageField = ({ importer, mapping }: FittedFile): string | undefined =>
  Object.keys(mapping.fields).find((name) => importer.fields[name]?.holds === "age");

function isOpenBirth({ importer }: FittedFile, { field, decisions, options }: FieldEvidence) {
  const declared = importer.fields[field];
  if (declared === undefined || roleOf(declared) !== "birth") return false;
  if (options["pivot"] !== undefined) return false;
  const century = decisions.find(({ subject }) => subject === "centuryPivot");
  const format = decisions.find(({ subject }) => subject === "dateFormat");
  return century?.status === "undecided" && format?.status === "certain";
}

/** By two-digit year, the births that the age beside them puts into this century, and the last. */
interface Years {
  readonly young: Int32Array;
  readonly old: Int32Array;
  readonly all: Int32Array;
}

async function countYears(
  fitted: FittedFile,
  { births, age }: { readonly births: FieldEvidence; readonly age: string },
  { mapping, asOf }: Context,
): Promise<Years> {
  const { field, options, decisions } = births;
  const years = { young: zeroes(), old: zeroes(), all: zeroes() };
  const now = Number(asOf.slice(0, 4));
  const said = decisions.find(({ subject }) => subject === "dateFormat")?.options;
  const born = converted(fitted, field, { mapping, options: { ...options, ...said, pivot: 99 } });
  const aged = converted(fitted, age, {
    mapping,
    options: fitted.mapping.fields[age]?.options ?? {},
  });
  for await (const group of readFitted(fitted, new ByteReader(fitted.file)).groups) {
    for (const { cells } of group) {
      const isWhole = cells.length === fitted.header.length;
      if (isWhole) countYear(years, { birth: born(cells), age: aged(cells), now });
    }
  }
  return years;
}

interface Person {
  /** In this century, as if all were. */
  readonly birth: unknown;
  readonly age: unknown;
  readonly now: number;
}

function countYear(years: Years, { birth, age, now }: Person): void {
  if (typeof birth !== "string") return;
  const year = Number(birth.slice(2, 4));
  add(years.all, year);
  if (typeof age !== "number") return;
  const about = now - age;
  if (Math.abs(about - (2000 + year)) <= LEEWAY) add(years.young, year);
  else if (Math.abs(about - (1900 + year)) <= LEEWAY) add(years.old, year);
}

function add(counts: Int32Array, year: number): void {
  counts[year] = (counts[year] ?? 0) + 1;
}

const zeroes = (): Int32Array => new Int32Array(100);

function converted(
  { importer, mapping: entity, header, lookups }: FittedFile,
  name: string,
  { mapping, options }: { readonly mapping: Mapping; readonly options: FieldEvidence["options"] },
): (cells: readonly string[]) => unknown {
  const written = entity.fields[name];
  const convert = importer.fields[name]?.compile(options, mapping);
  if (written === undefined || convert === undefined) return () => null;
  const nothing = nothingOf(written, entity);
  const read = fieldText(written, header, { nothing, lookups });
  return (cells) => {
    const text = read(cells);
    return nothing.has(text) ? null : convert(text, UNHEARD);
  };
}

function settle(decision: Decision, { young, old, all }: Years, asOf: string): Decision {
  if (decision.subject !== "centuryPivot") return decision;
  const sum = (years: Int32Array) => years.reduce((total, count) => total + count, 0);
  const says = `according to the ages beside them, ${sum(young)} are 20YY and ${sum(old)} 19YY`;
  const evidence = `${decision.evidence}; ${says}`;
  const pivot = pivotOf({ young, old, all }, Number(asOf.slice(2, 4)));
  if (sum(young) < PROOFS || pivot === undefined) return { ...decision, evidence };
  return { ...decision, status: "certain", evidence, options: { pivot } };
}

/** Later years than this one's are of the last century in any case. */
function pivotOf({ young, old, all }: Years, now: number): number | undefined {
  const firstOld = old.findIndex((count) => count > 0);
  if (firstOld === -1 || firstOld > now) return now;
  const lastYoung = young.findLastIndex((count) => count > 0);
  const between = all.slice(lastYoung + 1, firstOld).some((count) => count > 0);
  return firstOld > lastYoung && !between ? lastYoung : undefined;
}
