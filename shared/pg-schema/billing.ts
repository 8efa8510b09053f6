import { sql } from "drizzle-orm";
import { check, date, index, pgTable, text, time, uuid } from "drizzle-orm/pg-core";
import { BILL_STATUSES, PAYMENT_KINDS, PAYMENT_STATUSES } from "../schema/billing.ts";
import { oneOf } from "../schema/columns.ts";
import { id, isCurrencyCode, minorUnits, publicId, timestamps } from "./columns.ts";
import { users } from "./organisation.ts";
import { patients } from "./people.ts";
import { admissions } from "./stays.ts";
import { visits } from "./visits.ts";

// What care costs, and what was paid: what it means stands in ../schema/billing.ts.

export const bills = pgTable(
  "bills",
  {
    id: id(),
    publicId: publicId("bills"),
    legacyId: text("legacy_id"),
    billNumber: text("bill_number"),
    patientId: uuid("patient_id")
      .notNull()
      .references(() => patients.id),
    visitId: uuid("visit_id").references(() => visits.id),
    admissionId: uuid("admission_id").references(() => admissions.id),
    billDate: date("bill_date"),
    totalMinor: minorUnits("total_minor").notNull(),
    discountMinor: minorUnits("discount_minor"),
    taxMinor: minorUnits("tax_minor"),
    paidMinor: minorUnits("paid_minor"),
    balanceMinor: minorUnits("balance_minor"),
    currency: text().notNull(),
    status: text({ enum: BILL_STATUSES }),
    notes: text(),
    ...timestamps(),
  },
  (table) => [
    index("bills_legacy_id_idx").on(table.legacyId),
    index("bills_bill_number_idx").on(table.billNumber),
    index("bills_patient_id_idx").on(table.patientId),
    index("bills_visit_id_idx").on(table.visitId),
    index("bills_admission_id_idx").on(table.admissionId),
    index("bills_bill_date_idx").on(table.billDate),
    check("bills_status_known", sql`${table.status} in ${oneOf(BILL_STATUSES)}`),
    check("bills_currency_iso_4217", isCurrencyCode(table.currency)),
  ],
);

export const billItems = pgTable(
  "bill_items",
  {
    id: id(),
    publicId: publicId("billItems"),
    legacyId: text("legacy_id"),
    billId: uuid("bill_id")
      .notNull()
      .references(() => bills.id),
    description: text().notNull(),
    quantity: text(),
    unitPriceMinor: minorUnits("unit_price_minor"),
    amountMinor: minorUnits("amount_minor").notNull(),
    currency: text().notNull(),
    ...timestamps(),
  },
  (table) => [
    index("bill_items_legacy_id_idx").on(table.legacyId),
    index("bill_items_bill_id_idx").on(table.billId),
    check("bill_items_currency_iso_4217", isCurrencyCode(table.currency)),
  ],
);

export const payments = pgTable(
  "payments",
  {
    id: id(),
    publicId: publicId("payments"),
    legacyId: text("legacy_id"),
    patientId: uuid("patient_id").references(() => patients.id),
    billId: uuid("bill_id").references(() => bills.id),
    visitId: uuid("visit_id").references(() => visits.id),
    amountMinor: minorUnits("amount_minor").notNull(),
    currency: text().notNull(),
    kind: text({ enum: PAYMENT_KINDS }),
    status: text({ enum: PAYMENT_STATUSES }),
    method: text(),
    paidDate: date("paid_date").notNull(),
    paidTime: time("paid_time"),
    processedById: uuid("processed_by_id").references(() => users.id),
    reference: text(),
    reason: text(),
    ...timestamps(),
  },
  (table) => [
    index("payments_legacy_id_idx").on(table.legacyId),
    index("payments_patient_id_idx").on(table.patientId),
    index("payments_bill_id_idx").on(table.billId),
    index("payments_visit_id_idx").on(table.visitId),
    index("payments_processed_by_id_idx").on(table.processedById),
    index("payments_paid_date_idx").on(table.paidDate),
    check("payments_kind_known", sql`${table.kind} in ${oneOf(PAYMENT_KINDS)}`),
    check("payments_status_known", sql`${table.status} in ${oneOf(PAYMENT_STATUSES)}`),
    check("payments_currency_iso_4217", isCurrencyCode(table.currency)),
    check(
      "payments_of_somebody",
      sql`${table.patientId} is not null or ${table.billId} is not null`,
    ),
  ],
);
