import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HMSYNC } from "../../../importers/index.ts";
import { importExport } from "../../../src/jobs/import.ts";
import { ward } from "../../support/ward.ts";
import { writeFiles } from "../../support/workspace.ts";

// What no column of a mapping's own leaves open: files, columns that are not there, widths, the lock.

const FIELDS = { legacyId: "NO", fullName: "NAME", phone: "TEL" };

function mappingOf(entities: object): string {
  const head = { mappingVersion: 1, legacySystem: "ward", currency: "XXX", timeZone: "UTC" };
  return JSON.stringify(Object.assign(head, { entities }), null, 2);
}

const PATIENTS = { file: "pat.csv", fields: FIELDS };
const ROW = "1,Asha Rao,044123456";
const doctors = (fullName: unknown) => ({
  file: "doc.csv",
  fields: { legacyId: "DNO", fullName, department: { value: "General" } },
});

interface Story {
  readonly what: string;
  readonly entities: object;
  readonly files: Readonly<Record<string, string>>;
  readonly key: string;
  /** The choice, by its label. */
  readonly answer: string;
}

const STORIES: readonly Story[] = [
  {
    what: "a column that is missing is another one of the file",
    entities: { patients: PATIENTS },
    files: { "pat.csv": `NO,NAME,TELL\n${ROW}\n` },
    key: "entities.patients.fields.phone.column",
    answer: "TELL",
  },
  {
    what: "a column that is missing may be lacking",
    entities: { patients: PATIENTS },
    files: { "pat.csv": "NO,NAME\n1,Asha Rao\n" },
    key: "entities.patients.fields.phone.column",
    answer: '"optional": true',
  },
  {
    what: "one of several columns that are joined is called otherwise",
    entities: { patients: { file: "pat.csv", fields: { ...FIELDS, fullName: ["FIRST", "LAST"] } } },
    files: { "pat.csv": "NO,FIRST,LASTNM,TEL\n1,Asha,Rao,044123456\n" },
    key: "entities.patients.fields.fullName.columns",
    answer: "LASTNM",
  },
  {
    what: "an optional column has another name that looks alike",
    entities: {
      patients: {
        file: "pat.csv",
        fields: { ...FIELDS, email: { column: "EMAIL", optional: true } },
      },
    },
    files: { "pat.csv": `NO,NAME,TEL,E_MAILS\n${ROW},\n` },
    key: "entities.patients.fields.email.column",
    answer: "leave out E_MAILS",
  },
  {
    what: "of two columns of one name the second is meant",
    entities: { patients: PATIENTS },
    files: { "pat.csv": `NO,NAME,TEL,TEL\n${ROW},044123457\n` },
    key: "entities.patients.fields.phone.column",
    answer: "TEL (column 4)",
  },
  {
    what: "of two columns of one name the first is meant",
    entities: { patients: PATIENTS },
    files: { "pat.csv": `NO,NAME,TEL,TEL\n${ROW},044123457\n` },
    key: "entities.patients.fields.phone.column",
    answer: "leave out TEL (column 4)",
  },
  {
    what: "a file that fits two entities is one of them",
    entities: { patients: { fields: FIELDS }, doctors: { fields: FIELDS } },
    files: { "pat.csv": `NO,NAME,TEL\n${ROW}\n` },
    key: "entities.patients.file",
    answer: "pat.csv is one of patients",
  },
  {
    what: "a file like another one of an entity is taken too",
    entities: { patients: PATIENTS },
    files: { "pat.csv": `NO,NAME,TEL\n${ROW}\n`, "pat2.csv": "NO,NAME,TEL\n2,Ben Rao,044123457\n" },
    key: "reading.pat2.csv.leaveOut",
    answer: "pat2.csv is one of patients",
  },
  {
    what: "a file in which names are looked up is called otherwise",
    entities: {
      doctors: doctors({ column: "NAME", file: "staff.csv", by: { ID: "DNO" } }),
    },
    files: { "doc.csv": "DNO\n1\n", "staffs.csv": "ID,NAME\n1,Dr. Rao\n" },
    key: "entities.doctors.fields.fullName.file",
    answer: "staffs.csv",
  },
  {
    what: "the key of a file in which names are looked up is called otherwise",
    entities: {
      doctors: doctors({ column: "NAME", file: "staff.csv", by: { IDD: "DNO" } }),
    },
    files: { "doc.csv": "DNO\n1\n", "staff.csv": "ID,NAME\n1,Dr. Rao\n" },
    key: "entities.doctors.fields.fullName.by",
    answer: '{"ID":"DNO"}',
  },
  {
    what: "a column that is looked up is called otherwise",
    entities: {
      doctors: doctors({ column: "NAM", file: "staff.csv", by: { ID: "DNO" } }),
    },
    files: { "doc.csv": "DNO\n1\n", "staff.csv": "ID,NAME\n1,Dr. Rao\n" },
    key: "entities.doctors.fields.fullName.column",
    answer: "NAME",
  },
];

