import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HMSYNC } from "../../../importers/index.ts";
import { readAnswers } from "../../../src/chain/answers.ts";
import { openQuestions } from "../../../src/jobs/chain/questions.ts";
import { DecisionNeeded, UsageError } from "../../../src/plain/errors.ts";
import { ward } from "../../support/ward.ts";

const PROPOSED = `{
  "mappingVersion": 1,
  "legacySystem": "ward",
  "timeZone": "UTC",
  "entities": {
    "patients": {
      "file": "pat.csv",
      "fields": { "legacyId": "NO",   "fullName": "NAME", "dateOfBirth": "BORN" }
    },
    "visits": {
      "fields": { "legacyId": "V", "patientId": "P", "visitDate": "D", "consultationFee": "FEE", "doctorId": "DOC" }
    }
  },
  "undecided": [
    { "key": "currency", "says": "visits.consultationFee is an amount" },
    {
      "key": "entities.patients.fields.phone",
      "rule": "patients.phone.missing",
      "says": "no column is phone"
    },
    {
      "key": "entities.patients.fields.dateOfBirth.format",
      "says": "BORN is open",
      "choices": ["\\"DD/MM/YYYY\\"", "\\"format\\": \\"MM/DD/YY\\", \\"pivot\\": 30"]
    },
    { "key": "entities.visits.file", "says": "is it?", "file": "v.csv" }
  ]
}
`;

test("what a proposal leaves open is answered key by key, and the rest of the file stays as it stands", async () => {
  const { answer, keys, text, folder } = ward(PROPOSED);
  expect(await keys()).toHaveLength(4);
  await expect(answer("currency", { value: "RUPEES" })).rejects.toThrow(UsageError);
  expect(text()).toBe(PROPOSED);
  await answer("currency", { value: "INR", why: "all bills are" });
  await answer("entities.patients.fields.phone", { value: "patients.phone.missing: warning" });
  await answer("entities.patients.fields.dateOfBirth.format", { choice: 1 });
  await answer("entities.visits.file", { value: "leave out visits" });
  expect(await keys()).toEqual([]);
  const { currency, entities } = JSON.parse(text());
  expect([currency, Object.keys(entities)]).toEqual(["INR", ["patients"]]);
  expect(entities.patients).toMatchObject({
    fields: { dateOfBirth: { column: "BORN", format: "MM/DD/YY", pivot: 30 } },
    rules: { "patients.phone.missing": "warning" },
  });
  expect(text()).toContain('"fields": { "legacyId": "NO",   "fullName": "NAME", "dateOfBirth": {');
  const said = readAnswers(folder);
  expect(said.map(({ key, who, why }) => [key, who, why])[0]).toEqual([
    "currency",
    "Dr. Rao",
    "all bills are",
  ]);
  expect(readdirSync(join(folder, "mappings"))).toHaveLength(4);
  expect(readFileSync(said[0]?.backup ?? "", "utf8")).toBe(PROPOSED);
});

test("a file that has changed since it was shown is not written, nor one that ships", async () => {
  const { answer, text, mapping } = ward(PROPOSED);
  const seen = (await openQuestions({ target: HMSYNC, mapping })).sha256 ?? "";
  const edited = PROPOSED.replace('"UTC"', '"Asia/Kolkata"');
  writeFileSync(mapping, edited);
  const late = answer("currency", { value: "INR", seen });
  await expect(late).rejects.toThrow(DecisionNeeded);
  expect(text()).toBe(edited);
  const shipped = answer("currency", { mapping: "healthcare-plus", value: "INR" });
  await expect(shipped).rejects.toThrow(UsageError);
  await expect(answer("currenzy", { value: "INR" })).rejects.toThrow(UsageError);
  await expect(answer("currency", { value: "INR", who: " " })).rejects.toThrow(UsageError);
});

const WRITTEN = JSON.stringify(
  {
    mappingVersion: 1,
    legacySystem: "ward",
    currency: "XXX",
    timeZone: "UTC",
    entities: {
      patients: {
        file: ["pat.csv", "more.csv"],
        fields: { legacyId: "NO", fullName: "NAME", dateOfBirth: "BORN" },
        rules: { "patients.phone.missing": "warning" },
        ignore: ["ALLERGY"],
      },
    },
  },
  null,
  2,
);
const NUMBERS = Array.from({ length: 12 }, (_, nth) => nth + 1);
const rowsOf = (row: (n: number) => string) => NUMBERS.map(row).join("\n");

test("what an export leaves open is asked all at once: health data, secrets, the order of days", async () => {
  const key = "5f4dcc3b5aa765d61d8327deb882cf99";
  const { answer, keys, text } = ward(WRITTEN, {
    "pat.csv": `NO,NAME,BORN,ALLERGY,PW,TOKEN\n${rowsOf((n) => `${n},Asha ${n},0${(n % 9) + 1}/0${(n % 8) + 1}/1970,nuts,,sk_live_${key}${n}`)}\n`,
    "more.csv": `NO,NAME,BORN,ALLERGY,PW,TOKEN\n${rowsOf((n) => `${n + 50},Asha ${n},0${(n % 9) + 1}/0${(n % 8) + 1}/1970,,,`)}\n`,
  });
  const open = await keys();
  expect(open).toContain("entities.patients.ignore");
  expect(open).toContain("entities.patients.fields.dateOfBirth.format");
  expect(text()).toBe(WRITTEN);
  const ignore = "entities.patients.ignore";
  await expect(answer(ignore, { choice: 0 })).rejects.toThrow(UsageError);
  await answer(ignore, { choice: 0, why: "kept in the lab" });
  await answer("entities.patients.fields.dateOfBirth.format", { value: "DD/MM/YYYY" });
  const { patients } = JSON.parse(text()).entities;
  expect(patients.ignore).toContainEqual({
    column: "ALLERGY",
    by: "Dr. Rao",
    why: "kept in the lab",
  });
  expect(patients.fields.dateOfBirth).toEqual({ column: "BORN", format: "DD/MM/YYYY" });
  expect(await keys()).not.toContain("entities.patients.fields.dateOfBirth.format");
});
