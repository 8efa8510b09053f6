import { chmodSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { patients, visits } from "../../../shared/schema.ts";
import { sha256OfFile } from "../../../src/plain/hash-file.ts";
import { CLEAN, csv, exportOf } from "../../support/export.ts";
import { type ImportOptions, importFolder, newDatabase } from "../../support/import.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";
import { storedArchive } from "../../support/zip.ts";

const BATCHED: ImportOptions = { settings: { mode: "lenient", batchSize: 1 } };

/** Other bytes in the same places, and the times of the file put back. */
function editInPlace(path: string): void {
  const { atime, mtime } = statSync(path);
  const bytes = readFileSync(path);
  bytes.write("X", Math.floor(bytes.length / 2));
  writeFileSync(path, bytes, { flag: "r+" });
  utimesSync(path, atime, mtime);
}

/** Does something once, when the run has come to its visits, the last of its files. */
function atTheVisits(work: () => void): ImportOptions {
  let files = 0;
  const onProgress = () => ++files === 3 && work();
  return { onProgress: () => void onProgress() };
}

function unpacked() {
  const source = exportOf(CLEAN);
  return { source, file: join(source, "patients.csv") };
}

function gzipped() {
  const { source, file } = unpacked();
  writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)));
  rmSync(file);
  return { source, file: `${file}.gz` };
}

function zipped() {
  const source = exportOf({ visits: CLEAN.visits, doctors: CLEAN.doctors });
  const file = join(source, "a.zip");
  writeFileSync(file, storedArchive({ "patients.csv": csv("patients", CLEAN.patients) }));
  return { source, file };
}

describe("a file that was edited after it was read, of the same size and time", () => {
  test.each([
    ["patients.csv", unpacked],
    ["patients.csv.gz", gzipped],
    ["a.zip/patients.csv", zipped],
  ])("%s stops a strict run, which writes nothing", async (name, made) => {
    const db = await newDatabase();
    const { source, file } = made();
    const summary = await importFolder(
      db,
      source,
      atTheVisits(() => editInPlace(file)),
    );
    expect(summary).toMatchObject({ status: "failed", exitCode: 1, committed: false });
    expect(summary.failure?.what).toContain(name);
    expect([db.count(patients), db.count(visits)]).toEqual([0, 0]);
  });

  test("is a mismatch of a run that has committed what it read", async () => {
    const { source, file } = unpacked();
    const read = await sha256OfFile(file);
    const edited = atTheVisits(() => editInPlace(file));
    const summary = await importFolder(await newDatabase(), source, { ...BATCHED, ...edited });
    expect(summary).toMatchObject({ status: "mismatched", exitCode: 5, committed: true });
    expect(summary.files[0]?.sha256).toBe(read);
    const found = { entity: "patients", file: "patients.csv", target: read };
    expect(summary.differences).toMatchObject([{ ...found, source: await sha256OfFile(file) }]);
    expect(summary.entities["patients"]?.balanced).toBe(false);
  });

  test("stops a run that looks fields up in it", async () => {
    const source = writeFiles(workspace(), {
      "doctors.csv": "doctorId,userId\nD1,7\n",
      "users.csv": "userId,name\n7,Dr. Jane Smith\n",
    });
    const fullName = { file: "users.csv", column: "name", by: { userId: "userId" } };
    const doctors = { file: "doctors.csv", fields: { legacyId: "doctorId", fullName } };
    const settings = {
      mappingVersion: 1,
      legacySystem: "t",
      currency: "INR",
      timeZone: "Asia/Kolkata",
    };
    writeFiles(source, { "mapping.json": JSON.stringify({ ...settings, entities: { doctors } }) });
    const onProgress = () => editInPlace(join(source, "users.csv"));
    const summary = await importFolder(await newDatabase(), source, { onProgress });
    expect(summary).toMatchObject({ status: "failed", committed: false });
    expect(summary.failure?.what).toContain("users.csv");
  });
});

test("a file that was touched after it was read, and holds the same, is no reason to stop", async () => {
  const { source, file } = unpacked();
  const touched = atTheVisits(() => {
    utimesSync(file, 1_000, 2_000);
    chmodSync(file, 0o600);
  });
  const summary = await importFolder(await newDatabase(), source, touched);
  expect(summary).toMatchObject({ status: "committed", exitCode: 0 });
});
