import { expect, test } from "vitest";
import { HMSYNC } from "../../../importers/index.ts";
import type { FileProposal } from "../../../src/assess/assessment.ts";
import { asRecorded } from "../../../src/assess/propose/as-recorded.ts";
import { IMPORTERS } from "../../support/target.ts";

const column = (header: string, field: string) => ({ header, field, score: 1, reason: "" });
const proposal = (entity: string, fields: Readonly<Record<string, string>>): FileProposal => ({
  file: `${entity}.csv`,
  entity,
  score: 1,
  reason: "",
  records: 3,
  columns: Object.entries(fields).map(([header, field]) => column(header, field)),
  open: [],
});
const GIVEN = proposal("immunizations", {
  nurse_id: "administeredById",
  doctor_id: "doctorId",
  site_id: "facilityId",
});

const fieldsOf = (...others: readonly FileProposal[]) => {
  const { vocabulary } = HMSYNC;
  const [first] = asRecorded([GIVEN, ...others], { importers: IMPORTERS, vocabulary });
  return first?.columns.map(({ field }) => field);
};

test("who gave a vaccine and where are texts as recorded, unless the export holds them", () => {
  expect(fieldsOf()).toEqual(["performer", null, "location"]);
  expect(fieldsOf(proposal("doctors", {}))).toEqual(["performer", "doctorId", "location"]);
  expect(fieldsOf(proposal("users", {}), proposal("facilities", {}))).toEqual([
    "administeredById",
    "performer",
    "facilityId",
  ]);
});
