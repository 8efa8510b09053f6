import { describe, expect, test } from "vitest";
import { patients } from "../../importers/patients.ts";
import { AS_OF, found, prepareCells } from "../support/prepare.ts";

const SOUND = {
  legacyId: "007",
  firstName: "Asha",
  lastName: "Rao",
  phone: "0442345678",
  dateOfBirth: "1990-05-01",
  registrationDate: "2022-02-03",
  age: "31",
  gender: "F",
};

const findings = (cells: Partial<typeof SOUND> | { fullName: string }) =>
  found(prepareCells(patients, { ...SOUND, ...cells }));

test("a sound patient is a row without findings", () => {
  const { row, issues, legacyId } = prepareCells(patients, SOUND);
  expect({ legacyId, issues }).toEqual({ legacyId: "007", issues: [] });
  const whole = { dateOfBirthPrecision: null };
  expect(row).toEqual({ ...SOUND, ...whole, age: 31, fullName: "Asha Rao" });
});

describe("what a patient must have", () => {
  test("a legacy id", () => {
    expect(findings({ legacyId: " " })).toEqual(["error patients.legacyId.missing"]);
  });

  test("a phone", () => {
    expect(findings({ phone: "" })).toEqual(["error patients.phone.missing"]);
  });

  test("a name: whole, first or last", () => {
    expect(findings({ firstName: "", lastName: "" })).toEqual(["error patients.fullName.missing"]);
    expect(findings({ firstName: "" })).toEqual([]);
    expect(findings({ firstName: "", lastName: "", fullName: "Asha Rao" })).toEqual([]);
  });

  test("nothing else", () => {
    const { legacyId, firstName, lastName, phone } = SOUND;
    const record = prepareCells(patients, { legacyId, firstName, lastName, phone, gender: "" });
    expect(found(record)).toEqual([]);
    expect(record.row["gender"]).toBe("U");
  });
});

describe("a patient's days", () => {
  test("birth lies not after the day of the run", () => {
    expect(findings({ registrationDate: "", dateOfBirth: AS_OF })).toEqual([]);
    expect(findings({ registrationDate: "", dateOfBirth: "2026-01-15" })).toEqual([
      "error patients.dateOfBirth.future",
    ]);
  });

  test("registration after the day of the run is a warning", () => {
    expect(findings({ registrationDate: AS_OF })).toEqual([]);
    expect(findings({ registrationDate: "2026-01-15" })).toEqual([
      "warning patients.registrationDate.future",
    ]);
  });

  test("registration lies not before birth; on the same day a child is born and registered", () => {
    expect(findings({ registrationDate: "1990-05-01" })).toEqual([]);
    expect(findings({ registrationDate: "1990-04-30" })).toEqual([
      "error patients.registrationDate.before-birth",
    ]);
  });

  test("an unknown day breaks no rule", () => {
    expect(findings({ dateOfBirth: "", registrationDate: "1890-01-01" })).toEqual([]);
    expect(findings({ registrationDate: "" })).toEqual([]);
  });
});

describe("a patient's other cells", () => {
  test.each([
    [{ age: "151" }, "error patients.age.out-of-range"],
    [{ age: "-1" }, "error patients.age.out-of-range"],
    [{ age: "thirty" }, "error patients.age.not-a-number"],
    [{ gender: "X" }, "error patients.gender.unknown"],
    [{ phone: "9.84E+09" }, "error patients.phone.scientific"],
    [{ phone: "none" }, "warning patients.phone.malformed"],
    [{ dateOfBirth: "01/05/1990" }, "error patients.dateOfBirth.not-a-date"],
  ])("%o: %s", (cells, finding) => {
    expect(findings(cells)).toEqual([finding]);
  });

  test("gender is known by letter and by word", () => {
    const genders = ["M", "male", "Female", "OTHER", "unknown"].map((gender) => {
      return prepareCells(patients, { ...SOUND, gender }).row["gender"];
    });
    expect(genders).toEqual(["M", "M", "F", "O", "U"]);
  });

  test("names are single-spaced, the whole name too", () => {
    const { row } = prepareCells(patients, {
      ...SOUND,
      firstName: " Asha  K. ",
      lastName: "Rao\u00A0",
    });
    expect(row).toMatchObject({ firstName: "Asha K.", lastName: "Rao", fullName: "Asha K. Rao" });
  });
});

test("the row that stands for a patient whom the export lacks is not an active one", () => {
  expect(patients.placeholder?.("007")).toMatchObject({ legacyId: "007", isActive: false });
});
