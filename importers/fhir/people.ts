import type { FhirWriter } from "../define-fhir.ts";
import {
  activity,
  coded,
  concept,
  day,
  isActive,
  list,
  ours,
  part,
  refer,
  TERMS,
  telecom,
  textOf,
} from "./elements.ts";

const GENDERS: Readonly<Record<string, string>> = {
  M: "male",
  F: "female",
  O: "other",
  U: "unknown",
};

export const patient: FhirWriter = {
  entity: "patients",
  type: "Patient",
  write: (row) => ({
    resource: {
      active: isActive(row),
      name: list(
        part({
          text: textOf(row["fullName"]),
          family: textOf(row["lastName"]),
          given: list(textOf(row["firstName"])),
        }),
      ),
      telecom: telecom(row["phone"], row["email"]),
      gender: GENDERS[String(row["gender"])],
      birthDate: day(row["dateOfBirth"], row["dateOfBirthPrecision"]),
      deceasedDateTime: day(row["dateOfDeath"], row["dateOfDeathPrecision"]),
      address: list(part({ text: textOf(row["address"]) })),
      extension: ours(
        row,
        ...["age", "registrationDate", "allergyState", "allergyText", "noKnownAllergies"],
        ...["conditionState", "conditionText", "medicationState", "medicationText"],
      ),
    },
  }),
};

export const practitioner: FhirWriter = {
  entity: "doctors",
  type: "Practitioner",
  write: (row) => ({
    resource: {
      active: isActive(row),
      identifier: list(
        part({
          type: textOf(row["licenseNumber"]) && LICENCE,
          value: textOf(row["licenseNumber"]),
        }),
      ),
      name: [{ text: textOf(row["fullName"]) }],
      telecom: telecom(row["phone"], row["email"]),
      extension: ours(row, "department", "joinDate"),
    },
  }),
};

const LICENCE = coded("LN", `${TERMS}v2-0203`);

/** What a doctor is stands with their role, where other systems look for it. */
export const practitionerRole: FhirWriter = {
  entity: "doctors",
  type: "PractitionerRole",
  write: (row) => {
    const specialty = concept(row["specialty"]);
    if (specialty === undefined) return undefined;
    const practitioner = refer("Practitioner", row["id"]);
    return { resource: { practitioner, specialty: [specialty] } };
  },
};

export const relatedPerson: FhirWriter = {
  entity: "guardians",
  type: "RelatedPerson",
  write: (row) => ({
    resource: {
      patient: refer("Patient", row["patientId"]),
      name: [{ text: textOf(row["name"]) }],
      relationship: list(concept(row["relationship"])),
      telecom: telecom(row["phone"], row["email"]),
      extension: ours(row, "isPrimary", "consent", "notes"),
    },
  }),
};

export const organization: FhirWriter = {
  entity: "facilities",
  type: "Organization",
  write: (row) => ({
    resource: {
      active: isActive(row),
      type: list(concept(row["type"])),
      name: textOf(row["name"]),
      telecom: telecom(row["phone"], row["email"]),
      address: list(
        part({
          text: textOf(row["address"]),
          district: textOf(row["district"]),
          country: textOf(row["country"]),
        }),
      ),
      extension: ours(row, "code"),
    },
  }),
};

export const location: FhirWriter = {
  entity: "departments",
  type: "Location",
  write: (row) => ({
    resource: {
      status: activity(row, "inactive"),
      name: textOf(row["name"]),
      description: textOf(row["description"]),
      managingOrganization: refer("Organization", row["facilityId"]),
      extension: ours(row, "code"),
    },
  }),
};
