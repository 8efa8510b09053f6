import { sql } from "drizzle-orm";
import { check, index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { flag, id, isFlag, oneOf, publicId, timestamps } from "./columns.ts";
import { facilities } from "./organisation.ts";

/** What the text of a setting is written in. */
export const SETTING_TYPES = ["string", "number", "boolean", "json"] as const;

/** How a system is set up: one key and its value; notification channels and integrations among them. */
export const settings = sqliteTable(
  "settings",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("settings"),
    /** The setting's number or key in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
    facilityId: text("facility_id").references(() => facilities.id),
    /** As recorded: a module, a group, a user, ... */
    scope: text(),
    key: text().notNull(),
    /** Exact text, whatever the type; null if there is none, or if it is a secret that was not taken. */
    value: text(),
    valueType: text("value_type", { enum: SETTING_TYPES }),
    /** The legacy system had a value that looks like a password or a key, and it was not taken. */
    isWithheld: flag("is_withheld"),
    description: text(),
    isActive: flag("is_active"),
    ...timestamps(),
  },
  (table) => [
    index("settings_legacy_id_idx").on(table.legacyId),
    index("settings_facility_id_idx").on(table.facilityId),
    index("settings_key_idx").on(table.key),
    check("settings_value_type_known", sql`${table.valueType} in ${oneOf(SETTING_TYPES)}`),
    check("settings_is_active_boolean", isFlag(table.isActive)),
    check("settings_is_withheld_boolean", isFlag(table.isWithheld)),
    check(
      "settings_withheld_is_empty",
      sql`${table.isWithheld} is not 1 or ${table.value} is null`,
    ),
  ],
);
