import type { Difference, RunSummary } from "../ledger/run-summary.ts";
import { alignColumns } from "../plain/columns.ts";

/** Where source and target do not agree. */
export function differencesTable(
  { differences: found }: RunSummary,
  paint: { bad(text: string): string },
): string[] {
  if (found.length === 0) return [];
  const rows = found.map(({ entity, file, column, measure, source, target }) => {
    return [
      `  ${entity}`,
      [file, column].filter(Boolean).join(" "),
      measure,
      String(source),
      String(target),
    ];
  });
  const head = ["  entity", "column", "measure", "source", "target"];
  return [paint.bad("Control totals that differ"), ...alignColumns([head, ...rows])];
}

/** What is to be done about figures that differ; undefined unless there are some, and all are explained. */
export function curesOf({ differences: found }: RunSummary): string[] | undefined {
  const explained = found.filter(({ cure }) => cure !== undefined);
  const isOpen = ({ entity }: Difference) => !explained.some((one) => one.entity === entity);
  if (found.length === 0 || found.some(isOpen)) return undefined;
  return [...new Set(explained.map(({ cure }) => `Next: ${cure}.`))];
}
