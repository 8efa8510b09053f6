import { doctors as doctorsTable } from "../shared/schema.ts";
import { date } from "./convert/date.ts";
import { legacyId } from "./convert/legacy-id.ts";
import { phone } from "./convert/phone.ts";
import { text } from "./convert/text.ts";
import { defineImporter } from "./define.ts";

/** People who treat. */
export const doctors = defineImporter({
  entity: "doctors",
  topic: "people",
  table: doctorsTable,
  fields: {
    legacyId: legacyId(),
    fullName: text({ required: true, singleSpaced: true, holds: "fullName" }),
    specialty: text({ holds: "specialty" }),
    licenseNumber: text({ holds: "nationalId" }),
    phone: phone({ e164Column: "phoneE164" }),
    email: text({ holds: "email" }),
    department: text({ blank: "General", holds: "department" }),
    joinDate: date({ holds: "hired" }),
  },
  placeholder: (legacyId) => ({
    legacyId,
    fullName: "(doctor not in the export)",
    isActive: false,
  }),
  rules: [
    {
      code: "joinDate.future",
      severity: "warning",
      fields: ["joinDate"],
      advice: "The join date is after the day of the run. Check the date.",
      broken: (row, { asOf }) => row.joinDate != null && row.joinDate > asOf,
    },
  ],
});
