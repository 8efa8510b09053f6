import { facilities as facilitiesTable } from "../../shared/schema.ts";
import { boolean } from "../convert/boolean.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { phone } from "../convert/phone.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";

/** Hospitals, clinics and other places of care. */
export const facilities = defineImporter({
  entity: "facilities",
  topic: "organisation",
  table: facilitiesTable,
  fields: {
    legacyId: legacyId(),
    name: text({ required: true, singleSpaced: true }),
    code: text(),
    type: text(),
    address: text(),
    district: text(),
    country: text(),
    phone: phone(),
    email: text({ holds: "email" }),
    isActive: boolean(),
  },
  placeholder: (legacyId) => ({
    legacyId,
    name: "(facility not in the export)",
    isActive: false,
  }),
});
