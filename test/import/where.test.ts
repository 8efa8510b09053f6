import { expect, test } from "vitest";
import { findResumable, readResumption } from "../../src/import/request/resume.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { column } from "../support/rows.ts";

const PAID = "fixtures/visits-that-were-paid";
const WARDS = "fixtures/patients-among-others-in-two-column-orders";

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

test("each file is judged by its own columns; one of which where takes nothing is told", async () => {
  const db = await newDatabase();
  const { entities, files } = await importFolder(db, WARDS);
  expect(entities["patients"]).toMatchObject({ records: 5, inserted: 2, skipped: 3 });
  expect(column(db, "select first_name from patients order by 1")).toEqual(["Ann", "Cid"]);
  expect(files.map(({ noneMeant }) => noneMeant)).toEqual([
    undefined,
    undefined,
    "role is patient",
  ]);
});

test("a run that is gone on with judges the records of its first part by their file, too", async () => {
  const db = await newDatabase();
  const stop = new AbortController();
  let groups = 0;
  const how = { settings: { mode: "lenient", batchSize: 1 } } as const;
  const onProgress = () => {
    groups++;
    if (groups === 3) stop.abort();
  };
  await importFolder(db, WARDS, { ...how, signal: stop.signal, onProgress });
  const resume = readResumption(db, findResumable(db));
  const { entities, files } = await importFolder(db, WARDS, { ...how, resume });
  expect(entities["patients"]).toMatchObject({ records: 5, inserted: 2, skipped: 3 });
  expect(files.at(-1)?.noneMeant).toBe("role is patient");
});
