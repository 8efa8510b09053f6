import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HMSYNC } from "../../../importers/index.ts";
import { importExport } from "../../../src/jobs/import.ts";
import { openReview, type TestedReview } from "../../support/review.ts";
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
        dateOfBirth: "BORN",
        gender: { column: "SEX", optional: true },
      },
      ignore: ["ALLERGY<b>"],
    },
  },
};

const rowsOf = (row: (n: number) => string): string =>
  Array.from({ length: 12 }, (_, nth) => row(nth + 1)).join("\n");

const questions = (text: string) =>
  [...text.matchAll(/name="question" value="(\w+)"/g)].map(([, id]) => id ?? "");
const seenIn = (text: string): string => /name="seen" value="(\w+)"/.exec(text)?.[1] ?? "";

/** Looks at an export, and waits until the desk has looked. */
async function look({ post, get, review }: TestedReview, source: string) {
  expect((await post("/questions/look", { source })).status).toBe(303);
  await review.desk.idle();
  return get("/questions");
}

test("a later export's questions are asked with masked examples, and answered into the mapping", async () => {
  const cwd = workspace();
  const mapping = join(cwd, "mapping.json");
  const head = "NO,NAME,TEL,BORN,ALLERGY<b>";
  const source = writeFiles(join(cwd, "first"), {
    "pat.csv": `${head}\n1,Asha Rao,044123456,1990-02-23,\n`,
  });
  const later = writeFiles(join(cwd, "later"), {
    "pat.csv": `${head}\n${rowsOf((n) => `${n},Asha Rao,04412345${n},0${(n % 9) + 1}/0${(n % 8) + 1}/1977,nuts`)}\n`,
  });
  const coded = writeFiles(join(cwd, "coded"), {
    "pat.csv": `${head},SEX\n${rowsOf((n) => `${n},Asha Rao,04412345${n},23/02/1977,nuts,${n % 2 === 0 ? "W" : "V"}`)}\n`,
  });
  writeFileSync(mapping, JSON.stringify(MAPPING, null, 2));
  const database = join(cwd, "ward.db");
  await importExport({ target: HMSYNC, source, mapping, database, report: join(cwd, "report") });
  const page = await openReview(database);
  expect(questions((await page.get("/questions")).text)).toEqual([]);

  const asked = await look(page, later);
  const [first = "", second = ""] = questions(asked.text);
  const seen = seenIn(asked.text);
  expect([questions(asked.text).length, asked.text.includes("99/99/9999")]).toEqual([2, true]);
  for (const hidden of ["1977", "<b>:", "nuts"]) expect(asked.text).not.toContain(hidden);

  const before = readFileSync(mapping, "utf8");
  const nameless = { question: first, choice: "0", seen };
  expect((await page.post("/questions/answer", nameless)).status).toBe(409);
  expect(readFileSync(mapping, "utf8")).toBe(before);
  const answered = await page.post("/questions/answer", { ...nameless, why: "kept in the lab" });
  expect([answered.status, answered.headers.get("location")]).toEqual([303, "/questions"]);
  // The page before the answer is not the file any more.
  const late = { question: second, choice: "0", seen };
  expect((await page.post("/questions/answer", late)).status).toBe(409);
  const now = seenIn((await page.get("/questions")).text);
  const free = { question: second, choice: "", value: "DD/MM/YYYY", seen: now };
  expect((await page.post("/questions/answer", free)).status).toBe(303);
  const { patients } = JSON.parse(readFileSync(mapping, "utf8")).entities;
  expect(patients.ignore).toEqual([{ column: "ALLERGY<b>", by: "tester", why: "kept in the lab" }]);
  expect(patients.fields.dateOfBirth).toEqual({ column: "BORN", format: "DD/MM/YYYY" });
  const codes = await look(page, coded);
  // That the column is new is asked as well, for the lock does not know it.
  const [, ask = ""] = questions(codes.text);
  expect(codes.text).not.toContain('name="means"');
  await page.post("/session/reveal", { show: "yes", back: "/questions" });
  expect((await page.get("/questions")).text.match(/name="means"/g)).toHaveLength(2);
  const said = { question: ask, seen: seenIn(codes.text), code: ["0", "1"], means: ["F", "M"] };
  expect((await page.post("/questions/answer", said)).status).toBe(303);
  const { gender } = JSON.parse(readFileSync(mapping, "utf8")).entities.patients.fields;
  expect(gender).toEqual({ column: "SEX", optional: true, codes: { V: "F", W: "M" } });
  await page.post("/session/reveal", { show: "no", back: "/questions" });
  const done = await look(page, later);
  expect(questions(done.text)).toEqual([]);
  expect(done.text.match(/<time/g)).toHaveLength(3);
  expect(page.notes.join("\n")).not.toMatch(/1977|nuts/);
});
