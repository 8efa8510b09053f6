import { roles as rolesTable } from "../../shared/schema.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";

/** What somebody who logs in may do. There is no placeholder: a role that nobody has described has no rights. */
export const roles = defineImporter({
  entity: "roles",
  topic: "organisation",
  table: rolesTable,
  fields: {
    legacyId: legacyId(),
    name: text({ required: true, singleSpaced: true }),
    description: text(),
  },
});
