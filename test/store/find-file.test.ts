import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FileFinder } from "../../src/store/find-file.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

/** A folder of files with something beside it that no name may lead to. */
function finder(files: Readonly<Record<string, string>>): FileFinder {
  const folder = workspace();
  writeFiles(folder, { "secret.pdf": "not ours" });
  return new FileFinder(writeFiles(join(folder, "files"), files));
}

/** What a name leads to, as the folder calls it. */
function found(files: FileFinder, name: string): string {
  const located = files.find(name);
  if (typeof located === "string") return located;
  return `${files.nameOf(located.path)}${located.spelled === "same" ? "" : " (spelled otherwise)"}`;
}

const FILES = {
  "a.pdf": "1",
  "scans/2019/b c.png": "2",
  "scans/Ärzte.pdf": "3",
  "100%.txt": "4",
  "UPPER/X.TIF": "5",
  "two/same.pdf": "6",
  "two/SAME.pdf": "7",
};

test.each([
  ["a.pdf", "a.pdf"],
  ["./a.pdf", "a.pdf"],
  ["scans/../a.pdf", "a.pdf"],
  ["scans\\2019\\b c.png", "scans/2019/b c.png"],
  ["scans/2019/b%20c.png", "scans/2019/b c.png (spelled otherwise)"],
  ["scans%5C2019%5Cb%20c.png", "scans/2019/b c.png (spelled otherwise)"],
  ["upper/x.tif", "UPPER/X.TIF (spelled otherwise)"],
  ["scans/A\u0308rzte.pdf".replace("A", "A"), "scans/Ärzte.pdf (spelled otherwise)"],
  ["100%.txt", "100%.txt"],
  ["two/Same.pdf", "ambiguous"],
  ["two/SAME.pdf", "two/SAME.pdf"],
  ["lost.pdf", "not-found"],
  ["a.pdf/b", "not-found"],
  ["%zz.pdf", "not-found"],
])("%s leads to %s", (name, expected) => {
  expect(found(finder(FILES), name)).toBe(expected);
});

test.each([
  "../secret.pdf",
  "..\\secret.pdf",
  "scans/../../secret.pdf",
  "%2e%2e/secret.pdf",
  "..%2fsecret.pdf",
  "..%5csecret.pdf",
  "/etc/passwd",
  "\\\\server\\share\\a.pdf",
  "C:\\scans\\a.pdf",
  "C:a.pdf",
  "file:///etc/passwd",
  "https://old.example/a.pdf",
  "~/a.pdf",
  "a.pdf\0.png",
])("%s is not followed", (name) => {
  expect(found(finder(FILES), name)).toBe("outside");
});

test("a link leads no further than the folder", () => {
  const files = finder({ "in/a.pdf": "1" });
  symlinkSync("../secret.pdf", join(files.root, "out.pdf"));
  symlinkSync("..", join(files.root, "up"));
  symlinkSync("in", join(files.root, "alias"));
  symlinkSync("nowhere", join(files.root, "dead.pdf"));
  expect(["out.pdf", "up/secret.pdf", "OUT.PDF"].map((name) => found(files, name))).toEqual([
    "outside",
    "outside",
    "outside",
  ]);
  expect(found(files, "alias/a.pdf")).toBe("in/a.pdf");
  expect(found(files, "dead.pdf")).toBe("not-found");
});

test("whatever a name is made of, it leads into the folder or to nothing", () => {
  const files = finder(FILES);
  mkdirSync(join(files.root, "..", "filesystem"));
  const part = fc.constantFrom(
    ...["..", ".", "", "a.pdf", "scans", "secret.pdf", "filesystem", "files", "~", "C:", "\0"],
    ...["%2e%2e", "%2f", "%5c", "%2e", "..;", "...", " ", "two", "same.pdf", "file:", "\u2025"],
  );
  const separator = fc.constantFrom("/", "\\", "//", "\\\\", "%2f", "%5C", "/./");
  const name = fc
    .array(fc.tuple(part, separator), { minLength: 1, maxLength: 6 })
    .map((pieces) => pieces.flat().join(""));
  fc.assert(
    fc.property(fc.oneof(name, fc.string()), (written) => {
      const located = files.find(written);
      if (typeof located === "string") return;
      expect(`${located.path}/`.startsWith(`${files.root}/`)).toBe(true);
    }),
    { seed: 19, numRuns: 2_000 },
  );
});
