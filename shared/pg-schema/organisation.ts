import { sql } from "drizzle-orm";
import { boolean, date, index, pgTable, text, time, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, publicId, timestamps } from "./columns.ts";

// The house itself: what it means stands in ../schema/organisation.ts.

export const facilities = pgTable(
  "facilities",
  {
    id: id(),
    publicId: publicId("facilities"),
    legacyId: text("legacy_id"),
    name: text().notNull(),
    code: text(),
    type: text(),
    address: text(),
    district: text(),
    country: text(),
    phone: text(),
    email: text(),
    isActive: boolean("is_active"),
    ...timestamps(),
  },
  (table) => [
    index("facilities_legacy_id_idx").on(table.legacyId),
    uniqueIndex("facilities_code_idx").on(table.code),
  ],
);

export const departments = pgTable(
  "departments",
  {
    id: id(),
    publicId: publicId("departments"),
    legacyId: text("legacy_id"),
    name: text().notNull(),
    code: text(),
    description: text(),
    facilityId: uuid("facility_id").references(() => facilities.id),
    isActive: boolean("is_active"),
    ...timestamps(),
  },
  (table) => [
    index("departments_legacy_id_idx").on(table.legacyId),
    index("departments_facility_id_idx").on(table.facilityId),
  ],
);

export const roles = pgTable(
  "roles",
  {
    id: id(),
    publicId: publicId("roles"),
    legacyId: text("legacy_id"),
    name: text().notNull(),
    description: text(),
    ...timestamps(),
  },
  (table) => [index("roles_legacy_id_idx").on(table.legacyId)],
);

export const users = pgTable(
  "users",
  {
    id: id(),
    publicId: publicId("users"),
    legacyId: text("legacy_id"),
    name: text().notNull(),
    username: text(),
    email: text(),
    phone: text(),
    roleId: uuid("role_id").references(() => roles.id),
    facilityId: uuid("facility_id").references(() => facilities.id),
    isActive: boolean("is_active"),
    lastLoginDate: date("last_login_date"),
    lastLoginTime: time("last_login_time"),
    passwordHash: text("password_hash"),
    ...timestamps(),
  },
  (table) => [
    index("users_legacy_id_idx").on(table.legacyId),
    index("users_role_id_idx").on(table.roleId),
    index("users_facility_id_idx").on(table.facilityId),
    uniqueIndex("users_email_idx").on(sql`lower(${table.email} collate "C")`),
  ],
);
