import { join } from "node:path";
import { expect, test } from "vitest";
import { generateExport } from "../../bench/generate.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { workspace } from "../support/workspace.ts";

const SIZE = { patients: 300, doctors: 5, visits: 1_200, seed: 1 };

function exportWith(bad: number): string {
  const source = join(workspace(), "legacy");
  generateExport(source, { ...SIZE, bad });
  return source;
}

test("a clean generated export is taken in whole, with every column of its visits", async () => {
  const { exitCode, entities, files } = await importFolder(await newDatabase(), exportWith(0));
  expect(exitCode).toBe(0);
  expect(entities["visits"]).toMatchObject({ inserted: 1_200, rejected: 0, issues: {} });
  const visits = files.find(({ entity }) => entity === "visits");
  expect(visits).toMatchObject({ columnsNotImported: [], columnsAbsent: [] });
});

test("11.7 % spoilt patients and visits make a fifth of all records rejected", async () => {
  const lenient = { settings: { mode: "lenient" } } as const;
  const { entities } = await importFolder(await newDatabase(), exportWith(0.117), lenient);
  const tallies = Object.values(entities);
  const rejected = tallies.reduce((sum, tally) => sum + tally.rejected, 0);
  const records = tallies.reduce((sum, tally) => sum + tally.records, 0);
  expect(rejected / records).toBeGreaterThan(0.17);
  expect(rejected / records).toBeLessThan(0.23);
});
