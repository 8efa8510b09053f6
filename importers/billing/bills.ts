import { type BILL_STATUSES, bills as billsTable } from "../../shared/schema.ts";
import { code } from "../convert/code.ts";
import { date } from "../convert/date.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { money } from "../convert/money.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter, unstored } from "../define.ts";
import { isAfter, isOtherCurrency } from "../rules.ts";
import { otherThanBefore } from "../together.ts";
import { BILL_WORDS } from "../vocabulary/account-words.ts";

const statuses: Record<(typeof BILL_STATUSES)[number], string[]> = BILL_WORDS;

/** What patients are asked to pay. Totals are taken as recorded, never worked out. */
export const bills = defineImporter({
  entity: "bills",
  topic: "billing",
  table: billsTable,
  moneyTree: {
    owner: "patientId",
    total: "total",
    open: "balance",
    plus: ["tax"],
    minus: ["discount"],
    items: { entity: "billItems", of: "billId", amount: "amount" },
    payments: {
      entity: "payments",
      of: "billId",
      owner: "patientId",
      amount: "amount",
      except: { field: "status", values: ["pending", "failed", "cancelled", "entered-in-error"] },
    },
  },
  fields: {
    legacyId: legacyId(),
    billNumber: text(),
    patientId: reference("patients", { label: "patient", required: true, owner: true }),
    visitId: reference("visits", { label: "visit" }),
    admissionId: reference("admissions", { label: "admission" }),
    billDate: date({ required: true }),
    total: money({
      required: true,
      column: "totalMinor",
      currencyColumn: "currency",
      belowNothing: "sound",
    }),
    discount: money({ column: "discountMinor" }),
    tax: money({ column: "taxMinor" }),
    paid: money({ column: "paidMinor", belowNothing: "sound" }),
    balance: money({ column: "balanceMinor", belowNothing: "sound" }),
    currencyCode: unstored(text({ holds: "currency" })),
    status: code({ values: statuses }),
    notes: text({ holds: "notes" }),
  },
  rules: [
    {
      code: "currencyCode.other",
      severity: "error",
      fields: ["currencyCode"],
      advice:
        "The bill is in another currency than the mapping's. Import it with a mapping of its own.",
      broken: (row) => isOtherCurrency(row.currencyCode, row.currency),
    },
    {
      code: "billDate.future",
      severity: "warning",
      fields: ["billDate"],
      advice: "The bill is dated after the day of the run. Check the date.",
      broken: (row, { asOf }) => isAfter(row.billDate, asOf),
    },
    {
      code: "balance.differs",
      severity: "warning",
      fields: ["balance", "total", "paid"],
      advice:
        "The balance is not the total less what was paid. All three were imported as recorded.",
      broken: ({ totalMinor, paidMinor, balanceMinor }) =>
        totalMinor != null &&
        paidMinor != null &&
        balanceMinor != null &&
        balanceMinor !== totalMinor - paidMinor,
    },
  ],
  together: [
    {
      code: "billNumber.other-patient",
      field: "billNumber",
      advice:
        "A bill of another patient has the same number. Both were imported as recorded; check whose it is.",
      by: ["billNumber"],
      order: ["patientId"],
      compare: () => otherThanBefore("patientId"),
    },
  ],
});
