import { type Entity, name, round, some, someDay, two } from "./values.ts";

// What it costs, and who pays: bills, items and payments add up.

const ITEMS = 2;
/** Of an item of a bill, in minor units: a bill's total is known without its items. */
const amountOf = (item: number): number => 1_000 + ((item * 3_701) % 90_000);
const money = (minor: number): string => `${Math.floor(minor / 100)}.${two(minor % 100)}`;
const totalOf = (bill: number): string =>
  money(amountOf(bill * ITEMS) + amountOf(bill * ITEMS - 1));

export const MONEY: Readonly<Record<string, Entity>> = {
  insurancePolicies: {
    columns: "policyId,patientId,insurer,policyNumber,holderName,validFrom,validUntil,isActive",
    share: 1,
    line: (of) => (n, random) =>
      `IP${n},${round("P", of["patients"], n)},Mutual Health,PN-${10_000 + n},${name(random)},2021-01-01,2027-12-31,yes`,
  },
  bills: {
    columns: "billId,patientId,visitId,billDate,totalAmount,paidAmount,balance,status",
    share: 5,
    line: (of) => (n, random) =>
      `B${n},${some("P", of["patients"], random)},${some("V", of["visits"], random)},${someDay(random)},${totalOf(n)},${totalOf(n)},0.00,balanced`,
  },
  billItems: {
    columns: "billItemId,billId,description,quantity,unitPrice,amount",
    share: 10,
    line: () => (n) =>
      `BI${n},B${Math.ceil(n / ITEMS)},Consultation and care,1,${money(amountOf(n))},${money(amountOf(n))}`,
  },
  payments: {
    columns: "paymentId,billId,amount,paymentDate,paymentMethod,processedBy,reference",
    share: 5,
    line: (of) => (n, random) =>
      `PM${n},B${n},${totalOf(n)},2026-01-02,${random.pick(["cash", "card"])},${some("U", of["users"], random)},TX-${n}`,
  },
  claims: {
    columns: "claimId,patientId,policyId,billId,claimDate,claimedAmount,approvedAmount,status",
    share: 0.5,
    line: (of) => (n) =>
      `CL${n},${round("P", of["patients"], n)},${round("IP", of["insurancePolicies"], n)},B${n},2026-01-02,${totalOf(n)},${totalOf(n)},paid`,
  },
};
