import type { RunSummary } from "../ledger/run-summary.ts";
import type { FixSummary } from "../mapping/fixes.ts";
import { counted, grouped } from "../plain/columns.ts";

/** What people made of the records of a retry, and which records they withdrew. */
export function correctionNotes({ corrections, entities }: RunSummary): string[] {
  const withdrawn = Object.entries(entities).flatMap(([entity, { withdrawn: count }]) =>
    count > 0 ? [`${entity}: ${counted(count, "record is", "records are")} withdrawn.`] : [],
  );
  if (corrections === undefined) return withdrawn;
  const { records, corrected, missing, cellsPutBack, cellsChangedUnasked } = corrections;
  const lines = [
    `${grouped(corrected)} of ${counted(records, "rejected record was", "rejected records were")} corrected; corrections.csv lists the cells.`,
    missing > 0
      ? `${counted(missing, "record is", "records are")} not in the files any more, and still rejected.`
      : "",
    cellsPutBack > 0
      ? `${counted(cellsPutBack, "cell")} restored to the value before the spreadsheet.`
      : "",
    cellsChangedUnasked > 0
      ? `${counted(cellsChangedUnasked, "cell was", "cells were")} changed and accepted, though not wrong before.`
      : "",
  ];
  return [
    ...lines.filter((line) => line !== "").map((line) => `corrections: ${line}`),
    ...withdrawn,
  ];
}

const MOST_LINES = 10;

/** What came of the fixes that hold for every export. */
export function fixNotes({
  fixes,
  chainFixes,
}: Pick<RunSummary, "fixes" | "chainFixes">): string[] {
  return [
    ...(fixes === null ? [] : notesOf("fixes", fixes)),
    ...(chainFixes === undefined ? [] : notesOf("corrections of the chain", chainFixes)),
  ];
}

function notesOf(
  what: string,
  { applied, notNeeded, stale, unused, withdrawn = 0 }: FixSummary,
): string[] {
  const lines = (list: readonly number[]) =>
    `${list.slice(0, MOST_LINES).join(", ")}${list.length > MOST_LINES ? ", ..." : ""}`;
  return [
    `${what}: ${counted(applied, "was", "were")} applied.`,
    ...(withdrawn > 0 ? [`${what}: ${counted(withdrawn, "withdraws", "withdraw")} a record.`] : []),
    ...(notNeeded > 0
      ? [
          `${what}: ${counted(notNeeded, "is", "are")} not needed: the export already has the new value.`,
        ]
      : []),
    ...(stale.length > 0
      ? [`${what}: ${stale.length} expect another old value (lines ${lines(stale)}).`]
      : []),
    ...(unused.length > 0
      ? [`${what}: ${unused.length} name records that the export lacks (lines ${lines(unused)}).`]
      : []),
  ];
}

/** A retry that is done once more finds all that it imported before. */
export function nothingNew({ kind, entities }: RunSummary, application: string): string[] {
  const sum = (count: "inserted" | "updated" | "unchanged" | "duplicate") =>
    Object.values(entities).reduce((total, entity) => total + entity[count], 0);
  const found = sum("unchanged") + sum("duplicate");
  if (kind !== "retry" || found === 0 || sum("inserted") + sum("updated") > 0) return [];
  return [`No row of ${application} changed: an earlier retry already imported these records.`];
}
