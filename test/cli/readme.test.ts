import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EXIT } from "../../src/plain/errors.ts";
import { hmsync } from "../support/cli.ts";
import { FLAWED, SAMPLE } from "../support/small-exports.ts";
import { query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const README = readFileSync("README.md", "utf8");
const PAGES = readdirSync("docs").filter((name) => name.endsWith(".md"));

/** Code blocks of a page, by their language. */
function blocks(language: string, page = README): string[] {
  const found = page.matchAll(/^```(\w*)\n(.*?)^```$/gms);
  return [...found].filter(([, name]) => name === language).map(([, , text = ""]) => text);
}

test("the first screen has two lines: one runs the main job, one the tests", () => {
  expect(blocks("sh")).toEqual([
    "npm ci && npm run import -- --source fixtures/sample\n",
    "npm ci && npm test\n",
  ]);
  const screen = README.split("\n").slice(0, 24).join("\n");
  for (const line of blocks("sh")) expect(screen).toContain(line);
});

test("the exit codes that the page on failures lists are those that there are", () => {
  const page = readFileSync("docs/failures.md", "utf8");
  const listed = [...page.matchAll(/^\| (\d+) \| [^|]+ \| [^|]+ \|$/gm)].map(([, code]) =>
    Number(code),
  );
  expect(listed).toEqual(Object.values(EXIT));
});

test("the README is short, and leads to every page", () => {
  expect(README.split("\n").length).toBeLessThanOrEqual(150);
  for (const name of PAGES) expect(README).toContain(`(docs/${name})`);
});

test("every script of npm that is documented is there", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
  const pages = README + PAGES.map((name) => readFileSync(`docs/${name}`, "utf8")).join("\n");
  const named = [...pages.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name);
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
});

test("what the README prints of the sample is what is printed", async () => {
  const { stdout } = await hmsync(["import", "--source", SAMPLE], { cwd: workspace() });
  const timeless = (text = "") => text.replaceAll(/\d{4}-\d\d-\d\d/g, "DAY").trim();
  expect(timeless(stdout)).toBe(timeless(blocks("")[0]));
});

test("the first mapping in docs/mapping-file.md imports an export of that legacy system", async () => {
  const cwd = workspace();
  const page = readFileSync("docs/mapping-file.md", "utf8");
  writeFiles(cwd, { "mapping.json": blocks("json", page)[0] ?? "" });
  writeFiles(join(cwd, "legacy"), {
    "PATMAST.csv": "PATNO,FNAME,SURNAME,MOBILE,SEX,DOB,BLOODGRP\n7,Asha,Rao,-,2,31/12/1990,B+\n",
    "OPD.csv": 'OPDNO,PATNO,DRCODE,VDATE,FEE\n1,7,D9,15/01/2022,"Rs. 1,500.005"\n',
  });
  const argv = ["import", "--source", "legacy", "--mapping", "mapping.json"];
  expect((await hmsync(argv, { cwd })).exitCode).toBe(0);
  const visit = `select full_name, phone, gender, date_of_birth, visit_date, status,
    consultation_fee_minor from visits join patients on patients.id = patient_id`;
  expect(query(join(cwd, "hmsync.db"), visit)).toEqual([
    ["Asha Rao", null, "F", "1990-12-31", "2022-01-15", "completed", 150_001],
  ]);
});

test("the folder of a report holds what docs/reports.md says, and nothing else", async () => {
  const cwd = workspace();
  // Bytes of another encoding, in a file that is UTF-8 but for them.
  const whole = Buffer.from("4,Zoë,Rao,0442345679\n");
  const garbled = Buffer.from("3,Zo\xeb,Rao,0442345678\n", "latin1");
  const patients = Buffer.concat([Buffer.from(FLAWED["patients.csv"]), whole, garbled]);
  writeFiles(join(cwd, "legacy"), { ...FLAWED, "patients.csv": patients });
  await hmsync(["import", "--source", "legacy", "--report", "report"], { cwd });
  const held = readdirSync(join(cwd, "report"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name).slice(join(cwd, "report/").length))
    .map((path) => path.replace(/^originals\/.*/, "originals/"))
    .map((path) => path.replace(/^rejected\/\w+\.csv$/, "rejected/<entity>.csv"))
    .map((path) => path.replace(/\/\w+(\.csv\.gz|\.csv\.raw|\.raw)$/, "/<file>$1"));
  const page = readFileSync("docs/reports.md", "utf8");
  const documented = [...page.matchAll(/^\| `([\w<>./-]+)` \|/gm)].map(([, name]) => name);
  // This mapping merges no records of persons.
  expect([...new Set(held), "persons.csv"].sort()).toEqual(documented.sort());
});
