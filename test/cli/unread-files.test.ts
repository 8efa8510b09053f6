import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { targetCounts } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const PATIENTS = "patientId,firstName,lastName,phoneNumber\n1,Una,Berg,0441234567\n";
const IMPORT = ["import", "--source", "legacy"];

function exportWith(name: string): string {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), { "patients.csv": PATIENTS, [name]: "anything" });
  return cwd;
}

test.each(["doctors.ods", "visits.tar.gz"])(
  "%s beside files that are read is asked about, and left out once the mapping says why",
  async (name) => {
    const cwd = exportWith(name);
    const asked = await hmsync(IMPORT, { cwd });
    expect([asked.exitCode, asked.stderr.includes(`reading.${name}.leaveOut`)]).toEqual([4, true]);
    const fields = { legacyId: "patientId", fullName: "firstName", phone: "phoneNumber" };
    const mapping = {
      mappingVersion: 1,
      legacySystem: "old",
      currency: "XXX",
      timeZone: "UTC",
      unmapped: "keep",
      reading: { [name]: { leaveOut: "nobody uses it" } },
      entities: { patients: { fields } },
    };
    writeFileSync(join(cwd, "m.json"), JSON.stringify(mapping));
    const answered = await hmsync([...IMPORT, "--mapping", "m.json"], { cwd });
    expect([answered.exitCode, targetCounts(join(cwd, "hmsync.db"))]).toEqual([0, [1, 0, 0]]);
  },
);

test.each(["readme.md", "patients.csv.bak", "logo.png"])("%s is no table", async (name) => {
  expect((await hmsync(IMPORT, { cwd: exportWith(name) })).exitCode).toBe(0);
});
