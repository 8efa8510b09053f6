import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const FILES = {
  "patients.csv":
    "id,firstName,lastName,phone,born\n1,Asha,Rao,,05/03/1980\n2,Tom,Novak,0209461234,05/03/1980\n",
};

const mappingWith = (format: string) =>
  JSON.stringify({
    mappingVersion: 1,
    legacySystem: "ward",
    currency: "INR",
    timeZone: "Asia/Kolkata",
    entities: {
      patients: {
        fields: {
          legacyId: "id",
          firstName: "firstName",
          lastName: "lastName",
          phone: "phone",
          dateOfBirth: { column: "born", format },
        },
      },
    },
  });

async function imported(...flags: readonly string[]) {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), FILES);
  writeFileSync(join(cwd, "m.json"), mappingWith("DD/MM/YYYY"));
  const argv = ["import", "--source", "legacy", "--mapping", "m.json", "--report", "first"];
  expect((await hmsync([...argv, ...flags], { cwd })).exitCode).toBe(3);
  const path = join(cwd, "first/rejected/patients.csv");
  writeFileSync(path, readFileSync(path, "utf8").replace("Rao,", "Rao,0441234567"));
  writeFileSync(join(cwd, "m.json"), mappingWith("MM/DD/YYYY"));
  return cwd;
}

const retry = async (cwd: string, ...flags: readonly string[]) =>
  (await hmsync(["import:retry", ...flags], { cwd })).exitCode;
const births = (cwd: string) =>
  query(join(cwd, "hmsync.db"), "select date_of_birth from patients order by legacy_id").flat();

test("a mapping that was changed since is asked about, and taken where --mapping says so", async () => {
  const cwd = await imported("--continue-on-error");
  expect(await retry(cwd)).toBe(4);
  expect(births(cwd)).toEqual(["1980-03-05"]);
  expect(await retry(cwd, "--mapping", "m.json")).toBe(0);
  expect(births(cwd)).toEqual(["1980-05-03", "1980-03-05"]);
});

test("the mapping put back as it was is not asked about", async () => {
  const cwd = await imported("--continue-on-error");
  writeFileSync(join(cwd, "m.json"), mappingWith("DD/MM/YYYY"));
  expect(await retry(cwd)).toBe(0);
  expect(births(cwd)).toEqual(["1980-03-05", "1980-03-05"]);
});

test("a strict run is retried by its own mapping alone", async () => {
  const cwd = await imported();
  expect([await retry(cwd), await retry(cwd, "--mapping", "m.json")]).toEqual([2, 2]);
});
