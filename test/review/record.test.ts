import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ChainOfRuns } from "../support/chain-of-runs.ts";
import { openReview } from "../support/review.ts";

const EVIL = "<script>alert(1)</script>";
const chain = new ChainOfRuns(mkdtempSync(join(tmpdir(), "hmsync-test-")));

beforeAll(async () => {
  chain.write({
    "patients.csv": `patientId,firstName,lastName,phoneNumber,"<b>ward"\n1,Asha,Rao,,W1\n2,Tomek,${EVIL},0209461234,W2\n0042,Ina,Berg,0441234567,\n`,
    "doctors.csv": "doctorId,fullName\nD1,Dr. Jane Smith\n",
    "visits.csv": "visitId,patientId,doctorId,visitDate\nV1,2,D1,2022-01-15\nV2,1,D1,2022-01-16\n",
  });
  await chain.import();
});
afterAll(() => rmSync(chain.folder, { recursive: true, force: true }));

const opened = () => openReview(chain.database);
type Opened = Awaited<ReturnType<typeof opened>>;

const byNumber = (review: Opened, entity: string, number: string) =>
  review.post("/record/find", { by: "number", entity, number });

/** The page that a search leads to. */
async function found(review: Opened, entity: string, number: string) {
  const path = (await byNumber(review, entity, number)).headers.get("location") ?? "";
  return { path, ...(await review.get(path)) };
}

test("a record is found by its number, and no link tells that", async () => {
  const review = await opened();
  const { path, status } = await found(review, "patients", "0042");
  expect(path).toMatch(/^\/record\/patients\/c\d+$/);
  expect(path).not.toContain("42");
  expect(status).toBe(200);
  expect((await found(review, "patients", "1")).path).toMatch(/^\/record\/patients\/e\d+$/);
});

test("a page shows no value until somebody asks for them, and says in the log who looked", async () => {
  const review = await opened();
  const masked = await found(review, "patients", "2");
  for (const value of ["Tomek", "0209461234", "W2"]) expect(masked.text).not.toContain(value);
  await review.post("/session/reveal", { show: "yes", back: masked.path });
  const shown = await review.get(masked.path);
  for (const value of ["Tomek", "0209461234", "W2"]) expect(shown.text).toContain(value);
  expect(review.notes.join("\n")).toContain(masked.path.replace("/record/", "").replace("/", " "));
  expect(review.notes.join("\n")).not.toContain("Tomek");
});

test("what cells and headers hold is text, never a part of the page", async () => {
  const review = await opened();
  await review.post("/session/reveal", { show: "yes" });
  const { text } = await found(review, "patients", "2");
  expect(text).not.toContain(EVIL);
  expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(text).not.toContain("<b>ward");
  const missed = await byNumber(review, "patients", EVIL);
  expect(missed.status).toBe(404);
  expect(missed.text).not.toContain(EVIL);
});

test("a rejected record leads to who names it, that one to it, and a row to its parent", async () => {
  const review = await opened();
  const { text } = await found(review, "patients", "1");
  expect(text).toContain("patients.phone.missing");
  const [, child = ""] = /href="(\/record\/visits\/[ef][\d-]+)"/.exec(text) ?? [];
  const visit = await review.get(child);
  expect(visit.text).toContain("visits.patient.unknown");
  const [, parent = ""] = /href="(\/record\/patients\/f[\d-]+)"/.exec(visit.text) ?? [];
  expect((await review.get(parent)).text).toContain("patients.phone.missing");
  const { text: in_ } = await found(review, "visits", "V1");
  expect(in_).toMatch(/href="\/record\/patients\/c\d+"/);
});

test("a line of a file leads to its record, and a number that is nearly one is a hint", async () => {
  const review = await opened();
  const at = await review.post("/record/find", { by: "place", file: "patients.csv", line: "2" });
  expect(at.headers.get("location")).toMatch(/^\/record\/patients\/e\d+$/);
  for (const line of ["99", "x", ""]) {
    const none = await review.post("/record/find", { by: "place", file: "patients.csv", line });
    expect(none.status).toBe(404);
  }
  const near = await byNumber(review, "patients", "42");
  expect(near.status).toBe(404);
  expect(near.text).toMatch(/href="\/record\/patients\/c\d+"/);
  expect(near.text).not.toContain("0042");
});

test("names are looked for only where values are shown", async () => {
  const review = await opened();
  const asked = { by: "name", entity: "patients", name: "omek" };
  expect((await review.post("/record/find", asked)).text).not.toContain("/record/patients/c");
  await review.post("/session/reveal", { show: "yes" });
  expect((await review.post("/record/find", asked)).text).toContain("/record/patients/c");
  const wild = await review.post("/record/find", { ...asked, name: "%" });
  expect(wild.text).not.toContain("/record/patients/c");
});

test("what is no record of the chain is not found", async () => {
  const review = await opened();
  for (const path of ["patients/c999", "patients/e999", "patients/f1-99", "patients/x", "x/c1"]) {
    expect((await review.get(`/record/${path}`)).status).toBe(404);
  }
});
