import { expect, test } from "vitest";
import { importReport } from "../../src/report/import-report.ts";
import { importFolder, newDatabase } from "../support/import.ts";

const plain = (text: string): string => text;
const LOOK = {
  paint: { bad: plain, warn: plain, good: plain, strong: plain },
  typed: (command: string) => command,
  again: "",
};

/** The first words of the lines of the count table. */
async function tableOf(source: string): Promise<string[]> {
  const summary = await importFolder(await newDatabase(), source);
  const [, table = ""] = importReport(summary, LOOK).split("\n\n");
  return table
    .split("\n")
    .slice(1)
    .map((line) => /^ *\S+/.exec(line)?.[0] ?? "");
}

test("more than ten entities stand under their topics, and few as they are", async () => {
  const table = await tableOf("fixtures/hospital-with-bills");
  expect(table.filter((name) => !name.startsWith(" ")).toSorted()).toEqual([
    ...["billing", "insurance", "organisation", "people", "stays"],
  ]);
  const at = table.indexOf("billing");
  expect(table.slice(at + 1, at + 4)).toEqual(["  bills", "  billItems", "  payments"]);
  expect(await tableOf("fixtures/sample")).toEqual(["patients", "doctors", "visits"]);
});
