import { readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { archiveIn } from "../../src/jobs/run/archive-in.ts";
import { openExport } from "../../src/source/open-export.ts";
import { readRecords } from "../../src/source/read-records.ts";
import { ByteReader, type SourceFile } from "../../src/source/source-file.ts";
import { unpackExport } from "../../src/source/unpack-export.ts";
import { workspace, writeFiles } from "../support/workspace.ts";
import { storedArchive } from "../support/zip.ts";

// What has many parts is hashed and copied once, not for each of them.

const MIB = 2 ** 20;
const PARTS = 20;

/** Bytes that this process has read by its own calls, as Linux counts them. */
const bytesRead = () => Number(/rchar: (\d+)/.exec(readFileSync("/proc/self/io", "utf8"))?.[1]);

const partsOf = async (path: string) => (await unpackExport(openExport(path))).files;

function archive(): string {
  const small = Array.from({ length: PARTS }, (_, at) => [`${at}.csv`, `id\n${at}\n`] as const);
  const entries = { ...Object.fromEntries(small), "large.md": "x".repeat(2 * MIB) };
  const path = join(workspace(), "export.zip");
  writeFileSync(path, storedArchive(entries));
  return path;
}

async function read(file: SourceFile) {
  const bytes = new ByteReader(file);
  const cells: (readonly string[])[] = [];
  for await (const group of readRecords(file, bytes).groups) {
    cells.push(...group.map((record) => record.cells));
  }
  return { cells, sha256: bytes.totals().sha256, size: bytes.size };
}

test.runIf(process.platform === "linux")(
  "the files of an archive take one reading of it, and each has its hash",
  async () => {
    const files = await partsOf(archive());
    const before = bytesRead();
    const found = [];
    for (const file of files) found.push(await read(file));
    // The end of the archive, where its directory is, is looked at for each: 64 KiB.
    expect(bytesRead() - before).toBeLessThan(2 * 2 * MIB + PARTS * 2 ** 17);
    expect(found.map(({ cells }) => cells)).toEqual(files.map((_, at) => [[`${at}`]]));
    expect(new Set(found.map(({ sha256, size }) => `${sha256} ${size}`)).size).toBe(1);
  },
);

test("an archive that was written since its last part was read is read again, and said to have changed", async () => {
  const path = archive();
  const [first, second] = await partsOf(path);
  if (first === undefined || second === undefined) throw new TypeError("no parts");
  await read(first);
  utimesSync(path, 1, 1);
  await expect(read(second)).rejects.toThrow(/changed while/);
});

test("a file of many parts is copied once, and once more where the first copy was cut short", async () => {
  const folder = workspace();
  const [file] = openExport(writeFiles(workspace(), { "a.csv": "id\n1\n" })).files;
  if (file === undefined) throw new TypeError("no file");
  const keep = archiveIn(folder);
  const cut = await keep(file);
  await cut?.write(Buffer.from("id\n"));
  await cut?.close();
  const whole = await keep(file);
  await whole?.write(Buffer.from("id\n1\n"));
  await whole?.close();
  expect([cut, whole, await keep(file)].map((one) => one === undefined)).toEqual([
    ...[false, false, true],
  ]);
});
