import { expect, test } from "vitest";
import { patients } from "../../shared/schema.ts";
import { exportOf, outcomes } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { rowsOf } from "../support/rows.ts";

// Tables are read back as long texts, whose separators a cell may hold, too: they are taken out of it as other
// invisible characters are, out of ids and what refers to them alike.

const VISIT = "V1,1,D1,2022-01-15,500.00";

test.each([
  ["a patient's name", ["1,As\u001fha,Rao,0441234567,31"], "1"],
  ["a last name, one between rows", ["1,As\u001eha,Rao,0441234567,31"], "1"],
  ["a patient's id", ["1\u001f2\u001f3,Asha,Rao,0441234567,31"], "123"],
])("a separator in %s balances, with the visits that name the patient", async (_, rows, id) => {
  const db = await newDatabase();
  const source = exportOf({
    patients: rows,
    doctors: ["D1,Dr. A"],
    visits: [VISIT.replace(",1,", `,${rows[0]?.split(",")[0]},`), "V2,,D1,2022-01-16,500.00"],
  });
  const settings = { mode: "lenient" } as const;
  const summary = await importFolder(db, source, { settings });
  expect(summary.differences).toEqual([]);
  expect(outcomes(summary, "visits")).toEqual({ records: 2, inserted: 1, rejected: 1 });
  expect(rowsOf(db, patients)).toMatchObject([{ legacy_id: id }]);
  const again = await importFolder(db, source, { settings });
  expect([again.differences, again.entities["visits"]?.unchanged]).toEqual([[], 1]);
});
