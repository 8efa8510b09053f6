import { join } from "node:path";
import { expect, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { drawSample, judgeRecord, readSample } from "../../src/jobs/chain/sample.ts";
import { traceOf } from "../../src/jobs/chain/trace.ts";
import { listPersons } from "../../src/jobs/persons/list.ts";
import { openExisting } from "../../src/jobs/run/open-target.ts";
import { undo } from "../../src/jobs/undo.ts";
import { lenientImport } from "../support/chain-page.ts";
import { openReview, type TestedReview } from "../support/review.ts";

// One hospital: two patients are there twice, two are brothers.
let database: string;
let page: TestedReview;
async function begin(): Promise<void> {
  database = await lenientImport(join(import.meta.dirname, "../../fixtures/patients-twice"));
  page = await openReview(database);
  expect((await page.post("/persons/search")).status).toBe(303);
  await page.review.desk.idle();
}

/** Addresses of the pairs on a page, each once. */
const pairsOn = (text: string): string[] => [
  ...new Set([...text.matchAll(/href="(\/persons\/[0-9a-f]{16})"/g)].map(([, path = ""]) => path)),
];

/** The number of what was said last, as the form of a pair has it. */
async function seenOn(path: string): Promise<string> {
  const { text } = await page.get(path);
  return /name="seen" value="(\d+)"/.exec(text)?.[1] ?? "";
}

const say = async (path: string, verdict: string) =>
  page.post(path, { verdict, seen: await seenOn(path), why: "same card" });

function rows(query: string): unknown[][] {
  const db = openExisting(database, HMSYNC, "look");
  try {
    return db.prepare(query).all([]);
  } finally {
    db.close();
  }
}

const patients = () => rows("select legacy_id from patients order by 1").flat();
const visitsOf = () =>
  rows(
    "select p.legacy_id, count(*) from visits v join patients p on p.id = v.patient_id group by 1 order by 1",
  );
const counts = async () =>
  (await listPersons({ target: HMSYNC, database, run: page.review.run })).counts;

test("pairs are proposed, decided, joined with their visits, and taken apart by an undo", async () => {
  await begin();
  expect(page.review.desk.job?.state).toBe("done");
  const list = await page.get("/persons");
  const [first = "", second = "", third = ""] = pairsOn(list.text);
  expect(await counts()).toMatchObject({ open: 3, "to-join": 0 });
  expect(list.text).not.toContain("2001");
  expect((await page.get(first)).text).not.toMatch(/Asha|Hill Road|98200|2001/);

  expect((await say(first, "same")).headers.get("location")).toBe(second);
  expect((await say(second, "same")).headers.get("location")).toBe(third);
  await say(third, "different");
  expect(await counts()).toMatchObject({ open: 0, "to-join": 2, "to-keep-apart": 1 });
  const before = { patients: patients(), visits: visitsOf() };
  const of = { target: HMSYNC, database, run: page.review.run };
  const drawn = await drawSample({ ...of, by: "tester" });
  const told = drawn.records.filter(({ legacyId }) => ["2002", "V9003"].includes(legacyId));
  for (const { n } of told) await judgeRecord({ ...of, n, who: "tester", verdict: "right" });

  await page.post("/persons/rehearse");
  await page.review.desk.idle();
  expect({ patients: patients(), visits: visitsOf() }).toEqual(before);
  await page.post("/persons/take-in");
  await page.review.desk.idle();
  expect(patients()).toEqual(["2001", "2003", "2005", "2006"]);
  expect(visitsOf()).toEqual([
    ["2001", 3],
    ["2003", 1],
  ]);
  expect(await counts()).toMatchObject({ joined: 2, apart: 1 });
  // What joining wrote is no fault of the import: what was checked stays so.
  const checked = (await readSample(of)).records.filter(({ state }) => state === "right");
  expect(checked.map(({ legacyId }) => legacyId)).toEqual(["2002", "V9003"]);
  const { trace } = await traceOf({ ...of, asked: { entity: "patients", legacyId: "2002" } });
  expect(trace?.row?.joined).toMatchObject({
    others: [{ space: "patients", legacyId: "2001" }],
    said: [{ by: "tester" }],
  });
  expect(trace?.row?.columns.filter(({ mark }) => mark === "changed since")).toEqual([]);

  const [[run] = []] = rows("select name from ledger_runs where kind = 'merge'");
  await undo({ target: HMSYNC, database, run: String(run) });
  expect({ patients: patients(), visits: visitsOf() }).toEqual(before);
  expect(await counts()).toMatchObject({ open: 3, joined: 0 });
});

test("what is said is taken back by a key, and never lost to a page that another one has passed", async () => {
  await begin();
  const [path = ""] = pairsOn((await page.get("/persons")).text);
  const stale = await seenOn(path);
  await say(path, "same");
  expect((await page.post(path, { verdict: "different", seen: stale })).status).toBe(409);
  expect(await counts()).toMatchObject({ "to-join": 1 });
  await page.post(path, { verdict: "undo" });
  expect(await counts()).toMatchObject({ "to-join": 0 });
  // A person's page shows all records, and one is taken out of them.
  await say(path, "same");
  await page.post("/persons/take-in");
  await page.review.desk.idle();
  await page.post("/session/reveal", { show: "yes", back: "/persons" });
  const { text } = await page.get(`${path}/person`);
  const [, record = ""] = /name="record" value="([^"]+)"/.exec(text) ?? [];
  expect(record).toMatch(/^patients\/200[1-4]$/);
  expect((await page.post("/persons/apart", { record })).status).toBe(303);
  await page.post("/persons/take-in");
  await page.review.desk.idle();
  expect(patients()).toHaveLength(6);
  // A form of another page is refused, and a record that there is not.
  const sent = { method: "POST", body: "verdict=same" };
  const headers = { cookie: page.cookie, "content-type": "application/x-www-form-urlencoded" };
  expect((await page.send(path, { ...sent, headers })).status).toBe(403);
  expect((await page.post("/persons/person", { record: "patients/nobody" })).status).toBe(409);
  expect((await page.get("/persons/0123456789abcdef")).status).toBe(409);
});
