import fc from "fast-check";
import { expect, test } from "vitest";
import type { MoneySummary } from "../../src/ledger/money-summary.ts";
import { parseMapping } from "../../src/mapping/mapping.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { IMPORTERS } from "../support/target.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const CENT = "fixtures/bill-that-is-off-by-a-cent";

async function moneyOf(source: string, options: ImportOptions = {}): Promise<MoneySummary[]> {
  const { money = [] } = await importFolder(await newDatabase(), source, options);
  return [...money];
}

const found = ({ count, largest }: NonNullable<MoneySummary["items"]>) => [
  count,
  ...largest.map(({ file, line, difference }) => `${file}:${line} ${difference}`),
];

test("a bill that its items miss by a cent is told with the cent, and so is a balance that payments miss", async () => {
  const [money] = await moneyOf(CENT, { settings: { mode: "lenient" } });
  expect(money?.items && found(money.items)).toEqual([1, "bills.csv:3 1"]);
  expect(money?.payments && found(money.payments)).toEqual([1, "bills.csv:5 -500"]);
  expect(money && found(money.withoutDebt)).toEqual([1, "payments.csv:6 200"]);
  expect(money?.withoutItems).toBe(1);
});

test("what a patient owes is compared with the export: a rejected bill is the difference", async () => {
  const [money] = await moneyOf(CENT, { settings: { mode: "lenient" } });
  expect(money?.old).toEqual({
    owners: 6,
    billed: 119651,
    paid: 109750,
    open: 9901,
    recorded: 9601,
  });
  expect(money?.new).toEqual({
    owners: 5,
    billed: 118751,
    paid: 109750,
    open: 9001,
    recorded: 8701,
  });
  expect(money?.owners).toEqual({
    count: 1,
    largest: [{ file: "bills.csv", line: 7, billed: -900, paid: 0, open: -900, recorded: -900 }],
  });
});

test("a dry run, a strict run that is rolled back and a rerun come to the same sums", async () => {
  const dry = await moneyOf(CENT, { settings: { dryRun: true } });
  const strict = await moneyOf(CENT);
  expect(dry).toEqual(strict);
  const db = await newDatabase();
  const lenient: ImportOptions = { settings: { mode: "lenient" } };
  const first = await importFolder(db, CENT, lenient);
  const again = await importFolder(db, CENT, lenient);
  expect(again.money).toEqual(first.money);
  expect(first.money).toEqual(strict);
});

test("a part of an export has the money of the patients in it; one without bills says nothing", async () => {
  const [part] = await moneyOf(CENT, { settings: { limit: 2, mode: "lenient" } });
  expect(part?.old).toEqual(part?.new);
  expect(part?.old.owners).toBe(2);
  expect(part?.items && found(part.items)).toEqual([1, "bills.csv:3 1"]);
  expect(await moneyOf("fixtures/sample")).toEqual([]);
});

test("an export of bills alone compares nothing with items and payments", async () => {
  const [money] = await moneyOf(CENT, {
    settings: { mode: "lenient" },
    without: ["bill_items.csv", "payments.csv"],
  });
  expect([money?.items, money?.payments, money?.withoutItems]).toEqual([null, null, 0]);
  expect(money?.old.billed).toBe(119651);
});

/** Of each bill: whose it is, its items, discount and tax, what was paid, and by how much its figures are off. */
const bill = fc.record({
  patient: fc.integer({ min: 1, max: 4 }),
  items: fc.array(fc.integer({ min: -50, max: 99_999 }), { minLength: 1, maxLength: 3 }),
  discount: fc.integer({ min: 0, max: 99 }),
  tax: fc.integer({ min: 0, max: 99 }),
  paid: fc.array(fc.integer({ min: -999, max: 99_999 }), { maxLength: 3 }),
  totalOff: fc.constantFrom(0, 0, 0, 1, -1, 70_000),
  openOff: fc.constantFrom(0, 0, 0, 1, -25),
});
const amount = (minor: number): string => {
  const text = String(Math.abs(minor)).padStart(3, "0");
  return `${minor < 0 ? "-" : ""}${text.slice(0, -2)}.${text.slice(-2)}`;
};
const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

