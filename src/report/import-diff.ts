import type { EntitySummary, RunSummary } from "../ledger/run-summary.ts";
import { alignColumns, counted, joinLines } from "../plain/columns.ts";
import { linesOf } from "../plain/errors.ts";
import { importFindings, type Look } from "./import-report.ts";

/** What an export is against what was imported before, as text; nothing of it has been written. */
export function importDiff(summary: RunSummary, look: Look): string {
  const { entities, source, database, failure } = summary;
  const head = ["", "records", "new", "changed", "unchanged", "conflicts", "rejected", "vanished"];
  const rows = Object.entries(entities).map(([entity, counts]) => [
    ...[entity, counts.records, counts.inserted, counts.updated, counts.unchanged],
    ...[conflicts(counts), counts.rejected, counts.vanished],
  ]);
  const parts = [
    [`${source} against ${database}, as of ${summary.asOf}. Nothing was written.`],
    alignColumns([head, ...rows], look.room),
    ...Object.entries(entities).map(([entity, counts]) => changedColumns(entity, counts)),
    failure === null ? [] : [...linesOf(failure.what).map(look.paint.bad), failure.cure],
    importFindings(summary, look),
    [`Next: ${look.typed("import", look.again)}`],
  ];
  return parts
    .filter((part) => part.length > 0)
    .map(joinLines)
    .join("\n\n");
}

/** Records that changed on both sides. */
function conflicts({ issues }: EntitySummary): number {
  const found = Object.entries(issues).filter(([code]) => code.includes(".target."));
  return found.reduce((sum, [, count]) => sum + count, 0);
}

function changedColumns(entity: string, { changed }: EntitySummary): string[] {
  const columns = Object.entries(changed).sort(([, one], [, other]) => other - one);
  if (columns.length === 0) return [];
  const rows = columns.map(([column, count]) => [`  ${column}`, counted(count, "row")]);
  return [`Changed in ${entity}`, ...alignColumns(rows)];
}
