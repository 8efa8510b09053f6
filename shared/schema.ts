import { randomUUID } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type LegacyCuid, newPublicId, type PublicId, type PublicIdEntity } from "./public-id.ts";

// The target tables of HMSync: the single source of truth. Every column is an ordinary SQL column;
// `npm run db:push` brings a database to what stands here.

/** The instant of now as the database writes it: ISO 8601, UTC, milliseconds. */
const utcNow = sql`(strftime('%Y-%m-%dT%H:%M:%fZ','now'))`;

/** What a patient's gender may be: male, female, other, or `U` for not recorded. */
export const GENDERS = ["M", "F", "O", "U"] as const;

/** What a visit's status may be. A visit in the future is `scheduled`, or it is a mistake. */
export const VISIT_STATUSES = [
  "scheduled",
  "in_progress",
  "completed",
  "cancelled",
  "no_show",
] as const;

const oneOf = (values: readonly string[]): SQL =>
  sql.raw(`(${values.map((value) => `'${value}'`).join(", ")})`);

/** Rows made by the application get a random id; imported rows derive theirs (`target-id.ts`). */
const id = () =>
  text()
    .primaryKey()
    .$defaultFn(() => randomUUID());

/**
 * What the row is called outside of the database (`public-id.ts`). Rows made by the application get a
 * new one, imported rows derive theirs; null until `db:backfill-public-ids` has come to an older row.
 */
const publicId = <Entity extends PublicIdEntity>(entity: Entity) =>
  text("public_id")
    .unique()
    .$type<PublicId<Entity> | LegacyCuid>()
    .$defaultFn(() => newPublicId(entity));

/** When the row was made and last changed in HMSync: ISO 8601, UTC. */
const timestamps = () => ({
  createdAt: text("created_at").notNull().default(utcNow),
  updatedAt: text("updated_at").notNull().default(utcNow),
});

/** People who are or were treated, as registered. */
export const patients = sqliteTable(
  "patients",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("patients"),
    /** The number the patient knows: exact trimmed text, so `007` is not `7`. */
    legacyId: text("legacy_id"),
    firstName: text("first_name"),
    lastName: text("last_name"),
    fullName: text("full_name").notNull(),
    /** As recorded, leading zeros and all. */
    phone: text(),
    /** ITU-T E.164, `+` and up to 15 digits; null until it has been worked out. */
    phoneE164: text("phone_e164"),
    email: text(),
    /** `YYYY-MM-DD`. */
    dateOfBirth: text("date_of_birth"),
    /** Whole years, 0 to 150, as recorded at registration: it does not grow. */
    age: integer(),
    /** One of `GENDERS`. */
    gender: text({ enum: GENDERS }).notNull().default("U"),
    address: text(),
    /** `YYYY-MM-DD`. */
    registrationDate: text("registration_date"),
    isActive: integer("is_active", { mode: "boolean" }).notNull().default(true),
    ...timestamps(),
  },
  (table) => [
    index("patients_legacy_id_idx").on(table.legacyId),
    index("patients_full_name_idx").on(table.fullName),
    index("patients_phone_idx").on(table.phone),
    check("patients_age_range", sql`${table.age} between 0 and 150`),
    check("patients_gender_known", sql`${table.gender} in ${oneOf(GENDERS)}`),
    check("patients_is_active_boolean", sql`${table.isActive} in (0, 1)`),
  ],
);

/** People who treat. */
export const doctors = sqliteTable(
  "doctors",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("doctors"),
    /** The doctor's number in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
    fullName: text("full_name").notNull(),
    specialty: text(),
    licenseNumber: text("license_number"),
    /** As recorded. */
    phone: text(),
    /** ITU-T E.164; null until it has been worked out. */
    phoneE164: text("phone_e164"),
    email: text(),
    department: text().notNull().default("General"),
    /** `YYYY-MM-DD`. */
    joinDate: text("join_date"),
    isActive: integer("is_active", { mode: "boolean" }).notNull().default(true),
    ...timestamps(),
  },
  (table) => [
    index("doctors_legacy_id_idx").on(table.legacyId),
    index("doctors_department_idx").on(table.department),
    check("doctors_is_active_boolean", sql`${table.isActive} in (0, 1)`),
  ],
);

/** One patient's encounter with the hospital on one day. */
export const visits = sqliteTable(
  "visits",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("visits"),
    /** The visit's number in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
    patientId: text("patient_id")
      .notNull()
      .references(() => patients.id),
    /** Required by rule, not by column: walk-ins see no named doctor. */
    doctorId: text("doctor_id").references(() => doctors.id),
    /** `YYYY-MM-DD`, the hospital's local day. */
    visitDate: text("visit_date").notNull(),
    /** `HH:MM`, the hospital's local time, 24 hours. */
    visitTime: text("visit_time"),
    /** As the legacy system calls it: consultation, follow-up, emergency, ... */
    visitType: text("visit_type"),
    /** One of `VISIT_STATUSES`; null if it was not recorded. */
    status: text({ enum: VISIT_STATUSES }),
    /** Integer minor units of the currency beside it: 50000 with INR is 500 rupees, with JPY 50,000 yen. */
    consultationFeeMinor: integer("consultation_fee_minor"),
    /** ISO 4217 code; set exactly where a fee is. */
    consultationFeeCurrency: text("consultation_fee_currency"),
    diagnosis: text(),
    notes: text(),
    ...timestamps(),
  },
  (table) => [
    index("visits_patient_id_idx").on(table.patientId),
    index("visits_doctor_id_idx").on(table.doctorId),
    index("visits_legacy_id_idx").on(table.legacyId),
    index("visits_visit_date_idx").on(table.visitDate),
    check("visits_status_known", sql`${table.status} in ${oneOf(VISIT_STATUSES)}`),
    check(
      "visits_fee_has_currency",
      sql`(${table.consultationFeeMinor} is null) = (${table.consultationFeeCurrency} is null)`,
    ),
    check("visits_currency_iso_4217", sql`${table.consultationFeeCurrency} glob '[A-Z][A-Z][A-Z]'`),
  ],
);

/** Family and others who care for a patient, and what of the record they may see. */
export const caregivers = sqliteTable(
  "caregivers",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("caregivers"),
    patientId: text("patient_id")
      .notNull()
      .references(() => patients.id),
    name: text().notNull(),
    /** As recorded: mother, spouse, guardian, ... */
    relationship: text().notNull(),
    /** As recorded: a name or a code of the language. */
    preferredLanguage: text("preferred_language").notNull(),
    email: text().notNull(),
    /** Whether they may see treatment and notes. */
    accessToTherapeutics: integer("access_to_therapeutics", { mode: "boolean" })
      .notNull()
      .default(false),
    /** Whether they may see bills and payments. */
    accessToFinancials: integer("access_to_financials", { mode: "boolean" })
      .notNull()
      .default(false),
    /** As recorded. */
    phone: text(),
    notes: text(),
    archived: integer({ mode: "boolean" }).notNull().default(false),
    ...timestamps(),
  },
  (table) => [
    index("caregivers_patient_id_idx").on(table.patientId),
    check(
      "caregivers_access_to_therapeutics_boolean",
      sql`${table.accessToTherapeutics} in (0, 1)`,
    ),
    check("caregivers_access_to_financials_boolean", sql`${table.accessToFinancials} in (0, 1)`),
    check("caregivers_archived_boolean", sql`${table.archived} in (0, 1)`),
  ],
);
