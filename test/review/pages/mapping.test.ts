import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HMSYNC } from "../../../importers/index.ts";
import { importExport } from "../../../src/jobs/import.ts";
import { openReview } from "../../support/review.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";

const MAPPING = {
  mappingVersion: 1,
  legacySystem: "ward",
  currency: "XXX",
  timeZone: "UTC",
  entities: {
    patients: {
      fields: {
        legacyId: "NO",
        fullName: "NAME",
        phone: "TEL",
        dateOfBirth: { column: "BORN", format: "DD/MM/YYYY" },
      },
    },
  },
};

/** A ward with one patient, imported. */
async function ward() {
  const cwd = workspace();
  const mapping = join(cwd, "mapping.json");
  const source = writeFiles(join(cwd, "legacy"), {
    "pat.csv": "NO,NAME,TEL,BORN,WARD<b>\n78,Asha Rao,0441234567,23/02/1990,W1\n",
  });
  writeFileSync(mapping, JSON.stringify(MAPPING));
  const database = join(cwd, "ward.db");
  await importExport({ target: HMSYNC, source, mapping, database, report: join(cwd, "report") });
  return { database, mapping, page: await openReview(database) };
}

const hashes = (text: string): string[] =>
  [...text.matchAll(/name="chosen" value="(\w+)"/g)].map(([, hash]) => hash ?? "");
const approved = (text: string): string | undefined =>
  /<b>(\d+)<\/b> of \d+ lines are approved/.exec(text)?.[1];

test("lines are approved one by one and as shown, refused with a remark, and nothing is told twice", async () => {
  const { page, database } = await ward();
  const first = await page.get("/mapping");
  const [one = "", two = "", ...rest] = hashes(first.text);
  expect([first.status, approved(first.text), rest.length]).toEqual([200, "0", 5]);
  expect(first.text).not.toContain("Asha");
  expect(first.text).toContain("WARD&lt;b&gt;");
  const { status, headers } = await page.post("/mapping/say", {
    do: `approve ${one}`,
    group: "x y",
  });
  expect([status, headers.get("location")]).toEqual([303, "/mapping#g-x-y"]);
  await page.post("/mapping/say", { do: "approve shown", shown: [one, two], chosen: rest });
  expect(approved((await page.get("/mapping")).text)).toBe("2");
  expect((await page.post("/mapping/say", { do: "refuse chosen", chosen: rest })).status).toBe(409);
  await page.post("/mapping/say", { do: "refuse chosen", chosen: [two], remark: "<i>no</i>" });
  const last = await page.get("/mapping?state=refused");
  expect(hashes(last.text)).toEqual([two]);
  expect(last.text).toContain("&lt;i&gt;no&lt;/i&gt;");
  const kept = readFileSync(database.replace(".db", ".review/ward/approvals.jsonl"), "utf8");
  expect(kept.trim().split("\n")).toHaveLength(3);
  expect(page.notes.join("\n")).not.toContain("Asha");
});

test("a line that the mapping has changed since it was shown is not approved, and its approval is void", async () => {
  const { page, mapping } = await ward();
  const before = hashes((await page.get("/mapping")).text);
  await page.post("/mapping/say", { do: "approve shown", shown: before });
  const text = readFileSync(mapping, "utf8").replace("DD/MM/YYYY", "D/M/YYYY");
  writeFileSync(mapping, text);
  const stale = await page.post("/mapping/say", { do: "approve shown", shown: before });
  expect(stale.status).toBe(409);
  const now = await page.get("/mapping?state=void");
  expect(hashes(now.text)).toHaveLength(1);
  expect(now.text).toContain("dateOfBirth");
});
