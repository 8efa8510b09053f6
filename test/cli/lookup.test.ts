import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const MAPPING = {
  mappingVersion: 1,
  legacySystem: "ward-book",
  currency: "XXX",
  timeZone: "UTC",
  entities: {
    doctors: {
      file: "staff.csv",
      fields: {
        legacyId: "staff",
        fullName: { file: "users.csv", column: "name", by: { user_id: "user" } },
      },
    },
  },
};

/** A person without a user, and one whose user is there twice. */
function hospital(): string {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), {
    "staff.csv": "staff,user\nS1,1\nS2,9\nS3,3\n",
    "users.csv": "user_id,name\n1,Mia Ode\n2,Tom Ude\n3,Eva\n3,Ewa\n",
  });
  return writeFiles(cwd, { "mapping.json": JSON.stringify(MAPPING) });
}

const IMPORT = ["import", "--source", "legacy", "--mapping", "mapping.json", "--report", "r"];

function replaceIn(path: string, one: string, other: string): void {
  writeFileSync(path, readFileSync(path, "utf8").replace(one, other));
}

test.each([[[]], [["--continue-on-error"]]])(
  "%j: a corrected key, and a corrected record of the other file, let rejected records in",
  async (flags) => {
    const cwd = hospital();
    expect((await hmsync([...IMPORT, ...flags], { cwd })).exitCode).toBe(3);
    replaceIn(join(cwd, "r/rejected/doctors.csv"), "S2,9", "S2,2");
    replaceIn(join(cwd, "legacy/users.csv"), "3,Ewa\n", "");
    expect((await hmsync(["import:retry"], { cwd })).exitCode).toBe(0);
    const rows = query(join(cwd, "hmsync.db"), "select full_name from doctors order by legacy_id");
    expect(rows).toEqual([["Mia Ode"], ["Tom Ude"], ["Eva"]]);
  },
);

test("a plan is not carried out where the other file has changed", async () => {
  const cwd = hospital();
  await hmsync(["db:push", "--init"], { cwd });
  const plan = [...IMPORT, "--dry-run", "--out", "plan.json"];
  expect((await hmsync(plan, { cwd })).exitCode).toBe(3);
  replaceIn(join(cwd, "legacy/users.csv"), "Mia", "Pia");
  const { exitCode, stderr } = await hmsync(["import", "--plan", "plan.json"], { cwd });
  expect([exitCode, stderr.includes("has changed since the plan was made")]).toEqual([4, true]);
});
