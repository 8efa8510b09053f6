import { expect, test } from "vitest";
import { withoutEnvelopes } from "../../../src/assess/propose/envelopes.ts";
import { assess, numbered } from "../../support/assess.ts";

const isKnown = (word: string) => word === "patient";

test.each([
  ["node", ["cursor", "node.id", "node.phone"], ["cursor", "id", "phone"]],
  [
    "relationships of JSON:API",
    ["id", "attributes.day", "relationships.doctor.data.id"],
    ["id", "day", "doctor.id"],
  ],
  ["what most stand under", ["x.id", "x.phone", "x.name.first"], ["id", "phone", "name.first"]],
])("%s says nothing of the columns that stand under it", (_, headers, bare) => {
  expect(withoutEnvelopes(headers, isKnown)).toEqual(bare);
});

test.each([
  ["a word that has a meaning", ["patient.id", "patient.name", "patient.phone"]],
  ["the name of a few", ["id", "day", "kin.name", "kin.phone"]],
  ["a doctor's column", ["id", "doc.name"]],
])("%s stays with its columns", (_, headers) => {
  expect(withoutEnvelopes(headers, isKnown)).toEqual(headers);
});

test("patients in CouchDB's documents are no doctors", async () => {
  const rows = numbered(12, (n) => {
    const doc = { _id: `${n}`, patient_id: `P${n}`, first_name: "Una", last_name: "Berg" };
    const more = { phone: `04412345${n + 10}`, date_of_birth: "1980-02-13", gender: "F" };
    const value = { rev: "1-a" };
    return JSON.stringify({ id: `${n}`, key: `${n}`, value, doc: { ...doc, ...more } });
  });
  const text = `{"total_rows":12,"rows":[${rows.join(",")}]}`;
  const { proposals } = await assess({ "patients.json": text });
  expect(proposals[0]).toMatchObject({ entity: "patients" });
  const columns = proposals[0]?.columns.map(({ header, field }) => [header, field]);
  expect(columns).toContainEqual(["doc.patient_id", "legacyId"]);
  expect(columns).toContainEqual(["doc.date_of_birth", "dateOfBirth"]);
});
