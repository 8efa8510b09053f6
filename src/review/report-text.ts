import type { RunSummary } from "../ledger/run-summary.ts";
import { importReport, type Look } from "../report/import-report.ts";
import { undoReport } from "../report/undo-report.ts";
import type { Review } from "./review.ts";

const plainly = (text: string): string => text;

const lookOf = ({ target, typed }: Review): Look => ({
  paint: { bad: plainly, warn: plainly, good: plainly, strong: plainly },
  application: target.title,
  typed,
  again: "",
});

/** What a run came to, in the words of the terminal. */
export const reportText = (review: Review, summary: RunSummary): string =>
  summary.kind === "undo"
    ? undoReport(summary, lookOf(review))
    : importReport(summary, lookOf(review));

/** What an undo would do. */
export const forecastText = (review: Review, summary: RunSummary): string =>
  undoReport(summary, { ...lookOf(review), asking: true });
