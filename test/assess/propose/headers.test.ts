import { expect, test } from "vitest";
import { VOCABULARY } from "../../../importers/vocabulary/index.ts";
import { proposeTables } from "../../../src/assess/propose/propose-mapping.ts";
import { splitHeader } from "../../../src/assess/propose/split-header.ts";
import { IMPORTERS } from "../../support/target.ts";
import { HEADER_LINES, type HeaderLine } from "./header-lines.ts";

const proposing = { vocabulary: VOCABULARY, importers: IMPORTERS };

/** What is proposed of tables of which only the headers are known. */
function proposed(...headers: (readonly string[])[]) {
  const tables = headers.map((header, at) => {
    return { file: `t${at}.csv`, header, headless: false, records: null, columns: [] };
  });
  return proposeTables(tables, [], proposing);
}

const written = ({ kind, columns }: HeaderLine) =>
  [kind, ...columns.map(({ header, field, part }) => `${header}=${field}.${part}`)].join(" | ");

test("header lines of many systems in many languages are read right, column by column", () => {
  const proposals = proposed(
    ...HEADER_LINES.map(({ columns }) => columns.map((one) => one.header)),
  );
  const read = proposals.map(({ entity, columns }) => {
    const fields = columns.map(({ header, field, part = 1 }) => ({ header, field, part }));
    return written({ kind: (entity ?? "none") as HeaderLine["kind"], columns: fields });
  });
  expect(read).toEqual(HEADER_LINES.map(written));
});

test("a word means one thing", () => {
  const meanings = new Map<string, string>();
  const twice = VOCABULARY.words.flatMap((words) =>
    Object.entries(words).flatMap(([meaning, list]) =>
      list.split(",").flatMap((word) => {
        const letters = splitHeader(word).join("");
        const before = meanings.get(letters) ?? meaning;
        meanings.set(letters, meaning);
        return before === meaning ? [] : [`${word}: ${before}, ${meaning}`];
      }),
    ),
  );
  expect(twice).toEqual([]);
});

test("the vocabulary names fields that the importers have", () => {
  for (const { entity, fields, needs } of VOCABULARY.entities) {
    const importer = IMPORTERS.find((one) => one.entity === entity);
    const known = [...Object.keys(importer?.fields ?? {}), "firstName", "lastName"];
    expect(known).toEqual(expect.arrayContaining([...Object.keys(fields), ...needs.flat()]));
  }
});

test("what belongs to somebody else, or to nobody, is left alone", () => {
  const [visit] = proposed([
    ...["visit_id", "patient_id", "patient_name", "patient_dob", "doctor_id", "doctor_name"],
    ...["visit_date", "payment_status", "discharge_date", "created_at", "insurance_id"],
  ]);
  const left = visit?.columns.filter(({ field }) => field === null).map(({ header }) => header);
  expect(left).toEqual([
    ...["patient_name", "patient_dob", "doctor_name"],
    ...["payment_status", "discharge_date", "created_at", "insurance_id"],
  ]);
});

test("a moment feeds the day and the time of day", () => {
  const [visit] = proposed(["appointment_id", "patient_id", "doctor_id", "scheduled_datetime"]);
  expect(visit?.columns[3]).toMatchObject({
    field: "visitDate",
    fields: ["visitDate", "visitTime"],
  });
});

test("every proposal has a score and its reason, and what is required and missing is asked", () => {
  const [patients] = proposed(["pat_id", "fname", "lname", "email", "patient_type"]);
  expect(patients?.open.map(({ key }) => key)).toEqual(["entities.patients.fields.phone"]);
  for (const { field, score, reason } of patients?.columns ?? []) {
    expect(reason).not.toBe("");
    expect(score > 0.5).toBe(field !== null);
  }
});
