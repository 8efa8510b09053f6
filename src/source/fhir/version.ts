import type { Json } from "./fhir-table.ts";
import { isObject } from "./read-entry.ts";

// Resources do not say which version of FHIR they are of. Elements that only other versions have, or that have another
// shape there, do; to read them as R4 would turn what they say into something else.

interface Sign {
  readonly version: "R5" | "STU3" | "DSTU2";
  readonly types: readonly string[];
  readonly what: string;
  readonly is: (resource: Json) => boolean;
}

const member =
  (name: string) =>
  (resource: Json): boolean =>
    resource[name] !== undefined;
const named = (version: Sign["version"], type: string, name: string): Sign => ({
  version,
  types: [type],
  what: `${type}.${name}`,
  is: member(name),
});
const typed = (version: Sign["version"], type: string): Sign => ({
  version,
  types: [type],
  what: type,
  is: () => true,
});
const isText =
  (name: string) =>
  (resource: Json): boolean =>
    typeof resource[name] === "string";

const SIGNS: readonly Sign[] = [
  {
    version: "R5",
    types: ["Encounter"],
    what: "Encounter.class as a list",
    is: (resource) => Array.isArray(resource["class"]),
  },
  {
    version: "R5",
    types: ["AllergyIntolerance"],
    what: "AllergyIntolerance.type as a concept",
    is: (resource) => isObject(resource["type"]),
  },
  ...["MedicationRequest", "MedicationStatement"].map(
    (type): Sign => ({
      version: "R5",
      types: [type],
      what: `${type}.medication`,
      is: (resource) => isObject(resource["medication"]),
    }),
  ),
  named("R5", "Encounter", "actualPeriod"),
  named("R5", "Condition", "participant"),
  named("R5", "Coverage", "insurer"),
  named("R5", "Coverage", "kind"),
  named("R5", "Procedure", "occurrenceDateTime"),
  named("R5", "Procedure", "occurrencePeriod"),
  named("R5", "Invoice", "creation"),
  typed("STU3", "ProcedureRequest"),
  typed("STU3", "ReferralRequest"),
  named("STU3", "MedicationRequest", "context"),
  named("STU3", "Condition", "context"),
  named("STU3", "Condition", "assertedDate"),
  named("STU3", "AllergyIntolerance", "assertedDate"),
  named("STU3", "Observation", "context"),
  named("STU3", "Procedure", "context"),
  named("STU3", "Procedure", "notDone"),
  named("STU3", "DiagnosticReport", "context"),
  named("STU3", "Immunization", "notGiven"),
  named("STU3", "Immunization", "vaccinationProtocol"),
  named("STU3", "Encounter", "reason"),
  ...["Condition", "AllergyIntolerance"].map(
    (type): Sign => ({
      version: "STU3",
      types: [type],
      what: `${type}.clinicalStatus as a code`,
      is: isText("clinicalStatus"),
    }),
  ),
  typed("DSTU2", "MedicationOrder"),
  typed("DSTU2", "DiagnosticOrder"),
  named("DSTU2", "Encounter", "patient"),
  named("DSTU2", "Condition", "dateRecorded"),
  named("DSTU2", "AllergyIntolerance", "substance"),
  named("DSTU2", "Immunization", "wasNotGiven"),
  named("DSTU2", "Procedure", "notPerformed"),
];

/** What a resource has that R4 has not. */
export function signsOf(type: string, resource: Json): readonly Sign[] {
  return SIGNS.filter(({ types, is }) => types.includes(type) && is(resource));
}

/** The versions that signs tell of, DSTU2 before STU3: what is old has much of what came next. */
export function versionOf(versions: ReadonlySet<string>): string | undefined {
  return ["DSTU2", "STU3", "R5"].find((one) => versions.has(one));
}
