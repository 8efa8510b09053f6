import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { flag, id, isFlag, oneOf, publicId, timestamps } from "./columns.ts";
import { LIST_STATES } from "./list-state.ts";
import { DATE_PRECISIONS } from "./precision.ts";

// Those who are treated, who treat, and who care.

/** What a patient's gender may be: male, female, other, or `U` for not recorded. */
export const GENDERS = ["M", "F", "O", "U"] as const;

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
    /** `YYYY-MM-DD`: the first day that it can have been, where the precision says less than a day. */
    dateOfBirth: text("date_of_birth"),
    dateOfBirthPrecision: text("date_of_birth_precision", { enum: DATE_PRECISIONS }),
    /** As the birth; null if it is not known that the patient has died. */
    dateOfDeath: text("date_of_death"),
    dateOfDeathPrecision: text("date_of_death_precision", { enum: DATE_PRECISIONS }),
    /** Whole years, 0 to 150, as recorded at registration: it does not grow. */
    age: integer(),
    /** One of `GENDERS`. */
    gender: text({ enum: GENDERS }).notNull().default("U"),
    address: text(),
    /** `YYYY-MM-DD`. */
    registrationDate: text("registration_date"),
    /** What the patient's own list of allergies says, and the list as it was; its items are rows of `allergies`. */
    allergyState: text("allergy_state", { enum: LIST_STATES }),
    allergyText: text("allergy_text"),
    /** What is known not to be: codes of the International Patient Summary, such as `no-known-medication-allergies`. */
    noKnownAllergies: text("no_known_allergies"),
    /** The same of what the patient has (`conditions`) and takes (`medications`). */
    conditionState: text("condition_state", { enum: LIST_STATES }),
    conditionText: text("condition_text"),
    medicationState: text("medication_state", { enum: LIST_STATES }),
    medicationText: text("medication_text"),
    isActive: integer("is_active", { mode: "boolean" }).notNull().default(true),
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

/** Family and others who care for a patient, and what of the record they may see. */
export const caregivers = sqliteTable(
  "caregivers",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("caregivers"),
    /** The caregiver's number in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
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
    index("caregivers_legacy_id_idx").on(table.legacyId),
    index("caregivers_patient_id_idx").on(table.patientId),
    check(
      "caregivers_access_to_therapeutics_boolean",
      sql`${table.accessToTherapeutics} in (0, 1)`,
    ),
    check("caregivers_access_to_financials_boolean", sql`${table.accessToFinancials} in (0, 1)`),
    check("caregivers_archived_boolean", sql`${table.archived} in (0, 1)`),
  ],
);

/** Who answers for a patient (FHIR: RelatedPerson). */
export const guardians = sqliteTable(
  "guardians",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("guardians"),
    /** The guardian's number in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
    patientId: text("patient_id")
      .notNull()
      .references(() => patients.id),
    name: text().notNull(),
    /** As recorded: mother, spouse, ... */
    relationship: text(),
    /** As recorded. */
    phone: text(),
    email: text(),
    /** Whether they are asked first; null if it was not recorded. */
    isPrimary: flag("is_primary"),
    /** Whether they have agreed; null if it was not recorded. */
    consent: flag("consent"),
    notes: text(),
    ...timestamps(),
  },
  (table) => [
    index("guardians_legacy_id_idx").on(table.legacyId),
    index("guardians_patient_id_idx").on(table.patientId),
    check("guardians_is_primary_boolean", isFlag(table.isPrimary)),
    check("guardians_consent_boolean", isFlag(table.consent)),
  ],
);
