import { chmodSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SystemError, UsageError } from "../../src/plain/errors.ts";
import { OwnerOnlyFile } from "../../src/plain/owner-only.ts";
import { replaceOwn } from "../../src/plain/whole-file.ts";
import { hmsync, hmsyncProcess } from "../support/cli.ts";
import { FLAWED, SMALL } from "../support/small-exports.ts";
import { targetCounts } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

function withExport(): string {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), SMALL);
  return cwd;
}

async function written(path: string, text: string): Promise<void> {
  const file = new OwnerOnlyFile(path);
  await file.write(text);
  await file.close();
}

test("a file that others could read is its owner's alone once it holds anything", async () => {
  const cwd = workspace();
  const path = join(cwd, "issues.csv");
  writeFiles(cwd, { "issues.csv": "an older and longer text" });
  chmodSync(path, 0o644);
  await written(path, "cells");
  expect([statSync(path).mode & 0o777, readFileSync(path, "utf8")]).toEqual([0o600, "cells"]);
});

test("a link is not followed, and what it leads to stays as it was", async () => {
  const cwd = workspace();
  writeFiles(cwd, { "theirs.txt": "theirs" });
  symlinkSync(join(cwd, "theirs.txt"), join(cwd, "issues.csv"));
  await expect(written(join(cwd, "issues.csv"), "cells")).rejects.toThrow(SystemError);
  expect(readFileSync(join(cwd, "theirs.txt"), "utf8")).toBe("theirs");
});

test("a file of another kind is not replaced, one of the same is", async () => {
  const cwd = workspace();
  writeFiles(cwd, { "notes.txt": "mine", "plan.json": '{"planVersion": 1, "old": true}' });
  const replace = (name: string) =>
    replaceOwn(join(cwd, name), '{"planVersion": 1}', "planVersion");
  await expect(replace("notes.txt")).rejects.toThrow(UsageError);
  await replace("plan.json");
  expect(readFileSync(join(cwd, "notes.txt"), "utf8")).toBe("mine");
  expect(readFileSync(join(cwd, "plan.json"), "utf8")).toBe('{"planVersion": 1}');
});

test.each([
  ["import", "--source", "legacy", "--report", "mine"],
  ["import:assess", "--source", "legacy", "--report", "mine"],
  ["import:read", "legacy", "--to", "csv", "--out", "legacy"],
])("%s writes nothing into a folder that holds other files", async (...argv) => {
  const cwd = withExport();
  writeFiles(join(cwd, "mine"), { "thesis.txt": "mine" });
  const { exitCode } = await hmsync(argv, { cwd });
  expect(exitCode).toBe(2);
  expect(readdirSync(join(cwd, "mine"))).toEqual(["thesis.txt"]);
  expect(readdirSync(join(cwd, "legacy")).sort()).toEqual(Object.keys(SMALL).sort());
});

test("nothing is written through a link in the place of a report's own folder", async () => {
  const cwd = withExport();
  writeFiles(join(cwd, "theirs"), { "patients.csv": "theirs" });
  writeFiles(join(cwd, "begun"), { "log.jsonl": "" });
  symlinkSync(join(cwd, "theirs"), join(cwd, "begun", "rejected"));
  writeFiles(join(cwd, "flawed"), FLAWED);
  const argv = ["import", "--source", "flawed", "--report", "begun"];
  expect((await hmsync(argv, { cwd })).exitCode).toBe(2);
  expect(readFileSync(join(cwd, "theirs", "patients.csv"), "utf8")).toBe("theirs");
});

test("rejected records that could not be written out are not named as the place to correct them", async () => {
  const cwd = withExport();
  writeFiles(join(cwd, "begun"), { "log.jsonl": "", rejected: "a file in its place" });
  writeFiles(join(cwd, "flawed"), FLAWED);
  const argv = ["import", "--source", "flawed", "--report", "begun"];
  const { exitCode, stdout } = await hmsync(argv, { cwd });
  expect(exitCode).toBe(3);
  expect(stdout).not.toContain("import:retry");
});

test("a file of the export that is named as the database gets no lock beside it", async () => {
  const cwd = withExport();
  const argv = ["import", "--source", "legacy", "--db", "legacy/patients.csv"];
  expect((await hmsync(argv, { cwd })).exitCode).not.toBe(0);
  expect(readdirSync(join(cwd, "legacy")).sort()).toEqual(Object.keys(SMALL).sort());
});

test.each<readonly [exitCode: number, argv: readonly string[]]>([
  [0, ["import", "--source", "legacy"]],
  [0, ["import", "--source", "legacy", "--dry-run"]],
  [1, ["import", "--source", "damaged"]],
  [2, ["import", "--source", "legacy", "--mapping", "gone.json"]],
  [2, ["import", "--source", "legacy", "--report", "legacy"]],
  [3, ["import", "--source", "flawed"]],
  [4, ["import", "--source", "unknown"]],
])(
  "exit %i of %j leaves no lock, neither beside the database nor in the export",
  async (code, argv) => {
    const cwd = withExport();
    writeFiles(join(cwd, "flawed"), FLAWED);
    writeFiles(join(cwd, "damaged"), { ...SMALL, "patients.csv": "" });
    writeFiles(join(cwd, "unknown"), { "pacientes.csv": "numero;nombre\n1;Ana\n" });
    expect((await hmsync(argv, { cwd })).exitCode).toBe(code);
    const left = readdirSync(cwd, { recursive: true }).map(String);
    expect(left.filter((name) => /lock|journal|-wal|-shm|tmp/.test(name))).toEqual([]);
    expect(readdirSync(join(cwd, "legacy")).sort()).toEqual(Object.keys(SMALL).sort());
  },
);

test.skipIf(!existsSync("/dev/full"))(
  "a result that cannot be printed is exit 1 and a sentence; what was imported stays",
  async () => {
    const cwd = withExport();
    const { stderr, exitCode } = await hmsyncProcess(["import", "--source", "legacy"], {
      cwd,
      stdout: "/dev/full",
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("import:status");
    expect(stderr).not.toContain("    at ");
    expect(targetCounts(join(cwd, "hmsync.db"))).toEqual([2, 1, 2]);
  },
);

test("standard input without a folder to keep it in is a cure, not a stack", async () => {
  const cwd = withExport();
  const { stderr, exitCode } = await hmsyncProcess(["import", "--source", "-"], {
    cwd,
    env: { TMPDIR: join(cwd, "nowhere") },
    meanwhile: (child) => child.stdin?.end("a,b\n1,2\n"),
  });
  expect(exitCode).toBe(1);
  expect(stderr).toContain("TMPDIR");
});
