import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { newDatabase } from "../support/import.ts";
import { SMALL } from "../support/small-exports.ts";
import { targetCounts } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

type Files = Readonly<Record<string, string | Buffer>>;

/** Imports files into an empty database: what came of it, with the rows that stand there then. */
async function importOf(files: Files, ...flags: string[]) {
  const cwd = workspace();
  await newDatabase(join(cwd, "hmsync.db"));
  writeFiles(join(cwd, "legacy"), files);
  const finished = await hmsync(["import", "--source", "legacy", ...flags], { cwd });
  return { ...finished, counts: targetCounts(join(cwd, "hmsync.db")) };
}

/** What is told is one line and its cure. */
const told = (stderr: string): string[] => stderr.trimEnd().split("\n");

test("a folder that is not there: exit 2, and its name", async () => {
  const cwd = workspace();
  const { exitCode, stderr } = await hmsync(["import", "--source", "gone"], { cwd });
  expect(exitCode).toBe(2);
  expect(told(stderr)).toEqual([expect.stringContaining("gone"), expect.any(String)]);
});

test("a folder without a file that is read: exit 2, and its name", async () => {
  const { exitCode, stderr } = await importOf({ "readme.md": "nothing" });
  expect(exitCode).toBe(2);
  expect(told(stderr)).toEqual([
    expect.stringContaining("legacy"),
    expect.stringContaining("readme.md"),
    expect.any(String),
  ]);
});

test.each([
  ["an empty file", ""],
  ["a file that is no text", Buffer.from("patientId\0\x01\x02")],
  ["a workbook", Buffer.from("PK\x03\x04 and so on")],
  ["a file in UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x70, 0, 0, 0])],
  ["a web page", "<!DOCTYPE html><table><tr><td>patientId"],
])("%s: exit 1, its name, and nothing written", async (_, content) => {
  const { exitCode, stderr, counts } = await importOf({ ...SMALL, "patients.csv": content });
  expect(exitCode).toBe(1);
  expect(told(stderr)).toEqual([expect.stringContaining("patients.csv"), expect.any(String)]);
  expect(counts).toEqual([0, 0, 0]);
});

test("a folder in place of a file: exit 1, its name, and nothing written", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), { "doctors.csv": SMALL["doctors.csv"] });
  mkdirSync(join(cwd, "legacy/patients.csv"));
  const { exitCode, stderr } = await hmsync(["import", "--source", "legacy"], { cwd });
  expect(exitCode).toBe(1);
  expect(told(stderr)).toEqual([expect.stringContaining("patients.csv"), expect.any(String)]);
});

test("a header without records is imported, and said", async () => {
  const { exitCode, stdout, counts } = await importOf({
    "patients.csv": "patientId,firstName,lastName,phoneNumber\n",
    "doctors.csv": SMALL["doctors.csv"],
  });
  expect(exitCode).toBe(0);
  expect(stdout).toContain("patients.csv has a header but no records");
  expect(counts).toEqual([0, 1, 0]);
});

test("a needed column under another name: exit 4, both names, and nothing written", async () => {
  const { exitCode, stderr, counts } = await importOf({
    ...SMALL,
    "patients.csv": SMALL["patients.csv"].replace("phoneNumber", "phone_number"),
  });
  expect(exitCode).toBe(4);
  expect(stderr).toContain('"phoneNumber" is missing (nearest: "phone_number")');
  expect(counts).toEqual([0, 0, 0]);
});

test("a column that no mapping knows is named, and the rest imported", async () => {
  const { exitCode, stderr, counts } = await importOf({
    ...SMALL,
    "doctors.csv": "doctorId,fullName,shoeSize\nD1,Dr. Jane Smith,39\n",
  });
  expect(exitCode).toBe(0);
  expect(stderr).toContain("shoeSize");
  expect(counts).toEqual([2, 1, 2]);
});

test("an export of an unknown legacy system: exit 4, and each file's name", async () => {
  const { exitCode, stderr } = await importOf({ "pacientes.csv": "numero;nombre\n1;Ana\n" });
  expect(exitCode).toBe(4);
  expect(stderr).toContain("pacientes.csv");
});

test("a single file is an export too", async () => {
  const cwd = workspace();
  writeFiles(cwd, SMALL);
  const { exitCode } = await hmsync(["import", "--source", "doctors.csv"], { cwd });
  expect(exitCode).toBe(0);
  expect(targetCounts(join(cwd, "hmsync.db"))).toEqual([0, 1, 0]);
});
