import type { Importer } from "../../importers/define.ts";
import type { DbValue } from "../db/database.ts";
import { contentHash, hashRow, type StoredValue } from "../digest/content-hash.ts";
import { stored } from "../import/prepare/prepare.ts";
import { hasLegacyId, legacyIdKey } from "../ledger/owned-columns.ts";
import type { RowTimestamps } from "../ledger/row-timestamps.ts";
import type { CrosswalkValues } from "./former-state.ts";
import type { Reason } from "./reasons.ts";
import { sameCell, type Values, type WholeTable } from "./whole-table.ts";

/** What tells a row of a run that is as the run left it. */
export interface RunTrace {
  readonly runId: number;
  /** What the run wrote where rows say when they were changed last. */
  readonly startedAt: DbValue;
  /** The same of all other runs. */
  readonly otherStarts: ReadonlySet<string>;
}

/** The rows of one entity, as a run wrote them. */
export interface WrittenRows {
  readonly importer: Importer;
  readonly table: WholeTable;
  /** Keys of the columns that the run imported, in the order of its content hashes. */
  readonly columns: readonly string[];
  readonly timestamps: RowTimestamps;
  /** As instants are written in the rows. */
  readonly trace: RunTrace;
}

/** The rows of one entity, as far as they say when they were changed last. */
type Dated = Pick<WrittenRows, "timestamps" | "trace">;

/** A row as it is, and what the run did to it besides importing it. */
export interface RowAtHand {
  readonly row: Values;
  readonly crosswalk: CrosswalkValues;
  /** Columns that the run set by an action, with what it set them to. */
  readonly marks: Values;
}

/** Whether somebody changed a row after the run, by the instant in it. */
export function touchedSince(row: Values, { timestamps, trace }: Dated): Reason | undefined {
  const { updated } = timestamps;
  if (updated === undefined || row[updated] === undefined) return undefined;
  if (row[updated] === trace.startedAt) return undefined;
  return trace.otherStarts.has(String(row[updated])) ? "later-run" : "edited";
}

/** Whether a later run or somebody else wrote the row, by what stands beside its values. */
function writtenSince(
  { row, crosswalk }: Pick<RowAtHand, "row" | "crosswalk">,
  dated: Dated,
): Reason | undefined {
  return crosswalk.runId === dated.trace.runId ? touchedSince(row, dated) : "later-run";
}

/** Why a row is not what the run inserted any more. */
export function insertedChanged(
  { row, crosswalk, marks }: RowAtHand,
  written: WrittenRows,
): Reason | undefined {
  const since = writtenSince({ row, crosswalk }, written);
  if (since !== undefined) return since;
  const { contentHash: hash } = crosswalk;
  const filled = hash === null ? placeholderOf(written.importer, crosswalk.legacyId) : undefined;
  const owned = filled ? Object.keys(filled) : written.columns;
  if (filled && !owned.every((key) => key in marks || sameCell(row[key], filled[key])))
    return "edited";
  if (hash !== null && !hashes(called(row, written, crosswalk), owned).equals(hash))
    return "edited";
  const other = Object.keys(row).filter((key) => !owned.includes(key));
  return holdsDefaults({ row, marks }, written, other) ? undefined : "edited";
}

/**
 * Why a row is not what the run made of an older one any more.
 *
 * @param replaced keys of the columns that the run wrote
 */
export function updatedChanged(
  { row, crosswalk, marks }: RowAtHand,
  { written, replaced }: { readonly written: WrittenRows; readonly replaced: readonly string[] },
): Reason | undefined {
  const since = writtenSince({ row, crosswalk }, written);
  if (since !== undefined) return since;
  const { contentHash: hash } = crosswalk;
  if (hash !== null && !hashes(called(row, written, crosswalk), written.columns).equals(hash)) {
    return "edited";
  }
  const other = replaced.filter((key) => key in row && !written.columns.includes(key));
  return holdsDefaults({ row, marks }, written, other) ? undefined : "edited";
}

/** What the crosswalk would keep of a row, over these columns. */
export const hashes = (row: Values, columns: readonly string[]): Buffer =>
  contentHash(hashRow(columns.map((key) => (row[key] ?? null) as StoredValue)));

/** A row with what its record is called, where only the crosswalk knows it. */
export function called(
  row: Values,
  { importer }: Pick<WrittenRows, "importer">,
  { legacyId }: Pick<CrosswalkValues, "legacyId">,
): Values {
  return hasLegacyId(importer) ? row : { ...row, [legacyIdKey(importer)]: legacyId };
}

/** Columns that no import fills hold what the schema gave them, or what the run's actions did. */
function holdsDefaults(
  { row, marks }: Pick<RowAtHand, "row" | "marks">,
  { table, importer, timestamps: { created, updated } }: WrittenRows,
  keys: readonly string[],
): boolean {
  const numbers = (importer.numbers ?? []).map(({ column }) => column);
  const free = [table.id.key, created, updated, ...Object.keys(importer.fromTargetId), ...numbers];
  return keys.every((key) => {
    if (key in marks) return sameCell(row[key], marks[key]);
    if (free.includes(key) || !table.defaults.has(key)) return true;
    return sameCell(row[key], table.defaults.get(key));
  });
}

function placeholderOf(importer: Importer, legacyId: string): Values | undefined {
  const draft = importer.placeholder?.(legacyId);
  if (draft === undefined) return undefined;
  return Object.fromEntries(Object.entries(draft).map(([key, value]) => [key, stored(value)]));
}
