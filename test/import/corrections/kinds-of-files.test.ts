import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readOriginals } from "../../../src/corrections/originals.ts";
import { planRetry } from "../../../src/corrections/plan-retry.ts";
import { parseMapping } from "../../../src/mapping/mapping.ts";
import { UsageError } from "../../../src/plain/errors.ts";
import { importReport } from "../../../src/report/import-report.ts";
import { importFolder, newDatabase } from "../../support/import.ts";
import { IMPORTERS, namedMapping } from "../../support/target.ts";
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
  await expect(planOf(folder)).rejects.toThrow(/rejects\.xls: .*save it under that name/s);
  copyFileSync(rejected("rejects.xlsx"), rejected("patients.csv"));
  await expect(planOf(folder)).rejects.toThrow(UsageError);
});

test("what is wrong with a day names the format of its own file", async () => {
  const folder = join(workspace(), "report");
  const head = "patientId,firstName,lastName,phoneNumber,dateOfBirth\n";
  const source = writeFiles(workspace(), {
    "old.csv": `${head}1,Asha,Rao,0441234567,31/02/1980\n`,
    "new.csv": `${head}2,Tom,Novak,0441234568,13/13/1980\n`,
  });
  const format = { "old.csv": "DD/MM/YYYY", "*": "MM/DD/YYYY" };
  const generic = JSON.parse(readFileSync("importers/mappings/generic-csv.json", "utf8"));
  const { patients } = generic.entities;
  patients.file = ["old.csv", "new.csv"];
  patients.fields.dateOfBirth = { column: "dateOfBirth", format };
  const mapping = parseMapping(
    "m.json",
    JSON.stringify({ ...generic, entities: { patients } }),
    IMPORTERS,
  );
  const options = { reportFolder: folder, mapping, settings: { mode: "lenient" } } as const;
  await importFolder(await newDatabase(), source, options);
  const [, first, second] = readFileSync(join(folder, "rejected/patients.csv"), "utf8").split(
    "\r\n",
  );
  const said = [first, second].map((line = "") =>
    /,(old|new)\.csv,.*Here: ([\w/]+)\./.exec(line)?.slice(1),
  );
  expect(said.sort()).toEqual([
    ["new", "MM/DD/YYYY"],
    ["old", "DD/MM/YYYY"],
  ]);
});
