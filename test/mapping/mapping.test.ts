import { describe, expect, test } from "vitest";
import { type Mapping, parseAnswered, parseMapping } from "../../src/mapping/mapping.ts";
import { DecisionNeeded, UsageError } from "../../src/plain/errors.ts";
import type { ReadingByFile } from "../../src/source/reading-settings.ts";
import { IMPORTERS } from "../support/target.ts";

const FIELDS = {
  patients: { legacyId: "id", phone: "phone" },
  visits: { legacyId: "id", patientId: "patient", doctorId: "doctor", visitDate: "on" },
} as const;

const HEAD = {
  mappingVersion: 1,
  legacySystem: "old-hms",
  currency: "INR",
  timeZone: "Asia/Kolkata",
};

const parseText = (json: string): Mapping => parseMapping("old-hms.json", json, IMPORTERS);
const parse = (written: object): Mapping => parseText(JSON.stringify(written));

/** A mapping of patients alone, with this said besides. */
const patients = (fields: object, more: object = {}) =>
  parse({
    ...HEAD,
    entities: { patients: { fields: { ...FIELDS.patients, ...fields }, ...more } },
  });

const visits = (fields: object, more: object = {}) =>
  parse({ ...HEAD, entities: { visits: { fields: { ...FIELDS.visits, ...fields }, ...more } } });

/** What was wrong, a key a line. */
function wrong(read: () => Mapping): string[] {
  try {
    read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect(error.exitCode).toBe(2);
    return error.message.split("\n").slice(1);
  }
  return [];
}

describe("a field is written as", () => {
  const address = (written: unknown) =>
    patients({ address: written }).entities["patients"]?.fields["address"];
  const usual = { join: " ", value: undefined, optional: false, options: {} };

  test("the name of its column", () => {
    expect(address("ADDR")).toEqual({ ...usual, columns: ["ADDR"] });
  });

  test("a list of columns", () => {
    expect(address(["STREET", "CITY"])).toEqual({ ...usual, columns: ["STREET", "CITY"] });
  });

  test("an object with more to say", () => {
    const written = { columns: ["STREET", "CITY"], join: ", ", optional: true };
    expect(address(written)).toEqual({ ...usual, ...written });
    expect(address({ column: "ADDR" })).toEqual({ ...usual, columns: ["ADDR"] });
    expect(address({ value: "unknown" })).toEqual({ ...usual, columns: [], value: "unknown" });
  });

  test("an object with options of its conversion", () => {
    const { entities } = patients({
      dateOfBirth: { column: "DOB", format: "DD/MM/YY", pivot: 26 },
    });
    expect(entities["patients"]?.fields["dateOfBirth"]?.options).toEqual({
      format: "DD/MM/YY",
      pivot: 26,
    });
  });

  test("a column's name, which is trimmed and composed as a header is", () => {
    expect(address(" Pre\u0301nom\u00A0")?.columns).toEqual(["Pr\u00E9nom"]);
  });
});

test("cells that mean nothing are trimmed, as the cells are", () => {
  const { nullTokens } = patients({}, { nullTokens: ["N/A ", "-"] }).entities["patients"] ?? {};
  expect(nullTokens).toEqual(["N/A", "-"]);
  expect(wrong(() => patients({}, { nullTokens: [" "] })).length).toBe(1);
});

test("what an entity leaves unsaid is nothing", () => {
  expect(patients({}).entities["patients"]).toMatchObject({
    ignore: [],
    nullTokens: [],
    rules: {},
  });
  expect(patients({}).entities["visits"]).toBeUndefined();
});

describe("the head of a mapping", () => {
  test.each([
    [{ mappingVersion: 2 }, "mappingVersion"],
    [{ legacySystem: "Old HMS" }, "legacySystem"],
    [{ legacySystem: "../old" }, "legacySystem"],
    [{ legacySystem: "a".repeat(65) }, "legacySystem"],
    [{ currency: "Rs" }, "currency"],
    [{ currency: undefined }, "currency"],
    [{ timeZone: "IST/Kolkata" }, "timeZone"],
    [{ entities: undefined }, "entities"],
    [{ entities: { patient: {} } }, "entities"],
  ])("%o is wrong", (change, key) => {
    const lines = wrong(() => parse({ ...HEAD, entities: {}, ...change }));
    expect(lines.map((line) => line.trim().split(":")[0])).toEqual([key]);
  });

  test("that is no JSON, or no object, is refused", () => {
    for (const json of ["", "{", "// no", '"old-hms"', "[]", "null"]) {
      expect(() => parseMapping("old-hms.json", json, IMPORTERS)).toThrow(UsageError);
    }
  });
});

