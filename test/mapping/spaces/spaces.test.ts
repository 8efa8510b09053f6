import { describe, expect, test } from "vitest";
import { parseMapping } from "../../../src/mapping/mapping.ts";
import { importersOf } from "../../../src/mapping/spaces/importers-of.ts";
import { declaredImporters, spacesOf } from "../../../src/mapping/spaces/space-importers.ts";
import { DecisionNeeded, UsageError } from "../../../src/plain/errors.ts";
import { IMPORTERS } from "../../support/target.ts";

const HEAD = { mappingVersion: 1, legacySystem: "old", currency: "XXX", timeZone: "UTC" };

const PATIENTS = { as: "persons", file: "patients.csv", fields: { legacyId: "id", fullName: "n" } };
const CHILDREN = { as: "persons", file: "children.csv", fields: { legacyId: "id", fullName: "n" } };
const SCREENINGS = {
  file: "screenings.csv",
  fields: { legacyId: "id", personId: { column: "child_id", to: "children" } },
};
const ENTITIES = { patients: PATIENTS, children: CHILDREN, screenings: SCREENINGS };
const LINK = { from: "patients", column: "linked_child_id", to: "children" };
const FROM = ["patients", "children"];

const read = (entities: object, merges?: object) =>
  parseMapping(
    "m.json",
    JSON.stringify({ ...HEAD, entities, ...(merges && { merges }) }),
    IMPORTERS,
  );

const importersIn = (...written: Parameters<typeof read>) => {
  const mapping = read(...written);
  return new Map(importersOf(mapping, IMPORTERS).map((one) => [one.entity, one]));
};

function wrongLines(...written: Parameters<typeof read>): string[] {
  try {
    read(...written);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect(error.exitCode).toBe(2);
    return error.message.split("\n").slice(1);
  }
  return [];
}

describe("a space", () => {
  test("has the table and fields of its entity, and codes of its own", () => {
    const importers = importersIn(ENTITIES);
    const persons = IMPORTERS.find(({ entity }) => entity === "persons");
    expect(importers.get("children")?.table).toBe(persons?.table);
    expect(importers.get("children")?.spaceOf).toBe("persons");
    expect(importers.get("screenings")?.fields["personId"]?.reference?.entity).toBe("children");
  });

  test("may hide an entity of the target, which comes back where the mapping is gone", () => {
    const importers = [...importersIn(ENTITIES).values()];
    expect(importers.find(({ entity }) => entity === "patients")?.spaceOf).toBe("persons");
    const names = (all: typeof importers) => all.map(({ entity }) => entity).sort();
    expect(names([...declaredImporters(importers)])).toEqual(names([...IMPORTERS]));
    expect(new Set(declaredImporters(importers))).toEqual(new Set(IMPORTERS));
  });

  test("is gone where no mapping has one: the importers are those of the target", () => {
    expect(
      importersOf(read({ screenings: { fields: { legacyId: "id", personId: "p" } } }), IMPORTERS),
    ).toBe(IMPORTERS);
  });

  test("has rows of its own that belong to its records", () => {
    const fields = { legacyId: "id", phone: "phone" };
    const importers = importersIn({
      inpatients: { as: "patients", file: "in.csv", fields },
      outpatients: { as: "patients", file: "out.csv", fields },
    });
    expect(importers.get("inpatientsListedAllergies")?.partOf).toBe("inpatients");
    expect(importers.get("outpatientsListedAllergies")?.partOf).toBe("outpatients");
    expect(importers.get("patients")?.spaceOf).toBeUndefined();
  });

  test("comes before what names its records, and links right behind those that they join", () => {
    const importers = [...importersIn(ENTITIES, { persons: { from: FROM, links: [LINK] } }).keys()];
    const place = (entity: string) => importers.indexOf(entity);
    expect(place("children")).toBeLessThan(place("patientsLinkedChildId"));
    expect(place("patients")).toBeLessThan(place("patientsLinkedChildId"));
    expect(place("patientsLinkedChildId")).toBeLessThan(place("screenings"));
  });

  test("that is the only one is what references lead to", () => {
    const entities = { ...ENTITIES, screenings: { fields: { legacyId: "id", personId: "p" } } };
    const { patients: _, ...one } = entities;
    expect(spacesOf(read(one), IMPORTERS)["screenings"]?.to).toEqual({ personId: "children" });
  });

  test.each([
    ["p", { column: "p", to: "patients" }],
    [["p", "q"], { columns: ["p", "q"], to: "patients" }],
  ])("is asked for where there are several: %j", (personId, value) => {
    const entities = { ...ENTITIES, screenings: { fields: { legacyId: "id", personId } } };
    let asked: DecisionNeeded | undefined;
    try {
      read(entities);
    } catch (error) {
      if (error instanceof DecisionNeeded) asked = error;
    }
    expect(asked?.exitCode).toBe(4);
    expect(asked?.asks.map(({ path }) => path.join("."))).toEqual([
      "entities.screenings.fields.personId.to",
    ]);
    expect(asked?.asks[0]?.choices.map(({ label }) => label)).toEqual(FROM);
    expect(asked?.asks[0]?.choices[0]?.writes[0]?.value).toEqual(value);
  });
});

