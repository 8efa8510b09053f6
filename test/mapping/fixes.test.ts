import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as ledger from "../../shared/ledger.ts";
import { patients } from "../../shared/schema.ts";
import { Fixes } from "../../src/mapping/fixes.ts";
import { cellsMark } from "../../src/mapping/record-mark.ts";
import { UsageError } from "../../src/plain/errors.ts";
import { exportOf, issues, outcomes } from "../support/export.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { rowsOf } from "../support/rows.ts";
import { workspace } from "../support/workspace.ts";

const HEADER = "file,legacy id,column,old value,new value";
const ASHA = "1,Asha,Rao,,31";
const TOM = "2,Tom,Novak,0209461234,39";

const fixesOf = (...lines: string[]) => Fixes.parse("fixes.csv", [HEADER, ...lines].join("\n"));
const PHONE = "patients.csv,1,phoneNumber,,'+44123456";

async function imported(fixes: Fixes, records = [ASHA, TOM], options: ImportOptions = {}) {
  const db = await newDatabase();
  const summary = await importFolder(db, exportOf({ patients: records }), { ...options, fixes });
  return { db, summary };
}

describe("a fix", () => {
  test("puts the new value into the cell, and stands in ledger and report", async () => {
    const { db, summary } = await imported(fixesOf(PHONE));
    expect(outcomes(summary, "patients")).toEqual({ records: 2, inserted: 2 });
    expect(rowsOf(db, patients)[0]).toMatchObject({ phone: "+44123456" });
    expect(rowsOf(db, ledger.actions)).toMatchObject([
      { kind: "fixed", entity: "patients", record: 1, line: 2, detail: "phoneNumber" },
    ]);
    expect(summary.fixes).toEqual({ applied: 1, notNeeded: 0, stale: [], unused: [] });
  });

  test("of an id and of values that are called as what every object has is a fix like any other", async () => {
    const fixes = fixesOf(
      "patients.csv,constructor,firstName,toString,__proto__",
      "patients.csv,__proto__,firstName,a,b",
    );
    const { db, summary } = await imported(fixes, ["constructor,toString,Rao,0209461234,31"]);
    expect(rowsOf(db, patients)[0]).toMatchObject({ first_name: "__proto__" });
    expect(summary.fixes).toMatchObject({ applied: 1, unused: [3] });
  });

  test("holds for the next export too, which is unchanged then", async () => {
    const { db } = await imported(fixesOf(PHONE));
    const again = await importFolder(db, exportOf({ patients: [ASHA, TOM] }), {
      fixes: fixesOf(PHONE),
    });
    expect(outcomes(again, "patients")).toEqual({ records: 2, unchanged: 2 });
  });

  test("that expects another old value rejects the record, whatever the new one is", async () => {
    const { summary } = await imported(fixesOf("patients.csv,2,firstName,Thomas,Tomas"), [TOM]);
    expect(issues(summary)).toEqual({ "patients.row.fix-stale": 1 });
    expect(summary.fixes).toMatchObject({ stale: [2], applied: 0 });
  });

  test("is not needed where the export says so by itself", async () => {
    const { summary } = await imported(fixesOf("patients.csv,2,firstName,Thomas,Tom"), [TOM]);
    expect(summary.fixes).toMatchObject({ notNeeded: 1, applied: 0 });
    expect(summary.exitCode).toBe(0);
  });

  test("of a record that the export lacks is told by its line", async () => {
    const { summary } = await imported(fixesOf(PHONE, "patients.csv,77,firstName,A,B"));
    expect(summary.fixes).toMatchObject({ applied: 1, unused: [3] });
  });

  test("of a run that writes nothing is not in the ledger", async () => {
    const { db } = await imported(fixesOf(PHONE), [ASHA, "2,Tom,Novak,,39"]);
    expect(rowsOf(db, ledger.actions)).toEqual([]);
  });

  test("shows in the rejected record, which is corrected from there on", async () => {
    const reportFolder = join(workspace(), "report");
    const fixes = fixesOf("patients.csv,1,lastName,Rao,Rau");
    await imported(fixes, [ASHA], { reportFolder });
    const rejected = readFileSync(join(reportFolder, "rejected/patients.csv"), "utf8");
    expect(rejected.split("\r\n")[1]).toBe(
      "1,patients.csv,2,patients.phone.missing,phoneNumber: Fill in the cell.,,1,Asha,Rau,,31",
    );
  });
});

