import { join } from "node:path";
import { expect, test } from "vitest";
import { type Finished, hmsync } from "../support/cli.ts";
import { FLAWED, SAMPLE } from "../support/small-exports.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

/** Parses only where stdout is one document and nothing else. */
const document = ({ stdout }: Finished) => JSON.parse(stdout);

test("--json of a clean import is one document with every promised key", async () => {
  const finished = await hmsync(["import", "--source", SAMPLE, "--json"], { cwd: workspace() });
  expect(finished.exitCode).toBe(0);
  const { schemaVersion, run, status, committed, exitCode, entities } = document(finished);
  expect({ schemaVersion, status, committed, exitCode }).toEqual({
    schemaVersion: 1,
    status: "committed",
    committed: true,
    exitCode: 0,
  });
  expect(run).toMatch(/^\d{4}-\d\d-\d\d-1$/);
  expect(Object.keys(entities)).toEqual(["patients", "doctors", "visits"]);
  expect(entities.patients).toMatchObject({
    records: 8,
    inserted: 8,
    updated: 0,
    unchanged: 0,
    duplicate: 0,
    rejected: 0,
    skipped: 0,
    targetBefore: 0,
    targetAfter: 8,
    balanced: true,
    issues: {},
  });
});

test("--json of a rejected import counts the issues by code", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), FLAWED);
  const finished = await hmsync(["import", "--source", "legacy", "--json"], { cwd });
  expect(finished.exitCode).toBe(3);
  const { status, committed, exitCode, entities } = document(finished);
  expect({ status, committed, exitCode }).toEqual({
    status: "rejected",
    committed: false,
    exitCode: 3,
  });
  expect(entities.patients).toMatchObject({
    records: 2,
    inserted: 1,
    rejected: 1,
    targetBefore: 0,
    targetAfter: 0,
    balanced: true,
    issues: { "patients.phone.missing": 1 },
  });
  expect(entities.visits.issues).toEqual({ "visits.patient.unknown": 1 });
});

test("--json of an import that could not begin is one document too", async () => {
  const finished = await hmsync(["import", "--source", "nowhere", "--json"], { cwd: workspace() });
  expect(finished.exitCode).toBe(2);
  expect(document(finished)).toMatchObject({
    schemaVersion: 1,
    run: null,
    status: "failed",
    committed: false,
    exitCode: 2,
    entities: {},
    failure: { what: expect.stringContaining("nowhere") },
  });
});

test("--json of a wrong flag and of an unknown command is one document", async () => {
  const cwd = workspace();
  for (const argv of [
    ["import", "--jsno", "--json"],
    ["improt", "--json"],
  ]) {
    const finished = await hmsync(argv, { cwd });
    expect(finished.exitCode).toBe(2);
    expect(document(finished)).toMatchObject({ status: "failed", exitCode: 2 });
  }
});

test("a report that cannot be written makes exit 1, in the document as in the process", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "report/issues.csv"), { "in-the-way": "" });
  writeFiles(join(cwd, "report"), { "log.jsonl": "" });
  const argv = ["import", "--source", SAMPLE, "--report", "report", "--json"];
  const finished = await hmsync(argv, { cwd });
  expect(finished.exitCode).toBe(1);
  expect(document(finished)).toMatchObject({ committed: true, status: "committed", exitCode: 1 });
  expect(finished.stderr).toContain("report/issues.csv");
});

test("the other commands print one document each", async () => {
  const cwd = workspace();
  const pushed = document(await hmsync(["db:push", "--init", "--json"], { cwd }));
  expect(pushed.report.statements.length).toBeGreaterThan(0);
  await hmsync(["import", "--source", SAMPLE], { cwd });
  const reported = document(await hmsync(["import:report", "--json"], { cwd }));
  const listed = document(await hmsync(["import:status", "--json"], { cwd }));
  const compared = document(await hmsync(["import:validate", "--json"], { cwd }));
  expect(reported).toMatchObject({ status: "committed", entities: { visits: { inserted: 10 } } });
  expect(listed.runs).toMatchObject([{ name: reported.run, records: 21, exitCode: 0 }]);
  expect(compared.entities[2]).toMatchObject({ entity: "visits", imported: 10, asImported: 10 });
});
