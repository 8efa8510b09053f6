import type { MoneySummary } from "../../../ledger/money-summary.ts";
import type { ImportRun } from "../../state/import-run.ts";
import { MoneyBook } from "./money-book.ts";
import { sumUp } from "./sum-up.ts";

/** What the amounts of a run are noted in: of a part of an export, those of the patients that it takes. */
export function moneyOf(run: ImportRun): MoneyBook[] {
  if (isOfSingleRecords(run)) return [];
  return MoneyBook.of(
    run.request.db,
    run.inputs.map(({ compiled }) => compiled),
  );
}

/** Rejected records that come again are neither all of a bill nor all of a patient. */
const isOfSingleRecords = ({ request: { kind = "import" } }: ImportRun): boolean =>
  kind !== "import";

/** Whether a run has amounts that hang together with others, and says nothing of what they come to. */
export const leavesMoney = (run: ImportRun): boolean =>
  isOfSingleRecords(run) &&
  run.inputs.some(({ compiled: { importer } }) =>
    run.request.importers.some(
      ({ moneyTree: tree, entity }) =>
        tree !== undefined &&
        [entity, tree.items.entity, tree.payments.entity].includes(importer.entity),
    ),
  );

/** What they come to, when all rows are written. */
export function sumsOf({ request, files }: ImportRun, books: readonly MoneyBook[]): MoneySummary[] {
  const { db, fit, importers } = request;
  const names = files.map((file) => file?.name ?? "");
  return books.map((book) => {
    book.readDatabase(db, fit.mapping.legacySystem, importers);
    return sumUp(book, names);
  });
}
