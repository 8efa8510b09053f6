import { expect, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { CodeObserver } from "../../src/assess/evidence/observe-codes.ts";
import type { SourceFile } from "../../src/source/source-file.ts";
import { assessFound } from "../support/assess.ts";
import { openedSqlite, sqliteFile } from "../support/extract.ts";

/** The same file with comments on its columns, as PostgreSQL and MySQL have them. */
function commented(file: SourceFile, comments: Readonly<Record<string, string>>): SourceFile {
  const { extracted } = file;
  if (extracted === undefined) return file;
  const columns = extracted.columns.map((column) => {
    const comment = comments[column.name];
    return comment === undefined ? column : { ...column, comment };
  });
  return { ...file, extracted: { ...extracted, columns } };
}

test("references that a database declares need no values to prove them", async () => {
  const path = sqliteFile(`
    create table clients (cno integer primary key, n1 text, ph text);
    create table encounters (eno integer primary key, who integer references clients (cno), at text);
    insert into clients values (1, 'Asha Rao', '0441234567');
    insert into encounters values (10, 1, '2022-01-15');`);
  const { found, release } = await openedSqlite(path);
  const { profile } = await assessFound(found);
  release();
  expect(profile.references).toMatchObject([
    { file: "encounters", column: "who", toFile: "clients", toColumn: "cno" },
  ]);
});

test("a comment says what a column means whose name does not", async () => {
  const path = sqliteFile(`
    create table patients (patient_id integer primary key, q7 text, last_name text, first_name text);
    insert into patients values (1, 'Lake View', 'Rao', 'Asha');`);
  const { found, release } = await openedSqlite(path);
  const files = found.files.map((file) => commented(file, { q7: "Home address" }));
  const [bare, told] = [await assessFound(found), await assessFound({ ...found, files })];
  release();
  const fieldOf = (one: typeof bare) =>
    one.proposals[0]?.columns.find(({ header }) => header === "q7")?.field;
  expect([fieldOf(bare), fieldOf(told)]).toEqual([null, "address"]);
});

test("codes that a database declares are known before a record has them", () => {
  const codes = new CodeObserver(HMSYNC.codeWords, ["M", "F"]);
  codes.add("F");
  const [decision] = codes.result("gender");
  expect(decision?.status).toBe("certain");
  expect(Object.keys(decision?.options["codes"] as object)).toEqual(["F", "M"]);
});
