import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { oneOf } from "../schema/columns.ts";
import { SETTING_TYPES } from "../schema/settings.ts";
import { id, publicId, timestamps } from "./columns.ts";
import { facilities } from "./organisation.ts";

// How a system is set up: what it means stands in ../schema/settings.ts.

export const settings = pgTable(
  "settings",
  {
    id: id(),
    publicId: publicId("settings"),
    legacyId: text("legacy_id"),
    facilityId: uuid("facility_id").references(() => facilities.id),
    scope: text(),
    key: text().notNull(),
    value: text(),
    valueType: text("value_type", { enum: SETTING_TYPES }),
    isWithheld: boolean("is_withheld"),
    description: text(),
    isActive: boolean("is_active"),
    ...timestamps(),
  },
  (table) => [
    index("settings_legacy_id_idx").on(table.legacyId),
    index("settings_facility_id_idx").on(table.facilityId),
    index("settings_key_idx").on(table.key),
    check("settings_value_type_known", sql`${table.valueType} in ${oneOf(SETTING_TYPES)}`),
    check(
      "settings_withheld_is_empty",
      sql`${table.isWithheld} is not true or ${table.value} is null`,
    ),
  ],
);
