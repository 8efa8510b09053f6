import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { SystemError } from "../../src/errors.ts";
import type { Issue } from "../../src/import/issue.ts";
import { ReportAhead } from "../../src/import/report-ahead.ts";
import { ReportServer } from "../../src/import/serve-report.ts";
import { Spool } from "../../src/import/spool.ts";
import { Inbox } from "../../src/import/supply-thread.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const RECORDS = 2_500;

const issue = (code: string, severity: Issue["severity"] = "error"): Issue => ({ code, severity });

/** Notes of a file in which every second record was rejected, and every third had a warning. */
function spoolOf(records: number): Spool {
  const spool = new Spool();
  onTestFinished(() => spool.close());
  for (let record = 1; record <= records; record++) {
    const place = { file: 0, record, line: record + 1, offset: record * 4 };
    if (record % 3 === 0) spool.addFindings(place, [issue("patients.age.odd", "warning")]);
    if (record % 2 === 1) continue;
    const issues = [issue("patients.phone.missing"), issue("patients.phone.missing")];
    const kept = { legacyId: `P${record}`, targetId: null, former: null, fingerprint: 0 };
    spool.addException({ ...place, ...kept, entity: "patients", outcome: "rejected", issues });
  }
  return spool;
}

/** The other end of a channel, in this thread. */
function channel() {
  const { port1: port, port2 } = new MessageChannel();
  const server = new ReportServer(port2);
  port2.on("message", (message) => server.take(message));
  onTestFinished(() => port.close());
  const thread = { port, ended: new Promise<never>(() => undefined) };
  return { thread, inbox: new Inbox(thread) };
}

function orderOf(folder: string, records: number) {
  const lines = Array.from({ length: records }, (_, at) => `P${at + 1},=1+1`);
  const path = join(
    writeFiles(workspace(), { "patients.csv": ["patientId,notes", ...lines, ""].join("\n") }),
    "patients.csv",
  );
  const { size, mtimeMs: modified } = statSync(path);
  const file = { path, name: "patients.csv", size, modified };
  const advice = new Map([["patients.phone.missing", "Fill in the cell."]]);
  const files = [{ file, header: ["patientId", "notes"], dialect: undefined }];
  return { kind: "report", folder, files, advice } as const;
}

const linesOf = (...path: string[]) => readFileSync(join(...path), "utf8").split("\r\n");

test.each([
  ["all at once", undefined],
  ["as they are taken", 1],
])("pages that are sent %s make the whole report", async (_, underWay) => {
  const folder = workspace();
  const spool = spoolOf(RECORDS);
  const means = { ...channel(), ...(underWay !== undefined && { underWay }) };
  const ahead = await ReportAhead.begin(means, orderOf(folder, RECORDS), spool);
  expect(await ahead?.done(spool)).toBe("written");
  const issues = linesOf(folder, "issues.csv");
  expect(issues[1]).toBe("patients.csv,2,3,8,error,patients.phone.missing,,,Fill in the cell.,,,");
  expect(issues).toHaveLength(1 + 833 + 2 * 1_250 + 1);
  const rejected = linesOf(folder, "rejected", "patients.csv");
  expect(rejected.slice(0, 2)).toEqual([
    "_record,_line,_codes,patientId,notes",
    "2,3,patients.phone.missing,P2,'=1+1",
  ]);
  expect(rejected).toHaveLength(1 + 1_250 + 1);
});

test("what is noted after the writing began makes it void", async () => {
  const spool = spoolOf(10);
  const ahead = await ReportAhead.begin(channel(), orderOf(workspace(), 10), spool);
  spool.addFindings({ file: 0, record: 1, line: 2, offset: 4 }, [issue("patients.age.odd")]);
  expect(await ahead?.done(spool)).toBe("not written");
});

test("what does not hold any more is not for the other thread to know", async () => {
  const spool = spoolOf(10);
  const place = { file: 0, record: 3, line: 4, offset: 12 };
  spool.removeFinding(place, issue("patients.age.odd"));
  expect(await ReportAhead.begin(channel(), orderOf(workspace(), 10), spool)).toBeUndefined();
});

test.each([undefined, 1])("a file that cannot be written is told (%s)", async (underWay) => {
  const folder = workspace();
  mkdirSync(join(folder, "issues.csv"));
  const spool = spoolOf(RECORDS);
  const means = { ...channel(), ...(underWay !== undefined && { underWay }) };
  const ahead = await ReportAhead.begin(means, orderOf(folder, RECORDS), spool);
  expect(await ahead?.done(spool)).toBe("not written");
});

test("a thread that has ended leaves the report to be written here", async () => {
  const { port1: port } = new MessageChannel();
  onTestFinished(() => port.close());
  const ended = Promise.reject(new SystemError("The thread has ended.", { cure: "Run again." }));
  ended.catch(() => undefined);
  const thread = { port, ended };
  const spool = spoolOf(10);
  const means = { thread, inbox: new Inbox(thread) };
  const ahead = await ReportAhead.begin(means, orderOf(workspace(), 10), spool);
  expect(await ahead?.done(spool)).toBe("not written");
});
