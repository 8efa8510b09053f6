import { expect, test } from "vitest";
import { parseMapping } from "../../../src/mapping/mapping.ts";
import { recordsMeant } from "../../../src/mapping/where/records-meant.ts";
import { IMPORTERS } from "../../support/target.ts";

const FIELDS = {
  legacyId: "no",
  patientId: "patient",
  doctorId: "doctor",
  visitDate: { column: "day", format: "DD/MM/YYYY", unknownDays: ["1900-01-01"] },
  consultationFee: { column: "fee", decimal: ",", group: ".", nullTokens: ["none"] },
};
const HEADER = ["no", "patient", "doctor", "day", "fee", "n"];

/** What is said of a record with one cell of interest. */
function judged(column: string, condition: unknown, cell: string) {
  const visits = { fields: FIELDS, where: { [column]: condition }, nullTokens: ["NULL"] };
  const head = { mappingVersion: 1, legacySystem: "x", currency: "INR", timeZone: "Asia/Kolkata" };
  const json = JSON.stringify({ ...head, entities: { visits } });
  const mapping = parseMapping("test.json", json, IMPORTERS).entities["visits"];
  const importer = IMPORTERS.find(({ entity }) => entity === "visits");
  if (mapping === undefined || importer === undefined) throw new TypeError("no visits");
  const context = { currency: "INR", timeZone: "Asia/Kolkata" };
  const meant = recordsMeant({ importer, mapping, header: HEADER }, context);
  const found = meant?.(HEADER.map((name) => (name === column ? cell : "x")));
  return typeof found === "object" ? "unclear" : found;
}

test.each([
  ["n", "a", " a ", "meant"],
  ["n", "a", "A", "other"],
  ["n", { not: ["a", "b"] }, "b", "other"],
  ["n", { not: "a" }, "", "meant"],
  ["n", { empty: true }, " ", "meant"],
  ["n", { empty: true }, "NULL", "meant"],
  ["n", { empty: false }, "NULL", "other"],
  ["n", { empty: false, not: "a" }, "b", "meant"],
  ["n", { greaterThan: 0 }, "0.000000000000000000000001", "meant"],
  ["n", { greaterThan: 0 }, "-0", "other"],
  ["n", { greaterThan: "90071992547409930.1" }, "90071992547409930.11", "meant"],
  ["n", { atLeast: "90071992547409930.1" }, "90071992547409930.09", "other"],
  ["n", { lessThan: 10, greaterThan: 2 }, "10", "other"],
  ["n", { atMost: 10 }, "010.0", "meant"],
  ["n", { greaterThan: 0 }, "", "other"],
  ["n", { lessThan: 5 }, "NULL", "other"],
  ["n", { greaterThan: 0 }, "paid", "unclear"],
  ["n", { greaterThan: 0 }, "1,000", "unclear"],
  ["n", { greaterThan: 0, group: ",", symbols: ["Rs."] }, "Rs. 1,000", "meant"],
  ["n", { greaterThan: 0, negative: "parentheses" }, "(5)", "other"],
  // As the field says that the column fills.
  ["fee", { atLeast: 1000 }, "1.000,00", "meant"],
  ["fee", { greaterThan: 0 }, "none", "other"],
  ["fee", { greaterThan: 0 }, "1,000.00", "unclear"],
  ["day", { atLeast: "2024-02-01" }, "31/01/2024", "other"],
  ["day", { atMost: "2024-02-01" }, "01/02/2024", "meant"],
  ["day", { lessThan: "2024-02-01" }, "2024-01-01", "unclear"],
  ["day", { lessThan: "2024-02-01" }, "01/01/1900", "other"],
  ["day", { empty: true }, "01/01/1900", "meant"],
  ["n", { greaterThan: "2024-01-31", format: "D.M.YY", pivot: 30 }, "1.2.24", "meant"],
] as const)("where %s is %j, %j is %s", (...known) => {
  const [column, condition, cell, meant] = known;
  expect(judged(column, condition, cell)).toBe(meant);
});
