import { type FhirTable, has, type Json } from "../fhir-table.ts";
import { money } from "../parts/amounts.ts";
import { ofKind, words } from "../parts/coded.ts";
import { identifier } from "../parts/people.ts";
import { either, moment, notes, ours, plain } from "../parts/plain.ts";
import { codedOrNamed, named, refers } from "../parts/referring.ts";
import { branchAt, type Part, takeText, textAt } from "../taking.ts";

/** The amount of a price's component of one kind; where there are several of them, all stay and none is taken. */
const component = (column: string, path: string, ...kinds: readonly string[]): Part => ({
  columns: [column],
  take: (taking) => {
    const found = ofKind(taking, path, kinds);
    return [takeText(found && branchAt(found, "amount"), "value")];
  },
});

/** https://hl7.org/fhir/R4/invoice.html */
export const INVOICE: FhirTable = {
  name: "Invoice",
  types: ["Invoice"],
  parts: [
    plain("status"),
    identifier("number", { any: true }),
    refers("subject", "subject", "Patient"),
    moment("date"),
    money("total", "totalGross", "totalNet"),
    component("tax", "totalPriceComponent", "tax"),
    component("discount", "totalPriceComponent", "discount", "deduction"),
    notes(),
    ours("visitId", "admissionId", "paid", "balance"),
  ],
};

/** What an invoice is made up of: each of its `lineItem` is a record. */
export const INVOICE_LINE: FhirTable = {
  name: "InvoiceLine",
  types: ["Invoice"],
  each: "lineItem",
  parts: [
    plain("sequence"),
    codedOrNamed("item", "chargeItemCodeableConcept", "chargeItemReference"),
    component("amount", "priceComponent", "base"),
    plain("of"),
    ours("quantity", "unitPrice"),
  ],
};

/** The value of the class of a policy that has this type. */
const classOf = (column: string, kind: string, ...names: readonly string[]): Part => ({
  columns: [column],
  take: (taking) => {
    const found = ofKind(taking, "class", [kind]);
    const text = names.map((name) => takeText(found, name)).find((one) => one !== "");
    return [text ?? ""];
  },
});

/** https://hl7.org/fhir/R4/coverage.html */
export const COVERAGE: FhirTable = {
  name: "Coverage",
  types: ["Coverage"],
  parts: [
    plain("status"),
    refers("beneficiary", "beneficiary", "Patient"),
    named("insurer", "payor"),
    either("number", "subscriberId"),
    identifier("policy", { types: ["MB", "SN", "NIIP"] }),
    classOf("group", "group", "value"),
    classOf("plan", "plan", "name", "value"),
    named("holder", "subscriber"),
    words("relationship"),
    moment("start", "period.start"),
    moment("end", "period.end"),
    words("type"),
    ours("holderName", "coverage"),
  ],
};

const isAskedInAdvance = (resource: Json): boolean =>
  has(resource, "use", "preauthorization", "predetermination");

/** What is asked in advance is no claim. */
export const ASKED_IN_ADVANCE: FhirTable = {
  name: "AskedInAdvance",
  types: ["Claim"],
  holds: isAskedInAdvance,
  parts: [],
};

/** How far a claim has come, which FHIR says in the answer to it. */
const claimed: Part = {
  columns: ["status"],
  take: (taking) => {
    const [own = ""] = ours("status").take(taking);
    return [own || takeText(taking.resource, "status")];
  },
};

/** https://hl7.org/fhir/R4/claim.html */
export const CLAIM: FhirTable = {
  name: "Claim",
  types: ["Claim"],
  holds: (resource) => !isAskedInAdvance(resource),
  parts: [
    claimed,
    refers("patient", "patient", "Patient"),
    moment("created"),
    money("total"),
    refers("policy", "insurance.coverage", "Coverage"),
    ours("billId", "approved", "decidedDate", "reason"),
  ],
};

/** Whether money changed hands: a notice that was taken back says so by its own status. */
const paid: Part = {
  columns: ["paymentState"],
  take: (taking) => {
    const [own = ""] = ours("status").take(taking);
    const notice = textAt(taking.resource, "status");
    if (own !== "" || notice === "active" || notice === "") return [own];
    return [notice === "draft" ? "pending" : notice];
  },
};

/** https://hl7.org/fhir/R4/paymentnotice.html */
export const PAYMENT: FhirTable = {
  name: "PaymentNotice",
  types: ["PaymentNotice"],
  parts: [
    paid,
    plain("status"),
    moment("paid", "paymentDate", "created"),
    money("amount"),
    refers("patient", "request", "Patient"),
    refers("bill", "request", "Invoice"),
    refers("visit", "request", "Encounter"),
    words("paymentStatus"),
    identifier("reference", { any: true }),
    ours("patientId", "visitId", "kind", "method", "paidTime", "reason"),
  ],
};
