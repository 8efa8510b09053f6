import { departments as departmentsTable } from "../../shared/schema.ts";
import { boolean } from "../convert/boolean.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";

/** What a facility is divided into. */
export const departments = defineImporter({
  entity: "departments",
  topic: "organisation",
  table: departmentsTable,
  fields: {
    legacyId: legacyId(),
    name: text({ required: true, singleSpaced: true }),
    code: text(),
    description: text(),
    facilityId: reference("facilities", { label: "facility" }),
    isActive: boolean(),
  },
  placeholder: (legacyId) => ({
    legacyId,
    name: "(department not in the export)",
    isActive: false,
  }),
});
