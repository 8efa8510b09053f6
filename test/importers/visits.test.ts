import { describe, expect, test } from "vitest";
import { visits } from "../../importers/visits.ts";
import { AS_OF, found, prepareCells } from "../support/prepare.ts";

const SOUND = {
  legacyId: "V1",
  patientId: "007",
  doctorId: "D01",
  visitDate: "2022-01-15",
  visitTime: "09:30",
  status: "completed",
  consultationFee: "500.00",
};

const findings = (cells: Partial<typeof SOUND>) =>
  found(prepareCells(visits, { ...SOUND, ...cells }));

test("a sound visit is a row without findings, and names its parents by their legacy ids", () => {
  const { row, issues, parents } = prepareCells(visits, SOUND);
  expect({ issues, parents }).toEqual({ issues: [], parents: ["007", "D01"] });
  expect(row).toEqual({
    legacyId: "V1",
    visitDate: "2022-01-15",
    visitTime: "09:30",
    status: "completed",
    consultationFeeMinor: 50_000,
    consultationFeeCurrency: "INR",
  });
});

test("a visit must have a legacy id, a patient, a doctor and a day", () => {
  expect(findings({ legacyId: "", patientId: "", doctorId: "", visitDate: "" })).toEqual([
    ...["error visits.legacyId.missing", "error visits.patient.missing"],
    ...["error visits.doctor.missing", "error visits.visitDate.missing"],
  ]);
});

test("a visit without a fee has no currency either", () => {
  const { row, issues } = prepareCells(visits, { ...SOUND, consultationFee: "" });
  expect(issues).toEqual([]);
  expect(row).toMatchObject({ consultationFeeMinor: null, consultationFeeCurrency: null });
});

describe("the day of a visit", () => {
  test("lies not after the day of the run, unless the visit is scheduled", () => {
    const future = { visitDate: "2026-01-15" };
    expect(findings({ visitDate: AS_OF })).toEqual([]);
    expect(findings(future)).toEqual(["error visits.visitDate.future"]);
    expect(findings({ ...future, status: "" })).toEqual(["error visits.visitDate.future"]);
    expect(findings({ ...future, status: "Booked" })).toEqual([]);
  });

  test("lies not before the patient's birth; a child may be seen on the day it is born", () => {
    const rule = visits.rules.find(({ code }) => code === "visitDate.before-birth");
    const broken = (dateOfBirth: string | null) =>
      rule?.broken(
        { visitDate: "2022-01-15" },
        { asOf: AS_OF, parents: { patient: { dateOfBirth } } },
      );
    expect([null, "2022-01-15", "2022-01-16"].map(broken)).toEqual([false, false, true]);
    expect(rule?.parent).toBe("patient");
  });

  test("is not compared with the birth of a patient who is not known", () => {
    const rule = visits.rules.find(({ code }) => code === "visitDate.before-birth");
    expect(rule?.broken({ visitDate: "2022-01-15" }, { asOf: AS_OF, parents: {} })).toBe(false);
  });
});

test.each([
  ["In Progress", "in_progress"],
  ["in-progress", "in_progress"],
  ["DISCHARGED", "completed"],
  ["Canceled", "cancelled"],
  ["no show", "no_show"],
  ["planned", "scheduled"],
])("a visit that is %s is %s", (status, value) => {
  expect(prepareCells(visits, { ...SOUND, status }).row["status"]).toBe(value);
});

test.each([
  [{ status: "gone" }, "error visits.status.unknown"],
  [{ visitTime: "9 o'clock" }, "error visits.visitTime.not-a-time"],
  [{ consultationFee: "free" }, "error visits.consultationFee.not-money"],
  [{ consultationFee: "-5" }, "error visits.consultationFee.negative"],
  [{ consultationFee: "1.005" }, "error visits.consultationFee.too-many-decimals"],
])("%o: %s", (cells, finding) => {
  expect(findings(cells)).toEqual([finding]);
});
