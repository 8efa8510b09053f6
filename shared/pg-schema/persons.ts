import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  index,
  pgTable,
  text,
  time,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { oneOf } from "../schema/columns.ts";
import { GENDERS } from "../schema/people.ts";
import { GRANT_STATUSES } from "../schema/persons.ts";
import { DATE_PRECISIONS } from "../schema/precision.ts";
import { id, publicId, timestamps } from "./columns.ts";
import { users } from "./organisation.ts";
import { doctors } from "./people.ts";

// One human being, and who sees them as what: what it means stands in ../schema/persons.ts.

export const persons = pgTable(
  "persons",
  {
    id: id(),
    publicId: publicId("persons"),
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
    gender: text({ enum: GENDERS }),
    address: text(),
    registrationDate: date("registration_date"),
    notes: text(),
    isActive: boolean("is_active").notNull().default(true),
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
  ],
);

const ofPerson = () => ({
  id: id(),
  legacyId: text("legacy_id"),
  personId: uuid("person_id")
    .notNull()
    .references(() => persons.id),
});

export const parentChildViews = pgTable(
  "parent_child_views",
  {
    ...ofPerson(),
    publicId: publicId("parentChildViews"),
    parentId: uuid("parent_id")
      .notNull()
      .references(() => users.id),
    relationship: text(),
    isPrimary: boolean("is_primary"),
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
  ],
);

export const clinicianPatientViews = pgTable(
  "clinician_patient_views",
  {
    ...ofPerson(),
    publicId: publicId("clinicianPatientViews"),
    clinicianId: uuid("clinician_id").references(() => doctors.id),
    diagnosis: text(),
    treatmentPlan: text("treatment_plan"),
    status: text(),
    admittedDate: date("admitted_date"),
    notes: text(),
    ...timestamps(),
  },
  (table) => [
    index("clinician_patient_views_legacy_id_idx").on(table.legacyId),
    index("clinician_patient_views_person_id_idx").on(table.personId),
    index("clinician_patient_views_clinician_id_idx").on(table.clinicianId),
  ],
);

export const accessGrants = pgTable(
  "access_grants",
  {
    ...ofPerson(),
    publicId: publicId("accessGrants"),
    samePersonId: uuid("same_person_id").references(() => persons.id),
    grantorType: text("grantor_type").notNull(),
    grantorId: uuid("grantor_id")
      .notNull()
      .references(() => users.id),
    granteeType: text("grantee_type").notNull(),
    granteeId: uuid("grantee_id").references(() => doctors.id),
    granteeUserId: uuid("grantee_user_id").references(() => users.id),
    scope: text(),
    status: text({ enum: GRANT_STATUSES }).notNull(),
    grantedDate: date("granted_date"),
    grantedTime: time("granted_time"),
    expiresDate: date("expires_date"),
    revokedDate: date("revoked_date"),
    revokedTime: time("revoked_time"),
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

const testResult = () => ({
  score: text(),
  result: text(),
  status: text(),
  notes: text(),
});

export const screenings = pgTable(
  "screenings",
  {
    ...ofPerson(),
    publicId: publicId("screenings"),
    type: text(),
    screeningDate: date("screening_date"),
    screeningDatePrecision: text("screening_date_precision", { enum: DATE_PRECISIONS }),
    riskLevel: text("risk_level"),
    conductedById: uuid("conducted_by_id").references(() => users.id),
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

export const assessments = pgTable(
  "assessments",
  {
    ...ofPerson(),
    publicId: publicId("assessments"),
    type: text(),
    assessmentDate: date("assessment_date"),
    assessmentDatePrecision: text("assessment_date_precision", { enum: DATE_PRECISIONS }),
    clinicianId: uuid("clinician_id").references(() => doctors.id),
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
