import { randomBytes } from "node:crypto";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { readRecords } from "../../src/source/read-records.ts";
import { ByteReader } from "../../src/source/source-file.ts";
import { workspace } from "../support/workspace.ts";

test("a long packed file is read to its last record, and nothing is warned of", async () => {
  const path = join(workspace(), "patients.csv.gz");
  // What does not shrink takes many reads.
  const cells = Array.from({ length: 60_000 }, () => randomBytes(60).toString("base64"));
  const lines = cells.map((cell, at) => `P${at + 1},${cell}`);
  writeFileSync(path, gzipSync(["patientId,notes", ...lines, ""].join("\n"), { level: 1 }));
  const { size, mtimeMs: modified } = statSync(path);
  expect(size).toBeGreaterThan(3.5 * 1024 * 1024);
  const warnings: string[] = [];
  const heard = ({ name }: Error) => warnings.push(name);
  process.on("warning", heard);
  onTestFinished(() => void process.off("warning", heard));
  const file = { path, name: "patients.csv.gz", size, modified };
  let records = 0;
  for await (const group of readRecords(file, new ByteReader(file)).groups) records += group.length;
  await new Promise((done) => setImmediate(done));
  expect([records, warnings]).toEqual([60_000, []]);
});
