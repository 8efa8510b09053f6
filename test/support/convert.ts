import type { Cell, ExactDecimal, Field, FieldContext } from "../../importers/define.ts";

/** What a converter made of one cell. */
export interface Converted {
  readonly value: Cell;
  /** What the companion column would hold, where the converter said so. */
  readonly companion?: Cell;
  readonly problems: readonly string[];
  /** What rounding took, where it took something. */
  readonly rounded: readonly ExactDecimal[];
}

/** A hospital in India. */
export const CONTEXT: FieldContext = { currency: "INR", timeZone: "Asia/Kolkata" };

/** Compiles a field with what a mapping says of it, as the engine does, for single cells: their time has a field of its own. */
export function converter(
  field: Field,
  options: Readonly<Record<string, unknown>> = {},
  context: Partial<FieldContext> = {},
): (cell: string) => Converted {
  const convert = field.compile(field.options.parse(options), {
    ...CONTEXT,
    timeIsKept: true,
    ...context,
  });
  return (cell) => {
    const problems: string[] = [];
    const rounded: ExactDecimal[] = [];
    let companion: Cell | undefined;
    const value = convert(cell, {
      problem: (word) => problems.push(word),
      rounded: (difference) => rounded.push(difference),
      companion: (said) => {
        companion = said;
      },
    });
    return { value, problems, rounded, ...(companion !== undefined && { companion }) };
  };
}

/** The value of a sound cell, or the problems of another. */
export function outcomeOf({ value, problems }: Converted): Cell | readonly string[] {
  return problems.length > 0 ? problems : value;
}
