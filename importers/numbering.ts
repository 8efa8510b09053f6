// Numbers that people know rows by: PT-2024-00017.

type Row = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** A number that people know a row by. */
export interface Numbering {
  /** Its key in the Drizzle table; the column holds nothing else. */
  readonly column: string;
  /** Where counting begins anew. */
  readonly per: "year" | "month" | "table";
  /** @param period `2024`, `2024-03`, or the empty text for the whole table */
  readonly format: (period: string, n: number) => string;
  /**
   * The day that a row is numbered by, ISO 8601; the day of the run where it is not known. The number stays when
   * the day is corrected later.
   */
  of(row: Row): string | null | undefined;
}

/**
 * As `Numbering`, for the rows of one table. A pattern, `PT-{year}-{n:5}` or `INV-{yy}{month}-{n:4}`, says how numbers
 * are written and where counting begins anew.
 */
export type NumberingFor<Of> = {
  readonly column: keyof Of & string;
  of(row: Of): string | null | undefined;
} & ({ readonly format: string; readonly per?: never } | Pick<Numbering, "per" | "format">);

/** A declared numbering as the engine takes it. */
export function numberingOf<Of>(declared: NumberingFor<Of>): Numbering {
  const { column, per, format } = declared;
  const written = per === undefined ? readPattern(format) : { per, format };
  return { column, of: declared.of as Numbering["of"], ...written };
}

const PART = /\{(year|yy|month|n)(?::(\d+))?\}/g;

function readPattern(pattern: string): Pick<Numbering, "per" | "format"> {
  const parts = Array.from(pattern.matchAll(PART), ([, part]) => part);
  const isMonthly = parts.includes("month");
  const ofYear = parts.includes("year") || parts.includes("yy");
  const isSound = parts.filter((part) => part === "n").length === 1 && (ofYear || !isMonthly);
  if (!isSound || /[{}]/.test(pattern.replace(PART, ""))) {
    throw new TypeError(
      `"${pattern}" is no pattern of numbers: it has {n} or {n:5} once, may have {year} or {yy}, and {month} beside it.`,
    );
  }
  return {
    per: isMonthly ? "month" : ofYear ? "year" : "table",
    format: (period, n) =>
      pattern.replace(PART, (_, part: string, width = "0") => {
        if (part === "n") return String(n).padStart(Number(width), "0");
        if (part === "month") return period.slice(5, 7);
        return part === "yy" ? period.slice(2, 4) : period.slice(0, 4);
      }),
  };
}
