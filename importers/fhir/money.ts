import { minorDigits } from "../../shared/currency.ts";
import { FhirDecimal, type FhirElement, type FhirRow, type FhirWriter } from "../define-fhir.ts";
import {
  activity,
  coded,
  concept,
  extension,
  list,
  named,
  note,
  ours,
  part,
  refer,
  required,
  TERMS,
  textOf,
} from "./elements.ts";

/** An amount in whole units of its currency, exactly. */
export function decimalOf(
  minor: FhirRow[string] | undefined,
  currency: string,
): string | undefined {
  if (minor === null || minor === undefined) return undefined;
  const digits = minorDigits(currency);
  const units = BigInt(minor);
  const sign = units < 0n ? "-" : "";
  const whole = String(units < 0n ? -units : units).padStart(digits + 1, "0");
  const point = whole.length - digits;
  return `${sign}${whole.slice(0, point)}${digits === 0 ? "" : `.${whole.slice(point)}`}`;
}

function moneyOf(row: FhirRow, column: string): FhirElement | undefined {
  const currency = String(row["currency"]);
  const value = decimalOf(row[column], currency);
  return value === undefined ? undefined : { value: new FhirDecimal(value), currency };
}

const amounts = (row: FhirRow, columns: Readonly<Record<string, string>>) =>
  Object.entries(columns).flatMap(([field, column]) => {
    const text = decimalOf(row[column], String(row["currency"]));
    return text === undefined ? [] : [extension(field, text)];
  });

const component = (type: string, row: FhirRow, column: string) => {
  const amount = moneyOf(row, column);
  return amount === undefined ? undefined : { type, amount };
};

function line(row: FhirRow): FhirElement {
  return {
    chargeItemCodeableConcept: concept(row["description"]),
    priceComponent: list(component("base", row, "amountMinor")),
    extension: list(
      ...(ours(row, "quantity") ?? []),
      ...amounts(row, { unitPrice: "unitPriceMinor" }),
    ),
  };
}

export const invoice: FhirWriter = {
  entity: "bills",
  type: "Invoice",
  holds: "billItems",
  write: (row, { rows }) => ({
    resource: {
      identifier: list(part({ value: textOf(row["billNumber"]) })),
      ...required("status", row["status"]),
      subject: refer("Patient", row["patientId"]),
      date: textOf(row["billDate"]),
      lineItem: list(...rows("billItems", "billId", row["id"]).map(line)),
      totalPriceComponent: list(
        component("tax", row, "taxMinor"),
        component("discount", row, "discountMinor"),
      ),
      totalGross: moneyOf(row, "totalMinor"),
      note: note(row["notes"]),
      extension: list(
        ...(ours(row, "visitId", "admissionId") ?? []),
        ...amounts(row, { paid: "paidMinor", balance: "balanceMinor" }),
      ),
    },
  }),
};

export const paymentNotice: FhirWriter = {
  entity: "payments",
  type: "PaymentNotice",
  write: (row) => ({
    resource: {
      identifier: list(part({ value: textOf(row["reference"]) })),
      status: row["status"] === "entered-in-error" ? "entered-in-error" : "active",
      request: refer("Invoice", row["billId"]) ?? refer("Patient", row["patientId"]),
      created: textOf(row["paidDate"]),
      paymentDate: textOf(row["paidDate"]),
      // There is no reconciliation, and who received the money is the hospital.
      payment: named("payment"),
      recipient: named("hospital"),
      amount: moneyOf(row, "amountMinor"),
      extension: ours(
        { ...row, patientId: row["billId"] === null ? null : (row["patientId"] ?? null) },
        ...["patientId", "visitId", "kind", "status", "method", "paidTime", "reason"],
        "processedById",
      ),
    },
  }),
};

export const coverage: FhirWriter = {
  entity: "insurancePolicies",
  type: "Coverage",
  write: (row) => ({
    resource: {
      ...required("status", activity(row, "cancelled")),
      type: concept(row["coverage"]),
      subscriberId: textOf(row["policyNumber"]),
      beneficiary: refer("Patient", row["patientId"]),
      relationship: concept(row["relationship"]),
      period: part({ start: textOf(row["validFrom"]), end: textOf(row["validUntil"]) }),
      payor: list(named(row["insurer"])),
      class: list(classOf("group", row["groupNumber"]), classOf("plan", row["planName"])),
      extension: ours(row, "holderName"),
    },
  }),
};

function classOf(code: string, value: FhirRow[string] | undefined) {
  const text = textOf(value);
  return text && { type: coded(code, `${TERMS}coverage-class`), value: text };
}

const CLAIM_STATUSES: Readonly<Record<string, string>> = {
  draft: "draft",
  cancelled: "cancelled",
  "entered-in-error": "entered-in-error",
};

export const claim: FhirWriter = {
  entity: "claims",
  type: "Claim",
  write: (row) => ({
    resource: {
      status: CLAIM_STATUSES[String(row["status"])] ?? "active",
      type: concept("institutional", "institutional", `${TERMS}claim-type`),
      use: "claim",
      patient: refer("Patient", row["patientId"]),
      created: textOf(row["claimDate"]),
      provider: named("hospital"),
      priority: concept("normal", "normal", `${TERMS}processpriority`),
      insurance: [
        {
          sequence: 1,
          focal: true,
          coverage: refer("Coverage", row["policyId"]) ?? named("unknown"),
        },
      ],
      total: moneyOf(row, "claimedMinor"),
      extension: list(
        ...(ours(row, "billId", "status", "decidedDate", "reason") ?? []),
        ...amounts(row, { approved: "approvedMinor" }),
      ),
    },
  }),
};
