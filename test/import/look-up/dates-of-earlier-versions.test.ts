import { expect, test } from "vitest";
import { date } from "../../../importers/convert/date.ts";
import type { Importer } from "../../../importers/define.ts";
import { outcomes } from "../../support/export.ts";
import { importFolder, newDatabase } from "../../support/import.ts";
import { IMPORTERS } from "../../support/target.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";

/** Importers of a version that knew whole days alone. */
const EARLIER: readonly Importer[] = IMPORTERS.map((importer) =>
  importer.entity === "patients"
    ? { ...importer, fields: { ...importer.fields, dateOfBirth: date({ holds: "birth" }) } }
    : importer,
);

const exportOf = (...births: readonly string[]) => {
  const lines = births.map((birth, at) => `P${at},Ada,Ray,555010${at},${birth}\n`);
  const head = "patientId,firstName,lastName,phoneNumber,dateOfBirth\n";
  return writeFiles(workspace(), { "patients.csv": head + lines.join("") });
};

test("patients whom a version imported that knew whole days alone are unchanged, and changed ones updated", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf("1970-01-02", "1980-01-02", ""), { importers: EARLIER });
  const again = await importFolder(db, exportOf("1970-01-02", "1980-01-02", ""));
  expect(outcomes(again, "patients")).toEqual({ records: 3, unchanged: 3 });
  const next = await importFolder(db, exportOf("1970-01-02", "1980", "1990-01-01"));
  expect(outcomes(next, "patients")).toEqual({ records: 3, unchanged: 1, updated: 2 });
  const last = await importFolder(db, exportOf("1970-01-02", "1980", "1990-01-01"));
  expect(outcomes(last, "patients")).toEqual({ records: 3, unchanged: 3 });
});
