import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunEvent } from "../../src/import/request/run-log.ts";
import { RunLogFile } from "../../src/jobs/run/run-log-file.ts";
import { hmsync, hmsyncProcess } from "../support/cli.ts";
import { SAMPLE, SMALL } from "../support/small-exports.ts";
import { query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const ENDED: RunEvent = {
  event: "run.ended",
  status: "committed",
  exitCode: 0,
  records: 2,
  rejected: 0,
  ms: 7,
};

const linesOf = (folder: string): Record<string, unknown>[] =>
  readFileSync(join(folder, "log.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

test("an event is one line of JSON with its level and its time, its owner's alone", () => {
  const folder = workspace();
  const file = new RunLogFile(folder);
  file.log(ENDED);
  expect(file.close()).toBeUndefined();
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(linesOf(folder)).toEqual([{ level: "info", time, ...ENDED }]);
  expect(statSync(join(folder, "log.jsonl")).mode & 0o777).toBe(0o600);
});

test("a log that others could read becomes its owner's alone, and a link is not followed", () => {
  const folder = workspace();
  writeFiles(folder, { "log.jsonl": "", "linked/theirs.txt": "theirs" });
  chmodSync(join(folder, "log.jsonl"), 0o644);
  const open = new RunLogFile(folder);
  open.log(ENDED);
  expect(open.close()).toBeUndefined();
  expect(statSync(join(folder, "log.jsonl")).mode & 0o777).toBe(0o600);
  symlinkSync("theirs.txt", join(folder, "linked/log.jsonl"));
  const linked = new RunLogFile(join(folder, "linked"));
  linked.log(ENDED);
  expect(linked.close()?.message).toContain("ELOOP");
  expect(readFileSync(join(folder, "linked/theirs.txt"), "utf8")).toBe("theirs");
});

test("what is no code, place, count or duration gets into no line, whoever passes it", () => {
  const folder = workspace();
  const file = new RunLogFile(folder);
  const wrong = {
    event: "record.rejected",
    code: "Asha Rao",
    entity: "patients",
    file: "a\nb.csv",
    record: "Asha",
    line: Number.NaN,
    offset: null,
    msg: "Asha",
    former: { phone: "Asha" },
  };
  file.log(wrong as unknown as RunEvent);
  file.log({ ...ENDED, patient: "Asha" } as unknown as RunEvent);
  file.close();
  const [rejected, ended] = linesOf(folder);
  expect(Object.keys(rejected ?? {})).toEqual(["level", "time", "event", "entity"]);
  expect(JSON.stringify(ended)).not.toContain("Asha");
});

test("lines about single records wait for the next event of another kind", () => {
  const folder = workspace();
  const file = new RunLogFile(folder);
  const place = { entity: "patients", file: "patients.csv", record: 1, line: 2, offset: 9 };
  file.log(ENDED);
  file.log({ event: "record.rejected", code: "patients.phone.missing", ...place });
  expect(linesOf(folder)).toHaveLength(1);
  file.log({ event: "progress", entity: "patients", done: 1, bytes: 9, rejected: 1 });
  expect(linesOf(folder)).toHaveLength(3);
  file.close();
});

test("the log of a run that is resumed goes on where it was", () => {
  const folder = workspace();
  for (const _ of ["run", "resumed"]) {
    const file = new RunLogFile(folder);
    file.log(ENDED);
    file.close();
  }
  expect(linesOf(folder)).toHaveLength(2);
});

test("a link in the place of the log is not followed: exit 2, and nothing is imported", async () => {
  const cwd = workspace();
  mkdirSync(join(cwd, "report"));
  symlinkSync("/dev/full", join(cwd, "report/log.jsonl"));
  const argv = ["import", "--source", SAMPLE, "--report", "report", "--json"];
  const { exitCode, stderr } = await hmsync(argv, { cwd });
  expect(exitCode).toBe(2);
  expect(stderr).toContain("report/log.jsonl");
  expect(query(join(cwd, "hmsync.db"), "SELECT count(*) FROM patients")).toEqual([[0]]);
});

test("an import that loses its report folder keeps its rows and says so", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), SMALL);
  mkdirSync(join(cwd, "report/log.jsonl"), { recursive: true });
  const argv = ["import", "--source", "legacy", "--report", "report"];
  const { exitCode, stderr } = await hmsync(argv, { cwd });
  expect(exitCode).toBe(1);
  expect(stderr).toContain("log.jsonl cannot be written (EISDIR)");
});

test("only an import loads the logger", async () => {
  const cwd = workspace();
  const env = { NODE_DEBUG: "module" };
  const imported = await hmsyncProcess(["import", "--source", SAMPLE], { cwd, env });
  expect(imported.stderr).toContain("pino.js");
  for (const command of ["import:status", "import:report", "db:status", "--version"]) {
    const { exitCode, stderr } = await hmsyncProcess([command], { cwd, env });
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain("pino.js");
  }
});