test.each(STORIES)(
  "$what: asked by key, and answered",
  async ({ entities, files, key, answer }) => {
    const of = ward(mappingOf(entities), files);
    const { questions, others } = await of.open();
    expect([questions.map((one) => one.key), others]).toEqual([[key], []]);
    expect(questions[0]?.choices.map(({ label }) => label)).toContain(answer);
    await of.answer(key, { value: answer, why: "as the clerk says" });
    const left = await of.open();
    expect([left.questions, left.others]).toEqual([[], []]);
  },
);

test("widths of columns that touch are asked, with the guess to correct", async () => {
  const lines = ["0001Ines  19700312F600", "0002Olaf  19810403M601", "0003Mei   19900101F602"];
  const text = `${[...lines, "0004Uma   19910102F603", "0005Noor  19920103M604"].join("\n")}\n`;
  const of = ward(mappingOf({ patients: { fields: FIELDS } }), { "pat.txt": text });
  const { questions } = await of.open();
  expect(questions.map(({ key, choices }) => [key, choices[0]?.label])).toEqual([
    ["reading.pat.txt.widths", "[4,6,8,1,3]"],
  ]);
  await of.answer("reading.pat.txt.widths", { value: "[4, 6, 8, 1, 3]" });
  expect(JSON.parse(of.text()).reading).toEqual({ "pat.txt": { widths: [4, 6, 8, 1, 3] } });
  expect(await of.keys()).not.toContain("reading.pat.txt.widths");
});

test("what contradicts the lock is accepted one by one, and the rest is still asked", async () => {
  const rowsOf = (cell: (n: number) => string) =>
    Array.from({ length: 12 }, (_, at) => `${at + 1},Asha Rao,044123456,${cell(at)}`).join("\n");
  const born = { ...FIELDS, dateOfBirth: "BORN" };
  const mapping = mappingOf({ patients: { file: "pat.csv", fields: born, unmapped: "keep" } });
  const of = ward(mapping, {
    "pat.csv": `NO,NAME,TEL,BORN\n${rowsOf((n) => `19${70 + n}-01-02`)}\n`,
  });
  const { database, source } = of;
  const report = join(source, "../report");
  await importExport({ target: HMSYNC, source, database, mapping: of.mapping, report });
  rmSync(join(source, "pat.csv"));
  const later = rowsOf((n) => (n < 6 ? "UNKNOWN" : "1970-01-02"));
  writeFiles(source, { "pat.csv": `NO,NAME,TEL,BORN,WARD\n${later.replaceAll("\n", ",A\n")},A\n` });
  const [columns, field] = ["entities.patients", "entities.patients.fields.dateOfBirth"];
  expect(await of.keys()).toEqual([columns, field]);
  await of.answer(columns, { value: "accept and lock the new reading" });
  expect(await of.keys()).toEqual([field]);
  await of.answer(field, { value: "UNKNOWN means nothing" });
  expect(await of.keys()).toEqual([]);
  const text = JSON.parse(of.text()).entities.patients.fields.dateOfBirth;
  expect(text).toEqual({ column: "BORN", nullTokens: ["UNKNOWN"] });
});
