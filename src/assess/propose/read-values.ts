import type { Vocabulary } from "../../../importers/define-vocabulary.ts";
import type { CellKind, ColumnProfile } from "../assessment.ts";
import { splitHeader } from "./split-header.ts";

/** What a column without a telling name is taken for, by its cells. */
export interface ValueReading {
  readonly meanings: readonly string[];
  /** What is taken from the score of whatever it is taken for. */
  readonly doubt: number;
  readonly why: string;
}

/** So many of the cells are of a kind before the column is. */
const MOST = 0.9;
const MANY = 0.6;
/** Days that lie so far apart, in years, are births. */
const LIFETIME = 40;
const DOUBT = { certain: 0.1, likely: 0.2 };

const FIRST_WORD = /^A?a+\+?$/i;
const TWO_WORDS = /^(?:A?a+\+?[ -]?){2,3}$/i;
const HOUSE_AND_STREET = /^9+\+?[a-z]? A?a/i;

/** Reads the columns of a table by their cells alone: for files that have no header. */
export function readByValues(
  columns: readonly ColumnProfile[],
  values: Vocabulary["values"],
): (ValueReading | undefined)[] {
  const found = columns.map((column, at) => readOne(column, at === 0, values));
  return pairNames(columns, found);
}

function readOne(
  column: ColumnProfile,
  first: boolean,
  values: Vocabulary["values"],
): ValueReading | undefined {
  const { certain, likely } = DOUBT;
  if (shareOf(column, "email") >= MOST)
    return said(["email"], certain, "its cells are e-mail addresses");
  if (shareOf(column, "date", "dateTime") >= MOST) return dayReading(column);
  if (shareOf(column, "time") >= MOST) return said(["time"], likely, "its cells are times of day");
  const known = knownValues(column, values);
  if (known !== undefined) return said([known], certain, `its cells look like a ${known}`);
  const { count } = column.distinct;
  if (first && count === column.cells) {
    return said(["id"], certain, "it is the first column, and all its cells differ");
  }
  if (shareOf(column, "phone") >= MOST)
    return said(["phone"], certain, "its cells are phone numbers");
  if (shapesLike(column, HOUSE_AND_STREET) >= MANY) {
    return said(["address"], likely, "its cells are street addresses");
  }
  const varied = count >= column.cells * MANY;
  if (varied && shapesLike(column, TWO_WORDS, / /) >= MANY) {
    return said(["name"], likely, "its cells are two or three capitalised words");
  }
  return undefined;
}

const said = (meanings: string[], doubt: number, why: string): ValueReading => ({
  meanings,
  doubt,
  why,
});

function dayReading(column: ColumnProfile): ValueReading {
  const [from, to] = [column.min, column.max].map((day) => Number(day?.slice(0, 4)));
  const birth = to !== undefined && from !== undefined && to - from >= LIFETIME;
  const why = birth ? "its dates span a lifetime" : "its cells are dates";
  const clock = shareOf(column, "dateTime") >= MANY ? ["time"] : [];
  return said(birth ? ["birth", "date"] : ["date", ...clock], DOUBT.likely, why);
}

/** Two neighbours of single capitalised words are a first and a last name. */
function pairNames(
  columns: readonly ColumnProfile[],
  found: readonly (ValueReading | undefined)[],
): (ValueReading | undefined)[] {
  const isName = (at: number) => {
    const column = columns[at];
    if (column === undefined || found[at] !== undefined) return false;
    const { count } = column.distinct;
    return shapesLike(column, FIRST_WORD) >= MANY && count >= column.cells * MANY;
  };
  const at = columns.findIndex((_, index) => isName(index) && isName(index + 1));
  if (at === -1) return [...found];
  const why = "two neighbouring columns of capitalised words";
  return found.map((reading, index) => {
    if (index === at) return said(["first"], DOUBT.likely, why);
    return index === at + 1 ? said(["last"], DOUBT.likely, why) : reading;
  });
}

/** The share of the cells that are of one of these kinds, empty ones left out. */
export function shareOf({ kinds }: ColumnProfile, ...wanted: CellKind[]): number {
  const all = Object.values(kinds).reduce((sum, count) => sum + count, 0);
  return all === 0 ? 0 : wanted.reduce((sum, kind) => sum + (kinds[kind] ?? 0), 0) / all;
}

function shapesLike({ shapes }: ColumnProfile, like: RegExp, also = /^/): number {
  const all = shapes.reduce((sum, { count }) => sum + count, 0);
  const fitting = shapes.filter(({ shape }) => like.test(shape) && also.test(shape));
  return all === 0 ? 0 : fitting.reduce((sum, { count }) => sum + count, 0) / all;
}

/** Every column is compared with the same few lists. */
const PLAIN = new Map<string, ReadonlySet<string>>();

function plainWords(words: string): ReadonlySet<string> {
  const known =
    PLAIN.get(words) ?? new Set(words.split(",").map((word) => splitHeader(word).join("")));
  PLAIN.set(words, known);
  return known;
}

/** What the frequent values of a column are values of. */
export function knownValues(
  { frequent, distinct }: ColumnProfile,
  values: Vocabulary["values"],
): string | undefined {
  const plain = frequent.map(({ value }) => splitHeader(value).join(""));
  const found = Object.entries(values).find(([, { words, most, share }]) => {
    if (distinct.count > most || plain.length === 0) return false;
    const known = plainWords(words);
    return plain.filter((value) => known.has(value)).length >= plain.length * share;
  });
  return found?.[0];
}
