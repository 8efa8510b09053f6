import type { RunSummary } from "../ledger/run-summary.ts";
import { counted } from "../plain/columns.ts";

/** Lines that are not records: titles, totals, repeated headers. */
export function linesLeftOut(files: RunSummary["files"]): string[] {
  return files.flatMap((one) =>
    one.linesLeftOut
      .filter(({ kind }) => kind !== "header")
      .map(({ kind, count, lines, of }) => {
        const more =
          count > lines.length && (of === undefined || lines.length === 20) ? " ..." : "";
        if (of === "cells") {
          return `${one.file}: ${kind} taken out of ${counted(count, "cell")}, line${lines.length === 1 ? "" : "s"} ${lines.join(", ")}${more}.`;
        }
        return `${one.file}: ${counted(count, "line is", "lines are")} no record but ${kind}: ${lines.join(", ")}${more}.`;
      }),
  );
}
