import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { importArguments } from "../../src/cli/import-settings.ts";
import { UsageError } from "../../src/plain/errors.ts";
import { hmsync } from "../support/cli.ts";
import { change, query, targetCounts } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const settingsOf = (flags: Readonly<Record<string, string | true>>) =>
  importArguments({ flags: { source: "x", ...flags }, lists: {}, operand: undefined }).settings;

test.each([
  ["5%", { percent: 5 }],
  ["0.5%", { percent: 0.5 }],
  ["100%", { percent: 100 }],
  ["200", { count: 200 }],
])("--sample %s", (sample, size) => {
  expect(settingsOf({ sample }).sample).toEqual(size);
});

test.each(["0", "0%", "0.0%", "101%", "-5", "five", "5 %"])("--sample %s is refused", (sample) => {
  expect(() => settingsOf({ sample })).toThrow(UsageError);
});

test("--pilot names an entity, a field and a value; blanks around them do not count", () => {
  const pilot = { entity: "doctors", field: "department", value: "Ear = Nose" };
  expect(settingsOf({ pilot: " doctors.department = Ear = Nose " }).pilot).toEqual(pilot);
  for (const wrong of ["doctors", "doctors.department", "doctors=x", ".department=x", "a.b="]) {
    expect(() => settingsOf({ pilot: wrong })).toThrow(UsageError);
  }
});

const FILES = {
  "patients.csv":
    "patientId,firstName,lastName,phoneNumber,BLOOD\n1,Asha,Rao,0441234567,A+\n2,Tom,Novak,,B+\n3,Li,Wei,0441234567,\n",
  "doctors.csv": "doctorId,fullName,department\nD1,Dr. Jane Smith,Cardiology\nD2,Dr. May,\n",
  "visits.csv":
    "visitId,patientId,doctorId,visitDate\nV1,2,D1,2022-01-15\nV2,1,D1,2022-01-16\nV3,3,D2,2022-01-16\n",
};

test("a pilot keeps unmapped cells; its rejected records are retried as part of it", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), FILES);
  const run = (...argv: string[]) => hmsync([...argv, "--json"], { cwd });
  const asked = ["--source", "legacy", "--as-of", "2026-01-14", "--continue-on-error"];
  const nobody = await run("import", ...asked, "--pilot", "doctors.department=Neurology");
  expect(nobody.exitCode).toBe(4);
  const pilot = ["--pilot", "doctors.department=cardiology", "--keep-unmapped"];
  const first = await run("import", ...asked, ...pilot);
  expect(first.exitCode).toBe(3);
  expect(JSON.parse(first.stdout).entities.patients).toMatchObject({
    inserted: 1,
    rejected: 1,
    skipped: 1,
    unmapped: 1,
  });
  const db = join(cwd, "hmsync.db");
  const [folder] = query(db, "select report_folder from ledger_runs where id = 1")[0] ?? [];
  const rejects = join(String(folder), "rejected/patients.csv");
  writeFileSync(rejects, readFileSync(rejects, "utf8").replace("Novak,", "Novak,0209461234"));
  const retried = await run("import:retry");
  expect(JSON.parse(retried.stdout).entities).toMatchObject({
    patients: { inserted: 1, skipped: 0, unmapped: 1 },
  });
  expect(targetCounts(db)).toEqual([2, 1, 2]);
  expect(query(db, "select legacy_id, cells from ledger_unmapped")).toEqual([
    ["1", '{"BLOOD":"A+"}'],
    ["2", '{"BLOOD":"B+"}'],
  ]);
  change(db, "update ledger_unmapped set cells = '{}' where legacy_id = '2'");
  const compared = await run("import:validate");
  expect(compared.exitCode).toBe(5);
  expect(JSON.parse(compared.stdout).entities[0].unmapped).toMatchObject({ kept: 2, changed: 1 });
});
