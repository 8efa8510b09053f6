import {
  type PAYMENT_KINDS,
  type PAYMENT_STATUSES,
  payments as paymentsTable,
} from "../../shared/schema.ts";
import { code } from "../convert/code.ts";
import { date, time } from "../convert/date.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { money } from "../convert/money.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter, unstored } from "../define.ts";
import { isAfter, isOtherCurrency, textOf } from "../rules.ts";
import { again } from "../together.ts";
import { PAYMENT_KIND_WORDS, PAYMENT_STATUS_WORDS } from "../vocabulary/account-words.ts";

const kinds: Record<(typeof PAYMENT_KINDS)[number], string[]> = PAYMENT_KIND_WORDS;

const statuses: Record<(typeof PAYMENT_STATUSES)[number], string[]> = PAYMENT_STATUS_WORDS;

/** Money that changed hands; below nothing if it was given back. */
export const payments = defineImporter({
  entity: "payments",
  topic: "billing",
  table: paymentsTable,
  fields: {
    legacyId: legacyId(),
    patientId: reference("patients", { label: "patient", owner: true }),
    // What was paid is never left out for want of a bill.
    billId: reference("bills", {
      label: "bill",
      owner: true,
      carry: ["billDate", "currency"],
      onUnknown: "null",
    }),
    visitId: reference("visits", { label: "visit" }),
    amount: money({
      required: true,
      column: "amountMinor",
      currencyColumn: "currency",
      belowNothing: "sound",
    }),
    currencyCode: unstored(text({ holds: "currency" })),
    kind: code({ values: kinds }),
    status: code({ values: statuses }),
    method: text(),
    paidDate: date({ required: true }),
    paidTime: time(),
    processedById: reference("users", { label: "processedBy" }),
    reference: text(),
    reason: text({ holds: "notes" }),
  },
  derives: ["kind"],
  complete(row) {
    // What is given back is a refund, whatever the legacy system has for it.
    if (row.amountMinor != null && row.amountMinor < 0) row.kind ??= "refund";
  },
  rules: [
    {
      code: "payer.missing",
      severity: "error",
      fields: ["patientId", "billId"],
      parent: "bill",
      advice:
        "The payment names no patient, and no bill that could be imported: nobody would have paid it. Name the patient, or correct the bill.",
      broken: (_, { idOf }) =>
        idOf !== undefined && idOf("patient") === undefined && idOf("bill") === undefined,
    },
    {
      code: "currencyCode.other",
      severity: "error",
      fields: ["currencyCode"],
      advice:
        "The payment is in a different currency than the mapping's. Import it with a mapping of its own.",
      broken: (row) => isOtherCurrency(row.currencyCode, row.currency),
    },
    {
      code: "kind.sign",
      severity: "warning",
      fields: ["kind", "amount"],
      advice:
        "A refund is not below nothing, or a payment is. It was imported as recorded, and counts with the sign that it has.",
      broken: ({ kind, amountMinor }) =>
        kind != null && amountMinor != null && (kind === "refund") !== amountMinor < 0,
    },
    {
      code: "paidDate.future",
      severity: "warning",
      fields: ["paidDate"],
      advice: "The payment is dated after the day of the run. Check the date.",
      broken: (row, { asOf }) => isAfter(row.paidDate, asOf),
    },
    {
      code: "paidDate.before-bill",
      severity: "warning",
      fields: ["paidDate"],
      parent: "bill",
      advice: "The payment is dated before the bill. Check the two dates.",
      broken: (row, { parents }) => isAfter(textOf(parents["bill"]?.["billDate"]), row.paidDate),
    },
    {
      code: "currency.other",
      severity: "error",
      fields: ["amount"],
      parent: "bill",
      advice:
        "The payment is in another currency than its bill. Import it with the bill's mapping.",
      broken: (row, { parents }) => {
        const currency = parents["bill"]?.["currency"];
        return currency != null && currency !== row.currency;
      },
    },
  ],
  together: [
    {
      code: "reference.twice",
      field: "reference",
      advice:
        "Another payment has the same reference. Both were imported as recorded; check whether it was paid once.",
      // What is given back has the reference of what was paid.
      by: ["kind", "reference"],
      needs: ["reference"],
      order: ["paidDate", "paidTime"],
      compare: () => again(),
    },
  ],
});
