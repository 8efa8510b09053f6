import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const PATIENTS = [
  "patientId,firstName,lastName,phoneNumber,gender",
  "1,Asha,Rao,0441234567,F",
  "2,Tom,Novak,,M",
  "3,Cy,Fox,0441234563,xx",
  "4,Di,Orr,0441234564,xx",
  "5,Ed,Poe,0441234565,M",
  "5,Edd,Poe,0441234566,M",
].join("\n");

test("what the page does with rejected records is done by commands", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), { "patients.csv": `${PATIENTS}\n` });
  const run = async (...argv: string[]) => {
    const { exitCode, stdout } = await hmsync([...argv, "--json", "--by", "Ana"], { cwd });
    return { exitCode, found: JSON.parse(stdout || "{}") };
  };
  const flags = ["--source", "legacy", "--continue-on-error"];
  expect((await hmsync(["import", ...flags], { cwd })).exitCode).toBe(3);
  const phone = (value: string) => ["import:fix", "patients", "2", "--set", `phoneNumber=${value}`];
  expect(await run(...phone("0209461234"), "--dry-run")).toMatchObject({
    exitCode: 0,
    found: { records: 1, rejected: 0 },
  });
  expect(await run(...phone("0209461234"))).toMatchObject({
    found: { step: 1, kind: "set", records: 1 },
  });
  const all = ["import:fix", "patients", "--set", "gender=F", "--was", "xx"];
  expect((await run(...all)).exitCode).toBe(4);
  expect(await run(...all, "--yes")).toMatchObject({ found: { kind: "replace", records: 2 } });
  expect((await run("import:fix", "patients", "5", "--withdraw", "a test")).exitCode).toBe(4);
  expect((await run("import:fix", "patients", "5", "--set", "patientId=6")).exitCode).toBe(4);
  expect((await run("import:fix", "patients", "5", "--line", "7", "--keep-this")).exitCode).toBe(0);
  expect(await run("import:fixes", "--undo", "2")).toMatchObject({
    found: { steps: [{ state: "done" }, { state: "undone" }, { state: "undone" }] },
  });
  await run("import:fixes", "--redo", "3");
  expect((await hmsync(["import:retry"], { cwd })).exitCode).toBe(0);
  const rows = query(join(cwd, "hmsync.db"), "select legacy_id, phone, gender from patients");
  expect(rows.map((row) => row.join(" ")).sort()).toEqual([
    "1 0441234567 F",
    "2 0209461234 M",
    "3 0441234563 F",
    "4 0441234564 F",
    "5 0441234566 M",
  ]);
  const steps = readFileSync(join(cwd, "hmsync.review/generic-csv/steps.jsonl"), "utf8");
  expect(steps).toContain('"who":"Ana"');
});

test("import:fix that does not say what is meant, or of what record, is refused", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), { "patients.csv": `${PATIENTS}\n` });
  await hmsync(["import", "--source", "legacy", "--continue-on-error"], { cwd });
  const codes = [];
  for (const argv of [
    ["patients"],
    ["patients", "2"],
    ["patients", "2", "--set", "phoneNumber=1", "--withdraw", "x"],
    ["patients", "2", "--set", "phone=1"],
    ["patients", "1", "--withdraw", "x"],
    ["doctors", "1", "--withdraw", "x"],
    ["patients", "--set", "gender=F", "--was", "none"],
  ]) {
    codes.push((await hmsync(["import:fix", ...argv], { cwd })).exitCode);
  }
  expect(codes).toEqual([2, 2, 2, 2, 2, 2, 2]);
});
