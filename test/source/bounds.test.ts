import { execFileSync } from "node:child_process";
import { statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SourceError, UsageError } from "../../src/plain/errors.ts";
import { openExport, sourceFile } from "../../src/source/open-export.ts";
import { openTable, readTable } from "../../src/source/read-table.ts";
import { ByteReader, type SourceFile } from "../../src/source/source-file.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

function fileOfParts(parts: readonly (string | Buffer)[], name = "patients.csv"): SourceFile {
  const path = join(workspace(), name);
  writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part))));
  return sourceFile(path, statSync(path));
}

/** Counts what is read, and keeps none of it. */
async function readThrough(file: SourceFile) {
  const table = await openTable(file, {});
  const reader = readTable(table, new ByteReader(file));
  const flaws: string[] = [];
  let records = 0;
  for await (const group of reader.groups) {
    records += group.length;
    for (const one of group) flaws.push(...one.flaws.map((flaw) => `${one.record} ${flaw}`));
  }
  return { records, flaws, recounted: reader.recounted() };
}

describe("what is meant to hurt is read in bounded time and memory, and told", () => {
  const MIB = 2 ** 20;

  test("a cell of 64 MiB is one record that is too long; the next one is read", async () => {
    const file = fileOfParts(["a,b\n1,", Buffer.alloc(64 * MIB, "x"), "\n2,3\n"]);
    expect(await readThrough(file)).toEqual({
      records: 2,
      flaws: ["1 too-long"],
      recounted: 2,
    });
  });

  test("a quote that opens 32 MiB costs its own line", async () => {
    const file = fileOfParts(['a,b\n1,"', Buffer.alloc(32 * MIB, `${"x".repeat(1023)}\n`)]);
    const { records, flaws } = await readThrough(file);
    expect([records, flaws]).toEqual([32 * 1024, ["1 quote-unclosed"]]);
  });

  test("fifty million empty lines are no records", async () => {
    const file = fileOfParts(["a,b\n1,2\n", Buffer.alloc(50 * MIB, "\n"), "3,4\n"]);
    expect(await readThrough(file)).toEqual({ records: 2, flaws: [], recounted: 2 });
  });

  test("a header of more columns than a spreadsheet has is refused, a record of them told", async () => {
    const wide = fileOfParts([`${"c,".repeat(100_000)}c\n1\n`]);
    const wider = fileOfParts([`${"c,".repeat(1_000_000)}c\n1\n`]);
    await expect(openTable(wide, {})).rejects.toThrow(/100001 columns/);
    await expect(openTable(wider, {})).rejects.toThrow(SourceError);
    const { records, flaws } = await readThrough(
      fileOfParts(["a,b\n1,2\n", Buffer.alloc(2 * MIB, ","), "\n3,4\n"]),
    );
    expect([records, flaws]).toEqual([3, ["2 too-long"]]);
  });

  test("a JSON file of nothing but brackets, and a value without an end", async () => {
    for (const text of ["[".repeat(3 * MIB), `[{"a":1},{"a":"${"x".repeat(3 * MIB)}`]) {
      const file = fileOfParts([text], "patients.json");
      const found = await readThrough(file).catch((error: unknown) => error);
      if (found instanceof Error) expect(found).toBeInstanceOf(SourceError);
      else expect(found).toMatchObject({ flaws: [expect.stringContaining("too-long")] });
    }
  });
});

describe("what is no file is not waited for", () => {
  test("a FIFO is refused, alone or in a folder", () => {
    const folder = writeFiles(workspace(), { "visits.csv": "a\n" });
    execFileSync("mkfifo", [join(folder, "patients.csv")]);
    expect(() => openExport(join(folder, "patients.csv"))).toThrow(UsageError);
    expect(() => openExport(folder)).toThrow(/patients\.csv is a folder or a device/);
  });

  test("a link out of the folder is refused", () => {
    const elsewhere = writeFiles(workspace(), { "secret.csv": "a\n" });
    const folder = workspace();
    symlinkSync(join(elsewhere, "secret.csv"), join(folder, "patients.csv"));
    expect(() => openExport(folder)).toThrow(/patients\.csv is a link out of the folder/);
  });
});
