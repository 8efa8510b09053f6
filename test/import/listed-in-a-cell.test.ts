import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { listReader } from "../../importers/convert/list-pieces.ts";
import { ALLERGY_PHRASES } from "../../importers/vocabulary/list-phrases.ts";
import { allergies, patients } from "../../shared/schema.ts";
import type { Database } from "../../src/db/database.ts";
import { validateLedger } from "../../src/ledger/validate-ledger.ts";
import { parseMapping } from "../../src/mapping/mapping.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { rowsOf } from "../support/rows.ts";
import { IMPORTERS } from "../support/target.ts";
import { undo } from "../support/undo.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const MEANS = { "-": "not-recorded", no: "none-known" };
const mapping = parseMapping(
  "lists",
  JSON.stringify({
    mappingVersion: 1,
    legacySystem: "lists",
    currency: "XXX",
    timeZone: "UTC",
    entities: {
      patients: {
        fields: {
          legacyId: "id",
          fullName: "name",
          phone: "phone",
          allergies: { column: "allergies", means: MEANS },
        },
      },
      allergies: { fields: { legacyId: "allergy", patientId: "id", substance: "what" } },
    },
  }),
  IMPORTERS,
);

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const exportOf = (cells: readonly string[]) =>
  writeFiles(join(workspace(), "export"), {
    "patients.csv": `id,name,phone,allergies\n${cells.map((cell, at) => `P${at},Ana Moss,55501${at},${quoted(cell)}\n`).join("")}`,
    "allergies.csv": "allergy,id,what\nA1,P0,Nickel\n",
  });

const run = (db: Database, cells: readonly string[]) =>
  importFolder(db, exportOf(cells), { mapping });

/** Of all rows: the substances of each patient's cell, in their order. */
const substances = (db: Database) =>
  rowsOf(db, allergies)
    .map((row) => [String(row["legacy_id"]).replace("\u001f", "."), row["substance"]].join(" "))
    .sort();

test("items come, change and go with their cell; records of a file of their own stand beside them", async () => {
  const db = await newDatabase();
  const first = await run(db, ["Latex; Egg", "NKDA", ""]);
  expect(substances(db)).toEqual(["A1 Nickel", "P0 Latex", "P0.2 Egg"]);
  expect(first.differences).toEqual([]);
  const again = await run(db, ["Latex; Egg", "NKDA", ""]);
  expect(again.entities["listedAllergies"]).toMatchObject({ unchanged: 2, inserted: 0 });
  const changed = await run(db, ["Fish", "Milk, Egg", ""]);
  expect(changed.differences).toEqual([]);
  expect(substances(db)).toEqual(["A1 Nickel", "P0 Fish", "P1 Milk", "P1.2 Egg"]);
  expect(validateAll(db)).toEqual({ allergies: [1, 0], listedAllergies: [3, 0] });
  await undo(db, changed.run);
  expect(substances(db)).toEqual(["A1 Nickel", "P0 Latex", "P0.2 Egg"]);
  await undo(db, first.run);
  expect([db.count(allergies), db.count(patients)]).toEqual([0, 0]);
});

/** Rows that an import wrote, and rows that none wrote. */
const validateAll = (db: Database) =>
  Object.fromEntries(
    IMPORTERS.filter(({ table }) => table === allergies).map((importer) => {
      const { asImported, notImported } = validateLedger(db, importer, { all: IMPORTERS });
      return [importer.entity, [asImported, notImported]];
    }),
  );

const words = fc.constantFrom(
  ...["Penicillin", "NKDA", "none", "-", "no", "not asked", "1,25-D", "Fish (rash, hives)"],
  ...["Egg and milk", "denies any drug", "Latex (swelling", "甲"],
);
const cells = fc
  .array(fc.tuple(words, fc.constantFrom(",", ";", "\n", " and ", "、")), { maxLength: 5 })
  .map((parts) => parts.flat().join(""));

test("for any cells: listed, none known, not recorded and undecided are all cells, and the items are the rows", async () => {
  const read = listReader(ALLERGY_PHRASES);
  const sample = fc.sample(cells, { numRuns: 80, seed: 19 }).map((cell) => cell.trim());
  const db = await newDatabase();
  const summary = await run(db, sample);
  expect(summary).toMatchObject({ exitCode: 0, differences: [] });
  const rows = rowsOf(db, patients);
  expect(rows.map(({ allergy_text }) => allergy_text ?? "").sort()).toEqual(sample.sort());
  expect(rows.filter((row) => row["allergy_state"] === null)).toEqual([]);
  const wanted = sample.flatMap((cell) => read(cell).items.map((item) => [cell, item]));
  const landed = rowsOf(db, allergies).filter((row) => row["legacy_id"] !== "A1");
  expect(landed).toHaveLength(wanted.length);
  const without = new Set(landed.map((row) => row["patient_id"]));
  for (const { id, allergy_state } of rows)
    expect(without.has(id)).toBe(allergy_state === "listed");
});
