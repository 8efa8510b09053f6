import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { SourceError } from "../../src/plain/errors.ts";
import { openExport, sourceFile } from "../../src/source/open-export.ts";
import type { SourceFile } from "../../src/source/source-file.ts";
import { unpackExport } from "../../src/source/unpack-export.ts";
import { expectedReading, readingOf } from "../support/reading.ts";
import { workspace } from "../support/workspace.ts";
import { storedArchive } from "../support/zip.ts";

const unpack = (source: string) => unpackExport(openExport(source));

async function only(source: string): Promise<SourceFile> {
  const [file] = (await unpack(source)).files;
  if (file === undefined) throw new Error("no file");
  return file;
}

function archive(entries: Readonly<Record<string, string>>): string {
  const path = join(workspace(), "export.zip");
  writeFileSync(path, storedArchive(entries));
  return path;
}

describe("an archive", () => {
  test("gives its files with their places, and says what it holds besides", async () => {
    const { files, ignored } = await unpack("fixtures/archive-of-an-export/export.zip");
    expect(files.map(({ name }) => name)).toEqual([
      "export.zip/legacy/patients.txt",
      "export.zip/legacy/visits.csv",
    ]);
    expect(ignored).toEqual([
      { name: "export.zip/readme.md", reason: "files with this ending are not read" },
      { name: "export.zip/__MACOSX/._a.csv", reason: "hidden" },
    ]);
    const [patients] = files;
    expect(patients && (await readingOf(patients)).records).toEqual([
      ["1", "Asha"],
      ["2", "Tom"],
    ]);
  });

  test.each(["../patients.csv", "/etc/patients.csv", "a/../../patients.csv"])(
    "with a name like %s is refused",
    async (name) => {
      await expect(unpack(archive({ [name]: "a,b\n" }))).rejects.toThrow(SourceError);
    },
  );

  test("in an archive is left alone, and said", async () => {
    const { ignored } = await unpack(archive({ "a.csv": "a\n", "b.zip": "x", "c.csv.gz": "x" }));
    expect(ignored.map(({ reason }) => reason)).toEqual(
      new Array(2).fill("packed twice: unpack it first"),
    );
  });

  test("that is cut is refused", async () => {
    const path = join(workspace(), "export.zip");
    writeFileSync(path, storedArchive({ "a.csv": "a,b\n1,2\n" }).subarray(0, 60));
    await expect(unpack(path)).rejects.toThrow(/export\.zip cannot be opened as an archive/);
  });
});

describe("a gzipped file", () => {
  test("is read as what is packed", async () => {
    const file = await only("fixtures/gzipped/patients.csv.gz");
    expect(await readingOf(file)).toEqual(expectedReading("windows-1252"));
  });

  test("that is cut or bursts is refused, in bounded time and memory", async () => {
    const whole = gzipSync(Buffer.from("a,b\n1,2\n".repeat(1_000)));
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20, `${"x".repeat(999)}\n`), { level: 9 });
    for (const bytes of [whole.subarray(0, -20), bomb]) {
      const path = join(workspace(), "patients.csv.gz");
      writeFileSync(path, bytes);
      await expect(readingOf(sourceFile(path, statSync(path)))).rejects.toThrow(SourceError);
    }
  });
});

describe("a workbook", () => {
  const sheets = async () => (await unpack("fixtures/workbook-of-two-sheets/export.xlsx")).files;

  test("is a table for each sheet", async () => {
    expect((await sheets()).map(({ name }) => name)).toEqual([
      "export.xlsx#Patients",
      "export.xlsx#Ward visits",
    ]);
    const second = (await sheets())[1];
    expect(second && (await readingOf(second)).records).toEqual([["1", "42"]]);
  });

  test("gives cells as they are meant: dates, digits, zeros of text", async () => {
    const first = (await sheets())[0];
    const reading = first && (await readingOf(first));
    expect(reading?.columns).toEqual(["patient_id", "name", "born", "fee", "seen", "zip", "alive"]);
    expect(reading?.records).toEqual([
      ["00042", "José López", "1990-02-28", "0.1", "2024-01-01T08:30:00", "00123", "TRUE"],
      ["00042", "a\rb", "", "12345000000000000000", "", "", ""],
      ["7", "", "2024-01-01", "", "08:30:00", "", "x"],
    ]);
    expect(reading?.leftOut).toEqual({ preamble: [1] });
  });

  test("that is none is refused", async () => {
    const path = join(workspace(), "book.xlsx");
    writeFileSync(path, Buffer.from([0xd0, 0xcf, 0x11, 0xe0]));
    await expect(unpack(path)).rejects.toThrow(SourceError);
    writeFileSync(path, storedArchive({ "a.csv": "a\n" }));
    await expect(unpack(path)).rejects.toThrow(SourceError);
  });
});

test("a file that is called like a part of another is what its own ending says", async () => {
  const path = join(workspace(), "backup.sql#patients.csv");
  writeFileSync(path, "id,name\n1,Asha\n");
  expect((await readingOf(await only(path))).records).toEqual([["1", "Asha"]]);
});
