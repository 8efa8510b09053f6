import type { Field } from "../../importers/define.ts";

/** Noon in UTC: the same day nearly everywhere, so that the application counts it into the right year. */
export const noonOf = (day: string): string => `${day} 12:00:00`;

/** A day that is stored in a column of moments. */
export function atNoon<const Column extends string>(
  field: Field<string>,
  column: Column,
): Field<string> & { readonly column: Column } {
  return {
    ...field,
    column,
    compile(options, context) {
      const read = field.compile(options, context);
      return (text, sink) => {
        const day = read(text, sink);
        return day === null ? null : noonOf(day);
      };
    },
  };
}

/** Whole years from a birth to a day; undefined if one of them is not known. */
export function ageOn(day: string | null | undefined, birth: string | null | undefined) {
  if (day == null || birth == null) return undefined;
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5, 10) < birth.slice(5, 10) ? years - 1 : years;
}
