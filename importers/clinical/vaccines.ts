import { vaccines as vaccinesTable } from "../../shared/schema.ts";
import { boolean } from "../convert/boolean.ts";
import { integer } from "../convert/integer.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";

/** What can be given against diseases. */
export const vaccines = defineImporter({
  entity: "vaccines",
  topic: "clinical",
  table: vaccinesTable,
  fields: {
    legacyId: legacyId(),
    code: text(),
    codeSystem: text(),
    name: text({ required: true }),
    manufacturer: text(),
    dosesInSeries: integer({ min: 0, max: 99 }),
    minAgeDays: integer({ min: 0, max: 99_999 }),
    route: text(),
    site: text(),
    isActive: boolean(),
    notes: text({ holds: "notes" }),
  },
  placeholder: (legacyId) => ({ legacyId, name: "(vaccine not in the export)", isActive: false }),
});
