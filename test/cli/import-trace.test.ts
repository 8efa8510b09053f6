import { join } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const FILES = {
  "patients.csv":
    "patientId,firstName,lastName,phoneNumber,ward\n7301,Asha,Raokumar,,Westwing\n7302,Tomek,Novakov,0209461234,Eastwing\n",
};
/** What stands in the cells, and what the record is called. */
const VALUES = [
  "Asha",
  "Raokumar",
  "Westwing",
  "Tomek",
  "Novakov",
  "0209461234",
  "Eastwing",
  "730",
];

async function imported(): Promise<string> {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), FILES);
  const flags = ["--source", "legacy", "--as-of", "2026-01-14", "--continue-on-error"];
  expect((await hmsync(["import", ...flags], { cwd })).exitCode).toBe(3);
  return cwd;
}

test("a record's story is masked as text and as a document, and shown where that is asked for", async () => {
  const cwd = await imported();
  for (const id of ["7301", "7302"]) {
    for (const more of [[], ["--json"]]) {
      const told = await hmsync(["import:trace", "patients", id, ...more], { cwd });
      expect(told.exitCode).toBe(0);
      for (const value of VALUES) expect(told.stdout + told.stderr).not.toContain(value);
      const shown = await hmsync(["import:trace", "patients", id, "--reveal", ...more], { cwd });
      expect(shown.stdout).toContain(id);
    }
  }
  const { stdout } = await hmsync(["import:trace", "--file", "patients.csv", "--line", "2"], {
    cwd,
  });
  expect(stdout).toContain("patients.phone.missing");
  const longest = Math.max(...stdout.split("\n").map(({ length }) => length));
  expect(longest).toBeLessThanOrEqual(80);
});

test("a record that no run has met exits 1, says what may be meant, and not what was typed", async () => {
  const cwd = await imported();
  const near = await hmsync(["import:trace", "patients", "007301"], { cwd });
  expect(near.exitCode).toBe(1);
  expect(near.stderr).toContain("without zeros at its start");
  expect(near.stderr).not.toContain("7301");
  const shown = await hmsync(["import:trace", "patients", "007301", "--reveal"], { cwd });
  expect(shown.stderr).toContain("7301");
});

test("a record that is not named, or named twice, is a mistake of usage", async () => {
  const cwd = await imported();
  const wrong = [
    [],
    ["patients"],
    ["nothing", "1"],
    ["patients", "1", "2"],
    ["patients", "--line", "2"],
    ["patients", "--file", "patients.csv"],
    ["patients", "--file", "patients.csv", "--line", "0"],
    ["patients", "1", "--file", "patients.csv", "--line", "2"],
    ["patients", "--file", "patients.csv", "--line", "2", "--record", "1"],
    ["patients", "1", "--legacy-system", "other"],
  ];
  for (const argv of wrong) {
    expect((await hmsync(["import:trace", ...argv], { cwd })).exitCode).toBe(2);
  }
});