describe("a fix with more columns", () => {
  const MORE = `${HEADER},why,decision,who,cells`;
  const withMore = (...lines: string[]) => Fixes.parse("fixes.csv", [MORE, ...lines].join("\n"));

  test("is applied as one without; the columns may stand in any order", async () => {
    const { summary } = await imported(withMore(`${PHONE},asked,,Ana,`));
    expect(summary.fixes).toMatchObject({ applied: 1, unused: [] });
  });

  test("withdraws a record, with the reason in the ledger", async () => {
    const fixes = withMore("patients.csv,1,,,,,withdraw: a test,Ana,");
    const { db, summary } = await imported(fixes);
    expect(summary.entities["patients"]).toMatchObject({ inserted: 1, withdrawn: 1 });
    expect(summary.fixes).toMatchObject({ applied: 1, withdrawn: 1 });
    expect(String(rowsOf(db, ledger.exceptions)[0]?.["former"])).toContain("a test");
  });

  test("says that a record with too few cells is meant as written", async () => {
    const mark = cellsMark(["3", "Cy", "Fox", "0441234563"]);
    const fixes = withMore(`patients.csv,,,,,,as written,Ana,${mark}`);
    const { summary } = await imported(fixes, ["3,Cy,Fox,0441234563"]);
    expect(outcomes(summary, "patients")).toEqual({ records: 1, inserted: 1 });
  });

  test("is for the one record of an id whose cells are those", async () => {
    const mark = cellsMark(TOM.replace("2", "1").split(","));
    const fixes = withMore(`patients.csv,1,patientId,1,7,,new id,Ana,${mark}`);
    const { db } = await imported(fixes, [
      ASHA.replace(",,", ",0441234567,"),
      TOM.replace("2", "1"),
    ]);
    expect(rowsOf(db, patients).map((row) => row["legacy_id"])).toEqual(["1", "7"]);
  });

  test("may know several old values of one cell, as several exports have had them", async () => {
    const fixes = withMore(
      "patients.csv,2,firstName,Thom,Tomas,,,,",
      "patients.csv,2,firstName,Tom,Tomas,,,,",
    );
    const { db, summary } = await imported(fixes, [TOM]);
    expect(rowsOf(db, patients)[0]).toMatchObject({ first_name: "Tomas" });
    expect(summary.fixes).toMatchObject({ applied: 1, notNeeded: 1, stale: [] });
  });

  test.each([
    ["an unknown column", `${HEADER},note`, `${PHONE},x`],
    ["a column twice", `${HEADER},why,why`, `${PHONE},x,y`],
    ["an unknown decision", `${HEADER},decision`, `${PHONE},maybe`],
    ["a withdrawal without a reason", `${HEADER},decision`, "patients.csv,1,,,,withdraw"],
    ["a withdrawal with a value", `${HEADER},decision,why`, "patients.csv,1,,,x,withdraw,y"],
    ["neither an id nor cells", `${HEADER},cells`, "patients.csv,,phoneNumber,,1,"],
  ])("and %s is refused", (_, header, line) => {
    expect(() => Fixes.parse("fixes.csv", `${header}\n${line}\n`)).toThrow(UsageError);
  });
});

test.each([
  ["another header", "file,id,column,old,new\n"],
  ["a line of four cells", `${HEADER}\npatients.csv,1,phoneNumber,0441\n`],
  ["no legacy id", `${HEADER}\npatients.csv,,phoneNumber,,0441\n`],
  ["two fixes of one cell", `${HEADER}\n${PHONE}\n${PHONE}\n`],
  ["an open quote", `${HEADER}\n"patients.csv,1\n`],
])("a file of fixes with %s is refused", (_, text) => {
  expect(() => Fixes.parse("fixes.csv", text)).toThrow(UsageError);
});

test("a fix of a column that the file lacks is refused before anything is done", async () => {
  await expect(imported(fixesOf("patients.csv,1,phone,,0441"))).rejects.toThrow(UsageError);
});

test.each([
  ["semicolons", ";", ""],
  ["tabs and a byte order mark", "\t", "\ufeff"],
  ["a line that names the separator", ";", "sep=;\r\n"],
])("a file of fixes with %s is read as one with commas is", async (_, delimiter, before) => {
  const lines = [HEADER, PHONE].map((line) => line.replaceAll(",", delimiter));
  const fixes = Fixes.parse("fixes.csv", `${before}${lines.join("\r\n")}\r\n`);
  const { summary } = await imported(fixes);
  expect(summary.fixes).toMatchObject({ applied: 1, unused: [] });
});
