import { describe, expect, test } from "vitest";
import { patients } from "../../../importers/patients.ts";
import { visits } from "../../../importers/visits.ts";
import { UsageError } from "../../../src/plain/errors.ts";
import type { Flaw } from "../../../src/source/record.ts";
import { compileFor, found, sourceRecord } from "../../support/prepare.ts";

const FIELDS = { legacyId: "id", phone: "phone", fullName: "name" };
const HEADER = ["name", "id", "phone"];
const CELLS = ["Asha Rao", "7", "0442345678"];

const compiled = (entity: object = {}, header = HEADER) =>
  compileFor(patients, { fields: FIELDS, ...entity }, header);

describe("the width of a record", () => {
  const { prepare } = compiled();

  test("of fewer cells than the header: nothing is read out of it", () => {
    const record = prepare(sourceRecord(["Asha Rao", "7"]));
    expect(found(record)).toEqual(["error patients.row.too-few-cells"]);
    expect({ row: record.row, legacyId: record.legacyId }).toEqual({ row: {}, legacyId: null });
  });

  test("of more cells than the header: nothing is read out of it", () => {
    const record = prepare(sourceRecord([...CELLS, ""]));
    expect(found(record)).toEqual(["error patients.row.too-many-cells"]);
    expect(record.legacyId).toBeNull();
  });

  test("cannot be excused by a mapping", () => {
    const rules = { "patients.row.too-few-cells": "off" };
    expect(() => compiled({ rules })).toThrow(/patients.row.too-few-cells/);
  });
});

describe("a record that is not sound in its file", () => {
  const flawed = (flaws: readonly Flaw[], cells: readonly string[], entity: object = {}) =>
    compiled(entity).prepare({ ...sourceRecord(cells), flaws });

  test("and has no cells has that one finding", () => {
    const flaws: Flaw[] = ["quote-unclosed", "quote-garbage", "too-long", "unreadable"];
    const all = flaws.map((flaw) => found(flawed([flaw], [])));
    expect(all).toEqual(flaws.map((flaw) => [`error patients.row.${flaw}`]));
  });

  test("and has cells is mapped all the same", () => {
    const record = flawed(["encoding"], CELLS);
    expect(found(record)).toEqual(["error patients.row.encoding"]);
    expect(record.legacyId).toBe("7");
  });

  test("only for a stray quote has a warning, which a mapping can lower", () => {
    expect(found(flawed(["quote-stray"], CELLS))).toEqual(["warning patients.row.quote-stray"]);
    const rules = { "patients.row.quote-stray": "off" };
    expect(found(flawed(["quote-stray"], CELLS, { rules }))).toEqual([]);
  });
});

describe("columns that the file lacks", () => {
  const fields = { ...FIELDS, gender: { column: "sex", optional: true } };

  test("and are optional are not owned: the database's default holds", () => {
    const { columns, prepare } = compiled({ fields });
    expect(columns.map(({ key }) => key)).toEqual(["legacyId", "fullName", "phone"]);
    expect(prepare(sourceRecord(CELLS)).row).not.toHaveProperty("gender");
  });

  test("and that the file has are owned, in the order of the importer", () => {
    const { columns } = compiled({ fields }, ["sex", ...HEADER]);
    expect(columns.map(({ key }) => key)).toEqual(["legacyId", "fullName", "phone", "gender"]);
  });

  test("are missing on every record where the field is required, optional or not", () => {
    const optional = { ...FIELDS, phone: { column: "mobile", optional: true } };
    expect(compiled({ fields: optional }).prepare(sourceRecord(CELLS)).issues).toEqual([
      { code: "patients.phone.missing", severity: "error", column: "mobile" },
    ]);
  });

  test("are missing on every record where the mapping leaves the field out", () => {
    const without = { legacyId: "id", fullName: "name" };
    const rules = (setting: string) => ({ "patients.phone.missing": setting });
    const findings = ["warning", "off"].map((setting) =>
      found(compiled({ fields: without, rules: rules(setting) }).prepare(sourceRecord(CELLS))),
    );
    expect(findings).toEqual([["warning patients.phone.missing"], []]);
  });
});

describe("what is handed on", () => {
  test("the order of columns in the file does not matter", () => {
    const one = compiled().prepare(sourceRecord(CELLS));
    const other = compiled({}, ["phone", "name", "id"]).prepare(
      sourceRecord(["0442345678", "Asha Rao", "7"]),
    );
    expect(other.row).toEqual(one.row);
    expect([...other.hashes]).toEqual([...one.hashes]);
  });

  test("values stand as the database stores them, the legacy id first, references open", () => {
    const fields = {
      legacyId: "id",
      patientId: "p",
      doctorId: "d",
      visitDate: "on",
      consultationFee: "fee",
    };
    const { prepare, columns, references } = compileFor(visits, { fields }, Object.values(fields));
    const { values, parents } = prepare(sourceRecord(["V1", "7", "D1", "2022-01-15", "500"]));
    expect(Object.fromEntries(columns.map(({ key }, at) => [key, values[at]]))).toEqual({
      legacyId: "V1",
      patientId: null,
      doctorId: null,
      visitDate: "2022-01-15",
      consultationFeeMinor: 50_000,
      consultationFeeCurrency: "INR",
    });
    expect(columns[0]?.key).toBe("legacyId");
    expect(references.map(({ label }, at) => [label, parents[at]])).toEqual([
      ["patient", "7"],
      ["doctor", "D1"],
    ]);
  });

  test("two records of equal cells have one fingerprint, others have others", () => {
    const { prepare } = compiled();
    const [one, same, other] = [CELLS, CELLS, ["Asha Rao", "70", "442345678"]].map((cells, at) =>
      prepare(sourceRecord(cells, at + 1)),
    );
    expect(same?.fingerprint).toBe(one?.fingerprint);
    expect(other?.fingerprint).not.toBe(one?.fingerprint);
  });

  test("the place in the file stays with the record", () => {
    const { record, line, offset } = compiled().prepare(sourceRecord(CELLS, 41));
    expect({ record, line, offset }).toEqual({ record: 41, line: 42, offset: 4100 });
  });
});

test("a declaration that breaks is named with the line, and no value of the record", () => {
  const complete = ({ phone }: { phone?: unknown }) => {
    throw new TypeError(`cannot use ${phone}`);
  };
  const { prepare } = compileFor({ ...patients, complete }, { fields: FIELDS }, HEADER);
  const broken = () => prepare(sourceRecord(CELLS));
  expect(broken).toThrow(UsageError);
  expect(broken).toThrow(/^(?!.*0442345678).*patients.* line 2 /);
});
