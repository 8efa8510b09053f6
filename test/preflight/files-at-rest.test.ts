import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { checkFiles } from "../../src/preflight/files-at-rest.ts";
import { openExport } from "../../src/source/open-export.ts";
import { workspace } from "../support/workspace.ts";

const TEXT = "PAT_ID,FNAME\r\n1,Asha\r\n";

/** What the check says of an export of one file. */
async function checked(name: string, bytes: Buffer): Promise<boolean> {
  const folder = workspace();
  writeFileSync(join(folder, name), bytes);
  return (await checkFiles(openExport(folder))).ok;
}

test("a file that was not copied to its end stands in the way", async () => {
  expect(await checked("patients.csv", Buffer.from(`${TEXT}\0\0`))).toBe(false);
});

test("a whole file that ends in NUL bytes by its format does not", async () => {
  const gzip = gzipSync(TEXT);
  const utf16 = Buffer.from(`\uFEFF${TEXT}`, "utf16le");
  expect([gzip.at(-1), utf16.at(-1)]).toEqual([0, 0]);
  expect(await checked("patients.csv.gz", gzip)).toBe(true);
  expect(await checked("patients.csv", utf16)).toBe(true);
});
