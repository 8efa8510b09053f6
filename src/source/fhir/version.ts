import type { Json } from "./fhir-table.ts";
import { isObject } from "./read-entry.ts";

// Resources do not say which version of FHIR they are of. Elements that only other versions have, or that have another
// shape there, do; to read them as R4 would turn what they say into something else.

interface Sign {
  readonly version: "R5" | "STU3" | "DSTU2";
  /** Of resource. */
  readonly type: string;
  readonly what: string;
  readonly is: (resource: Json) => boolean;
}

type Version = Sign["version"];

/** An element that only this version has. */
const named = (version: Version, type: string, name: string): Sign => ({
  version,
  type,
  what: `${type}.${name}`,
  is: (resource) => resource[name] !== undefined,
});

/** A type that only this version has. */
const typed = (version: Version, type: string): Sign => ({
  version,
  type,
  what: type,
  is: () => true,
});

/** An element that has another shape in this version, in each of these types. */
const shaped = (
  version: Version,
  types: readonly string[],
  { what, is }: { readonly what: string; readonly is: Sign["is"] },
): Sign[] => types.map((type) => ({ version, type, what: `${type}.${what}`, is }));

const SIGNS: readonly Sign[] = [
  ...shaped("R5", ["Encounter"], {
    what: "class as a list",
    is: (resource) => Array.isArray(resource["class"]),
  }),
  ...shaped("R5", ["AllergyIntolerance"], {
    what: "type as a concept",
    is: (resource) => isObject(resource["type"]),
  }),
  ...shaped("R5", ["MedicationRequest", "MedicationStatement"], {
    what: "medication",
    is: (resource) => isObject(resource["medication"]),
  }),
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
  ...shaped("STU3", ["Condition", "AllergyIntolerance"], {
    what: "clinicalStatus as a code",
    is: (resource) => typeof resource["clinicalStatus"] === "string",
  }),
  typed("DSTU2", "MedicationOrder"),
  typed("DSTU2", "DiagnosticOrder"),
  named("DSTU2", "Encounter", "patient"),
  named("DSTU2", "Condition", "dateRecorded"),
  named("DSTU2", "AllergyIntolerance", "substance"),
  named("DSTU2", "Immunization", "wasNotGiven"),
  named("DSTU2", "Procedure", "notPerformed"),
];

/** What a resource has that R4 has not. */
export const signsOf = (type: string, resource: Json): readonly Sign[] =>
  SIGNS.filter((sign) => sign.type === type && sign.is(resource));

/** The versions that signs tell of, DSTU2 before STU3: what is old has much of what came next. */
export function versionOf(versions: ReadonlySet<string>): string | undefined {
  return ["DSTU2", "STU3", "R5"].find((one) => versions.has(one));
}
