import { describe, expect, test } from "vitest";
import type { Fit } from "../../src/mapping/fit.ts";
import { fitMapping } from "../../src/mapping/fit-mapping.ts";
import { type Mapping, parseMapping } from "../../src/mapping/mapping.ts";
import { DecisionNeeded } from "../../src/plain/errors.ts";
import { IMPORTERS, shippedMappings } from "../support/target.ts";

const PATIENTS = ["PAT_ID", "FNAME", "LNAME", "PHONE"];
const DOCTORS = ["DOC_ID", "DOC_NAME"];
const VISITS = ["VISIT_ID", "PAT_ID", "DOC_ID", "VISIT_DATE"];

type Headers = Readonly<Record<string, readonly string[]>>;

function fitTo(headers: Headers, mappings: readonly Mapping[] = shippedMappings()): Fit {
  const headed = Object.entries(headers).map(([name, header]) => {
    return { file: { path: name, name, size: 0, modified: 0 }, header };
  });
  return fitMapping(headed, mappings, IMPORTERS);
}

function mappingOf(entities: object, name = "own"): Mapping {
  const head = { mappingVersion: 1, legacySystem: name, currency: "INR", timeZone: "UTC" };
  return parseMapping(name, JSON.stringify({ ...head, entities }), IMPORTERS);
}

/** What a person is asked to decide. */
function asked(headers: Headers, mappings?: readonly Mapping[]): string {
  try {
    fitTo(headers, mappings);
  } catch (error) {
    if (error instanceof DecisionNeeded) return error.message;
    throw error;
  }
  return "";
}

const entities = ({ files }: Fit) =>
  files.map(({ file, importer }) => [file.name, importer.entity]);

test("a file that the mapping names under two entities is read for both, or what it lacks for one is told", () => {
  const file = "visits.csv";
  const mapping = mappingOf({
    doctors: { file, fields: { legacyId: "DOC", fullName: "DOC" } },
    visits: {
      file,
      fields: { legacyId: "ID", patientId: "PAT", doctorId: "DOC", visitDate: "DAY" },
    },
  });
  const found = fitTo({ [file]: ["ID", "PAT", "DOC", "DAY"] }, [mapping]);
  expect(entities(found)).toEqual([
    [file, "doctors"],
    [file, "visits"],
  ]);
  expect(asked({ [file]: ["ID", "PAT", "DOC"] }, [mapping])).toMatch(/as visits: column "DAY"/);
});

describe("an export that fits", () => {
  test("names the mapping by its columns, whatever its files are called", () => {
    const found = fitTo({ "a.csv": VISITS, "b.csv": DOCTORS, "c.csv": PATIENTS });
    expect(found.mapping.name).toBe("healthcare-plus");
    expect(entities(found)).toEqual([
      ["a.csv", "visits"],
      ["b.csv", "doctors"],
      ["c.csv", "patients"],
    ]);
  });

  test("may have its columns in any order", () => {
    const reversed = [...PATIENTS].reverse();
    expect(entities(fitTo({ "patients.csv": reversed }))).toEqual([["patients.csv", "patients"]]);
  });

  test("may come in several files of one entity", () => {
    const found = fitTo({ "2023.csv": PATIENTS, "2024.csv": [...PATIENTS, "EMAIL"] });
    expect(entities(found)).toEqual([
      ["2023.csv", "patients"],
      ["2024.csv", "patients"],
    ]);
  });

  test("is not held up by a mapping that fits less and cannot tell two entities apart", () => {
    const people = { fields: { legacyId: "PAT_ID", fullName: "FNAME" } };
    const vague = mappingOf({
      patients: { ...people, rules: { "patients.phone.missing": "warning" } },
      doctors: people,
    });
    const both = { "patients.csv": PATIENTS, "doctors.csv": DOCTORS };
    expect(fitTo(both, [vague, ...shippedMappings()]).mapping.name).toBe("healthcare-plus");
    expect(asked({ "patients.csv": PATIENTS }, [vague])).toContain("patients, doctors");
  });

  test("says which columns stay behind, and which are absent", () => {
    const [file] = fitTo({ "patients.csv": [...PATIENTS, "BLOOD_GROUP", "", "EMAIL"] }).files;
    expect(file?.unmapped).toEqual(["BLOOD_GROUP"]);
    expect(file?.absent).toEqual(["DOB", "AGE", "GENDER", "ADDRESS", "REGISTRATION_DATE"]);
  });

  test("leaves files of other things alone, and says so", () => {
    const found = fitTo({ "patients.csv": PATIENTS, "rooms.csv": ["ROOM", "FLOOR"] });
    expect(entities(found)).toEqual([["patients.csv", "patients"]]);
    expect(found.ignored.map(({ name }) => name)).toEqual(["rooms.csv"]);
  });
});

