import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { Corrections } from "../../src/chain/corrections/corrections.ts";
import type { Reject } from "../../src/chain/rejects/reject.ts";
import { importExport } from "../../src/jobs/import.ts";
import { recordMark } from "../../src/review/records/at-hand.ts";
import { openReview, type TestedReview } from "../support/review.ts";

const cwd = mkdtempSync(join(tmpdir(), "hmsync-records-"));
const database = join(cwd, "hmsync.db");
const HOSTILE = '<img src=x onerror="alert(1)">';
const FIXTURE = "fixtures/rejects-to-correct";
let opened: TestedReview;

beforeAll(async () => {
  const source = join(cwd, "export");
  cpSync(FIXTURE, source, { recursive: true });
  const path = join(source, "patients.csv");
  const text = readFileSync(path, "utf8");
  writeFileSync(
    path,
    `${text.replace("registrationDate\n", `registrationDate,"<b>note</b>"\n`).replaceAll(/(?<=\d)\n(?=P)/g, ",\n")}`
      .trimEnd()
      .concat(`,\nP7,"${HOSTILE.replaceAll('"', '""')}",Ng,,F,2024-03-01,\u202eturned\n`),
  );
  const mapping = join(cwd, "mapping.json");
  cpSync(join(source, "mapping.json"), mapping);
  rmSync(join(source, "mapping.json"));
  const settings = { mode: "lenient" } as const;
  await importExport({
    target: HMSYNC,
    source,
    database,
    mapping,
    settings,
    report: join(cwd, "report"),
  });
  opened = await openReview(database);
});
afterAll(() => rmSync(cwd, { recursive: true }));
beforeEach(async () => {
  rmSync(opened.review.folder, { recursive: true, force: true });
  opened = await openReview(database);
});

const reveal = () => opened.post("/session/reveal", { show: "yes", back: "/records" });
const corrections = () => Corrections.open(opened.review.folder);

/** The number and the mark of the record of a line, as its page shows them. */
async function shownRecord(line: number, entity = "patients") {
  const { text } = await opened.get(`/records?entity=${entity}`);
  const row = text.split("<tr").find((one) => one.includes(`>line ${line}</a>`)) ?? "";
  const [, number = "", seen = ""] = /data-record="(\d+)" data-seen="([^"]+)"/.exec(row) ?? [];
  return { number, seen, row };
}

const PHONE = 3;
const GENDER = 4;
const DAY = 5;

test("the list shows what is wrong and hides what patients have", async () => {
  const { text, status } = await opened.get("/records");
  expect(status).toBe(200);
  expect(text).toContain("phone: Fill in the cell.");
  expect(text).not.toContain("Bob");
  expect(text).not.toContain("femal<");
  await reveal();
  expect((await opened.get("/records")).text).toContain("femal");
});

test("foreign text is text: in cells, headers, and what was typed", async () => {
  await reveal();
  const { text } = await opened.get("/records");
  expect(text).not.toContain("<img");
  expect(text).not.toContain("<b>note");
  expect(text).not.toContain("\u202e");
  expect(text).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;");
  const { number, seen } = await shownRecord(3);
  await opened.post(`/records/${number}/decide`, { seen, decision: "withdraw", why: HOSTILE });
  for (const path of ["/records", "/records/history", `/records/${number}`]) {
    expect((await opened.get(path)).text).not.toContain("<img");
  }
});

test("addresses of the list hold names and numbers, and never a value", async () => {
  await reveal();
  const { text } = await opened.get("/records?entity=visits");
  const links = [...text.matchAll(/href="([^"]*)"/g)].map(([, link = ""]) => link);
  expect(links.length).toBeGreaterThan(15);
  for (const link of links) expect(link).not.toMatch(/D1|D7|P9|2024-0/);
  const doctor = links.find((link) => link.includes("named=")) ?? "";
  expect((await opened.get(doctor.replaceAll("&amp;", "&"))).text).toContain("of 3");
});

