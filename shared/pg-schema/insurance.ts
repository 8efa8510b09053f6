import { sql } from "drizzle-orm";
import { boolean, check, date, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { oneOf } from "../schema/columns.ts";
import { CLAIM_STATUSES } from "../schema/insurance.ts";
import { bills } from "./billing.ts";
import { id, isCurrencyCode, minorUnits, publicId, timestamps } from "./columns.ts";
import { patients } from "./people.ts";

// Who pays besides the patient: what it means stands in ../schema/insurance.ts.

export const insurancePolicies = pgTable(
  "insurance_policies",
  {
    id: id(),
    publicId: publicId("insurancePolicies"),
    legacyId: text("legacy_id"),
    patientId: uuid("patient_id")
      .notNull()
      .references(() => patients.id),
    insurer: text().notNull(),
    policyNumber: text("policy_number"),
    groupNumber: text("group_number"),
    planName: text("plan_name"),
    holderName: text("holder_name"),
    relationship: text(),
    validFrom: date("valid_from"),
    validUntil: date("valid_until"),
    coverage: text(),
    isActive: boolean("is_active"),
    ...timestamps(),
  },
  (table) => [
    index("insurance_policies_legacy_id_idx").on(table.legacyId),
    index("insurance_policies_patient_id_idx").on(table.patientId),
    index("insurance_policies_policy_number_idx").on(table.policyNumber),
    check("insurance_policies_until_after_from", sql`${table.validUntil} >= ${table.validFrom}`),
  ],
);

export const claims = pgTable(
  "insurance_claims",
  {
    id: id(),
    publicId: publicId("claims"),
    legacyId: text("legacy_id"),
    patientId: uuid("patient_id")
      .notNull()
      .references(() => patients.id),
    policyId: uuid("policy_id").references(() => insurancePolicies.id),
    billId: uuid("bill_id").references(() => bills.id),
    claimDate: date("claim_date").notNull(),
    claimedMinor: minorUnits("claimed_minor").notNull(),
    approvedMinor: minorUnits("approved_minor"),
    currency: text().notNull(),
    status: text({ enum: CLAIM_STATUSES }),
    decidedDate: date("decided_date"),
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
