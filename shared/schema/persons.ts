import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { id, oneOf, publicId, timestamps } from "./columns.ts";
import { users } from "./organisation.ts";
import { doctors, GENDERS } from "./people.ts";
import { DATE_PRECISIONS } from "./precision.ts";

// One human being, whatever tables a legacy system keeps of them; and who sees them as what.

/** A human being who is a child to some and a patient to others: once, however many records say so. */
export const persons = sqliteTable(
  "persons",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("persons"),
    /** The number in the legacy table of the record that comes first: exact trimmed text. */
    legacyId: text("legacy_id"),
    firstName: text("first_name"),
    lastName: text("last_name"),
    fullName: text("full_name").notNull(),
    /** As recorded, leading zeros and all. */
    phone: text(),
    /** ITU-T E.164; null until it has been worked out. */
    phoneE164: text("phone_e164"),
    email: text(),
    /** `YYYY-MM-DD`: the first day that it can have been, where the precision says less than a day. */
    dateOfBirth: text("date_of_birth"),
    dateOfBirthPrecision: text("date_of_birth_precision", { enum: DATE_PRECISIONS }),
    /** As the birth; null if it is not known that the person has died. */
    dateOfDeath: text("date_of_death"),
    dateOfDeathPrecision: text("date_of_death_precision", { enum: DATE_PRECISIONS }),
    /** One of `GENDERS`; null if it was not recorded: another record may say it. */
    gender: text({ enum: GENDERS }),
    address: text(),
    /** `YYYY-MM-DD`. */
    registrationDate: text("registration_date"),
    notes: text(),
    isActive: integer("is_active", { mode: "boolean" }).notNull().default(true),
    ...timestamps(),
  },
  (table) => [
    index("persons_legacy_id_idx").on(table.legacyId),
    index("persons_full_name_idx").on(table.fullName),
    index("persons_phone_idx").on(table.phone),
    check(
      "persons_date_of_birth_precision_known",
      sql`${table.dateOfBirthPrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
    check(
      "persons_date_of_death_precision_known",
      sql`${table.dateOfDeathPrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
    check("persons_gender_known", sql`${table.gender} in ${oneOf(GENDERS)}`),
    check("persons_is_active_boolean", sql`${table.isActive} in (0, 1)`),
  ],
);

/** Whose it is, and which legacy record says so. */
const ofPerson = () => ({
  /** RFC 9562 UUID, lower case. */
  id: id(),
  /** The record's number in the legacy system: exact trimmed text. */
  legacyId: text("legacy_id"),
  personId: text("person_id")
    .notNull()
    .references(() => persons.id),
});

/**
 * A person as a parent sees them. A parent is a user: guardians hang on a patient, and neither log in nor grant
 * anything. Several parents of one person are several rows.
 */
export const parentChildViews = sqliteTable(
  "parent_child_views",
  {
    ...ofPerson(),
    publicId: publicId("parentChildViews"),
    parentId: text("parent_id")
      .notNull()
      .references(() => users.id),
    /** As recorded: mother, guardian, ... */
    relationship: text(),
    /** Whether they are asked first; null if it was not recorded. */
    isPrimary: integer("is_primary", { mode: "boolean" }),
    /** What parents tell of the child, as recorded. */
    medicalHistory: text("medical_history"),
    allergies: text(),
    medications: text(),
    school: text(),
    notes: text(),
    ...timestamps(),
  },
  (table) => [
    index("parent_child_views_legacy_id_idx").on(table.legacyId),
    index("parent_child_views_parent_id_idx").on(table.parentId),
    uniqueIndex("parent_child_views_person_parent_idx").on(table.personId, table.parentId),
    check("parent_child_views_is_primary_boolean", sql`${table.isPrimary} in (0, 1)`),
  ],
);

/**
 * A person as who treats them sees them: a row for each patient record, so that no diagnosis gives way to
 * another one where two records turn out to be of one person.
 */
export const clinicianPatientViews = sqliteTable(
  "clinician_patient_views",
  {
    ...ofPerson(),
    publicId: publicId("clinicianPatientViews"),
    /** Null where the record names nobody. */
    clinicianId: text("clinician_id").references(() => doctors.id),
    /** As recorded. */
    diagnosis: text(),
    treatmentPlan: text("treatment_plan"),
    /** As recorded: active, discharged, ... */
    status: text(),
    /** `YYYY-MM-DD`. */
    admittedDate: text("admitted_date"),
    notes: text(),
    ...timestamps(),
  },
  (table) => [
    index("clinician_patient_views_legacy_id_idx").on(table.legacyId),
    index("clinician_patient_views_person_id_idx").on(table.personId),
    index("clinician_patient_views_clinician_id_idx").on(table.clinicianId),
  ],
);

/** http://hl7.org/fhir/consent-state-codes, as far as a grant has one; and what has run out. */
export const GRANT_STATUSES = ["pending", "active", "revoked", "expired", "rejected"] as const;

/** Leave to see a person's record, given by one and taken by another. Nothing of it is ever filled in. */
export const accessGrants = sqliteTable(
  "access_grants",
  {
    ...ofPerson(),
    publicId: publicId("accessGrants"),
    /** Where the record names the person twice, as a child and as a patient: the same person, or the record is rejected. */
    samePersonId: text("same_person_id").references(() => persons.id),
    /** As recorded or as the mapping says: parent, self, ... */
    grantorType: text("grantor_type").notNull(),
    grantorId: text("grantor_id")
      .notNull()
      .references(() => users.id),
    /** As recorded or as the mapping says: clinician, school, ... */
    granteeType: text("grantee_type").notNull(),
    /** Who treats, or who logs in: one of the two is there. */
    granteeId: text("grantee_id").references(() => doctors.id),
    granteeUserId: text("grantee_user_id").references(() => users.id),
    /** As recorded: what may be seen. Null if it was not recorded, which is not "all". */
    scope: text(),
    status: text({ enum: GRANT_STATUSES }).notNull(),
    /** `YYYY-MM-DD`, the hospital's local day. */
    grantedDate: text("granted_date"),
    /** `HH:MM`, the hospital's local time, 24 hours. */
    grantedTime: text("granted_time"),
    expiresDate: text("expires_date"),
    revokedDate: text("revoked_date"),
    revokedTime: text("revoked_time"),
    reason: text(),
    notes: text(),
    ...timestamps(),
  },
  (table) => [
    index("access_grants_legacy_id_idx").on(table.legacyId),
    index("access_grants_person_id_idx").on(table.personId),
    index("access_grants_grantor_id_idx").on(table.grantorId),
    index("access_grants_grantee_id_idx").on(table.granteeId),
    check("access_grants_status_known", sql`${table.status} in ${oneOf(GRANT_STATUSES)}`),
    check(
      "access_grants_has_grantee",
      sql`${table.granteeId} is not null or ${table.granteeUserId} is not null`,
    ),
  ],
);

/** What a test of a person came to, as recorded: nothing is scored anew. */
const testResult = () => ({
  /** As recorded. */
  score: text(),
  result: text(),
  status: text(),
  notes: text(),
});

/** A short test that says whether more is to be looked at. */
export const screenings = sqliteTable(
  "screenings",
  {
    ...ofPerson(),
    publicId: publicId("screenings"),
    /** Which test it was, as recorded. */
    type: text(),
    /** `YYYY-MM-DD`: the first day that it can have been, where the precision says less than a day. */
    screeningDate: text("screening_date"),
    screeningDatePrecision: text("screening_date_precision", { enum: DATE_PRECISIONS }),
    /** As recorded: low, moderate, high, ... */
    riskLevel: text("risk_level"),
    /** Who answered or did it, of those who log in. */
    conductedById: text("conducted_by_id").references(() => users.id),
    ...testResult(),
    ...timestamps(),
  },
  (table) => [
    index("screenings_legacy_id_idx").on(table.legacyId),
    index("screenings_person_id_idx").on(table.personId),
    check(
      "screenings_date_precision_known",
      sql`${table.screeningDatePrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
  ],
);

/** What somebody who treats found out about a person. */
export const assessments = sqliteTable(
  "assessments",
  {
    ...ofPerson(),
    publicId: publicId("assessments"),
    /** Which test it was, as recorded. */
    type: text(),
    /** `YYYY-MM-DD`: the first day that it can have been, where the precision says less than a day. */
    assessmentDate: text("assessment_date"),
    assessmentDatePrecision: text("assessment_date_precision", { enum: DATE_PRECISIONS }),
    clinicianId: text("clinician_id").references(() => doctors.id),
    findings: text(),
    recommendations: text(),
    ...testResult(),
    ...timestamps(),
  },
  (table) => [
    index("assessments_legacy_id_idx").on(table.legacyId),
    index("assessments_person_id_idx").on(table.personId),
    check(
      "assessments_date_precision_known",
      sql`${table.assessmentDatePrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
  ],
);
