import { expect, test } from "vitest";
import { owningEntity } from "../../src/import/selection/selection.ts";
import type { RunSettings } from "../../src/ledger/run-summary.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { column } from "../support/rows.ts";
import { IMPORTERS } from "../support/target.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

/** Items belong to bills, those to patients; a payment to a patient, or to a bill alone. */
const FILES = {
  "patients.csv": `patientId,firstName,lastName,phoneNumber,gender
P1,Ama,Owusu,0302441001,F
P2,Kofi,Mensah,0302441002,M
P3,Esi,Boateng,0302441003,F
`,
  "bills.csv": `billId,patientId,billDate,totalAmount,status
B1,P1,2025-05-05,10.00,issued
B2,P2,2025-05-06,20.00,issued
B3,P2,2025-05-07,30.00,draft
`,
  "bill-items.csv": `billItemId,billId,description,amount
I1,B1,Bed,10.00
I2,B2,Dressing,20.00
I3,B3,Consultation,30.00
`,
  "payments.csv": `paymentId,patientId,billId,amount,paymentDate
A1,P1,B1,10.00,2025-05-05
A2,P2,,20.00,2025-05-06
A3,,B3,30.00,2025-05-07
`,
};

type Asked = Pick<Partial<RunSettings>, "limit" | "sample" | "pilot">;
const pilot = (entity: string, field: string, value: string) => ({
  pilot: { entity, field, value },
});

async function taken(settings: Asked, files: Partial<typeof FILES> = FILES) {
  const db = await newDatabase();
  const source = writeFiles(workspace(), files);
  const summary = await importFolder(db, source, { settings });
  expect(summary).toMatchObject({ exitCode: 0, differences: [], failure: null });
  return ["patients", "bills", "bill_items", "payments"]
    .flatMap((table) => column(db, `select legacy_id from ${table} order by 1`))
    .join(" ");
}

test.each<[string, Asked, string]>([
  ["the first patient", { limit: 1 }, "P1 B1 I1 A1"],
  ["the first two patients", { limit: 2 }, "P1 P2 B1 B2 B3 I1 I2 I3 A1 A2 A3"],
  ["the patients of one gender", pilot("patients", "gender", "M"), "P2 B2 B3 I2 I3 A2 A3"],
  ["the bills of one status", pilot("bills", "status", "draft"), "P2 B3 I3 A3"],
  ["an item", pilot("billItems", "description", "Bed"), "P1 B1 I1 A1"],
])("what belongs to a bill comes and goes with its patient: %s", async (_, asked, rows) => {
  expect(await taken(asked)).toBe(rows);
});

test("a sample of patients takes the items of their bills, and no others", async () => {
  const [one, two] = [await taken({ sample: { count: 1 } }), await taken({ sample: { count: 2 } })];
  const whole = { P1: "P1 B1 I1 A1", P2: "P2 B2 B3 I2 I3 A2 A3", P3: "P3" };
  expect(Object.values(whole)).toContain(one);
  expect(two.split(" ")).toEqual(expect.arrayContaining(one.split(" ")));
});

test("the entity that others belong to is the one that belongs to none, whatever the order", () => {
  expect(owningEntity(IMPORTERS)).toBe("patients");
  expect(owningEntity(IMPORTERS.toReversed())).toBe("patients");
  expect(owningEntity(IMPORTERS.filter(({ entity }) => entity === "doctors"))).toBeUndefined();
});
