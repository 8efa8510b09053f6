import type { FileSummary, RunSummary } from "../ledger/run-summary.ts";
import { grouped } from "../plain/columns.ts";

/** Files that nothing was taken from, and why. */
export function filesNotTaken({ files, complete }: RunSummary): string[] {
  const empty = complete ? files.filter(({ records }) => records === 0) : [];
  return [
    ...empty.map(({ file }) => `${file} has a header but no records.`),
    ...files.flatMap(noneMeantNote),
  ];
}

/** A condition that no record meets is a slip of the pen, or the wrong file. */
const noneMeantNote = ({ file, entity, records, noneMeant }: FileSummary): string[] =>
  noneMeant === undefined
    ? []
    : [
        `${file}: ${records === 1 ? "its record is not" : `none of its ${grouped(records)} records is`} of ${entity}, which the mapping takes only where ${noneMeant}. If there are any, correct entities.${entity}.where.`,
      ];
