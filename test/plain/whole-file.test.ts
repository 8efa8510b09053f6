import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { SystemError } from "../../src/plain/errors.ts";
import { makeFolder, OwnerOnlyFile } from "../../src/plain/owner-only.ts";
import { writeWhole } from "../../src/plain/whole-file.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

/** The file that is being written in a folder. */
const inTheMaking = (folder: string): string =>
  join(folder, readdirSync(folder).find((name) => name.startsWith(".hmsync-new-")) ?? "");

test("a file that people go on with is replaced as a whole, and nothing stays beside it", async () => {
  const cwd = workspace();
  writeFiles(cwd, {
    "mapping.json": "an older and longer text",
    ".hmsync-new-999999999-ab": "left",
  });
  await writeWhole(join(cwd, "mapping.json"), "new");
  expect(readFileSync(join(cwd, "mapping.json"), "utf8")).toBe("new");
  expect(statSync(join(cwd, "mapping.json")).mode & 0o777).toBe(0o600);
  expect(readdirSync(cwd)).toEqual(["mapping.json"]);
});

test("where it cannot be replaced, what was there stays as it was", async () => {
  const cwd = workspace();
  mkdirSync(join(cwd, "sheet.html"));
  await expect(writeWhole(join(cwd, "sheet.html"), "new")).rejects.toThrow(SystemError);
  expect(readdirSync(cwd)).toEqual(["sheet.html"]);
});

test.skipIf(!existsSync("/dev/full"))("a device is written to, not replaced", async () => {
  await expect(writeWhole("/dev/full", "new")).rejects.toThrow(SystemError);
  expect(lstatSync("/dev/full").isCharacterDevice()).toBe(true);
});

test("below a folder that is gone no other is made, and nobody waits for it", () => {
  const cwd = process.cwd();
  const gone = workspace();
  process.chdir(gone);
  // Node.js remembers it from here on.
  process.cwd();
  try {
    rmSync(gone, { recursive: true });
    expect(() => makeFolder("reports/2026-01-14-1")).toThrow();
  } finally {
    process.chdir(cwd);
  }
});

test("a file that is taken away while it is written is not said to be written", async () => {
  const path = join(workspace(), "issues.csv");
  const file = new OwnerOnlyFile(path);
  await file.write(Buffer.from("cells"));
  rmSync(inTheMaking(dirname(path)));
  await expect(file.close()).rejects.toThrow(SystemError);
  expect(existsSync(path)).toBe(false);
});

test("a file that another program writes into meanwhile is not said to be whole", async () => {
  const cwd = workspace();
  const file = new OwnerOnlyFile(join(cwd, "issues.csv"));
  await file.write(Buffer.from("cells"));
  writeFileSync(inTheMaking(cwd), "theirs, and longer");
  await expect(file.close()).rejects.toThrow(SystemError);
  expect(readdirSync(cwd)).toEqual([]);
});

test("a file has its name when it is whole, and until then what was there stays", async () => {
  const cwd = workspace();
  writeFiles(cwd, { "issues.csv": "of the last run", ".hmsync-new-999999999-ab": "left" });
  const file = new OwnerOnlyFile(join(cwd, "issues.csv"));
  await file.write(Buffer.from("ce"));
  expect(readdirSync(cwd)).toEqual([basename(inTheMaking(cwd)), "issues.csv"]);
  expect(readFileSync(join(cwd, "issues.csv"), "utf8")).toBe("of the last run");
  expect(statSync(inTheMaking(cwd)).mode & 0o777).toBe(0o600);
  await file.close(Buffer.from("lls"));
  expect(readdirSync(cwd)).toEqual(["issues.csv"]);
  expect(readFileSync(join(cwd, "issues.csv"), "utf8")).toBe("cells");
});

test("what is given up leaves no half that could pass for the whole", async () => {
  const cwd = workspace();
  const file = new OwnerOnlyFile(join(cwd, "issues.csv"));
  await file.write(Buffer.from("cells"));
  await file.discard();
  expect(readdirSync(cwd)).toEqual([]);
});
