import type { MappingSheet } from "../mapping/sheet/mapping-sheet.ts";

/** What stands above the tables of a mapping document. */
export function aboutSheet(sheet: MappingSheet): (readonly [what: string, is: string])[] {
  const { mapping, sha256, currency, timeZone, country, day, source, revealed } = sheet;
  const examples = revealed
    ? "as they are in the export"
    : "masked: 9 for a digit, x and X for a letter";
  return [
    ["Mapping", mapping],
    ["SHA-256 of its content", sha256],
    ["Legacy system", sheet.legacySystem],
    ["Currency, time zone", `${currency}, ${timeZone}`],
    ["Country of phone numbers", country ?? "not given: numbers stay as recorded"],
    ["Export", source ?? "not read: no examples, and only the columns of the mapping"],
    ["Examples", source === null ? "none" : examples],
    ["As of", day],
  ];
}

/** How the tables are to be read. */
export const notes = (application: string): string[] => [
  `Who decides: "the data" where the cells of the export prove it, "the hospital" where somebody has to say, "default" where ${application} needs no decision, "nobody" where something is left out and the mapping does not say who decided it.`,
  "An error rejects the record, a warning imports and counts it, off disables the check. A star marks a severity that the mapping has changed.",
];
