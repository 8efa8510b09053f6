import type { FhirRow, FhirWriter } from "../define-fhir.ts";
import {
  coded,
  concept,
  day,
  list,
  named,
  note,
  ours,
  part,
  quantity,
  refer,
  referNamed,
  required,
  TERMS,
  textOf,
} from "./elements.ts";
import { moment, period } from "./moments.ts";

/** Where it was: a visit, else a stay. */
export const encounterOf = (row: FhirRow) =>
  refer("Encounter", row["visitId"] ?? row["admissionId"]);

const codeOf = (row: FhirRow, text: string) => concept(row[text], row["code"], row["codeSystem"]);

export const condition: FhirWriter = {
  entity: "conditions",
  type: "Condition",
  write: (row) => ({
    resource: {
      clinicalStatus: coded(row["clinicalStatus"], `${TERMS}condition-clinical`),
      verificationStatus: coded(row["verificationStatus"], `${TERMS}condition-ver-status`),
      category: list(concept(row["category"])),
      severity: concept(row["severity"]),
      code: codeOf(row, "text"),
      subject: refer("Patient", row["patientId"]),
      encounter: encounterOf(row),
      onsetDateTime: day(row["onsetDate"], row["onsetDatePrecision"]),
      abatementDateTime: day(row["abatementDate"], row["abatementDatePrecision"]),
      recordedDate: textOf(row["recordedDate"]),
      recorder: named(row["recordedBy"]),
      asserter: refer("Practitioner", row["doctorId"]),
      note: note(row["notes"]),
      extension: ours(row, "sourceCode", "sourceText"),
    },
  }),
};

export const allergy: FhirWriter = {
  entity: "allergies",
  type: "AllergyIntolerance",
  write: (row) => ({
    resource: {
      clinicalStatus: coded(row["clinicalStatus"], `${TERMS}allergyintolerance-clinical`),
      verificationStatus: coded(
        row["verificationStatus"],
        `${TERMS}allergyintolerance-verification`,
      ),
      type: textOf(row["type"]),
      category: list(textOf(row["category"])),
      criticality: textOf(row["criticality"]),
      code: codeOf(row, "substance"),
      patient: refer("Patient", row["patientId"]),
      onsetDateTime: day(row["onsetDate"], row["onsetDatePrecision"]),
      recordedDate: textOf(row["recordedDate"]),
      recorder: named(row["recordedBy"]),
      note: note(row["notes"]),
      reaction: reactionOf(row),
      extension: ours(row, "sourceCode", "sourceText"),
    },
  }),
};

/** A reaction shows something: a severity alone is none of FHIR's. */
function reactionOf(row: FhirRow) {
  const [shown, severity] = [textOf(row["reaction"]), textOf(row["severity"])];
  if (shown === undefined && severity === undefined) return undefined;
  return [{ manifestation: [{ text: shown ?? "unknown" }], severity }];
}

const doseOf = (row: FhirRow, isPatients: boolean) =>
  list(
    part({
      text: textOf(row["doseText"]),
      patientInstruction: isPatients ? textOf(row["instructions"]) : undefined,
      timing: part({ code: concept(row["frequency"]) }),
      route: concept(row["route"]),
      doseAndRate: list(part({ doseQuantity: quantity(row["doseValue"], row["doseUnit"]) })),
    }),
  );

export const prescription: FhirWriter = {
  entity: "prescriptions",
  type: "MedicationRequest",
  write: (row) => ({
    resource: {
      status: textOf(row["status"]) ?? "unknown",
      intent: "order",
      medicationCodeableConcept: codeOf(row, "medication"),
      subject: refer("Patient", row["patientId"]),
      encounter: encounterOf(row),
      authoredOn: textOf(row["prescribedDate"]),
      requester: refer("Practitioner", row["doctorId"]),
      reasonCode: list(concept(row["reason"])),
      note: note(row["notes"]),
      dosageInstruction: doseOf(row, true),
      dispenseRequest: part({
        validityPeriod: part({ end: textOf(row["endDate"]) }),
        numberOfRepeatsAllowed: row["refills"] === null ? undefined : Number(row["refills"]),
        quantity: quantity(row["quantity"], row["quantityUnit"]),
      }),
      extension: ours(row, "duration", "sourceCode"),
    },
  }),
};