describe("the wrong key is named, and the nearest that is known", () => {
  test.each([
    ["a field", () => patients({ dateofBirth: "DOB" }), "patients.fields", "dateOfBirth"],
    [
      "a setting",
      () => patients({ age: { colum: "AGE", value: "1" } }),
      "patients.fields.age",
      "column",
    ],
    [
      "an option",
      () => patients({ dateOfBirth: { column: "DOB", formats: [] } }),
      "patients.fields.dateOfBirth",
      "format",
    ],
    ["an entity's key", () => patients({}, { nulltokens: [] }), "patients", "nullTokens"],
    [
      "a rule",
      () => patients({}, { rules: { "patients.phone.mising": "off" } }),
      "patients.rules",
      "patients.phone.missing",
    ],
  ])("%s", (...[, read, path, nearest]) => {
    const [line, ...others] = wrong(read);
    expect(others).toEqual([]);
    expect(line).toContain(`entities.${path}: does not know`);
    expect(line).toContain(`(nearest: "${nearest}")`);
  });

  test("at the top of the file", () => {
    const lines = wrong(() => parse({ ...HEAD, entities: {}, timezone: "UTC" }));
    expect(lines).toEqual(['  the file: does not know "timezone" (nearest: "timeZone")']);
  });

  test("each of them", () => {
    const lines = wrong(() => patients({ fone: "P", age: { colum: "AGE" } }, { ignored: [] }));
    expect(lines.length).toBeGreaterThanOrEqual(3);
  });
});

describe("what a field cannot be", () => {
  test.each([
    ["from nowhere", {}],
    ["from a column and a constant", { column: "AGE", value: "1" }],
    ["from a column and a list", { column: "AGE", columns: ["AGE"] }],
    ["from no column", { columns: [] }],
    ["from a column without a name", { column: " " }],
    ["an empty constant", { value: "" }],
    ["a number", 5],
    ["nothing", null],
  ])("%s", (_, age) => {
    const lines = wrong(() => patients({ age }));
    expect(lines.length).toBeGreaterThanOrEqual(1);
    for (const line of lines) expect(line).toContain("entities.patients.fields.age");
  });

  test("read in a format that is flawed", () => {
    const lines = wrong(() => patients({ dateOfBirth: { column: "DOB", format: "DD/MM/YY" } }));
    expect(lines.map((line) => line.split(":")[0])).toEqual([
      "  entities.patients.fields.dateOfBirth.format",
    ]);
  });

  test("money with one mark for thousands and decimals", () => {
    const lines = wrong(() => visits({ consultationFee: { column: "FEE", group: "." } }));
    expect(lines.map((line) => line.split(":")[0])).toEqual([
      "  entities.visits.fields.consultationFee.group",
    ]);
  });

  test("a code that the target does not take", () => {
    const lines = wrong(() => patients({ gender: { column: "SEX", codes: { "1": "X" } } }));
    expect(lines.map((line) => line.split(":")[0])).toEqual([
      "  entities.patients.fields.gender.codes.1",
    ]);
  });

  test("null where the column is required", () => {
    const unknown = (field: string) => ({ [field]: { column: "x", onUnknown: "null" } });
    expect(wrong(() => visits(unknown("doctorId")))).toEqual([]);
    expect(wrong(() => visits(unknown("patientId"))).map((line) => line.split(":")[0])).toEqual([
      "  entities.visits.fields.patientId.onUnknown",
    ]);
  });
});

describe("required fields", () => {
  const without = (rules: object) =>
    wrong(() => parse({ ...HEAD, entities: { patients: { fields: { legacyId: "id" }, rules } } }));

  test("must be mapped", () => {
    expect(without({}).map((line) => line.split(":")[0])).toEqual([
      "  entities.patients.fields.phone",
    ]);
  });

  test("may be left out where the mapping says that it knows", () => {
    expect(without({ "patients.phone.missing": "warning" })).toEqual([]);
    expect(without({ "patients.phone.missing": "off" })).toEqual([]);
    expect(without({ "patients.phone.missing": "error" }).length).toBe(1);
  });

  test("of a reference are excused by the label that codes have", () => {
    const fields = { legacyId: "id", patientId: "patient", visitDate: "on" };
    const rules = { "visits.doctor.missing": "warning" };
    const entities = { visits: { fields, rules } };
    expect(wrong(() => parse({ ...HEAD, entities }))).toEqual([]);
  });
});

