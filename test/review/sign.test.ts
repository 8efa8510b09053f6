import { expect, test } from "vitest";
import { CLEAN, exportOf } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { openReview } from "../support/review.ts";

async function opened() {
  const db = await newDatabase();
  await importFolder(db, exportOf(CLEAN));
  return { db, page: await openReview(db.path) };
}

const hidden = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";

test("a sample is drawn, checked and signed on the page, and a changed cell is named", async () => {
  const { db, page } = await opened();
  expect((await page.get("/sample")).text).toContain("Draw the records");
  await page.post("/sample");
  const masked = await page.get("/sample/1");
  expect(masked.text).not.toMatch(/Asha|Novak|value="right"/);
  await page.post("/session/reveal", { back: "/sample", show: "yes" });
  for (let n = 1; n <= 5; n++) {
    const seen = hidden((await page.get(`/sample/${n}`)).text, "seen");
    await page.post(`/sample/${n}`, { verdict: "right", seen });
  }
  expect((await page.get("/sample")).text).toContain("0 wrong of 2: all records checked");
  const form = (await page.get("/sign")).text;
  const said = { by: "A. Meyer", role: "Records", remark: "", seen: hidden(form, "seen") };
  await expect(page.post("/sign", { ...said })).resolves.toMatchObject({ status: 409 });
  await page.post("/sign", { ...said, seen: [], accept: "yes" });
  await page.review.desk.idle();
  expect(page.review.desk.job?.failure?.what).toContain("Something else is open");
  expect((await page.post("/sign", { ...said, accept: "yes" })).status).toBe(303);
  await page.review.desk.idle();
  expect((await page.get("/sign")).text).toContain("It has not been verified since");
  db.exec("update visits set notes = 'changed' where legacy_id = 'V2'");
  await page.post("/sign/verify");
  await page.review.desk.idle();
  const found = (await page.get("/sign")).text;
  expect(found).toContain("Changed since it was signed.");
  expect(found).toMatch(/V2[\s\S]*notes/);
  await page.post("/session/reveal", { back: "/sign", show: "no" });
  expect((await page.get("/sign")).text).not.toContain("V2");
  expect((await page.get("/sign/print")).text).toContain("Signed with 1 open point");
  expect(page.notes.join("\n")).not.toMatch(/Asha|V2/);
});

test("a sample has a whole number of records, and a seed that can be seen", async () => {
  const { page } = await opened();
  for (const size of ["2.5", "0x10", "1e3", "-1", "0", "10001"]) {
    expect((await page.post("/sample", { size })).status).toBe(409);
  }
  await page.post("/sample", { seed: "a\u001b[2Jb", size: "1" });
  expect(page.notes.at(-1)).toContain("a[2Jb");
});

test("what is said of a record needs a verdict, a remark and the record as it was shown", async () => {
  const { db, page } = await opened();
  await page.post("/sample");
  await page.post("/session/reveal", { back: "/sample", show: "yes" });
  const seen = hidden((await page.get("/sample/1")).text, "seen");
  expect((await page.post("/sample/1", { seen })).status).toBe(409);
  expect((await page.post("/sample/1", { seen, verdict: "wrong", remark: " " })).status).toBe(409);
  await page.post("/sample/1", { seen, verdict: "wrong", remark: "it is Okafor" });
  await page.post("/session/reveal", { back: "/sample", show: "no" });
  for (const path of ["/sample", "/sample/1"]) {
    expect((await page.get(path)).text).not.toContain("Okafor");
  }
  db.exec("update patients set age = age + 1");
  expect((await page.post("/sample/1", { seen, verdict: "right" })).status).toBe(409);
  expect((await page.get("/sample/99")).status).toBe(409);
});
