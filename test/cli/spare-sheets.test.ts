import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { targetCounts } from "../support/sql.ts";
import { type SheetXml, textRow, writeWorkbook } from "../support/workbook.ts";
import { workspace } from "../support/workspace.ts";

const COLUMNS = ["patientId", "firstName", "lastName", "phoneNumber"];
const PATIENTS = [COLUMNS, ["1", "Una", "Berg", "0441234567"], ["2", "Tor", "Holm", "0441234568"]];
const SHEETS: Readonly<Record<string, SheetXml>> = {
  Patients: { rows: PATIENTS.map((cells, at) => textRow(at + 1, cells)).join("") },
  Sheet2: { rows: "" },
};

function exportOf(sheets: Readonly<Record<string, SheetXml>>): string {
  const cwd = workspace();
  mkdirSync(join(cwd, "legacy"));
  copyFileSync(writeWorkbook({ sheets }), join(cwd, "legacy", "clinic.xlsx"));
  return cwd;
}

test("an empty sheet beside others is left alone, by an assessment as by an import", async () => {
  const cwd = exportOf(SHEETS);
  const { exitCode, stdout } = await hmsync(["import", "--source", "legacy", "--json"], { cwd });
  expect([exitCode, targetCounts(join(cwd, "hmsync.db"))]).toEqual([0, [2, 0, 0]]);
  const ignored = { name: "clinic.xlsx#Sheet2", reason: "an empty sheet" };
  expect(JSON.parse(stdout).ignored).toContainEqual(expect.objectContaining(ignored));
  const assessed = await hmsync(["import:assess", "--source", "legacy", "--json"], { cwd });
  expect(assessed.exitCode).toBe(0);
  expect(assessed.stdout).toContain("an empty sheet");
});

test("an empty sheet that the mapping names, or that is alone, is refused", async () => {
  const cwd = exportOf(SHEETS);
  const fields = { legacyId: "patientId", fullName: "firstName", phone: "phoneNumber" };
  const patients = { file: ["clinic.xlsx#Patients", "clinic.xlsx#Sheet2"], fields };
  const mapping = {
    mappingVersion: 1,
    legacySystem: "old",
    currency: "XXX",
    timeZone: "UTC",
    unmapped: "keep",
    entities: { patients },
  };
  writeFileSync(join(cwd, "m.json"), JSON.stringify(mapping));
  const named = ["import", "--source", "legacy", "--mapping", "m.json"];
  expect((await hmsync(named, { cwd })).exitCode).toBe(1);
  const alone = exportOf({ Sheet1: { rows: "" } });
  expect((await hmsync(["import", "--source", "legacy"], { cwd: alone })).exitCode).toBe(1);
});
