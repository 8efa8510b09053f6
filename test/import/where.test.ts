import { expect, test } from "vitest";
import { importFolder, newDatabase } from "../support/import.ts";
import { column } from "../support/rows.ts";

const PAID = "fixtures/visits-that-were-paid";

test("records are taken as where says, others skipped; one whose cell does not tell is rejected, never skipped", async () => {
  const db = await newDatabase();
  const { entities } = await importFolder(db, PAID, { settings: { mode: "lenient" } });
  const visits = entities["visits"];
  expect(visits).toMatchObject({
    records: 7,
    inserted: 1,
    skipped: 5,
    rejected: 1,
    balanced: true,
  });
  expect(visits?.issues).toMatchObject({ "visits.row.where-unclear": 1 });
  const unclear = visits?.findings.find(({ code }) => code === "visits.row.where-unclear");
  expect(unclear?.places).toEqual([{ file: "ledger_book.csv", record: 6, line: 7 }]);
  expect(column(db, "select legacy_id from visits")).toEqual(["B1"]);
});
