import { runs } from "../../shared/ledger.ts";
import type { DbValue } from "../db/database.ts";
import { keptJson } from "../db/kept-json.ts";
import type { FileSummary, RunSummary } from "./run-summary.ts";

/** With more files than these, what is the same of many of them stands in a kept summary once. */
export const MANY_FILES = 100;

/** What a file has of its own; all else is at a place among what files have in common. */
type OwnOfFile = Pick<FileSummary, "file" | "size" | "sha256" | "records" | "recordsCountedAgain">;
type Common = Omit<FileSummary, keyof OwnOfFile>;

interface Packed extends Omit<RunSummary, "files"> {
  readonly files: readonly (OwnOfFile & { readonly as: number })[];
  readonly common: readonly Common[];
}

/** A summary as the ledger keeps it: that of a hundred thousand files has to fit into one cell, and into memory. */
export function keptSummary(summary: RunSummary): string {
  if (summary.files.length <= MANY_FILES) return JSON.stringify(summary);
  const places = new Map<string, number>();
  const common: Common[] = [];
  const files = summary.files.map((one) => {
    const { file, size, sha256, records, recordsCountedAgain, ...rest } = one;
    const spelled = JSON.stringify(rest);
    const as = places.get(spelled) ?? common.push(rest) - 1;
    places.set(spelled, as);
    return { file, size, sha256, records, recordsCountedAgain, as };
  });
  return JSON.stringify({ ...summary, files, common } satisfies Packed);
}

/**
 * What `keptSummary` made of a summary; null if the cell is empty.
 *
 * @throws DatabaseError if the cell holds anything else
 */
export function summaryIn(cell: DbValue | undefined): RunSummary | null {
  const kept = keptJson<RunSummary | Packed>(cell, runs.summary);
  if (kept === null || !("common" in kept)) return kept;
  const { common, files, ...rest } = kept;
  const whole = files.map(({ as, file, ...own }) => Object.assign({ file }, common[as], own));
  return Object.assign({}, rest, { files: whole as readonly FileSummary[] });
}