test("a cell that was corrected is kept as a step, and shown as corrected", async () => {
  const { number, seen } = await shownRecord(3);
  const fields = { seen, [`cell-${PHONE}`]: "0441234562", hidden: String(PHONE), why: "called" };
  const sent = await opened.post(`/records/${number}/cells?entity=patients`, fields);
  expect(sent.headers.get("location")).toBe(`/records/${number}?entity=patients&kept=yes`);
  const [step] = (await corrections()).steps();
  expect(step).toMatchObject({ kind: "set", who: "tester", why: "called" });
  expect(step?.changes).toMatchObject([
    { entity: "patients", legacyId: "P2", column: "phone", was: "", now: "0441234562" },
  ]);
  expect((await shownRecord(3)).row).toContain("corrected, to be taken in");
  expect(opened.notes.at(-1)).not.toContain("0441234562");
});

test("the grid is answered in plain data, with how many others hold what stood there", async () => {
  const { number, seen } = await shownRecord(5);
  const other = await shownRecord(4);
  const alike = { seen: other.seen, [`cell-${GENDER}`]: "Femal", hidden: String(GENDER) };
  await opened.post(`/records/${other.number}/cells`, alike);
  const fields = { as: "json", seen, [`cell-${GENDER}`]: "F", hidden: String(GENDER) };
  const answer = JSON.parse((await opened.post(`/records/${number}/cells`, fields)).text);
  expect(answer).toMatchObject({ state: "corrected", version: 2, alike: { at: GENDER, count: 1 } });
  expect(answer.cells[GENDER]).toMatchObject({ text: "x", looks: "fixed" });
  const again = await opened.post(`/records/${number}/cells`, fields);
  expect([again.status, JSON.parse(again.text).failure.what]).toEqual([
    409,
    "patients.csv line 5 was changed since this page showed it.",
  ]);
});

test("a record is judged by the import's rules as soon as it was corrected", async () => {
  const { number, seen } = await shownRecord(6);
  const path = `/records/${number}/cells`;
  const half = { as: "json", seen, [`cell-${GENDER}`]: "F", hidden: String(GENDER) };
  const first = JSON.parse((await opened.post(path, half)).text);
  expect(first).toMatchObject({ verdict: "rejected", issues: [{ severity: "error" }] });
  expect([first.cells[GENDER].looks, first.cells[DAY].looks]).toEqual(["fixed", "wrong"]);
  expect((await shownRecord(6)).row).toContain("corrected, and still wrong");
  const whole = {
    as: "json",
    seen: first.seen,
    [`cell-${DAY}`]: "2024-12-01",
    hidden: String(DAY),
  };
  const second = JSON.parse((await opened.post(path, whole)).text);
  expect(second).toMatchObject({ verdict: "taken in", issues: [] });
});

test("a field that was masked and left empty changes nothing; one that was shown and emptied does", async () => {
  const one = await shownRecord(4);
  const masked = { as: "json", seen: one.seen, [`cell-${GENDER}`]: "", hidden: String(GENDER) };
  expect((await opened.post(`/records/${one.number}/cells`, masked)).status).toBe(409);
  await reveal();
  const { hidden: _, ...emptied } = masked;
  const answer = await opened.post(`/records/${one.number}/cells`, emptied);
  expect(JSON.parse(answer.text).cells[GENDER]).toMatchObject({ text: "", looks: "fixed" });
});

test("the number of a record is locked unless a new number is chosen", async () => {
  const { number, seen } = await shownRecord(3);
  const fields = { as: "json", seen, "cell-0": "P22" };
  const refused = JSON.parse((await opened.post(`/records/${number}/cells`, fields)).text);
  expect(refused.failure.what).toContain("would get another number");
  const chosen = { seen, "cell-0": "P22", newNumber: "yes" };
  expect((await opened.post(`/records/${number}/cells`, chosen)).status).toBe(303);
  expect((await corrections()).steps()).toMatchObject([{ kind: "newNumber" }]);
});

