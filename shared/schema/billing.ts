import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { id, isCurrencyCode, oneOf, publicId, timestamps } from "./columns.ts";
import { users } from "./organisation.ts";
import { patients } from "./people.ts";
import { admissions } from "./stays.ts";
import { visits } from "./visits.ts";

// What care costs, and what was paid. Amounts are integers of minor units of the currency beside them.

/** How far a bill has come: the codes of FHIR R4's Invoice. A bill that is paid is `balanced`. */
export const BILL_STATUSES = [
  "draft",
  "issued",
  "balanced",
  "cancelled",
  "entered-in-error",
] as const;

/** What a patient is asked to pay (FHIR: Invoice). */
export const bills = sqliteTable(
  "bills",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("bills"),
    /** The bill's number in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
    /** As printed, where that is not the legacy id: exact text. */
    billNumber: text("bill_number"),
    patientId: text("patient_id")
      .notNull()
      .references(() => patients.id),
    visitId: text("visit_id").references(() => visits.id),
    admissionId: text("admission_id").references(() => admissions.id),
    /** `YYYY-MM-DD`, the hospital's local day. Null where the export has no day and its mapping allows that. */
    billDate: text("bill_date"),
    /** Items, less the discount, plus the tax: as recorded, never worked out. */
    totalMinor: integer("total_minor").notNull(),
    discountMinor: integer("discount_minor"),
    taxMinor: integer("tax_minor"),
    /** What the legacy system says was paid, and is left to pay. */
    paidMinor: integer("paid_minor"),
    balanceMinor: integer("balance_minor"),
    /** ISO 4217. */
    currency: text().notNull(),
    /** One of `BILL_STATUSES`; null if it was not recorded. */
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

/** What a bill is made up of (FHIR: Invoice.lineItem). */
export const billItems = sqliteTable(
  "bill_items",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("billItems"),
    /** The item's number in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
    billId: text("bill_id")
      .notNull()
      .references(() => bills.id),
    description: text().notNull(),
    /** An exact decimal, as text: `1`, `0.5`. */
    quantity: text(),
    unitPriceMinor: integer("unit_price_minor"),
    amountMinor: integer("amount_minor").notNull(),
    /** ISO 4217. */
    currency: text().notNull(),
    ...timestamps(),
  },
  (table) => [
    index("bill_items_legacy_id_idx").on(table.legacyId),
    index("bill_items_bill_id_idx").on(table.billId),
    check("bill_items_currency_iso_4217", isCurrencyCode(table.currency)),
  ],
);

/** Whether money came in or went back. */
export const PAYMENT_KINDS = ["payment", "refund"] as const;

/** Whether a payment was made. What is pending, refused or taken back is money that nobody has. */
export const PAYMENT_STATUSES = [
  "completed",
  "pending",
  "failed",
  "cancelled",
  "entered-in-error",
] as const;

/** Money that changed hands, or was to (FHIR: PaymentNotice). */
export const payments = sqliteTable(
  "payments",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("payments"),
    /** The payment's number in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
    /** Null where the export names the bill alone: the bill has its patient. */
    patientId: text("patient_id").references(() => patients.id),
    /** Null for what was paid without a bill. */
    billId: text("bill_id").references(() => bills.id),
    visitId: text("visit_id").references(() => visits.id),
    /** Below nothing for money that was given back. */
    amountMinor: integer("amount_minor").notNull(),
    /** ISO 4217. */
    currency: text().notNull(),
    /** One of `PAYMENT_KINDS`; null if it was not recorded and the amount does not say it. */
    kind: text({ enum: PAYMENT_KINDS }),
    /** One of `PAYMENT_STATUSES`; null if it was not recorded. */
    status: text({ enum: PAYMENT_STATUSES }),
    /** As recorded: cash, card, ... */
    method: text(),
    /** `YYYY-MM-DD`, the hospital's local day. */
    paidDate: text("paid_date").notNull(),
    /** `HH:MM`, the hospital's local time, 24 hours. */
    paidTime: text("paid_time"),
    processedById: text("processed_by_id").references(() => users.id),
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