describe("a column that is missing", () => {
  test("is named, with the nearest that the file has", () => {
    const message = asked({ "patients.csv": ["PAT_ID", "FNAME", "LNAME", "PHONE_NO"] });
    expect(message).toContain('patients.csv as patients: column "PHONE" is missing');
    expect(message).toContain('(nearest: "PHONE_NO")');
  });

  test("is not taken from one that differs in letter case or blanks only", () => {
    const message = asked({ "export.csv": ["pat_id", "FNAME", "LNAME", "PHONE"] });
    expect(message).toContain('column "PAT_ID" is missing (nearest: "pat_id")');
  });

  test("has no nearest where none is near", () => {
    const message = asked({ "patients.csv": ["PAT_ID", "FNAME", "LNAME", "TELEFONNUMMER"] });
    expect(message).toMatch(/column "PHONE" is missing$/m);
  });

  test("is one of the mapping that the file comes nearest to", () => {
    const first = shippedMappings().map(({ name }) => name);
    expect(first).toEqual(["fhir-r4", "generic-csv", "healthcare-plus"]);
    expect(asked({ "patients.csv": ["PAT_ID", "FNAME", "LNAME", "TEL"] })).toContain(
      "healthcare-plus",
    );
    expect(asked({ "patients.csv": ["patientId", "firstName", "lastName"] })).toContain(
      "generic-csv",
    );
  });

  test("stops the run though other files fit", () => {
    const message = asked({ "doctors.csv": DOCTORS, "patients.csv": PATIENTS.slice(0, 3) });
    expect(message).toContain("patients.csv as patients");
    expect(message).not.toContain("doctors.csv");
  });
});

describe("a column that looks like an optional one", () => {
  test("is not left behind in silence", () => {
    const message = asked({ "patients.csv": [...PATIENTS, "E-MAIL"] });
    expect(message).toContain('column "E-MAIL" looks like "EMAIL"');
  });

  test("may be put under ignore", () => {
    const fields = { legacyId: "ID", phone: "TEL", email: { column: "EMAIL", optional: true } };
    const header = { "patients.csv": ["ID", "TEL", "E-MAIL"] };
    expect(asked(header, [mappingOf({ patients: { fields } })])).not.toBe("");
    expect(asked(header, [mappingOf({ patients: { fields, ignore: ["E-MAIL"] } })])).toBe("");
  });
});

describe("what cannot be told apart", () => {
  const fields = { legacyId: "ID", phone: "TEL" };

  test("two mappings that fit", () => {
    const mappings = [
      mappingOf({ patients: { fields } }, "one"),
      mappingOf({ patients: { fields } }, "two"),
    ];
    expect(asked({ "patients.csv": ["ID", "TEL"] }, mappings)).toMatch(/one, two/);
  });

  test("two entities that fit, until the mapping names the file", () => {
    const doctors = { fields: { legacyId: "ID", fullName: "TEL" } };
    const header = { "staff.csv": ["ID", "TEL"] };
    expect(asked(header, [mappingOf({ patients: { fields }, doctors })])).toMatch(
      /patients, doctors/,
    );
    const named = { ...doctors, file: "Staff.CSV" };
    const patients = { fields, file: "patients.csv" };
    expect(entities(fitTo(header, [mappingOf({ patients, doctors: named })]))).toEqual([
      ["staff.csv", "doctors"],
    ]);
  });

  test("a file that has more of one entity's columns is that entity's", () => {
    const more = { ...fields, address: { column: "CITY", optional: true } };
    const doctors = { fields: { legacyId: "ID", fullName: "TEL" } };
    const found = fitTo({ "a.csv": ["ID", "TEL", "CITY"] }, [
      mappingOf({ patients: { fields: more }, doctors }),
    ]);
    expect(entities(found)).toEqual([["a.csv", "patients"]]);
  });
});

