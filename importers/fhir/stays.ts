import type { FhirRow, FhirWriter } from "../define-fhir.ts";
import {
  absent,
  coded,
  concept,
  list,
  named,
  ours,
  part,
  refer,
  required,
  TERMS,
  textOf,
} from "./elements.ts";
import { moment, period } from "./moments.ts";
import { decimalOf } from "./money.ts";

const VISIT_STATUSES: Readonly<Record<string, string>> = {
  scheduled: "planned",
  in_progress: "in-progress",
  completed: "finished",
  cancelled: "cancelled",
  no_show: "cancelled",
};

const doctorOf = (row: FhirRow) =>
  list(part({ individual: refer("Practitioner", row["doctorId"]) }));

const diagnosisOf = (row: FhirRow) => {
  const text = textOf(row["diagnosis"]);
  return text === undefined ? undefined : [{ condition: named(text) }];
};

function feeOf(row: FhirRow): string | null {
  const currency = String(row["consultationFeeCurrency"]);
  const amount = decimalOf(row["consultationFeeMinor"], currency);
  return amount === undefined ? null : `${currency} ${amount}`;
}

export const encounter: FhirWriter = {
  entity: "visits",
  type: "Encounter",
  write: (row) => ({
    resource: {
      status: VISIT_STATUSES[String(row["status"])] ?? "unknown",
      // HMSync does not say which class a visit is of.
      class: absent(),
      type: list(concept(row["visitType"])),
      subject: refer("Patient", row["patientId"]),
      participant: doctorOf(row),
      period: moment("start", row, ["visitDate", "visitTime"]),
      reasonCode: list(concept(row["notes"])),
      diagnosis: diagnosisOf(row),
      extension: ours(
        {
          status: row["status"] === "no_show" ? "no_show" : null,
          consultationFee: feeOf(row),
        },
        ...["status", "consultationFee"],
      ),
    },
  }),
};

const BED = coded("bd", `${TERMS}location-physical-type`);

export const stay: FhirWriter = {
  entity: "admissions",
  type: "Encounter",
  write: (row) => ({
    resource: {
      status: textOf(row["status"]) ?? "unknown",
      class: { system: `${TERMS}v3-ActCode`, code: "IMP" },
      subject: refer("Patient", row["patientId"]),
      participant: doctorOf(row),
      period: period(
        moment("start", row, ["admittedDate", "admittedTime"]),
        moment("end", row, ["dischargedDate", "dischargedTime"]),
      ),
      reasonCode: list(concept(row["notes"])),
      diagnosis: diagnosisOf(row),
      hospitalization: part({ dischargeDisposition: concept(row["disposition"]) }),
      location: list(
        part({ location: named(row["ward"]) }),
        textOf(row["bed"]) && { location: named(row["bed"]), physicalType: BED },
      ),
      serviceProvider: refer("Organization", row["facilityId"]),
      partOf: refer("Encounter", row["visitId"]),
    },
  }),
};

export const appointment: FhirWriter = {
  entity: "appointments",
  type: "Appointment",
  write: (row) => ({
    resource: {
      ...required("status", row["status"]),
      reasonCode: list(concept(row["reason"])),
      comment: textOf(row["notes"]),
      participant: [
        { actor: refer("Patient", row["patientId"]), status: "needs-action" },
        ...(row["doctorId"] === null
          ? []
          : [{ actor: refer("Practitioner", row["doctorId"]), status: "needs-action" }]),
      ],
      // An instant needs a zone, which rows do not have.
      extension: ours(
        { ...row, date: row["appointmentDate"] ?? null },
        ...["date", "startTime", "endTime", "facilityId", "visitId"],
      ),
    },
  }),
};
