import type { MoneySummary } from "../../../ledger/money-summary.ts";
import { isPart } from "../../selection/selection.ts";
import type { ImportRun } from "../../state/import-run.ts";
import { MoneyBook } from "./money-book.ts";
import { sumUp } from "./sum-up.ts";

/** What the amounts of a run are noted in; nowhere where the run has not all of an export. */
export function moneyOf({ request, inputs }: ImportRun): MoneyBook[] {
  if (isPart(request.settings) || (request.kind ?? "import") !== "import") return [];
  return MoneyBook.of(
    request.db,
    inputs.map(({ compiled }) => compiled),
  );
}

/** What they come to, when all rows are written. */
export function sumsOf({ request, files }: ImportRun, books: readonly MoneyBook[]): MoneySummary[] {
  const { db, fit, importers } = request;
  const names = files.map((file) => file?.name ?? "");
  return books.map((book) => {
    book.readDatabase(db, fit.mapping.legacySystem, importers);
    return sumUp(book, names);
  });
}