test("a value is replaced everywhere after its count was shown, and not if the count is another", async () => {
  const { number } = await shownRecord(4);
  const path = `/records/${number}/same/${GENDER}`;
  const preview = await opened.post(path, { now: "F" });
  expect(preview.text).toContain("What changes: 1 record");
  expect((await corrections()).version).toBe(0);
  const [, counted = ""] = /name="counted" value="([^"]+)"/.exec(preview.text) ?? [];
  const done = { now: "F", do: "yes", of: "now", counted };
  for (const other of [{ counted: "" }, { now: "M" }]) {
    expect((await opened.post(path, { ...done, ...other })).status).toBe(409);
  }
  expect((await opened.post(path, done)).status).toBe(303);
  expect((await corrections()).steps()).toMatchObject([{ kind: "replace", records: 1 }]);
});

test("a replacement that was counted is not done with what the cell holds since", async () => {
  const { number, seen } = await shownRecord(4);
  const other = await shownRecord(5);
  const path = `/records/${number}/same/${GENDER}`;
  const { text } = await opened.post(path, { now: "F" });
  const counted = /name="counted" value="([^"]+)"/.exec(text)?.[1] ?? "";
  // Another page writes something else into the cell; as many records have that.
  for (const one of [{ number, seen }, other]) {
    const fields = { seen: one.seen, [`cell-${GENDER}`]: `was ${one.number}`, hidden: [] };
    expect((await opened.post(`/records/${one.number}/cells`, fields)).status).toBe(303);
  }
  const sent = await opened.post(path, { now: "F", do: "yes", of: "now", counted });
  expect([sent.status, (await corrections()).version]).toEqual([409, 2]);
});

test("an undo that does not say what it was shown with changes nothing", async () => {
  const { number, seen } = await shownRecord(4);
  await opened.post(`/records/${number}/cells`, { seen, [`cell-${GENDER}`]: "F" });
  for (const expected of ["", "x", "-1", "1e0", []]) {
    const answer = await opened.post("/records/undo", { expect: expected });
    expect([answer.status, answer.text.includes("NaN")]).toEqual([409, false]);
  }
  expect((await corrections()).version).toBe(1);
});

test("a record of which no cell is at hand is told from another one", () => {
  const gone = { cells: [], state: "open", why: undefined, entity: "patients", file: "p.csv" };
  const marks = [1, 2].map((record) =>
    recordMark({ ...gone, number: 7, record, legacyId: `P${record}` } as unknown as Reject),
  );
  expect(marks[0]).not.toBe(marks[1]);
});

test("spellings are written in one way, those that were chosen", async () => {
  const { text: list } = await opened.get("/records");
  const path = /href="(\/records\/clusters\/\d+)"/.exec(list)?.[1] ?? "";
  const { text } = await opened.get(path);
  const [, cluster = ""] = /name="cluster" value="([^"]+)"/.exec(text) ?? [];
  const sent = await opened.post(path, { cluster, pick: "0", from: ["1", "2", "3"], why: "" });
  expect(sent.status).toBe(303);
  const [step] = (await corrections()).steps();
  expect(step?.changes.map(({ legacyId, now }) => [legacyId, now]).sort()).toEqual([
    ["P3", "female"],
    ["P4", "female"],
    ["P5", "female"],
  ]);
  expect((await opened.get(path)).text).toContain("No two spellings look like one thing.");
  expect((await opened.post(path, { cluster, pick: "0", from: "1" })).status).toBe(409);
});

