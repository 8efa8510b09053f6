import { guardians as guardiansTable } from "../../shared/schema.ts";
import { boolean } from "../convert/boolean.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { phone } from "../convert/phone.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";
import { again } from "../together.ts";

/** Who answers for a patient. */
export const guardians = defineImporter({
  entity: "guardians",
  topic: "people",
  table: guardiansTable,
  fields: {
    legacyId: legacyId(),
    patientId: reference("patients", { label: "patient", required: true, owner: true }),
    name: text({ required: true, singleSpaced: true, holds: "fullName" }),
    relationship: text(),
    phone: phone(),
    email: text({ holds: "email" }),
    isPrimary: boolean(),
    consent: boolean(),
    notes: text({ holds: "notes" }),
  },
  together: [
    {
      code: "isPrimary.twice",
      field: "isPrimary",
      advice:
        "The patient has another guardian who is the primary one. Both were imported as recorded; check who is.",
      by: ["patientId"],
      order: [],
      reads: ["isPrimary"],
      compare: () => again(({ isPrimary }) => isPrimary === 1),
    },
  ],
});
