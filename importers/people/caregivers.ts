import { caregivers as caregiversTable } from "../../shared/schema.ts";
import { boolean } from "../convert/boolean.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { phone } from "../convert/phone.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";

/** What a caregiver may see is granted by a plain yes alone: what is empty or cannot be read grants nothing. */
const GRANT = { blank: false, unreadable: false } as const;

/** Family and others who care for a patient, and what of the record they may see. */
export const caregivers = defineImporter({
  entity: "caregivers",
  topic: "people",
  table: caregiversTable,
  fields: {
    legacyId: legacyId(),
    patientId: reference("patients", { label: "patient", required: true, owner: true }),
    name: text({ required: true, singleSpaced: true, holds: "fullName" }),
    relationship: text({ required: true }),
    preferredLanguage: text({ required: true }),
    email: text({ required: true, holds: "email" }),
    accessToTherapeutics: boolean(GRANT),
    accessToFinancials: boolean(GRANT),
    phone: phone(),
    notes: text({ holds: "notes" }),
    archived: boolean({ blank: false }),
  },
});