test("of records that clash, one is kept, or all with new numbers", async () => {
  const [one, other] = [await shownRecord(2), await shownRecord(7)];
  const path = `/records/${one.number}/clash`;
  const page = await opened.get(path);
  expect(page.text).toContain("patients.csv line 7");
  const seen = { [`seen-${one.number}`]: one.seen, [`seen-${other.number}`]: other.seen };
  const keep = { ...seen, solve: "keep", keep: one.number };
  expect((await opened.post(path, keep)).status).toBe(303);
  expect((await corrections()).steps()).toMatchObject([
    { kind: "keepThis", why: "patients.csv line 2 is kept", records: 1 },
  ]);
  expect((await shownRecord(7)).row).toContain("not to be imported");
  expect((await opened.post(path, keep)).status).toBe(409);
  await opened.post("/records/undo", { expect: "1" });
  const numbers = { ...seen, solve: "numbers", [`id-${other.number}`]: "P1b" };
  expect((await opened.post(path, numbers)).status).toBe(303);
  expect((await corrections()).steps().at(-1)).toMatchObject({ kind: "newNumbers", records: 1 });
});

test("steps are undone and redone, unless somebody else was quicker", async () => {
  const { number, seen } = await shownRecord(3);
  await opened.post(`/records/${number}/decide`, { seen, decision: "withdraw", why: "a test" });
  expect((await opened.post("/records/undo", { expect: "0" })).status).toBe(409);
  expect((await opened.post("/records/undo?entity=patients", { expect: "1" })).status).toBe(303);
  expect((await shownRecord(3)).row).not.toContain("a test");
  await opened.post("/records/redo", { expect: "2" });
  expect((await shownRecord(3)).row).toContain("not to be imported");
  const { text } = await opened.get("/records/history");
  expect(text).toContain("tester");
  expect(text).toContain("Undo back to here");
});

test("a record that is not to be imported needs a reason, and a record that is gone is told", async () => {
  const { number, seen } = await shownRecord(3);
  const unsaid = await opened.post(`/records/${number}/decide`, { seen, decision: "withdraw" });
  expect(unsaid.status).toBe(409);
  expect((await opened.get("/records/99999")).status).toBe(409);
  expect((await opened.get("/records/0x10")).status).toBe(404);
});

test("beside records that clash stands what the application has of that number", async () => {
  const folder = mkdtempSync(join(cwd, "later-"));
  const path = join(folder, "hmsync.db");
  const rows = ["P1,Ann,Lee,0441234561,F,2024-01-05", "P1,Anna,Leigh,0441234561,F,2024-01-05"];
  const head = "patientId,firstName,lastName,phone,gender,registrationDate";
  const mapping = join(folder, "mapping.json");
  cpSync(join(FIXTURE, "mapping.json"), mapping);
  for (const [nth, records] of [rows.slice(0, 1), rows].entries()) {
    const source = join(folder, String(nth));
    cpSync(FIXTURE, source, { recursive: true });
    rmSync(join(source, "mapping.json"));
    writeFileSync(join(source, "patients.csv"), [head, ...records, ""].join("\n"));
    const asked = { target: HMSYNC, source, database: path, report: join(source, "report") };
    await importExport({ ...asked, mapping, settings: { mode: "lenient" } });
  }
  const review = await openReview(path);
  await review.post("/session/reveal", { show: "yes", back: "/records" });
  const [, number = ""] = /data-record="(\d+)"/.exec((await review.get("/records")).text) ?? [];
  const { text } = await review.get(`/records/${number}/clash`);
  expect(text).toContain("In HMSync already");
  const names = text.split("<tr").find((row) => row.includes("firstName")) ?? "";
  expect(names.match(/>Anna?</g)).toHaveLength(3);
  const seen = [...text.matchAll(/name="(seen-\d+)" value="([^"]+)"/g)].map(([, n, v]) => [n, v]);
  const keep = { solve: "keep", keep: "held", ...Object.fromEntries(seen) };
  expect((await review.post(`/records/${number}/clash`, keep)).status).toBe(303);
  expect((await Corrections.open(review.review.folder)).steps()).toMatchObject([
    { kind: "withdraw", records: 2, why: "what is in HMSync is kept" },
  ]);
});