describe("what is wrong with spaces and merges is named, with the nearest right word", () => {
  const persons = (merge: object) => [ENTITIES, { persons: { from: FROM, ...merge } }] as const;
  test.each([
    ["an entity", [{ kids: { ...CHILDREN, as: "person" } }], "entities.kids.as:", "persons"],
    ["a name of a space", [{ "the kids": CHILDREN }], "the kids", ""],
    [
      "whose ids",
      [
        {
          ...ENTITIES,
          screenings: { fields: { legacyId: "id", personId: { column: "p", to: "childs" } } },
        },
      ],
      "entities.screenings.fields.personId.to:",
      "children",
    ],
    ["a merge", [ENTITIES, { person: { from: FROM } }], "merges:", "persons"],
    ["a space", [ENTITIES, { persons: { from: ["patient"] } }], "merges.persons.from:", "patients"],
    [
      "a space twice",
      [ENTITIES, { persons: { from: ["patients", "patients"] } }],
      "merges.persons.from:",
      "",
    ],
    [
      "a link's space",
      persons({ links: [{ ...LINK, to: "childen" }] }),
      "merges.persons.links.0.to:",
      "children",
    ],
    ["a field", persons({ compare: ["dateofbirth"] }), "merges.persons.compare:", "dateOfBirth"],
    [
      "a preferred field",
      persons({ prefer: { fone: "children" } }),
      "merges.persons.prefer:",
      "phone",
    ],
    [
      "a preferred space",
      persons({ prefer: { phone: "kids" } }),
      "merges.persons.prefer.phone:",
      "",
    ],
    [
      "an expectation",
      persons({ expect: { children: "screening" } }),
      "merges.persons.expect.children:",
      "screenings",
    ],
    [
      "who is not named",
      persons({ expect: { patients: "screenings" } }),
      "merges.persons.expect.patients:",
      "",
    ],
    [
      "a hidden entity",
      [
        {
          patients: PATIENTS,
          visits: { fields: { legacyId: "id", patientId: "p", doctorId: "d", visitDate: "v" } },
        },
      ],
      "entities.visits.fields.patientId:",
      "",
    ],
  ] as const)("%s", (...[, written, key, nearest]) => {
    const lines = wrongLines(...(written as unknown as Parameters<typeof read>));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(key);
    if (nearest !== "") expect(lines[0]).toContain(`(nearest: "${nearest}")`);
  });

  test("a space whose links stand in its file names it", () => {
    const { file: _, ...nameless } = PATIENTS;
    const lines = wrongLines(
      { ...ENTITIES, patients: nameless },
      { persons: { from: FROM, links: [LINK] } },
    );
    expect(lines[0]).toContain("entities.patients.file");
  });
});
