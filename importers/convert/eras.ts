import type { CalendarDay } from "./calendar.ts";

/** A span of years that is named in the cell: its names tell its calendar, and no mapping has to. */
interface Era {
  /** As words, single ideographs, or the letters of forms. */
  readonly names: readonly string[];
  /** What is added to its years. */
  readonly apart: number;
  /** Its first and last day as numbers, 19261225: days outside are of another era. */
  readonly from: number;
  readonly to: number;
}

const NO_END = 99_999_999;

/**
 * Japan's eras by their days, as JIS X 0301 and Java's calendar have them (Meiji counts days of our calendar since
 * its sixth year), the Republic of China's, and the words that Thailand and East Asia write before a year.
 */
const ERAS: readonly Era[] = [
  { names: ["明治", "明", "M"], apart: 1867, from: 18_730_101, to: 19_120_729 },
  { names: ["大正", "大", "T"], apart: 1911, from: 19_120_730, to: 19_261_224 },
  { names: ["昭和", "昭", "S"], apart: 1925, from: 19_261_225, to: 19_890_107 },
  { names: ["平成", "平", "H"], apart: 1988, from: 19_890_108, to: 20_190_430 },
  { names: ["令和", "令", "R"], apart: 2018, from: 20_190_501, to: NO_END },
  { names: ["中華民國", "中華民国", "中华民国"], apart: 1911, from: 19_120_101, to: NO_END },
  { names: ["民國", "民国", "民"], apart: 1911, from: 19_120_101, to: NO_END },
  { names: ["พ.ศ.", "พ.ศ", "พศ"], apart: -543, from: 0, to: NO_END },
  { names: ["ค.ศ.", "ค.ศ", "คศ"], apart: 0, from: 0, to: NO_END },
  { names: ["西暦", "西曆", "西历", "西元", "公元"], apart: 0, from: 0, to: NO_END },
];

const LETTER = /^[A-Z]$/i;
const byName = new Map(ERAS.flatMap((era) => era.names.map((name) => [name, era] as const)));
const names = [...byName.keys()].sort((one, other) => other.length - one.length);
const escaped = (name: string): string => name.replaceAll(".", "\\.");

/** Matches the name of an era, a letter of a form among them. */
export const ERA = `(?:${names.map(escaped).join("|")}|[mtshr])`;
/** The first year of an era has a name of its own. */
export const FIRST_YEAR_OF_ERA = "元";

/** Whether an era is named by a letter, as a code might be: S55, H1. */
export const isEraLetter = (name: string): boolean => LETTER.test(name);

/** The day of our calendar; undefined if the era has no such day. */
export function dayOfEra(name: string, { year, month, day }: CalendarDay): CalendarDay | undefined {
  const era = byName.get(name) ?? byName.get(name.toUpperCase());
  if (era === undefined || year < 1) return undefined;
  const ours = { year: year + era.apart, month, day };
  const number = ours.year * 10_000 + month * 100 + day;
  return number >= era.from && number <= era.to ? ours : undefined;
}

const NUMERALS = /[〇零一二三四五六七八九十百]+/g;
const DIGITS = "〇一二三四五六七八九";

/**
 * A day of an era in plain signs: what is as wide as an ideograph, and eras in one sign (㍼), as it is written
 * otherwise; numbers in words of China and Japan as digits (五十五 is 55, 一百一十 is 110).
 */
export function inPlainSigns(text: string): string {
  const plain = text.normalize("NFKC");
  return plain.replace(NUMERALS, (written) => String(numberOf(written.replaceAll("零", "〇"))));
}

function numberOf(written: string): number {
  if (!/[十百]/.test(written)) {
    return [...written].reduce((sum, sign) => sum * 10 + DIGITS.indexOf(sign), 0);
  }
  const [hundreds, below] = parted(written, "百");
  const [tens, ones] = parted(below, "十");
  const count = (digits: string) => Math.max(0, DIGITS.indexOf(digits.replace("〇", "") || "〇"));
  return hundreds * 100 + tens * 10 + count(ones);
}

/** How many of a unit there are, and the rest: 五十五 is five tens and 五. */
function parted(written: string, unit: string): readonly [number: number, rest: string] {
  const at = written.indexOf(unit);
  if (at === -1) return [0, written];
  const before = written.slice(0, at).replace("〇", "");
  return [before === "" ? 1 : DIGITS.indexOf(before), written.slice(at + 1)];
}
