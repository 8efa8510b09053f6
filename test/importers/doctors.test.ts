import { describe, expect, test } from "vitest";
import { doctors } from "../../importers/doctors.ts";
import { AS_OF, found, prepareCells } from "../support/prepare.ts";

const SOUND = {
  legacyId: "D01",
  fullName: "Dr. Jane Smith",
  department: "",
  joinDate: "2015-06-01",
};

const findings = (cells: Partial<typeof SOUND>) =>
  found(prepareCells(doctors, { ...SOUND, ...cells }));

test("a sound doctor is a row without findings; a doctor of no department is of General", () => {
  const { row, issues } = prepareCells(doctors, SOUND);
  expect(issues).toEqual([]);
  expect(row).toEqual({ ...SOUND, department: "General" });
});

test("a doctor must have a legacy id and a name", () => {
  expect(findings({ legacyId: "", fullName: "\u00A0" })).toEqual([
    ...["error doctors.legacyId.missing", "error doctors.fullName.missing"],
  ]);
});

describe("the day a doctor joins", () => {
  test("after the day of the run is a warning", () => {
    expect(findings({ joinDate: AS_OF })).toEqual([]);
    expect(findings({ joinDate: "2026-01-15" })).toEqual(["warning doctors.joinDate.future"]);
  });

  test("may be unknown", () => {
    expect(findings({ joinDate: "" })).toEqual([]);
  });
});

test("the row that stands for a doctor whom the export lacks is not an active one", () => {
  expect(doctors.placeholder?.("D9")).toMatchObject({ legacyId: "D9", isActive: false });
});