export const medication: FhirWriter = {
  entity: "medications",
  type: "MedicationStatement",
  write: (row) => ({
    resource: {
      status: textOf(row["status"]) ?? "unknown",
      medicationCodeableConcept: codeOf(row, "name"),
      subject: refer("Patient", row["patientId"]),
      effectivePeriod: part({
        start: day(row["startDate"], row["startDatePrecision"]),
        end: day(row["endDate"], row["endDatePrecision"]),
      }),
      dateAsserted: textOf(row["recordedDate"]),
      informationSource: refer("Practitioner", row["prescriberId"]),
      reasonCode: list(concept(row["reason"])),
      note: note(row["notes"]),
      dosage: doseOf(row, false),
      extension: ours(row, "recordedBy", "sourceCode", "sourceText"),
    },
  }),
};

const performerOf = (row: FhirRow) =>
  list(part({ actor: referNamed("Practitioner", row["doctorId"], row["performer"]) }));

/** Whole numbers are numbers of FHIR, `booster` is a text. */
function counted(name: string, written: FhirRow[string] | undefined) {
  const text = textOf(written);
  if (text === undefined) return {};
  return /^[1-9]\d{0,8}$/.test(text)
    ? { [`${name}PositiveInt`]: Number(text) }
    : { [`${name}String`]: text };
}

export const immunization: FhirWriter = {
  entity: "immunizations",
  type: "Immunization",
  write: (row, { rows }) => {
    const [vaccine] = rows("vaccines", "id", row["vaccineId"]);
    const protocol = {
      ...counted("doseNumber", row["doseNumber"]),
      ...counted("seriesDoses", row["seriesDoses"]),
    };
    return {
      resource: {
        ...required("status", row["status"]),
        statusReason: concept(row["statusReason"]),
        vaccineCode: concept(
          row["vaccineName"] ?? vaccine?.["name"],
          row["vaccineCode"] ?? vaccine?.["code"],
          row["codeSystem"] ?? vaccine?.["codeSystem"],
        ),
        patient: refer("Patient", row["patientId"]),
        encounter: encounterOf(row),
        occurrenceDateTime: day(row["administeredDate"], row["administeredDatePrecision"]),
        recorded: textOf(row["recordedDate"]),
        location: named(row["location"]),
        manufacturer: named(row["manufacturer"]),
        lotNumber: textOf(row["lotNumber"]),
        expirationDate: day(row["expirationDate"], row["expirationDatePrecision"]),
        site: concept(row["site"]),
        route: concept(row["route"]),
        doseQuantity: quantity(row["doseValue"], row["doseUnit"]),
        performer: performerOf(row),
        note: note(row["notes"]),
        // Without a number of the dose there is no protocol.
        protocolApplied: textOf(row["doseNumber"]) === undefined ? undefined : [protocol],
        extension: ours(row, "recordedBy", "facilityId", "administeredById"),
      },
    };
  },
};

export const procedure: FhirWriter = {
  entity: "procedures",
  type: "Procedure",
  write: (row) => ({
    resource: {
      status: textOf(row["status"]) ?? "unknown",
      statusReason: concept(row["statusReason"]),
      category: concept(row["category"]),
      code: codeOf(row, "text"),
      subject: refer("Patient", row["patientId"]),
      encounter: encounterOf(row),
      performedPeriod: period(
        moment("start", row, ["performedDate", "performedTime", "performedDatePrecision"]),
        moment("end", row, ["endDate", "endTime", "endDatePrecision"]),
      ),
      recorder: named(row["recordedBy"]),
      performer: performerOf(row),
      location: named(row["location"]),
      reasonCode: list(concept(row["reason"])),
      bodySite: list(concept(row["bodySite"])),
      outcome: concept(row["outcome"]),
      complication: list(concept(row["complication"])),
      note: note(row["notes"]),
      extension: ours(row, "anesthesia", "recordedDate", "sourceCode"),
    },
  }),
};
