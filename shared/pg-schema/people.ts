import { sql } from "drizzle-orm";
import { boolean, check, date, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { oneOf } from "../schema/columns.ts";
import { LIST_STATES } from "../schema/list-state.ts";
import { GENDERS } from "../schema/people.ts";
import { DATE_PRECISIONS } from "../schema/precision.ts";
import { id, publicId, timestamps } from "./columns.ts";

// Those who are treated, who treat, and who care: what it means stands in ../schema/people.ts.

export const patients = pgTable(
  "patients",
  {
    id: id(),
    publicId: publicId("patients"),
    legacyId: text("legacy_id"),
    firstName: text("first_name"),
    lastName: text("last_name"),
    fullName: text("full_name").notNull(),
    phone: text(),
    phoneE164: text("phone_e164"),
    email: text(),
    dateOfBirth: date("date_of_birth"),
    dateOfBirthPrecision: text("date_of_birth_precision", { enum: DATE_PRECISIONS }),
    dateOfDeath: date("date_of_death"),
    dateOfDeathPrecision: text("date_of_death_precision", { enum: DATE_PRECISIONS }),
    age: integer(),
    gender: text({ enum: GENDERS }).notNull().default("U"),
    address: text(),
    registrationDate: date("registration_date"),
    allergyState: text("allergy_state", { enum: LIST_STATES }),
    allergyText: text("allergy_text"),
    noKnownAllergies: text("no_known_allergies"),
    conditionState: text("condition_state", { enum: LIST_STATES }),
    conditionText: text("condition_text"),
    medicationState: text("medication_state", { enum: LIST_STATES }),
    medicationText: text("medication_text"),
    isActive: boolean("is_active").notNull().default(true),
    ...timestamps(),
  },
  (table) => [
    index("patients_legacy_id_idx").on(table.legacyId),
    index("patients_full_name_idx").on(table.fullName),
    index("patients_phone_idx").on(table.phone),
    check("patients_age_range", sql`${table.age} between 0 and 150`),
    check(
      "patients_date_of_birth_precision_known",
      sql`${table.dateOfBirthPrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
    check(
      "patients_date_of_death_precision_known",
      sql`${table.dateOfDeathPrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
    check("patients_allergy_state_known", sql`${table.allergyState} in ${oneOf(LIST_STATES)}`),
    check(
      "patients_allergy_text_has_state",
      sql`${table.allergyText} is null or ${table.allergyState} is not null`,
    ),
    check("patients_condition_state_known", sql`${table.conditionState} in ${oneOf(LIST_STATES)}`),
    check(
      "patients_medication_state_known",
      sql`${table.medicationState} in ${oneOf(LIST_STATES)}`,
    ),
    check("patients_gender_known", sql`${table.gender} in ${oneOf(GENDERS)}`),
  ],
);

export const doctors = pgTable(
  "doctors",
  {
    id: id(),
    publicId: publicId("doctors"),
    legacyId: text("legacy_id"),
    fullName: text("full_name").notNull(),
    specialty: text(),
    licenseNumber: text("license_number"),
    phone: text(),
    phoneE164: text("phone_e164"),
    email: text(),
    department: text().notNull().default("General"),
    joinDate: date("join_date"),
    isActive: boolean("is_active").notNull().default(true),
    ...timestamps(),
  },
  (table) => [
    index("doctors_legacy_id_idx").on(table.legacyId),
    index("doctors_department_idx").on(table.department),
  ],
);

export const caregivers = pgTable(
  "caregivers",
  {
    id: id(),
    publicId: publicId("caregivers"),
    legacyId: text("legacy_id"),
    patientId: uuid("patient_id")
      .notNull()
      .references(() => patients.id),
    name: text().notNull(),
    relationship: text().notNull(),
    preferredLanguage: text("preferred_language").notNull(),
    email: text().notNull(),
    accessToTherapeutics: boolean("access_to_therapeutics").notNull().default(false),
    accessToFinancials: boolean("access_to_financials").notNull().default(false),
    phone: text(),
    notes: text(),
    archived: boolean().notNull().default(false),
    ...timestamps(),
  },
  (table) => [
    index("caregivers_legacy_id_idx").on(table.legacyId),
    index("caregivers_patient_id_idx").on(table.patientId),
  ],
);

export const guardians = pgTable(
  "guardians",
  {
    id: id(),
    publicId: publicId("guardians"),
    legacyId: text("legacy_id"),
    patientId: uuid("patient_id")
      .notNull()
      .references(() => patients.id),
    name: text().notNull(),
    relationship: text(),
    phone: text(),
    email: text(),
    isPrimary: boolean("is_primary"),
    consent: boolean("consent"),
    notes: text(),
    ...timestamps(),
  },
  (table) => [
    index("guardians_legacy_id_idx").on(table.legacyId),
    index("guardians_patient_id_idx").on(table.patientId),
  ],
);
