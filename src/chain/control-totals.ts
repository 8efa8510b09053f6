import type { ExactDecimal, Importer } from "../../importers/define.ts";
import { minorDigits } from "../../shared/currency.ts";
import { addExact, writeExact } from "../digest/exact-decimal.ts";
import type { FieldFigures } from "../digest/key-figures.ts";
import type { EntityFigures } from "../digest/read-figures.ts";
import type { LandedField, LandedNow } from "../ledger/landed-now.ts";
import type { FigureStanding } from "./standing.ts";

/** A day or an amount of fewer records may be that of one person. */
export const FEWEST = 5;

/** What is compared. */
export interface Compared {
  readonly importer: Importer;
  /** What the export has, all records of it; null where the run that read it did not say so. */
  readonly old: EntityFigures | null;
  readonly now: LandedNow;
  readonly currency: string;
  /** Fields of the export, with the words of codes that are counted. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** The control totals of an entity: the export, what the application holds now, and the difference. */
export function controlTotals(compared: Compared): FigureStanding[] {
  const { old, now, fields } = compared;
  const records = counted("records", null, { old: old?.records ?? null, now: now.records });
  const all = [...fields.keys()].flatMap((field) => {
    const found = now.fields.get(field);
    return found === undefined ? [] : fieldTotals(compared, field, found);
  });
  return [records, ...all];
}

function fieldTotals(
  { old, currency, fields }: Compared,
  field: string,
  now: LandedField,
): FigureStanding[] {
  const was = old?.fields[field] ?? null;
  const ofFew = isOfFew(was?.held) || isOfFew(now.held);
  const about = { field, ofFew, old: was, now };
  return [
    ...daysOf(about),
    ...amountOf(about, minorDigits(currency)),
    ...(now.distinct === undefined
      ? []
      : [counted("distinct", field, { old: was?.distinct ?? null, now: now.distinct })]),
    ...codesOf(about, fields.get(field) ?? []),
    ...emptyOf(about),
  ];
}

const isOfFew = (held: number | undefined): boolean =>
  held !== undefined && held > 0 && held < FEWEST;

interface OneField {
  readonly field: string;
  readonly ofFew: boolean;
  readonly old: FieldFigures | null;
  readonly now: LandedField;
}

const NOT_CODE = { code: null, ofFew: false } as const;

function counted(
  measure: FigureStanding["measure"],
  field: string | null,
  { old, now }: { readonly old: number | null; readonly now: number },
): FigureStanding {
  const difference = old === null ? null : now - old;
  const agrees = old === null ? null : old === now;
  return { measure, field, old, new: now, difference, agrees, ...NOT_CODE };
}

const DAY = 86_400_000;

function daysOf({ field, ofFew, old, now }: OneField): FigureStanding[] {
  return (["first", "last"] as const).flatMap((measure): FigureStanding[] => {
    const [was, is] = [old?.[measure]?.slice(0, 10), now[measure]];
    if (was === undefined && is === undefined) return [];
    const agrees = old === null ? null : was === is;
    const apart = was !== undefined && is !== undefined ? Date.parse(is) - Date.parse(was) : null;
    const shown = ofFew
      ? { old: null, new: null, difference: null }
      : { old: was ?? null, new: is ?? null, difference: apart === null ? null : apart / DAY };
    return [{ measure, field, code: null, ofFew, agrees, ...shown }];
  });
}

function amountOf({ field, ofFew, old, now }: OneField, digits: number): FigureStanding[] {
  if (now.sum === undefined) return [];
  const is = { units: now.sum, scale: digits };
  const was = old?.sum === undefined ? null : readExact(old.sum);
  const less = was && { ...was, units: -was.units };
  const apart = less && addExact(is, less);
  const shown = ofFew
    ? { old: null, new: null, difference: null }
    : {
        old: was && writeExact(was),
        new: writeExact(is),
        difference: apart && writeExact(apart),
      };
  const agrees = apart && apart.units === 0n;
  return [{ measure: "sum", field, code: null, ofFew, agrees, ...shown }];
}

/** What `writeExact` wrote. */
function readExact(text: string): ExactDecimal {
  const [whole = "0", fraction = ""] = text.split(".");
  return { units: BigInt(`${whole}${fraction}`), scale: fraction.length };
}

function codesOf({ field, old, now }: OneField, words: readonly string[]): FigureStanding[] {
  if (now.words === undefined || words.length === 0) return [];
  const was = old && new Map(old.becomes ?? old.values ?? []);
  const lines = words.flatMap((code): FigureStanding[] => {
    const sides = { old: was && (was.get(code) ?? 0), now: now.words?.get(code) ?? 0 };
    if (!sides.old && sides.now === 0) return [];
    return [{ ...counted("code", field, sides), code }];
  });
  const known = [...now.words.values()].reduce((sum, count) => sum + count, 0);
  if (now.held === known) return lines;
  // Words outside the set come from elsewhere and may be anything.
  return [
    ...lines,
    { ...counted("code", field, { old: was && 0, now: now.held - known }), code: "" },
  ];
}

function emptyOf({ field, old, now }: OneField): FigureStanding[] {
  const sides = { old: old?.empty ?? null, now: now.empty };
  return !sides.old && sides.now === 0 ? [] : [counted("empty", field, sides)];
}
