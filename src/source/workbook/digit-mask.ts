// Formats that write digits between signs of their own: ids (`"MRN-"00000`), phones (`(000) 000-0000`). What is shown
// is what people know the record by, so it is what is read. Amounts, shares and units are not among them.

/** A format of digits and signs, by the numbers that it is for. */
export interface DigitMask {
  readonly sections: readonly Section[];
}

interface Section {
  /** Which numbers it is for; all unless said. */
  readonly condition?: { readonly sign: string; readonly limit: number };
  readonly parts: readonly Part[];
}

/** A sign that stands as it is, or the place of a digit. */
type Part = { readonly text: string } | { readonly digit: "0" | "#" };

const TOKEN = /"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|(.)/gsu;
const CONDITION = /^([<>]=?|=|<>)(-?\d+(?:\.\d+)?)$/;
/** What signs need no quotes for. */
const PLAIN_SIGNS = /^[-+ ():/!&'~{}<>=1-9]$/;
/** A currency is no part of an id. */
const MONEY =
  /\p{Sc}|\b(?:rs|usd|eur|inr|gbp|chf|kr|zł|dhs?|aed|sar|pkr|bdt|npr|lkr|egp|ngn|kes|zar|rp|rm|php|thb|cny|jpy|brl|mxn)\b/iu;

/** The mask that a format is; undefined if it is one of amounts, dates or plain numbers. */
export function digitMask(code: string): DigitMask | undefined {
  const sections = code.split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/).map(sectionOf);
  const [first] = sections;
  if (first === undefined || !isMask(first.parts)) return undefined;
  const conditional = sections.some(({ condition }) => condition !== undefined);
  const known = conditional ? sections : sections.slice(0, 1);
  return { sections: known.filter((one) => isMask(one.parts)) };
}

function sectionOf(code: string): Section {
  const tokens = [...code.matchAll(TOKEN)];
  const [, sign, limit] =
    tokens.map(([, , , bracket = ""]) => CONDITION.exec(bracket)).find((found) => found) ?? [];
  const parts = tokens.flatMap(partOf);
  return sign === undefined ? { parts } : { condition: { sign, limit: Number(limit) }, parts };
}

function partOf([, quoted, escaped, bracket, sign]: RegExpMatchArray): Part[] {
  if (sign === "0" || sign === "#") return [{ digit: sign }];
  if (sign !== undefined) return [{ text: PLAIN_SIGNS.test(sign) ? sign : UNKNOWN }];
  // A currency, and where it is used; other brackets show nothing.
  if (bracket !== undefined) {
    return bracket.startsWith("$") ? [{ text: bracket.slice(1).replace(/-.*$/, "") }] : [];
  }
  const text = quoted ?? escaped;
  return text === undefined ? [] : [{ text }];
}

/** Stands for a sign that means more than itself: a decimal mark, a share, a part of a date. */
const UNKNOWN = "\0";

function isMask(parts: readonly Part[]): boolean {
  const signs = parts.map((part) => ("text" in part ? part.text : "")).join("");
  if (signs.includes(UNKNOWN) || MONEY.test(signs)) return false;
  const digits = parts.filter((part) => "digit" in part);
  const zeros = digits.filter((part) => "digit" in part && part.digit === "0").length;
  const first = parts.findIndex((part) => "digit" in part);
  const last = parts.findLastIndex((part) => "digit" in part);
  const textIn = (some: readonly Part[]) =>
    some.some((part) => "text" in part && part.text.trim() !== "");
  // Only signs behind the digits are a unit: `0" kg"`.
  return digits.length > 0 && (zeros > 1 || (textIn(parts.slice(0, last)) && first >= 0));
}

/** A whole number as its mask shows it; below zero, and where no section is for it, as it is. */
export function masked(digits: string, { sections }: DigitMask): string {
  const number = Number(digits);
  const section = sections.find(({ condition }) => isFor(condition, number));
  if (section === undefined || digits.startsWith("-")) return digits;
  const { parts } = section;
  const places = parts.filter((part) => "digit" in part).length;
  const padded = digits.padStart(places, " ");
  let at = padded.length - places;
  let isFirst = true;
  return parts
    .map((part) => {
      if ("text" in part) return part.text;
      // Digits that have no place of their own stand before the first.
      const before = isFirst ? padded.slice(0, at) : "";
      isFirst = false;
      const own = padded[at++] ?? "";
      return before + (own === " " ? (part.digit === "0" ? "0" : "") : own);
    })
    .join("")
    .trim();
}

function isFor(condition: Section["condition"], number: number): boolean {
  if (condition === undefined) return true;
  const { sign, limit } = condition;
  switch (sign) {
    case "<":
      return number < limit;
    case "<=":
      return number <= limit;
    case ">":
      return number > limit;
    case ">=":
      return number >= limit;
    case "=":
      return number === limit;
    default:
      return number !== limit;
  }
}
