import type { FileSummary, RunSummary } from "../ledger/run-summary.ts";
import { grouped } from "../plain/columns.ts";

/** What must be known of whole files: those that nothing was taken from, and lines that are no records. */
export function fileNotes({ files, complete }: RunSummary): string[] {
  const empty = complete ? files.filter(({ records }) => records === 0) : [];
  return [
    ...empty.map(({ file }) => `${file} has a header but no records.`),
    ...files.flatMap(noneMeantNote),
    ...files.flatMap(linesLeftOut),
  ];
}

/** A condition that no record meets is a slip of the pen, or the wrong file. */
const noneMeantNote = ({ file, entity, records, noneMeant }: FileSummary): string[] =>
  noneMeant === undefined
    ? []
    : [
        `${file}: ${records === 1 ? "its record is not" : `none of its ${grouped(records)} records is`} of ${entity}, which the mapping takes only where ${noneMeant}. If there are any, correct entities.${entity}.where.`,
      ];

/** Lines that are not records: titles, totals, repeated headers. */
function linesLeftOut({ file, linesLeftOut: left }: FileSummary): string[] {
  return left
    .filter(({ kind }) => kind !== "header")
    .map(({ kind, count, lines, of }) => {
      const more = count > lines.length && (of === undefined || lines.length === 20) ? " ..." : "";
      if (of === "cells") {
        return `${file}: ${kind} taken out of ${counted(count, "cell", "cells")}, line${lines.length === 1 ? "" : "s"} ${lines.join(", ")}${more}.`;
      }
      return `${file}: ${counted(count, "line is", "lines are")} no record but ${kind}: ${lines.join(", ")}${more}.`;
    });
}

const counted = (count: number, one: string, many: string): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;