test("of any tree of bills, items and payments, old and new sums agree, and each bill that is off is counted", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(bill, { minLength: 1, maxLength: 6 }), async (bills) => {
      const rows = bills.map((one, at) => {
        const total = sum(one.items) - one.discount + one.tax + one.totalOff;
        return { ...one, id: `B${at}`, total, open: total - sum(one.paid) + one.openOff };
      });
      const lines = (header: string, all: readonly string[]) => [header, ...all, ""].join("\n");
      const source = writeFiles(workspace(), {
        "patients.csv": lines(
          "patientId,firstName,lastName,phoneNumber",
          [1, 2, 3, 4].map((n) => `${n},A,B,044123456${n}`),
        ),
        "bills.csv": lines(
          "billId,patientId,billDate,totalAmount,discount,tax,balance",
          rows.map((one) =>
            [
              ...[one.id, one.patient, "2025-01-01", amount(one.total), amount(one.discount)],
              ...[amount(one.tax), amount(one.open)],
            ].join(),
          ),
        ),
        "items.csv": lines(
          "billItemId,billId,description,amount",
          rows.flatMap(({ id, items }) =>
            items.map((one, at) => `${id}I${at},${id},x,${amount(one)}`),
          ),
        ),
        "payments.csv": lines(
          "paymentId,billId,amount,paymentDate",
          rows.flatMap(({ id, paid }) =>
            paid.map((one, at) => `${id}P${at},${id},${amount(one)},2025-01-02`),
          ),
        ),
      });
      const [money] = await moneyOf(source);
      const billed = sum(rows.map(({ total }) => total));
      const paid = sum(rows.flatMap((one) => one.paid));
      expect(money?.old).toMatchObject({ billed, paid, open: billed - paid });
      expect(money?.new).toEqual(money?.old);
      expect(money?.owners.count).toBe(0);
      const off = rows.filter(({ totalOff }) => totalOff !== 0);
      expect(money?.items).toMatchObject({
        count: off.length,
        sum: sum(off.map(({ totalOff }) => totalOff)),
      });
      const open = rows.filter(({ openOff }) => openOff !== 0);
      const hasPayments = rows.some((one) => one.paid.length > 0);
      if (hasPayments) expect(money?.payments?.count).toBe(open.length);
    }),
    { numRuns: 8 },
  );
});

test("what was refused or is still pending is no money that was paid, on either side", async () => {
  const source = writeFiles(workspace(), {
    "patients.csv": "patientId,firstName,lastName,phoneNumber\n1,A,B,0441234561\n",
    "bills.csv": "billId,patientId,billDate,totalAmount,balance\n7,1,2025-01-01,50.00,20.00\n",
    "payments.csv": [
      "paymentId,billId,amount,paymentDate,paymentStatus",
      "1,7,30.00,2025-01-02,Paid",
      "2,7,20.00,2025-01-03,Rejected",
      "3,7,20.00,2025-01-04,Pending",
      "",
    ].join("\n"),
  });
  const db = await newDatabase();
  const { money = [] } = await importFolder(db, source);
  expect(money[0]?.old).toMatchObject({ billed: 5000, paid: 3000, open: 2000 });
  expect(money[0]?.new).toEqual(money[0]?.old);
  expect(money[0]?.payments?.count).toBe(0);
});

test("a bill without a day is taken as it is where the mapping says so, and asked for where not", async () => {
  const source = writeFiles(workspace(), {
    "patients.csv": "patientId,firstName,lastName,phoneNumber\n1,A,B,0441234561\n",
    "bills.csv": "billId,patientId,totalAmount\n7,1,50.00\n",
  });
  const names = { firstName: "firstName", lastName: "lastName", phone: "phoneNumber" };
  const patients = { fields: { legacyId: "patientId", ...names } };
  const fields = { legacyId: "billId", patientId: "patientId", total: "totalAmount" };
  const mapping = (rules: object) =>
    parseMapping(
      "test.json",
      JSON.stringify({
        mappingVersion: 1,
        legacySystem: "old",
        currency: "EUR",
        timeZone: "UTC",
        entities: { patients, bills: { fields, rules } },
      }),
      IMPORTERS,
    );
  expect(() => mapping({})).toThrow("bills.billDate.missing");
  const loose = mapping({ "bills.billDate.missing": "warning" });
  const { entities } = await importFolder(await newDatabase(), source, { mapping: loose });
  expect(entities["bills"]).toMatchObject({
    inserted: 1,
    issues: { "bills.billDate.missing": 1 },
  });
});
