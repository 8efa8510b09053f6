import { sql } from "drizzle-orm";
import { check, index, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, id, isFlag, publicId, timestamps } from "./columns.ts";

// The house itself: where it is, what it is divided into, and who logs in with which rights.

/** Hospitals, clinics and other places of care (FHIR: Location, Organization). */
export const facilities = sqliteTable(
  "facilities",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("facilities"),
    /** The facility's number in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
    name: text().notNull(),
    /** What authorities and people call it; no two have the same. */
    code: text(),
    /** As recorded: hospital, health post, ... */
    type: text(),
    address: text(),
    district: text(),
    /** As recorded; null if it was not. */
    country: text(),
    /** As recorded. */
    phone: text(),
    email: text(),
    isActive: flag("is_active"),
    ...timestamps(),
  },
  (table) => [
    index("facilities_legacy_id_idx").on(table.legacyId),
    uniqueIndex("facilities_code_idx").on(table.code),
    check("facilities_is_active_boolean", isFlag(table.isActive)),
  ],
);

/** What a facility is divided into. */
export const departments = sqliteTable(
  "departments",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("departments"),
    /** The department's number in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
    name: text().notNull(),
    code: text(),
    description: text(),
    facilityId: text("facility_id").references(() => facilities.id),
    isActive: flag("is_active"),
    ...timestamps(),
  },
  (table) => [
    index("departments_legacy_id_idx").on(table.legacyId),
    index("departments_facility_id_idx").on(table.facilityId),
    check("departments_is_active_boolean", isFlag(table.isActive)),
  ],
);

/** What somebody who logs in may do (FHIR: PractitionerRole). */
export const roles = sqliteTable(
  "roles",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("roles"),
    /** The role's number or name in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
    name: text().notNull(),
    description: text(),
    ...timestamps(),
  },
  (table) => [index("roles_legacy_id_idx").on(table.legacyId)],
);

/** Who logs in (FHIR: Practitioner). */
export const users = sqliteTable(
  "users",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("users"),
    /** The user's number in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
    name: text().notNull(),
    username: text(),
    /** As recorded; no two differ in letter case alone. */
    email: text(),
    /** As recorded. */
    phone: text(),
    /** Null if no role was recorded: then there are no rights. */
    roleId: text("role_id").references(() => roles.id),
    facilityId: text("facility_id").references(() => facilities.id),
    isActive: flag("is_active"),
    /** `YYYY-MM-DD`, the hospital's local day. */
    lastLoginDate: text("last_login_date"),
    /** `HH:MM`, the hospital's local time, 24 hours. */
    lastLoginTime: text("last_login_time"),
    /** As the legacy system made it; null unless a mapping asks for it. */
    passwordHash: text("password_hash"),
    ...timestamps(),
  },
  (table) => [
    index("users_legacy_id_idx").on(table.legacyId),
    index("users_role_id_idx").on(table.roleId),
    index("users_facility_id_idx").on(table.facilityId),
    uniqueIndex("users_email_idx").on(sql`lower(${table.email})`),
    check("users_is_active_boolean", isFlag(table.isActive)),
  ],
);
