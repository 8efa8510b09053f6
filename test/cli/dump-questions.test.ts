import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { importArguments } from "../../src/cli/import-settings.ts";
import { findInput } from "../../src/jobs/input/find-input.ts";
import { DecisionNeeded, UsageError } from "../../src/plain/errors.ts";
import { hmsync } from "../support/cli.ts";
import { query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const TWO = "fixtures/dump-of-two-databases";

/** What an import would read, in this process. */
async function filesOf(
  source: string,
  lists: Readonly<Record<string, string[]>> = {},
  mapping?: object,
) {
  const flags: Record<string, string> = { source };
  if (mapping !== undefined) {
    const path = join(workspace(), "mapping.json");
    const shipped = JSON.parse(readFileSync("importers/mappings/generic-csv.json", "utf8"));
    writeFileSync(path, JSON.stringify({ ...shipped, ...mapping }));
    flags["mapping"] = path;
  }
  const { files } = await findInput(importArguments({ flags, lists, operand: undefined }));
  return files.map(({ file }) => [file.name, file.table?.table.rows]);
}

test("which of a dump's databases is meant is asked, and answered by a flag or the mapping", async () => {
  const asked = filesOf(TWO);
  await expect(asked).rejects.toBeInstanceOf(DecisionNeeded);
  await expect(asked).rejects.toMatchObject({
    message: expect.stringContaining("ward, ward_test"),
    cure: expect.stringContaining('"reading": { "all.sql": { "database": "ward" } }'),
  });
  const test = [["all.sql#ward_test.patients", 2]];
  expect(await filesOf(TWO, { database: ["ward_test"] })).toEqual(test);
  expect(await filesOf(TWO, { database: ["all.sql=ward_test"] })).toEqual(test);
  const reading = (database: unknown) => ({ reading: { "all.sql": { database } } });
  expect(await filesOf(TWO, {}, reading("WARD_TEST"))).toEqual(test);
  expect((await filesOf(TWO, {}, reading(["ward", "ward_test"]))).length).toBe(2);
  await expect(filesOf(TWO, { database: ["wards"] })).rejects.toBeInstanceOf(UsageError);
});

test("two schemas with one table are asked about, as two databases are", async () => {
  const copy = (schema: string, id: number) =>
    `COPY ${schema}.patients ("patientId", "firstName", "lastName", "phoneNumber") FROM stdin;\n${id}\tIna\tRoe\t0441110001\n\\.\n`;
  const dump = `SET client_encoding = 'UTF8';\n${copy("public", 1)}${copy("archive", 2)}`;
  const folder = writeFiles(workspace(), { "backup.sql": dump });
  await expect(filesOf(folder)).rejects.toBeInstanceOf(DecisionNeeded);
  expect(await filesOf(folder, { database: ["public"] })).toEqual([
    ["backup.sql#public.patients", 1],
  ]);
});

test("statements that change rows are asked about, unless they are passed over", async () => {
  const rows =
    "INSERT INTO patients (patientId, firstName, lastName, phoneNumber) VALUES (1,'Ina','Roe','0441110001');\n";
  const log = "INSERT INTO log (x) VALUES (1);\nUPDATE log SET x = x + 1;\n";
  const folder = writeFiles(workspace(), {
    "backup.sql": `${rows}UPDATE patients SET lastName = upper(lastName);\n${log}`,
  });
  const asked = filesOf(folder);
  await expect(asked).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringContaining("line 2: UPDATE"),
    cure: expect.stringContaining('"passOver": [2]'),
  });
  const read = [["backup.sql#patients", 1]];
  expect(await filesOf(folder, { "pass-over": ["2"] })).toEqual(read);
  expect(await filesOf(folder, {}, { reading: { "backup.sql": { passOver: [2] } } })).toEqual(read);
});