const wrongSetting = (code: string, setting: string) => {
  try {
    patients({}, { rules: { [code]: setting } });
    return [];
  } catch (error) {
    return [error];
  }
};

test.each([
  ...[
    "patients.legacyId.missing",
    "patients.legacyId.scientific",
    "patients.legacyId.duplicate",
    "patients.row.too-few-cells",
  ],
  ...["patients.row.encoding", "patients.target.constraint"],
])("the rule %s guards the balance: no mapping lowers it", (code) => {
  expect(wrong(() => patients({}, { rules: { [code]: "warning" } })).length).toBe(1);
});

test.each(["patients.gender.unknown", "patients.phone.scientific", "patients.target.edited"])(
  "what the rule %s finds may be allowed by a mapping, and cannot be left unsaid",
  (code) => {
    const settings = ["error", "warning", "off"];
    const taken = settings.filter((setting) => wrongSetting(code, setting).length === 0);
    expect(taken).toEqual(["error", "warning"]);
  },
);

test("a rule that may not be off says so, and one that is always an error too", () => {
  const said = (code: string) => wrong(() => patients({}, { rules: { [code]: "off" } }));
  expect(said("patients.gender.unknown")).toEqual([expect.stringContaining('but not "off"')]);
  expect(said("patients.legacyId.missing")).toEqual([expect.stringContaining("always an error")]);
});

test("a rule without its entity is hinted at with the entity that it stands in", () => {
  const [line] = wrong(() => patients({}, { rules: { "row.too-few-cells": "warning" } }));
  expect(line).toContain('(nearest: "patients.row.too-few-cells")');
});

test("a byte order mark before a mapping is not part of it", () => {
  const json = JSON.stringify({ ...HEAD, entities: { patients: { fields: FIELDS.patients } } });
  expect(parseText(`\ufeff${json}`)).toEqual(parseText(json));
});

test.each(["__proto__", "constructor", "toString"])(
  "%s as an entity, a field, a rule or a key is a word that no mapping knows",
  (word) => {
    const whole = { ...HEAD, entities: { patients: { fields: FIELDS.patients } } };
    const text = JSON.stringify(whole);
    const wrongs = [
      text.replace('"entities":{', `"entities":{"${word}":{"fields":{}},`),
      text.replace('"fields":{', `"fields":{"${word}":"X",`),
      text.replace('"patients":{', `"patients":{"rules":{"${word}":"off"},`),
      text.replace('"entities":', `"${word}":1,"entities":`),
    ];
    for (const json of wrongs) {
      expect(wrong(() => parseText(json))).toEqual([
        expect.stringContaining(`does not know "${word}"`),
      ]);
    }
  },
);

test.each(["patients.row.quote-stray", "patients.dateOfBirth.future"])(
  "the rule %s may be set to any severity",
  (code) => {
    for (const setting of ["error", "warning", "off"]) {
      const { rules } = patients({}, { rules: { [code]: setting } }).entities["patients"] ?? {};
      expect(rules).toEqual({ [code]: setting });
    }
    expect(wrong(() => patients({}, { rules: { [code]: "ignore" } })).length).toBe(1);
  },
);

test("what is left open about how a file is written is answered by flags, for all files or for that one", () => {
  const undecided = [{ key: "reading.old.patients.csv.encoding", says: "is open" }];
  const json = JSON.stringify({
    ...HEAD,
    undecided,
    entities: { patients: { fields: FIELDS.patients } },
  });
  const parsed = (said: ReadingByFile) =>
    parseAnswered({ name: "m.json", json, said }, IMPORTERS).entities["patients"];
  const encoding = "cp850";
  expect(parsed({ "*": { encoding } })).toBeDefined();
  expect(parsed({ "Old.patients.csv": { encoding } })).toBeDefined();
  for (const said of [{}, { "other.csv": { encoding } }, { "*": { delimiter: ";" } }]) {
    expect(() => parsed(said)).toThrow(DecisionNeeded);
  }
});
