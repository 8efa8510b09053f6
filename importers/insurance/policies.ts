import { insurancePolicies as policiesTable } from "../../shared/schema.ts";
import { boolean } from "../convert/boolean.ts";
import { date } from "../convert/date.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";
import { isAfter } from "../rules.ts";

/** What insurers have promised patients. */
export const insurancePolicies = defineImporter({
  entity: "insurancePolicies",
  topic: "insurance",
  table: policiesTable,
  fields: {
    legacyId: legacyId(),
    patientId: reference("patients", { label: "patient", required: true, owner: true }),
    insurer: text({ required: true, singleSpaced: true }),
    policyNumber: text({ holds: "person" }),
    groupNumber: text({ holds: "person" }),
    planName: text(),
    holderName: text({ singleSpaced: true, holds: "person" }),
    relationship: text(),
    validFrom: date(),
    validUntil: date(),
    coverage: text(),
    isActive: boolean(),
  },
  rules: [
    {
      code: "validUntil.before-from",
      severity: "error",
      fields: ["validUntil", "validFrom"],
      advice: "The policy ends before it starts. Correct one of the two dates.",
      broken: (row) => isAfter(row.validFrom, row.validUntil),
    },
    {
      code: "isActive.expired",
      severity: "warning",
      fields: ["isActive", "validUntil"],
      advice: "The policy is marked active but has expired. Check which is right.",
      broken: (row, { asOf }) => row.isActive === true && isAfter(asOf, row.validUntil),
    },
  ],
});