test("an import proposes a mapping for the database that was chosen, and keeps the choice", async () => {
  const cwd = workspace();
  const dump = readFileSync(join(TWO, "all.sql"), "utf8")
    .replaceAll("patientId", "patient_no")
    .replaceAll("phoneNumber", "phone")
    .replaceAll("firstName", "first_name")
    .replaceAll("lastName", "last_name");
  writeFiles(cwd, { "legacy/all.sql": dump });
  const run = (...argv: string[]) => hmsync(["import", "--source", "legacy", ...argv], { cwd });
  expect((await run()).exitCode).toBe(4);
  expect((await run("--database", "ward_test")).exitCode).toBe(0);
  expect(query(join(cwd, "hmsync.db"), "select legacy_id from patients order by 1")).toEqual([
    ["A2"],
    ["A3"],
  ]);
  const again = await run("--mapping", "reports/mapping-legacy.json", "--json");
  expect(JSON.parse(again.stdout).entities.patients).toMatchObject({ records: 2, unchanged: 2 });
});

test("a proposed mapping is written with what a dump leaves open, and goes on once that is said in it", async () => {
  const cwd = workspace();
  const rows =
    "INSERT INTO patients (patient_no, first_name, last_name, phone) VALUES (1,'Ina','Roe','0441110001');\n";
  writeFiles(cwd, {
    "legacy/all.sql": `CREATE DATABASE a;\nUSE a;\n${rows}UPDATE patients SET last_name = upper(last_name);\n`,
  });
  const run = (...argv: string[]) => hmsync(["import", "--source", "legacy", ...argv], { cwd });
  expect((await run()).exitCode).toBe(4);
  const path = join(cwd, "reports/mapping-legacy.json");
  const written = JSON.parse(readFileSync(path, "utf8"));
  expect(written.undecided).toMatchObject([{ key: "reading.all.sql.passOver", choices: ["[4]"] }]);
  expect((await run("--mapping", path)).exitCode).toBe(4);
  writeFileSync(path, JSON.stringify({ ...written, reading: { "all.sql": { passOver: [4] } } }));
  const { stdout, exitCode } = await run("--mapping", path, "--json");
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).entities.patients).toMatchObject({ records: 1, inserted: 1 });
});

test("which database a proposed mapping is for is a key of it, and its tables are found by their columns", async () => {
  const cwd = workspace();
  const table = (name: string, id: number) =>
    `CREATE DATABASE ${name};\nUSE ${name};\nINSERT INTO patients (patient_no, first_name, last_name, phone) VALUES (${id},'Ina','Roe','0441110001');\n`;
  writeFiles(cwd, { "legacy/all.sql": `${table("ward", 1)}${table("ward_test", 2)}` });
  const args = ["import:assess", "--source", "legacy", "--write", "m.json", "--report", "r"];
  expect((await hmsync(args, { cwd })).exitCode).toBe(0);
  const written = JSON.parse(readFileSync(join(cwd, "m.json"), "utf8"));
  expect(written.entities.patients.file).toBeUndefined();
  expect(written.undecided).toMatchObject([
    { key: "reading.all.sql.database", choices: ['"ward"', '"ward_test"'] },
  ]);
  const path = join(cwd, "m2.json");
  writeFileSync(path, JSON.stringify({ ...written, reading: { "all.sql": { database: "ward" } } }));
  const { stdout } = await hmsync(["import", "--source", "legacy", "--mapping", path, "--json"], {
    cwd,
  });
  expect(JSON.parse(stdout).entities.patients).toMatchObject({ records: 1, inserted: 1 });
});

test("what a dump did to its rows is said before they are imported, and kept in the report", async () => {
  const cwd = workspace();
  const dump = readFileSync("fixtures/dump-dropped-and-made-again/backup.sql");
  writeFiles(cwd, { "legacy/backup.sql": dump });
  const argv = ["import", "--source", "legacy", "--report", "out"];
  const { exitCode, stderr } = await hmsync(argv, { cwd });
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/2 rows from line \d+ on are not read: line \d+ \(DROP\)/);
  const { files } = JSON.parse(readFileSync(join(cwd, "out/reconciliation.json"), "utf8"));
  expect(files[0].reading).toMatchObject([{ what: "statements" }]);
});
