import { expect, test } from "vitest";
import { doctors } from "../../../importers/doctors.ts";
import { patients } from "../../../importers/patients.ts";
import { visits } from "../../../importers/visits.ts";
import { mask } from "../../../src/mapping/sheet/column-examples.ts";
import {
  type EntityFacts,
  entitySheet,
  type SheetRow,
} from "../../../src/mapping/sheet/mapping-sheet.ts";
import { mappingWith } from "../../support/mapping.ts";

const NOT_LOOKED: EntityFacts = {
  files: [],
  header: undefined,
  locked: [],
  example: () => null,
};

const MAPPING = mappingWith({
  country: "IN",
  fields: {
    "patients.gender": { codes: { 1: "M", 2: "F" } },
    "patients.dateOfBirth": { format: "DD/MM/YYYY" },
    "visits.doctorId": { onUnknown: "placeholder" },
    "doctors.department": null,
  },
  rules: { "patients.phone.missing": "warning" },
});

function rowOf(field: string, facts: Partial<EntityFacts> = {}): SheetRow | undefined {
  const importer = [patients, doctors, visits].find((one) => field.startsWith(`${one.entity}.`));
  const known = { ...NOT_LOOKED, ...facts };
  return importer && entitySheet(importer, MAPPING, known)?.rows.find((row) => row.field === field);
}

test.each([
  ["4412-AB", "9999-XX"],
  ["Émile Ødegård", "Xxxxx Xxxxxxx"],
  ["आशा ٣", "xx 9"],
  ["a@b.org, 5", "x@x.xxx, 9"],
])("%s is masked as %s", (cell, masked) => {
  expect(mask(cell)).toBe(masked);
});

test("codes and formats that the mapping says are the hospital's to decide", () => {
  expect(rowOf("patients.gender")).toMatchObject({
    columns: ["gender"],
    targets: ["gender"],
    decider: "the hospital",
    decision: "1 is M, 2 is F",
  });
  expect(rowOf("patients.gender")?.conversion).toContain("F or female");
  expect(rowOf("patients.dateOfBirth")).toMatchObject({ decision: "format: DD/MM/YYYY" });
  expect(rowOf("patients.dateOfBirth")?.conversion).not.toContain("YYYY-MM-DD");
  expect(rowOf("visits.doctorId")).toMatchObject({ decision: "onUnknown: placeholder" });
});

test("what the data prove, the data decide; what they left open, the hospital", () => {
  const lock = { entity: "patients", field: "dateOfBirth", evidence: "412 values prove D/M/Y" };
  const proven = rowOf("patients.dateOfBirth", { locked: [{ ...lock, accepted: [] }] });
  expect(proven).toMatchObject({ decider: "the data" });
  expect(proven?.decision).toContain("412 values prove D/M/Y");
  const open = rowOf("patients.dateOfBirth", { locked: [{ ...lock, accepted: ["dateOrder"] }] });
  expect(open).toMatchObject({ decider: "the hospital" });
  expect(open?.decision).toContain("dateOrder");
});

test("a changed rule is a decision; a phone names both columns and its country", () => {
  const row = rowOf("patients.phone");
  expect(row?.rules).toContainEqual({
    code: "patients.phone.missing",
    severity: "warning",
    isSet: true,
  });
  expect(row).toMatchObject({ targets: ["phone", "phone_e164"], decider: "the hospital" });
  expect(row?.conversion).toContain("E.164 for IN");
});

test("rules are listed with the first field that they look at; moot ones are not", () => {
  const codes = (field: string) => rowOf(field)?.rules.map(({ code }) => code);
  expect(codes("patients.registrationDate")).toContain("patients.registrationDate.before-birth");
  expect(codes("patients.email")).toEqual([]);
});

test("fields that nothing fills, and columns that fill nothing, are listed too", () => {
  expect(rowOf("doctors.department")).toMatchObject({
    columns: [],
    decision: "not filled",
    decider: "default",
  });
  expect(rowOf("patients.fullName")?.decision).toBe("worked out from other fields");
  const header = ["patientId", "BLOOD", "phoneNumber", "WARD"];
  const base = MAPPING.entities["patients"];
  if (base === undefined) throw new TypeError("no patients");
  const ignore = [{ column: "BLOOD" }, { column: "OLD", by: "Dr. Rao", why: "of no use" }];
  const mapping = { ...MAPPING, entities: { patients: { ...base, ignore } } };
  const cells = new Map([["WARD", 12]]);
  const facts = {
    ...NOT_LOOKED,
    header,
    cells,
    example: ([name]: readonly string[]) => `x ${name}`,
  };
  const rows = entitySheet(patients, mapping, facts)?.rows.filter(({ field }) => field === null);
  expect(rows?.map(({ columns, example, decider }) => [...columns, example, decider])).toEqual([
    ["BLOOD", "x BLOOD", "nobody"],
    ["WARD", "x WARD", "default"],
    ["OLD", "x OLD", "the hospital"],
  ]);
  expect(rows?.[1]).toMatchObject({ conversion: "kept in the ledger" });
  expect(rows?.[1]?.decision).toContain("12");
  expect(rows?.[2]?.decision).toContain("by Dr. Rao: of no use");
  expect(entitySheet(visits, mapping, facts)).toBeUndefined();
});
