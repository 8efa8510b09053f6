import { expect, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { assessFiles, draftExport, mappingText } from "../../src/jobs/draft-export.ts";
import { headFile } from "../../src/mapping/head-file.ts";
import { parseMapping } from "../../src/mapping/mapping.ts";
import { openExport } from "../../src/source/open-export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { IMPORTERS } from "../support/target.ts";

const SOURCE = "fixtures/bills-in-turkish";

/** The mapping that assess writes for the fixture. */
async function written() {
  const headed = [];
  for (const file of openExport(SOURCE).files) headed.push(await headFile(file, []));
  const drafting = { legacySystem: "old", asOf: "2026-01-14" };
  return JSON.parse(mappingText(await draftExport(await assessFiles(headed, HMSYNC), drafting)));
}

interface Proposed {
  readonly entities: Readonly<
    Record<string, { readonly file: string; readonly fields: Record<string, unknown> }>
  >;
  readonly undecided: readonly { readonly key: string; readonly says: string }[];
}

/** The same once a person has said what it leaves open: the currency, and a word that nobody knows. */
function decided(mapping: Proposed) {
  const { entities } = mapping;
  const status = { column: "durum", codes: { ertelendi: "booked" } };
  const { appointments } = entities;
  const fields = { ...appointments?.fields, status };
  const said = { ...entities, appointments: { ...appointments, fields } };
  const whole = { ...mapping, currency: "TRY", timeZone: "Europe/Istanbul", entities: said };
  return parseMapping("mapping.json", JSON.stringify(whole), IMPORTERS);
}

test("Turkish bills, their items, payments and appointments are proposed; the hospital's own expenses are not", async () => {
  const { entities, undecided }: Proposed = await written();
  const files = Object.entries(entities).map(([entity, { file }]) => [file, entity]);
  expect(Object.fromEntries(files)).toEqual({
    "hastalar.csv": "patients",
    "doktorlar.csv": "doctors",
    "muayeneler.csv": "visits",
    "randevular.csv": "appointments",
    "faturalar.csv": "bills",
    "fatura_kalemleri.csv": "billItems",
    "odemeler.csv": "payments",
  });
  expect(undecided.map(({ key }) => key)).toEqual([
    "currency",
    "entities.appointments.fields.status.codes",
  ]);
  expect(undecided[1]?.says).toContain('1 "ertelendi"');
});

test("with what is left open said, all of it is imported, and each patient's money is that of the export", async () => {
  const db = await newDatabase();
  const summary = await importFolder(db, SOURCE, { mapping: decided(await written()) });
  const inserted = Object.entries(summary.entities).map(([entity, one]) => [entity, one.inserted]);
  expect(Object.fromEntries(inserted)).toEqual({
    patients: 3,
    doctors: 2,
    visits: 3,
    appointments: 3,
    bills: 3,
    billItems: 4,
    payments: 2,
  });
  expect(summary.committed).toBe(true);
  const [money] = summary.money ?? [];
  const sums = { owners: 3, billed: 213474, paid: 133449, open: 80025, recorded: 80025 };
  expect([money?.old, money?.new]).toEqual([sums, sums]);
  expect(money?.items?.count).toBe(0);
  const statuses = db.prepare("select status from bills order by legacy_id").all([]);
  expect(statuses).toEqual([["balanced"], ["issued"], ["balanced"]]);
});
