import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const DUMP = `PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE patients(patientId,firstName,lastName,phoneNumber);
INSERT INTO patients VALUES(1,'Asha','Rao','0441234567');
INSERT INTO patients VALUES(2,'Li','Wei',NULL);
COMMIT;
`;
const CSV = "patientId,firstName,lastName,phoneNumber\n1,Asha,Rao,0441234567\n2,Li,Wei,\n";
const JSON_LIST = JSON.stringify([
  { patientId: 1, firstName: "Asha", lastName: "Rao", phoneNumber: "0441234567" },
  { patientId: 2, firstName: "Li", lastName: "Wei", phoneNumber: null },
]);

test.each([
  ["patients.sql", Buffer.from(DUMP)],
  ["patients.sql.gz", gzipSync(DUMP)],
  ["patients.csv.gz", gzipSync(CSV)],
  ["patients.json", Buffer.from(JSON_LIST)],
])(
  "the rejected records of %s are CSV, and are taken in as they are corrected",
  async (name, bytes) => {
    for (const flags of [[], ["--continue-on-error"]]) {
      const cwd = workspace();
      writeFiles(join(cwd, "legacy"), { [name]: bytes });
      const command = ["import", "--source", "legacy", "--report", "r", "--as-of", "2026-01-14"];
      expect((await hmsync([...command, ...flags], { cwd })).exitCode).toBe(3);
      const rejected = join(cwd, "r/rejected/patients.csv");
      const text = readFileSync(rejected, "utf8");
      writeFileSync(rejected, text.replace(/Li,Wei,/, "Li,Wei,0441112223"));
      const { exitCode } = await hmsync(["import:retry"], { cwd });
      expect(exitCode).toBe(0);
      expect(query(join(cwd, "hmsync.db"), "select count(*) from patients")).toEqual([[2]]);
    }
  },
);
