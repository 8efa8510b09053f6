import { describe, expect, test } from "vitest";
import { patients } from "../../../importers/patients.ts";
import { visits } from "../../../importers/visits.ts";
import { compileFor, found, sourceRecord } from "../../support/prepare.ts";

const NEEDED = { legacyId: "id", phone: "phone", fullName: "name" };
const HEADER = ["id", "phone", "name", "a", "b"];

/** A patient whose mapping says this besides what is needed; the last two cells are free. */
function patient(entity: { fields?: object; [key: string]: unknown }, cells: readonly string[]) {
  const written = { ...entity, fields: { ...NEEDED, ...entity.fields } };
  const { prepare } = compileFor(patients, written, HEADER);
  return prepare(sourceRecord(["7", "0442345678", "Asha Rao", ...cells]));
}

describe("several columns for one field", () => {
  const joined = (written: object, cells: readonly string[], more: object = {}) =>
    patient({ fields: { address: written }, ...more }, cells).row["address"];

  test("are joined in the mapping's order, with a blank or what it says", () => {
    expect(joined(["b", "a"], ["Chennai", "Lake View"])).toBe("Lake View Chennai");
    expect(joined({ columns: ["a", "b"], join: ", " }, ["12", "Lake View"])).toBe("12, Lake View");
  });

  test("each is trimmed, and empty ones leave no joint behind", () => {
    const address = { columns: ["a", "b"], join: ", " };
    expect(joined(address, [" 12\u00A0", ""])).toBe("12");
    expect(joined(address, ["\u200B", " Lake View"])).toBe("Lake View");
    expect(joined(address, ["", " "])).toBeNull();
  });

  test("one that means nothing is left out", () => {
    const address = { columns: ["a", "b"], join: ", " };
    expect(joined(address, ["NULL", "Lake View"], { nullTokens: ["NULL"] })).toBe("Lake View");
    expect(joined(address, ["NULL", "NULL"], { nullTokens: ["NULL"] })).toBeNull();
  });

  test("are named together in an issue", () => {
    const fields = { dateOfBirth: { columns: ["a", "b"] } };
    expect(patient({ fields }, ["1990", "none"]).issues).toEqual([
      { code: "patients.dateOfBirth.not-a-date", severity: "error", column: "a + b" },
    ]);
  });

  test("optional ones of which the file has some are joined from those", () => {
    expect(joined({ columns: ["a", "c"], optional: true }, ["12", ""])).toBe("12");
  });
});

describe("a constant", () => {
  test("is converted like a cell, for every record", () => {
    const fields = { gender: { value: "male" }, age: { value: "045" } };
    expect(patient({ fields }, ["", ""]).row).toMatchObject({ gender: "M", age: 45 });
  });

  test("that does not convert is found on every record", () => {
    expect(found(patient({ fields: { age: { value: "old" } } }, ["", ""]))).toEqual([
      "error patients.age.not-a-number",
    ]);
  });
});

describe("cells that mean nothing", () => {
  const fields = { age: "a", gender: "b" };

  test("are empty, whatever they would convert to", () => {
    const { row, issues } = patient({ fields, nullTokens: ["NULL", "-", "0"] }, ["0", " NULL "]);
    expect(issues).toEqual([]);
    expect(row).toMatchObject({ age: null, gender: "U" });
  });

  test("are exact: another letter case is a cell like any other", () => {
    expect(found(patient({ fields, nullTokens: ["NULL"] }, ["null", ""]))).toEqual([
      "error patients.age.not-a-number",
    ]);
  });

  test("make a required field missing", () => {
    const fields = { phone: "a" };
    expect(found(patient({ fields, nullTokens: ["n/a"] }, ["n/a", ""]))).toEqual([
      "error patients.phone.missing",
    ]);
  });
});

describe("what a mapping lowers", () => {
  const gender = (setting: string) => {
    const rules = { "patients.gender.unknown": setting };
    return patient({ fields: { gender: "a" }, rules }, ["X", ""]);
  };

  test("to a warning is found, and the cell counts as empty", () => {
    expect(found(gender("warning"))).toEqual(["warning patients.gender.unknown"]);
    expect(gender("warning").row["gender"]).toBe("U");
  });

  test("raised to an error, a warning rejects", () => {
    const rules = { "patients.phone.malformed": "error" };
    const { prepare } = compileFor(patients, { fields: NEEDED, rules }, HEADER);
    const record = prepare(sourceRecord(["7", "none", "Asha", "", ""]));
    expect(found(record)).toEqual(["error patients.phone.malformed"]);
  });
});

test("an amount that was rounded says how much it lost, and for which field", () => {
  const fields = {
    legacyId: "id",
    patientId: "p",
    doctorId: "d",
    visitDate: "on",
    consultationFee: { column: "fee", round: "half-up" },
  };
  const { prepare } = compileFor(visits, { fields }, ["id", "p", "d", "on", "fee"]);
  const { row, rounded } = prepare(sourceRecord(["V1", "7", "D1", "2022-01-15", "0.015"]));
  expect(row["consultationFeeMinor"]).toBe(2);
  expect(rounded).toEqual([{ field: "consultationFee", difference: { units: -5n, scale: 3 } }]);
});
