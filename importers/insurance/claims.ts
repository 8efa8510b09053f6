import { type CLAIM_STATUSES, claims as claimsTable } from "../../shared/schema.ts";
import { code } from "../convert/code.ts";
import { date } from "../convert/date.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { money } from "../convert/money.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter, unstored } from "../define.ts";
import { isAfter, isOtherCurrency, textOf } from "../rules.ts";
import { CLAIM_WORDS } from "../vocabulary/account-words.ts";

const statuses: Record<(typeof CLAIM_STATUSES)[number], string[]> = CLAIM_WORDS;

/** What insurers were asked to pay. */
export const claims = defineImporter({
  entity: "claims",
  topic: "insurance",
  table: claimsTable,
  fields: {
    legacyId: legacyId(),
    patientId: reference("patients", { label: "patient", required: true, owner: true }),
    policyId: reference("insurancePolicies", { label: "policy" }),
    billId: reference("bills", { label: "bill", carry: ["billDate"] }),
    claimDate: date({ required: true }),
    claimed: money({ required: true, column: "claimedMinor", currencyColumn: "currency" }),
    approved: money({ column: "approvedMinor" }),
    currencyCode: unstored(text({ holds: "currency" })),
    status: code({ values: statuses }),
    decidedDate: date(),
    reason: text({ holds: "notes" }),
  },
  rules: [
    {
      code: "currencyCode.other",
      severity: "error",
      fields: ["currencyCode"],
      advice:
        "The claim is in another currency than the mapping's. Import it with a mapping of its own.",
      broken: (row) => isOtherCurrency(row.currencyCode, row.currency),
    },
    {
      code: "claimDate.future",
      severity: "warning",
      fields: ["claimDate"],
      advice: "The claim is dated after the day of the run. Check the date.",
      broken: (row, { asOf }) => isAfter(row.claimDate, asOf),
    },
    {
      code: "decidedDate.before-claim",
      severity: "error",
      fields: ["decidedDate", "claimDate"],
      advice: "The insurer decided before the claim was made. Correct one of the two dates.",
      broken: (row) => isAfter(row.claimDate, row.decidedDate),
    },
    {
      code: "approved.over-claimed",
      severity: "warning",
      fields: ["approved", "claimed"],
      advice: "More was approved than claimed. Check the two amounts.",
      broken: ({ approvedMinor, claimedMinor }) =>
        approvedMinor != null && claimedMinor != null && approvedMinor > claimedMinor,
    },
    {
      code: "claimDate.before-bill",
      severity: "warning",
      fields: ["claimDate"],
      parent: "bill",
      advice: "The claim is dated before the bill. Check the two dates.",
      broken: (row, { parents }) => isAfter(textOf(parents["bill"]?.["billDate"]), row.claimDate),
    },
  ],
});
