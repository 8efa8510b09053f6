import type { Importer } from "../../importers/define.ts";
import { contentHash, hashRow, type StoredValue } from "../digest/content-hash.ts";
import { stored } from "../import/prepare/prepare.ts";
import type { CrosswalkValues } from "./former-state.ts";
import type { Reason } from "./reasons.ts";
import { sameCell, type Values, type WholeTable } from "./whole-table.ts";

/** What tells a row of a run that is as the run left it. */
export interface RunTrace {
  readonly runId: number;
  /** What the run wrote into `updatedAt`. */
  readonly startedAt: string;
  /** The same of all other runs. */
  readonly otherStarts: ReadonlySet<string>;
}

/** The rows of one entity, as a run wrote them. */
export interface WrittenRows {
  readonly importer: Importer;
  readonly table: WholeTable;
  /** Keys of the columns that the run imported, in the order of its content hashes. */
  readonly columns: readonly string[];
}

/** A row as it is, and what the run did to it besides importing it. */
export interface RowAtHand {
  readonly row: Values;
  readonly crosswalk: CrosswalkValues;
  /** Columns that the run set by an action, with what it set them to. */
  readonly marks: Values;
}

/** Whether somebody changed a row after the run, by the instant in it. */
export function touchedSince(row: Values, trace: RunTrace): Reason | undefined {
  const { updatedAt } = row as { readonly updatedAt?: unknown };
  if (updatedAt === undefined || updatedAt === trace.startedAt) return undefined;
  return trace.otherStarts.has(String(updatedAt)) ? "later-run" : "edited";
}

/** Whether a later run or somebody else wrote the row, by what stands beside its values. */
function writtenSince(
  { row, crosswalk }: Pick<RowAtHand, "row" | "crosswalk">,
  trace: RunTrace,
): Reason | undefined {
  return crosswalk.runId === trace.runId ? touchedSince(row, trace) : "later-run";
}

/** Why a row is not what the run inserted any more. */
export function insertedChanged(
  { row, crosswalk, marks }: RowAtHand,
  written: WrittenRows,
  trace: RunTrace,
): Reason | undefined {
  const since = writtenSince({ row, crosswalk }, trace);
  if (since !== undefined) return since;
  const { contentHash: hash } = crosswalk;
  const filled = hash === null ? placeholderOf(written.importer, crosswalk.legacyId) : undefined;
  const owned = filled ? Object.keys(filled) : written.columns;
  if (filled && !owned.every((key) => key in marks || sameCell(row[key], filled[key])))
    return "edited";
  if (hash !== null && !hashes(row, owned).equals(hash)) return "edited";
  const other = Object.keys(row).filter((key) => !owned.includes(key));
  return holdsDefaults({ row, marks }, written.table, other) ? undefined : "edited";
}

/**
 * Why a row is not what the run made of an older one any more.
 *
 * @param replaced keys of the columns that the run wrote
 */
export function updatedChanged(
  { row, crosswalk, marks }: RowAtHand,
  { written, replaced }: { readonly written: WrittenRows; readonly replaced: readonly string[] },
  trace: RunTrace,
): Reason | undefined {
  const since = writtenSince({ row, crosswalk }, trace);
  if (since !== undefined) return since;
  const { contentHash: hash } = crosswalk;
  if (hash !== null && !hashes(row, written.columns).equals(hash)) return "edited";
  const other = replaced.filter((key) => key in row && !written.columns.includes(key));
  return holdsDefaults({ row, marks }, written.table, other) ? undefined : "edited";
}

/** What the crosswalk would keep of a row, over these columns. */
export const hashes = (row: Values, columns: readonly string[]): Buffer =>
  contentHash(hashRow(columns.map((key) => (row[key] ?? null) as StoredValue)));

const UNOWNED = new Set(["id", "publicId", "createdAt", "updatedAt"]);

/** Columns that no import fills hold what the schema gave them, or what the run's actions did. */
function holdsDefaults(
  { row, marks }: Pick<RowAtHand, "row" | "marks">,
  table: WholeTable,
  keys: readonly string[],
): boolean {
  return keys.every((key) => {
    if (key in marks) return sameCell(row[key], marks[key]);
    if (UNOWNED.has(key) || !table.defaults.has(key)) return true;
    return sameCell(row[key], table.defaults.get(key));
  });
}

function placeholderOf(importer: Importer, legacyId: string): Values | undefined {
  const draft = importer.placeholder?.(legacyId);
  if (draft === undefined) return undefined;
  return Object.fromEntries(Object.entries(draft).map(([key, value]) => [key, stored(value)]));
}
