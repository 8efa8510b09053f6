import type { MappingSheet } from "../import/mapping-sheet/mapping-sheet.ts";

/** What stands above the tables of a mapping document. */
export function aboutSheet(sheet: MappingSheet): (readonly [what: string, is: string])[] {
  const { mapping, sha256, currency, timeZone, country, day, source, revealed } = sheet;
  const examples = revealed ? "as they stand in the export" : "masked: 9 a digit, x and X a letter";
  return [
    ["Mapping", mapping],
    ["SHA-256 of what it says", sha256],
    ["Legacy system", sheet.legacySystem],
    ["Currency, time zone", `${currency}, ${timeZone}`],
    ["Country of phone numbers", country ?? "not given: numbers stay as they are recorded"],
    ["Export", source ?? "not looked at: no examples, no columns but those of the mapping"],
    ["Examples", source === null ? "none" : examples],
    ["As of", day],
  ];
}

/** How the tables are to be read. */
export const NOTES = [
  'Who decides: "the data" where the cells of the export prove it, "the hospital" where somebody has to say, "default" where HMSync needs no decision, "nobody" where something is left out and the mapping does not say who decided it.',
  "An error rejects the record, a warning lets it in and counts it, off does not look. A star marks what the mapping has changed.",
];
