import type { EntityMapping } from "../../mapping/mapping.ts";
import { cellsMark, legacyIdIn } from "../../mapping/record-mark.ts";
import type { RecordKey } from "./step.ts";

/** Where a record stands, and what it says. */
export interface KeyedRecord {
  readonly entity: string;
  readonly file: string;
  readonly header: readonly string[];
  readonly mapping: Pick<EntityMapping, "fields">;
  /** As the export has them. */
  readonly cells: readonly string[];
  /** What was found on it. */
  readonly codes: readonly string[];
}

/** Others have the id as well; or the record as a whole is at fault, and a person has to see just this one. */
const APART = /\.legacyId\.(?:duplicate|taken)$|\.row\.(?!fix-stale$|left-out$)/;

/** What tells a record in every export: its id; its cells where it has none, shares it, or is no sound row. */
export function recordKey(record: KeyedRecord): RecordKey {
  const { entity, file, cells, codes } = record;
  const legacyId = idInExport(record);
  const isApart = legacyId !== "" && !codes.some((code) => APART.test(code));
  return { entity, file, legacyId, cells: isApart ? "" : cellsMark(cells) };
}

/** The legacy id as the export has it; empty if it cannot be told, for cells are too many or too few. */
export function idInExport({ header, mapping, cells, codes }: KeyedRecord): string {
  const isRagged =
    cells.length > header.length || codes.some((code) => code.endsWith(".row.too-few-cells"));
  return isRagged ? "" : legacyIdIn(mapping, header)(cells);
}
