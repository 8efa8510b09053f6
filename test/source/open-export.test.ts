import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SourceError, UsageError } from "../../src/plain/errors.ts";
import { openExport } from "../../src/source/open-export.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const names = (source: string) => openExport(source).files.map(({ name }) => name);

describe("a folder", () => {
  test("gives its files in the order of their names", () => {
    const source = writeFiles(workspace(), {
      "visits.csv": "",
      "Doctors.CSV": "",
      "a-10.csv": "",
      "a-9.csv": "",
    });
    expect(names(source)).toEqual(["Doctors.CSV", "a-10.csv", "a-9.csv", "visits.csv"]);
  });

  test("says what it holds besides, and why that is left alone", () => {
    const source = writeFiles(workspace(), {
      "patients.csv": "",
      "notes.md": "",
      "patients.csv.bak": "",
      ".hidden.csv": "",
      "._patients.csv": "",
      "old/visits.csv": "",
    });
    const { files, ignored } = openExport(source);
    expect(files.map(({ name }) => name)).toEqual(["patients.csv"]);
    expect(ignored).toEqual([
      { name: "._patients.csv", reason: "hidden" },
      { name: ".hidden.csv", reason: "hidden" },
      { name: "notes.md", reason: "files with this ending are not read" },
      { name: "old", reason: "a folder" },
      { name: "patients.csv.bak", reason: "files with this ending are not read" },
    ]);
  });

  test("without a file that is read is refused", () => {
    for (const files of [{}, { "notes.md": "" }, { ".patients.csv": "" }]) {
      expect(() => openExport(writeFiles(workspace(), files))).toThrow(UsageError);
    }
  });
});

describe("a single file", () => {
  test("is an export, whatever it is called", () => {
    const source = writeFiles(workspace(), { "patients.csv": "id\n1\n", "export.txt": "id\n" });
    const { files, ignored } = openExport(join(source, "patients.csv"));
    expect(files).toMatchObject([
      { name: "patients.csv", size: 5, path: join(source, "patients.csv") },
    ]);
    expect(ignored).toEqual([]);
    expect(names(join(source, "export.txt"))).toEqual(["export.txt"]);
  });

  test("that is not there is refused", () => {
    expect(() => openExport(join(workspace(), "legacy"))).toThrow(UsageError);
  });

  test("that is a pipe is to be given as standard input", () => {
    const pipe = join(workspace(), "patients.csv");
    execFileSync("mkfifo", [pipe]);
    const cure = expect.stringContaining("--source - <");
    expect(() => openExport(pipe)).toThrow(expect.objectContaining({ cure }));
  });
});

describe("a name that promises a file", () => {
  test("and is a folder stops the run", () => {
    const source = writeFiles(workspace(), { "visits.csv": "" });
    mkdirSync(join(source, "patients.csv"));
    expect(() => openExport(source)).toThrow(SourceError);
    expect(() => openExport(source)).toThrow(/patients\.csv is a folder/);
  });

  test("and is a broken link stops the run", () => {
    const source = writeFiles(workspace(), { "visits.csv": "" });
    symlinkSync(join(source, "gone"), join(source, "patients.csv"));
    expect(() => openExport(source)).toThrow(/patients\.csv is a broken link/);
  });

  test("and is a link to one within the folder is that file", () => {
    const source = writeFiles(workspace(), { "data.bin": "id\n1\n" });
    symlinkSync("data.bin", join(source, "patients.csv"));
    expect(openExport(source).files).toMatchObject([{ name: "patients.csv", size: 5 }]);
  });

  test("and is a device stops the run", () => {
    const source = workspace();
    symlinkSync("/dev/null", join(source, "patients.csv"));
    expect(() => openExport(source)).toThrow(SourceError);
    expect(() => openExport("/dev/null")).toThrow(UsageError);
  });
});
