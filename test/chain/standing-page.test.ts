import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { standingPageOf } from "../../src/jobs/chain/standing-page.ts";
import { ChainOfRuns } from "../support/chain.ts";

const FILES = {
  "patients.csv":
    "patientId,firstName,lastName,phoneNumber,gender,hobby\n71,Ashalata,Raobahadur,,F,chess\n72,Tomislav,Novakovic,0209461234,M,\n",
  "visits.csv": "visitId,patientId,doctorId,visitDate\nV81,71,,2022-01-15\n",
};
/** What of the records must be on no page; words of closed sets may. */
const VALUES = /Ashalata|Raobahadur|Tomislav|Novakovic|0209461234|2022-01-15|V81|chess/;

const pageIn = (folder: string) => readFileSync(join(folder, "report.html"), "utf8");

test("each run that leaves something in the ledger has its page, its owner's alone and without a value; a rehearsal has none", async () => {
  const chain = await ChainOfRuns.begin();
  const lenient = { settings: { mode: "lenient" }, only: ["patients"] } as const;
  const { run } = await chain.import(FILES, lenient);
  const first = pageIn(chain.reportOf(1));
  expect(first).toContain("Of 2 records 1 is in, 1 is not: 1 to correct.");
  expect(first).not.toMatch(VALUES);
  expect(statSync(join(chain.reportOf(1), "report.html")).mode & 0o77).toBe(0);
  const cure = [["patients.csv", "Raobahadur,,", "Raobahadur,0441234567,"]] as const;
  await chain.retry(run, cure, { dryRun: true });
  expect(existsSync(join(chain.reportOf(2), "report.html"))).toBe(false);
  const { run: second } = await chain.retry(run, []);
  expect(pageIn(chain.reportOf(3))).toContain("All 2 records are in.");
  const undone = await chain.undo(second);
  const last = pageIn(join(chain.folder, String(undone?.run)));
  expect(last).toContain("Of 2 records 1 is in, 1 is not: 1 to correct.");
  const now = await standingPageOf({ database: chain.database, target: HMSYNC }, run);
  expect(now).toContain("Of 2 records 1 is in, 1 is not: 1 to correct.");
  expect(now).not.toMatch(VALUES);
});

test("a later export that was refused as a whole is told, with the run that brought what is in", async () => {
  const chain = await ChainOfRuns.begin();
  const sound = { "patients.csv": FILES["patients.csv"].replace(",,F", ",0441234567,F") };
  const { run } = await chain.import(sound);
  expect(pageIn(chain.reportOf(1))).not.toContain('class="notice warning"');
  const { run: refused } = await chain.import({ "patients.csv": FILES["patients.csv"] });
  const [, notice = ""] =
    /class="notice warning">(.*?)<\/p>/s.exec(pageIn(chain.reportOf(2))) ?? [];
  expect([run, refused].filter((name) => notice.includes(name))).toEqual([run, refused]);
});
