import { createHash } from "node:crypto";
import type { EntitySheet, MappingSheet, SheetRow } from "./mapping-sheet.ts";

/** One line that a hospital approves: what a mapping does with one field, one column, or the records of an entity. */
export interface SheetLine {
  /** `mapping`, `patients`, `patients.phone`, `patients/WARD`: the same as long as the mapping has it. */
  readonly key: string;
  /** `mapping`, or the entity. */
  readonly group: string;
  /** Of what the mapping says in it; counts, examples and evidence do not count. */
  readonly sha256: string;
  /** What it says, where it is not a row of the sheet. */
  readonly says: readonly (readonly [what: string, is: string])[];
  readonly row: SheetRow | null;
}

/** The line of what holds for the whole mapping. */
export const MAPPING_LINE = "mapping";

/** The lines of a sheet: of the whole mapping, then entity by entity its records, its fields and its columns. */
export function sheetLines(sheet: MappingSheet): SheetLine[] {
  const { legacySystem, currency, timeZone, country } = sheet;
  const whole = [
    ["Legacy system", legacySystem],
    ["Currency", currency],
    ["Time zone", timeZone],
    ["Country of phone numbers", country ?? "not given"],
  ] as const;
  return [
    lineOf({ key: MAPPING_LINE, group: MAPPING_LINE, says: whole, row: null }),
    ...sheet.entities.flatMap(entityLines),
  ];
}

function entityLines(sheet: EntitySheet): SheetLine[] {
  const { entity, table, named, only, nullTokens, recordRules, rows } = sheet;
  const records = [
    ["Table", table],
    ["Files", named.length === 0 ? "those that have its columns" : named.join(", ")],
    ["Records", only === null ? "all" : `only those whose ${only}`],
    ["Cells that count as empty", nullTokens.length === 0 ? "blank ones" : nullTokens.join(", ")],
    ["On every record", rulesText(recordRules)],
  ] as const;
  return [
    lineOf({ key: entity, group: entity, says: records, row: null }),
    // A field that nothing fills and of which the mapping says nothing is nobody's decision.
    ...rows
      .filter(({ columns, decider }) => columns.length > 0 || decider !== "default")
      .map((row) => lineOf({ key: keyOf(row, entity), group: entity, says: [], row })),
  ];
}

const keyOf = ({ field, columns }: SheetRow, entity: string): string =>
  field ?? `${entity}/${columns.join(" + ")}`;

function lineOf(line: Omit<SheetLine, "sha256">): SheetLine {
  const { key, says, row } = line;
  const said = row && [row.columns, row.field, row.targets, row.conversion, row.rules, row.said];
  const sha256 = createHash("sha256")
    .update(JSON.stringify([key, says, said]))
    .digest("hex");
  return Object.assign({ sha256 }, line);
}

/** What the mapping has changed: the rest is as the application has it. */
function rulesText(rules: EntitySheet["recordRules"]): string {
  const changed = rules.filter(({ isSet }) => isSet);
  if (changed.length === 0) return "the usual checks";
  const said = changed.map(({ code, severity }) => `${code}: ${severity}`).join(", ");
  return `the usual checks, but ${said}`;
}
