import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DecisionNeeded } from "../../src/plain/errors.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { workspace } from "../support/workspace.ts";

const PATIENT = { resourceType: "Patient", id: "p", name: [{ family: "Novak" }], gender: "female" };

function exportOf(...amounts: readonly unknown[]): string {
  const folder = workspace();
  const invoices = amounts.map((totalGross, nth) => ({
    resourceType: "Invoice",
    id: `i${nth}`,
    status: "issued",
    subject: { reference: "Patient/p" },
    date: "2024-04-05",
    totalGross,
  }));
  const lines = [PATIENT, ...invoices].map((one) => `${JSON.stringify(one)}\n`);
  writeFileSync(join(folder, "bulk.ndjson"), lines.join(""));
  return folder;
}

test.each([
  ["EUR", [{ value: 1.5, currency: "EUR" }]],
  [
    "KWD",
    [
      { value: 1.125, currency: "KWD" },
      { value: 2, currency: "KWD" },
    ],
  ],
  ["XXX", []],
])("a FHIR export in %s is imported in it", async (currency, amounts) => {
  const summary = await importFolder(await newDatabase(), exportOf(...amounts));
  expect(summary).toMatchObject({ exitCode: 0, currency });
});

test.each([
  [
    "several currencies",
    [
      { value: 1, currency: "EUR" },
      { value: 1, currency: "USD" },
    ],
  ],
  ["no currency", [{ value: 1 }]],
  ["a currency beside none", [{ value: 1, currency: "EUR" }, { value: 1 }]],
  ["what is no currency", [{ value: 1, currency: "EURO" }]],
])("amounts of %s are asked about", async (_, amounts) => {
  const importing = importFolder(await newDatabase(), exportOf(...amounts));
  await expect(importing).rejects.toThrow(DecisionNeeded);
});
