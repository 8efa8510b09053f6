import { expect, test } from "vitest";
import type { FileProposal, ReferenceFound } from "../../../src/assess/assessment.ts";
import { tellDangling } from "../../../src/assess/propose/tell-dangling.ts";
import { IMPORTERS } from "../../support/target.ts";

const column = (header: string, field: string | null) => {
  return { header, field, score: field === null ? 0 : 0.9, reason: "" };
};
const proposal = (
  entity: string,
  columns: FileProposal["columns"],
  open: FileProposal["open"] = [],
) => {
  return { file: `${entity}.csv`, entity, score: 1, reason: "", records: 100, columns, open };
};
const VISITS = proposal("visits", [column("pat", "patientId"), column("day", "visitDate")]);
const PATIENTS = proposal("patients", [column("id", "legacyId")]);

/** Of ten values in a hundred records so many dangle. */
const dangling = (records: number, more: Partial<ReferenceFound> = {}): ReferenceFound => {
  const place = { file: "visits.csv", column: "pat", toFile: "patients.csv", toColumn: "id" };
  const counts = { values: 10, dangling: 4, danglingRecords: records, lines: [], score: 1 };
  return { ...place, ...counts, ...more };
};

const keysOf = ([first]: readonly FileProposal[]) => first?.open.map(({ key }) => key);

test("half of the records without their parents are asked about, fewer are told", () => {
  const told = (records: number) =>
    tellDangling([VISITS, PATIENTS], [dangling(records)], IMPORTERS);
  expect(keysOf(told(50))).toEqual(["entities.visits.fields.patientId.onUnknown"]);
  expect(keysOf(told(49))).toEqual([]);
  expect(told(49)[0]?.hints).toMatchObject([{ column: "pat", field: "patientId" }]);
});

test("what zeros alone keep apart is read with them, and not asked about", () => {
  const [visits] = tellDangling(
    [VISITS, PATIENTS],
    [dangling(100, { zeros: { pad: 6 } })],
    IMPORTERS,
  );
  expect(visits?.columns).toMatchObject([{ header: "pat", zeros: { pad: 6 } }, {}]);
  expect(visits?.open).toEqual([]);
});

test("values that dangle elsewhere than among the parents say nothing", () => {
  const elsewhere = dangling(100, { toFile: "wards.csv" });
  expect(keysOf(tellDangling([VISITS, PATIENTS], [elsewhere], IMPORTERS))).toEqual([]);
});

test("a reference to what no file holds is asked about", () => {
  expect(keysOf(tellDangling([VISITS], [], IMPORTERS))).toEqual([
    "entities.visits.fields.patientId.onUnknown",
  ]);
});

test.each([
  ["claims.policyId", "POLICYNO", "member"],
  ["departments.facilityId", "facility_code", "city"],
  ["visits.patientId", "patients", "bed"],
])("for %s the column is offered that is called so: %s, not %s", (field, called, other) => {
  const [entity = "", name = ""] = field.split(".");
  const question = { key: `entities.${entity}.fields.${name}`, decision: null, says: "" };
  const columns = [column(other, null), column(called, null)];
  const [asked] = tellDangling([proposal(entity, columns, [question])], [], IMPORTERS);
  expect(asked?.open[0]?.choices?.map((choice) => JSON.parse(choice))).toEqual([
    { column: called, onUnknown: "placeholder" },
  ]);
});
