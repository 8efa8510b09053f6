import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const MAPPING = {
  mappingVersion: 1,
  legacySystem: "ward",
  currency: "INR",
  timeZone: "Asia/Kolkata",
  entities: {
    patients: {
      fields: {
        legacyId: "NO",
        fullName: { columns: ["FIRST", "LAST"], join: " " },
        phone: "TEL",
        dateOfBirth: { column: "BORN", format: "DD/MM/YYYY" },
      },
    },
  },
};

const LOCK = {
  lockVersion: 1,
  mappingSha256: "",
  asOf: "2026-01-14",
  files: [],
  decisions: [
    {
      entity: "patients",
      field: "dateOfBirth",
      columns: ["BORN"],
      decided: {},
      subject: "dateFormat",
      evidence: "412 cells prove D/M/Y",
      readings: [],
      cells: 412,
      refused: 0,
      refusedKinds: 0,
      nullTokens: {},
      accepted: [],
    },
  ],
};

function ward(): string {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), {
    "pat.csv": "NO,FIRST,LAST,TEL,BORN,\n77,,,,,\n78,Asha,Rao,0441234567,03/02/1990,O+\n",
  });
  writeFileSync(join(cwd, "mapping.json"), JSON.stringify(MAPPING));
  return cwd;
}

test("the sheet of a mapping and its export: masked, complete, for its owner alone", async () => {
  const cwd = ward();
  writeFileSync(join(cwd, "mapping.lock.json"), JSON.stringify(LOCK));
  const argv = ["import:mapping", "mapping.json", "--source", "legacy", "--out", "sheet.html"];
  expect((await hmsync(argv, { cwd })).exitCode).toBe(0);
  const page = readFileSync(join(cwd, "sheet.html"), "utf8");
  expect(statSync(join(cwd, "sheet.html")).mode & 0o777).toBe(0o600);
  for (const shown of [
    "Xxxx Xxx",
    "9999999999",
    "99/99/9999",
    "column 6",
    "X+",
    "412 cells prove D/M/Y",
  ]) {
    expect(page).toContain(shown);
  }
  for (const hidden of ["Asha", "Rao", "0441234567", "/1990"]) expect(page).not.toContain(hidden);
});

test("--reveal shows values, --json is one document, and nothing is a mapping that is none", async () => {
  const cwd = ward();
  const argv = ["import:mapping", "mapping.json", "--source", "legacy", "--reveal", "--json"];
  const { exitCode, stdout } = await hmsync(argv, { cwd });
  expect(exitCode).toBe(0);
  const { schemaVersion, revealed, entities } = JSON.parse(stdout);
  expect([schemaVersion, revealed, entities.length]).toEqual([1, true, 1]);
  expect(
    entities[0].rows.find(({ field }: { field: string }) => field === "patients.fullName"),
  ).toMatchObject({
    columns: ["FIRST", "LAST"],
    example: "Asha Rao",
    targets: ["full_name"],
  });
  for (const wrong of [[], ["nowhere.json"], ["mapping.json", "--to", "pdf"]]) {
    expect((await hmsync(["import:mapping", ...wrong], { cwd })).exitCode).toBe(2);
  }
});

test("without an export, Markdown of what the mapping says by itself", async () => {
  const { exitCode, stdout } = await hmsync(["import:mapping", "healthcare-plus"], {
    cwd: workspace(),
  });
  expect(exitCode).toBe(0);
  expect(stdout).toContain("| PAT\\_ID |  | patients.legacyId (legacy\\_id) |");
});

test("a line is approved and refused by command, and the sheet says so", async () => {
  const cwd = ward();
  const argv = ["import:mapping", "mapping.json", "--json"];
  const said = (...more: string[]) => hmsync([...argv, ...more], { cwd });
  expect((await said("--approve", "patients.phone")).exitCode).toBe(2);
  const by = ["--by", "Dr. Rao"];
  expect((await said("--refuse", "patients.phone", ...by)).exitCode).toBe(2);
  await said("--approve", "patients.*", ...by);
  const { stdout } = await said("--refuse", "patients.phone", ...by, "--why", "no mobiles");
  expect(JSON.parse(stdout)).toMatchObject({
    kept: ["patients.phone"],
    counts: { approved: 4, refused: 1, void: 0, open: 1 },
  });
  const csv = ["import:mapping", "mapping.json", "--out", "sheet.csv"];
  expect((await hmsync(csv, { cwd })).exitCode).toBe(0);
  const lines = readFileSync(join(cwd, "sheet.csv"), "utf8").split("\r\n");
  expect(lines.find((line) => line.includes("patients.phone,TEL"))).toMatch(
    /refused,Dr\. Rao,[^,]+,no mobiles$/,
  );
});
