import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { bills } from "./billing.ts";
import { flag, id, isCurrencyCode, isFlag, oneOf, publicId, timestamps } from "./columns.ts";
import { patients } from "./people.ts";

// Who pays besides the patient.

/** What an insurer has promised a patient (FHIR: Coverage). */
export const insurancePolicies = sqliteTable(
  "insurance_policies",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("insurancePolicies"),
    /** The policy's number in the legacy system, which the insurer need not know: exact trimmed text. */
    legacyId: text("legacy_id"),
    patientId: text("patient_id")
      .notNull()
      .references(() => patients.id),
    /** As recorded: the company's name. */
    insurer: text().notNull(),
    /** The insurer's number for it. */
    policyNumber: text("policy_number"),
    groupNumber: text("group_number"),
    planName: text("plan_name"),
    /** Whose policy it is, where that is not the patient. */
    holderName: text("holder_name"),
    /** As recorded: how the patient is related to the holder. */
    relationship: text(),
    /** `YYYY-MM-DD`. */
    validFrom: text("valid_from"),
    validUntil: text("valid_until"),
    /** As recorded: a share, a sum, a text. */
    coverage: text(),
    isActive: flag("is_active"),
    ...timestamps(),
  },
  (table) => [
    index("insurance_policies_legacy_id_idx").on(table.legacyId),
    index("insurance_policies_patient_id_idx").on(table.patientId),
    index("insurance_policies_policy_number_idx").on(table.policyNumber),
    check("insurance_policies_is_active_boolean", isFlag(table.isActive)),
    check("insurance_policies_until_after_from", sql`${table.validUntil} >= ${table.validFrom}`),
  ],
);

/** How far a claim has come. */
export const CLAIM_STATUSES = [
  ...["draft", "submitted", "approved", "partially-approved"],
  ...["rejected", "paid", "cancelled", "entered-in-error"],
] as const;

/** What an insurer was asked to pay (FHIR: Claim, and its response). */
export const claims = sqliteTable(
  "insurance_claims",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("claims"),
    /** The claim's number in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
    patientId: text("patient_id")
      .notNull()
      .references(() => patients.id),
    policyId: text("policy_id").references(() => insurancePolicies.id),
    billId: text("bill_id").references(() => bills.id),
    /** `YYYY-MM-DD`. */
    claimDate: text("claim_date").notNull(),
    /** Integers of minor units of the currency. */
    claimedMinor: integer("claimed_minor").notNull(),
    approvedMinor: integer("approved_minor"),
    /** ISO 4217. */
    currency: text().notNull(),
    /** One of `CLAIM_STATUSES`; null if it was not recorded. */
    status: text({ enum: CLAIM_STATUSES }),
    /** `YYYY-MM-DD`, of the insurer's answer. */
    decidedDate: text("decided_date"),
    /** As recorded: why it was rejected or cut. */
    reason: text(),
    ...timestamps(),
  },
  (table) => [
    index("insurance_claims_legacy_id_idx").on(table.legacyId),
    index("insurance_claims_patient_id_idx").on(table.patientId),
    index("insurance_claims_policy_id_idx").on(table.policyId),
    index("insurance_claims_bill_id_idx").on(table.billId),
    check("insurance_claims_status_known", sql`${table.status} in ${oneOf(CLAIM_STATUSES)}`),
    check("insurance_claims_currency_iso_4217", isCurrencyCode(table.currency)),
  ],
);
