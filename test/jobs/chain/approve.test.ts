import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { patients } from "../../../importers/patients.ts";
import { approvalsFile } from "../../../src/chain/approvals.ts";
import { chainFolder } from "../../../src/chain/chain.ts";
import { approveLines, judgeSheet } from "../../../src/jobs/chain/approve.ts";
import { entitySheet, type MappingSheet } from "../../../src/mapping/sheet/mapping-sheet.ts";
import { DecisionNeeded, UsageError } from "../../../src/plain/errors.ts";
import { mappingWith } from "../../support/mapping.ts";
import { workspace } from "../../support/workspace.ts";

/** The sheet of a mapping of wards whose dates are written so, with so many filled cells aside. */
function sheetOf(format: string, filled = 3): MappingSheet {
  const mapping = mappingWith({ fields: { "patients.dateOfBirth": { format } } });
  const { name, legacySystem, currency, timeZone } = mapping;
  const facts = {
    files: [`export-${filled}.csv`],
    header: ["patientId", "WARD"],
    locked: [],
    example: () => String(filled),
    cells: new Map([["WARD", filled]]),
  };
  return {
    schemaVersion: 1,
    mapping: name,
    legacySystem,
    currency,
    timeZone,
    country: null,
    sha256: format,
    day: "2026-01-14",
    source: "legacy",
    revealed: false,
    entities: [patients].flatMap((importer) => entitySheet(importer, mapping, facts) ?? []),
    ignored: [],
  };
}

const database = (): string => join(workspace(), "ward.db");
const BY = { verdict: "approved", who: "Dr. Rao" } as const;
const statesOf = (of: Parameters<typeof judgeSheet>[0]) =>
  Object.fromEntries(judgeSheet(of).lines.map(({ key, state }) => [key, state]));

test("a line is approved as it is: when the mapping changes it, the approval is void", () => {
  const of = { sheet: sheetOf("DD/MM/YYYY"), database: database() };
  const lines = ["patients.dateOfBirth", "patients/WARD", "patients"];
  expect(approveLines(of, { lines, ...BY })).toEqual(lines);
  const later = { ...of, sheet: sheetOf("MM/DD/YYYY") };
  expect(statesOf(later)).toMatchObject({
    "patients.dateOfBirth": "void",
    "patients/WARD": "approved",
    patients: "approved",
    "patients.phone": "open",
  });
  expect(judgeSheet(later).counts).toMatchObject({ approved: 2, void: 1, refused: 0 });
  expect(statesOf(of)).toMatchObject({ "patients.dateOfBirth": "approved" });
});

test("other counts, files and examples of a later export leave approvals as they are", () => {
  const of = { sheet: sheetOf("DD/MM/YYYY"), database: database() };
  approveLines(of, { lines: ["all"], ...BY });
  const { lines, counts } = judgeSheet({ ...of, sheet: sheetOf("DD/MM/YYYY", 4_000) });
  expect(counts).toMatchObject({ lines: lines.length, approved: lines.length, void: 0, open: 0 });
  expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
});

test("a refusal has its reason, is taken back, and nothing that was said is lost", () => {
  const of = { sheet: sheetOf("DD/MM/YYYY"), database: database() };
  const lines = ["patients.*"];
  const remark = "the year is missing";
  approveLines(of, { lines, verdict: "refused", who: "Dr. Rao", remark });
  const { last, state } = judgeSheet(of).lines[1] ?? {};
  expect([state, last?.who, last?.remark]).toEqual(["refused", "Dr. Rao", remark]);
  const refused = judgeSheet(of).counts.refused;
  approveLines(of, { lines, verdict: "taken back", who: "Dr. Rao" });
  expect(judgeSheet(of).counts.refused).toBe(0);
  // The same is not said twice.
  expect(approveLines(of, { lines, verdict: "taken back", who: "Dr. Rao" })).toEqual([]);
  const file = approvalsFile(chainFolder(of.database, of.sheet));
  // What one command said is one line: whole, or not there.
  const said = readFileSync(file, "utf8").trimEnd().split("\n");
  expect([said.length, said.flatMap((line) => JSON.parse(line)).length]).toEqual([2, refused * 2]);
});

test("nobody, no reason and no such line are refused; so is a line that has changed since it was shown", () => {
  const of = { sheet: sheetOf("DD/MM/YYYY"), database: database() };
  const lines = ["patients.phone"];
  for (const wrong of [
    { lines, verdict: "approved", who: " " },
    { lines, verdict: "refused", who: "Dr. Rao", remark: " " },
    { lines: ["patients.fone"], verdict: "approved", who: "Dr. Rao" },
  ] as const) {
    expect(() => approveLines(of, wrong)).toThrow(UsageError);
  }
  const seen = new Map(judgeSheet(of).lines.map(({ key, sha256 }) => [key, sha256]));
  const later = { ...of, sheet: sheetOf("MM/DD/YYYY") };
  const both = [...lines, "patients.dateOfBirth"];
  expect(() => approveLines(later, { lines: both, ...BY, seen })).toThrow(DecisionNeeded);
  expect(judgeSheet(later).counts.approved).toBe(0);
});
