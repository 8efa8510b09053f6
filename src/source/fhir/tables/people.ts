import type { FhirTable } from "../fhir-table.ts";
import { allWords, words } from "../parts/coded.ts";
import { address, humanName, identifier, telecom, wholeName } from "../parts/people.ts";
import { moment, ours, plain } from "../parts/plain.ts";
import { refers } from "../parts/referring.ts";
import type { Part } from "../taking.ts";

/** https://hl7.org/fhir/R4/patient.html */
export const PATIENT: FhirTable = {
  name: "Patient",
  types: ["Patient"],
  parts: [
    identifier("identifier.mr", { types: ["MR"], like: /\bmrn?$|medical-?record/i }),
    humanName("name"),
    telecom(),
    plain("gender"),
    moment("birthDate"),
    moment("deceased", "deceasedDateTime"),
    plain("deceasedBoolean"),
    address(),
    plain("active"),
    ours("registrationDate", "age"),
  ],
};

/** What the role of a practitioner says of them, which the export's PractitionerRole has. */
const specialty: Part = {
  columns: ["specialty"],
  take: ({ resource, known }) => [known.specialties.get(String(resource.get("id"))) ?? ""],
};

const LICENCES = ["LN", "MD", "NPI", "PRN", "DN", "RN", "NP", "PA"];

/** https://hl7.org/fhir/R4/practitioner.html, with the specialty of its role. */
export const PRACTITIONER: FhirTable = {
  name: "Practitioner",
  types: ["Practitioner"],
  parts: [
    wholeName("name"),
    specialty,
    identifier("licence", { types: LICENCES, systems: ["http://hl7.org/fhir/sid/us-npi"] }),
    telecom(),
    plain("active"),
    words("qualification", "qualification.code"),
    ours("department", "joinDate"),
  ],
};

/** https://hl7.org/fhir/R4/relatedperson.html */
export const RELATED_PERSON: FhirTable = {
  name: "RelatedPerson",
  types: ["RelatedPerson"],
  parts: [
    refers("patient", "patient", "Patient"),
    wholeName("name"),
    allWords("relationship"),
    telecom(),
    plain("active"),
    ours("isPrimary", "consent", "notes"),
  ],
};
