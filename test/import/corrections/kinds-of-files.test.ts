import { copyFileSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { IMPORTERS, namedMapping } from "../../../src/cli/wiring.ts";
import { UsageError } from "../../../src/errors.ts";
import { readOriginals } from "../../../src/import/corrections/originals.ts";
import { planRetry } from "../../../src/import/corrections/plan-retry.ts";
import { importReport } from "../../../src/report/import-report.ts";
import { importFolder, newDatabase } from "../../support/import.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";

const plain = (text: string): string => text;
const LOOK = {
  paint: { bad: plain, warn: plain, good: plain, strong: plain },
  typed: (command: string, flags = "") => `${command} ${flags}`,
  again: "",
};

/** A report in which as many patients as said were rejected. */
async function rejecting(count: number) {
  const folder = join(workspace(), "report");
  const lines = Array.from({ length: count }, (_, at) => `${at + 1},Asha,Rao,`);
  const text = ["patientId,firstName,lastName,phoneNumber", ...lines, ""].join("\n");
  const source = writeFiles(workspace(), { "patients.csv": text });
  const options = { reportFolder: folder, settings: { mode: "lenient" } } as const;
  const summary = await importFolder(await newDatabase(), source, options);
  return { folder, told: importReport(summary, LOOK) };
}

async function planOf(folder: string) {
  const kept = await readOriginals(folder);
  if (kept === undefined) throw new UsageError("no originals", { cure: "" });
  const mapping = namedMapping("generic-csv");
  return planRetry({ ...kept, folder, importers: IMPORTERS, mapping });
}

test("more rejected records than the workbook holds: report and next step say that there is none", async () => {
  const { folder, told } = await rejecting(10_001);
  expect(readdirSync(join(folder, "rejected")).sort()).toEqual(["no-workbook.txt", "patients.csv"]);
  expect(told).toContain("rejects.xlsx");
  expect((await planOf(folder)).counts).toMatchObject({ records: 10_001, unchanged: 10_001 });
});

test("as many as the workbook holds are in it, and nothing is said", async () => {
  const { folder, told } = await rejecting(2);
  expect(existsSync(join(folder, "rejected/rejects.xlsx"))).toBe(true);
  expect(existsSync(join(folder, "rejected/no-workbook.txt"))).toBe(false);
  expect(told).not.toContain("rejects.xlsx");
});

test("a workbook under the name of a .csv is refused as what it is; one saved as .xls is to be saved again", async () => {
  const { folder } = await rejecting(2);
  const rejected = (name: string) => join(folder, "rejected", name);
  copyFileSync(rejected("rejects.xlsx"), rejected("rejects.xls"));
  await expect(planOf(folder)).rejects.toThrow(/rejects\.xls: .*save it as that/s);
  copyFileSync(rejected("rejects.xlsx"), rejected("patients.csv"));
  await expect(planOf(folder)).rejects.toThrow(UsageError);
});
