import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { SMALL } from "../support/small-exports.ts";
import { targetCounts } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const GENERIC = JSON.parse(readFileSync("importers/mappings/generic-csv.json", "utf8"));

/** Imports SMALL with this text as the mapping file. */
async function importWith(mapping: string, files: Readonly<Record<string, string>> = SMALL) {
  const cwd = workspace();
  writeFiles(cwd, { "my-mapping.json": mapping });
  writeFiles(join(cwd, "legacy"), files);
  const argv = ["import", "--source", "legacy", "--mapping", "my-mapping.json"];
  return { cwd, ...(await hmsync(argv, { cwd })) };
}

test("a mapping file names the columns of a legacy system of its own", async () => {
  const fields = { legacyId: "no", fullName: { columns: ["last", "first"], join: ", " } };
  const entities = { doctors: { fields, ignore: ["pager"] } };
  const mapping = JSON.stringify({ ...GENERIC, legacySystem: "our-old-hms", entities });
  const { exitCode, cwd } = await importWith(mapping, {
    "staff.csv": "pager,last,no,first\n55,Smith,D1,Jane\n",
  });
  expect(exitCode).toBe(0);
  expect(targetCounts(join(cwd, "hmsync.db"))).toEqual([0, 1, 0]);
});

test("a mapping that ships is taken by its name", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), SMALL);
  const argv = ["import", "--source", "legacy", "--mapping"];
  expect((await hmsync([...argv, "generic-csv"], { cwd })).exitCode).toBe(0);
  expect((await hmsync([...argv, "healthcare-plus"], { cwd })).exitCode).toBe(4);
});

test("a mapping file that is not there: exit 2, and its name", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), SMALL);
  const argv = ["import", "--source", "legacy", "--mapping", "gone.json"];
  const { exitCode, stderr } = await hmsync(argv, { cwd });
  expect(exitCode).toBe(2);
  expect(stderr).toContain("gone.json");
});

test("a mapping file that is not JSON: exit 2, and its name", async () => {
  const { exitCode, stderr } = await importWith("{ legacySystem: old }");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("my-mapping.json");
});

test("a mapping with wrong keys: exit 2, and each is named, with the nearest that is right", async () => {
  const mapping = structuredClone(GENERIC);
  mapping.entities.patients.fields.fistName = "firstName";
  mapping.entities.visits.rules = { "visits.visitDate.futur": "off" };
  mapping.currency = "RUPEES";
  const { exitCode, stderr } = await importWith(JSON.stringify(mapping));
  expect(exitCode).toBe(2);
  for (const name of ["fistName", "firstName", "visits.visitDate.futur", "currency"]) {
    expect(stderr).toContain(name);
  }
});

test("a rule that the mapping lowers is counted, and rejects no longer", async () => {
  const mapping = structuredClone(GENERIC);
  mapping.entities.patients.rules = { "patients.phone.missing": "warning" };
  const patients = SMALL["patients.csv"].replace("0442345679", "");
  const { exitCode, stdout, cwd } = await importWith(JSON.stringify(mapping), {
    ...SMALL,
    "patients.csv": patients,
  });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/Warnings\n +patients\.phone\.missing +1 /);
  expect(targetCounts(join(cwd, "hmsync.db"))).toEqual([2, 1, 2]);
});