describe("what fits nothing", () => {
  test("an export of other columns", () => {
    const message = asked({ "a.csv": ["ROOM"], "b.csv": ["WARD", "FLOOR"] });
    expect(message).toContain("a.csv: 1 columns");
    expect(message).toContain("b.csv: 2 columns");
  });

  test.each([";", "\t", "|"])("a file whose cells are separated by %j, which is said", (mark) => {
    expect(asked({ "export.csv": [PATIENTS.join(mark)] })).toContain("not separated by commas");
  });

  test("any export, where there is no mapping", () => {
    expect(asked({ "patients.csv": PATIENTS }, [])).not.toBe("");
  });
});

describe("a column that a header has twice", () => {
  test("is asked about where it would be read", () => {
    expect(asked({ "patients.csv": [...PATIENTS, "PHONE"] })).toContain('two columns "PHONE"');
    expect(asked({ "patients.csv": [...PATIENTS, "EMAIL", "EMAIL"] })).toContain('"EMAIL"');
  });

  test("is not asked about by a mapping that fits less", () => {
    const fields = { legacyId: "ID", phone: "TEL" };
    const less = mappingOf({ patients: { fields } }, "less");
    const more = mappingOf({ patients: { fields: { legacyId: "ID", phone: "MOBILE" } } }, "more");
    const header = ["ID", "TEL", "TEL (column 3)", "MOBILE"];
    const second = { "b.csv": ["ID", "MOBILE"], "c.csv": ["ID", "MOBILE"] };
    expect(fitTo({ "a.csv": header, ...second }, [less, more]).mapping.name).toBe("more");
    expect(asked({ "a.csv": header }, [less])).toContain('"TEL"');
  });

  test("is asked about where it says which records are meant, until the second one is listed", () => {
    const fields = { legacyId: "ID", phone: "TEL" };
    const where = { ROLE: "patient" };
    const header = { "a.csv": ["ID", "TEL", "ROLE", "ROLE (column 4)"] };
    expect(asked(header, [mappingOf({ patients: { fields, where } })])).toContain('"ROLE"');
    const ignore = ["ROLE (column 4)"];
    expect(asked(header, [mappingOf({ patients: { fields, where, ignore } })])).toBe("");
  });

  test("does no harm where it stays behind, though another entity knows it", () => {
    const found = fitTo({ "visits.csv": [...VISITS, "ADDRESS", "ADDRESS"] });
    expect(entities(found)).toEqual([["visits.csv", "visits"]]);
    expect(found.files[0]?.unmapped).toEqual(["ADDRESS", "ADDRESS"]);
  });
});

describe("a file that an entity does not name", () => {
  const named = (file: string) =>
    mappingOf({
      patients: {
        file,
        fields: { legacyId: "PAT_ID", firstName: "FNAME", lastName: "LNAME", phone: "PHONE" },
      },
    });

  test("and that has its columns, in any order, is asked about", () => {
    const more = { "old.csv": [...PATIENTS].reverse(), "p.csv": PATIENTS };
    expect(asked(more, [named("p.csv")])).toContain("old.csv has the columns of patients");
  });

  test("is asked about where it is called alike, apart from the year, whatever its columns are", () => {
    const files = { "patients_2023.csv": PATIENTS, "patients_2024.csv": ["No", "Name", "Tel"] };
    expect(asked(files, [named("patients_2023.csv")])).toContain("patients_2024.csv");
    const sheets = { "b.xlsx#2023": PATIENTS, "b.xlsx#2024": ["PAT_ID", "Name"] };
    expect(asked(sheets, [named("b.xlsx#2023")])).toContain("b.xlsx#2024");
  });

  test("is left alone where only its name is one that any sheet has, or nothing names its columns", () => {
    const sheets = { "b.xlsx#Sheet1": PATIENTS, "b.xlsx#Sheet2": ["ward", "floor"] };
    expect(asked(sheets, [named("b.xlsx#Sheet1")])).toBe("");
    const other = {
      "p.csv": PATIENTS,
      "visits.csv": VISITS,
      "wards.csv": ["PAT_ID", "ward", "bed"],
    };
    expect(asked(other, [named("p.csv")])).toBe("");
  });
});
