import { hasTitle } from "../../mapping/person-name.ts";
import type { ColumnProfile } from "../assessment.ts";
import type { Choice } from "./choice.ts";
import type { NameFields } from "./held-fields.ts";

/** What else may be done with a column, and why it is not done. */
export interface Hint {
  /** The column's place, from 0. */
  readonly at: number;
  readonly field: string;
  readonly score: number;
  readonly reason: string;
}

const MOST = 0.9;
const MANY = 0.5;
/** Fewer names show nothing. */
const FEWEST = 3;
const HINTED = 0.6;
const LAST_FIRST = /^[^,]+,\s*[^,]+$/;
const TWO_WORDS = /^\S+\s+\S+$/;

/**
 * A column of whole names feeds a first and a last name where a comma proves which is which
 * (`Smith, Jane`). Where it does not, and where titles stand in front, that is said and not done.
 */
export function splitNames(
  choices: readonly Choice[],
  columns: readonly ColumnProfile[],
  { first, last, whole: name }: NameFields,
): { choices: Choice[]; hints: Hint[] } {
  const whole = choices.find(({ field, part }) => field === name && part === undefined);
  const names = (whole && columns[whole.at]?.frequent.map(({ value }) => value)) ?? [];
  if (whole === undefined || names.length < FEWEST) return { choices: [...choices], hints: [] };
  const share = (is: (name: string) => boolean) => names.filter(is).length / names.length;
  const apart = choices.some(({ field }) => field === first || field === last);
  const { at } = whole;
  const hint = (field: string, reason: string): Hint => ({ at, field, score: HINTED, reason });
  const parts = first === undefined || last === undefined || apart ? undefined : [first, last];
  if (parts !== undefined && share((name) => LAST_FIRST.test(name)) >= MOST) {
    const why = `${whole.why}; a comma stands between last and first name`;
    const split = { ...whole, field: parts[0] ?? "", fields: parts, why };
    return { choices: choices.map((one) => (one === whole ? split : one)), hints: [] };
  }
  const hints = [];
  if (share(hasTitle) >= MANY) {
    hints.push(hint(whole.field, 'titles stand in front: "take": "without title" leaves them out'));
  }
  if (parts !== undefined && share((name) => TWO_WORDS.test(name)) >= MOST) {
    const reason = 'two words each: "take": "given names" and "family name" split them';
    hints.push(...parts.map((field) => hint(field, reason)));
  }
  return { choices: [...choices], hints };
}
