import type { Random } from "../random.ts";

// What the records of a made-up hospital are made of.

export type Counts = Readonly<Record<string, number>>;

/** One entity of the export: so many of a hundred records, or so many of which a hospital has few. */
export interface Entity {
  readonly columns: string;
  readonly share?: number;
  readonly fixed?: number;
  /** The nth record, counted from 1, as a line of its file. */
  readonly line: (of: Counts) => (n: number, random: Random) => string;
}

const START = Date.UTC(2021, 0, 1);
const DAY = 86_400_000;
const DAYS = 1_700;

/** So many days after the export begins; made once, as a date takes longer than all else of a line. */
const days = Array.from({ length: DAYS * 2 }, (_, after) =>
  new Date(START + after * DAY).toISOString().slice(0, 10),
);

export const day = (after: number): string => days[after % days.length] ?? "";
export const someDay = (random: Random): string => day(random.below(DAYS));
export const two = (number: number): string => String(number).padStart(2, "0");
export const time = (random: Random): string =>
  `${two(8 + random.below(12))}:${two(5 * random.below(12))}`;

const FIRST = "Asha Ravi Meera John Fatima Li Sam Noor Tom Aiko Omar Lena Ivan Chloe Juan".split(
  " ",
);
const LAST = "Rao Khan Patel Smith Wei Okoro Tanaka Lopez Brown Novak Silva Haddad".split(" ");
export const first = (random: Random): string => random.pick(FIRST);
export const last = (random: Random): string => random.pick(LAST);
export const name = (random: Random): string => `${first(random)} ${last(random)}`;

/** Any of so many. */
export const some = (prefix: string, count: number | undefined, random: Random): string =>
  `${prefix}${1 + random.below(count ?? 1)}`;

/** The nth goes round all of them, so that nobody has two of a kind by chance. */
export const round = (prefix: string, count: number | undefined, n: number): string =>
  `${prefix}${1 + (n % (count ?? 1))}`;
