import type { FhirElement, FhirRow, FhirWriter } from "../define-fhir.ts";
import { encounterOf } from "./clinical.ts";
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
  TERMS,
  textOf,
} from "./elements.ts";
import { moment } from "./moments.ts";

const LOINC = "http://loinc.org";
const categoryOf = (code: string) => [coded(code, `${TERMS}observation-category`)];

export const labOrder: FhirWriter = {
  entity: "labOrders",
  type: "ServiceRequest",
  write: (row) => ({
    resource: {
      identifier: accession(row),
      status: textOf(row["status"]) ?? "unknown",
      intent: "order",
      category: [coded("108252007", "http://snomed.info/sct")],
      priority: textOf(row["priority"]),
      code: concept(row["text"], row["code"], row["codeSystem"]),
      subject: refer("Patient", row["patientId"]),
      encounter: encounterOf(row),
      ...moment("authoredOn", row, ["orderedDate", "orderedTime", "orderedDatePrecision"]),
      requester: referNamed("Practitioner", row["doctorId"], row["requester"]),
      performer: list(named(row["performer"])),
      reasonCode: list(concept(row["reason"])),
      specimen: list(named(row["specimen"])),
      note: note(row["notes"]),
      extension: ours(row, "recordedBy", "recordedDate", "sourceCode"),
    },
  }),
};

const ACCESSION = coded("ACSN", `${TERMS}v2-0203`);

const accession = (row: FhirRow) => {
  const value = textOf(row["accessionNumber"]);
  return value === undefined ? undefined : [{ type: ACCESSION, value }];
};

/** A value whose number is all of it; else its text, with its unit. */
function foundIn(row: FhirRow): FhirElement {
  const [number, text] = [textOf(row["valueNumber"]), textOf(row["valueText"])];
  if (number !== undefined) {
    return { valueQuantity: quantity(number, row["unit"], row["comparator"]) };
  }
  return text === undefined ? {} : { valueString: text };
}

export const labResult: FhirWriter = {
  entity: "labResults",
  type: "Observation",
  write: (row) => ({
    resource: {
      identifier: accession(row),
      basedOn: list(refer("ServiceRequest", row["orderId"])),
      status: textOf(row["status"]) ?? "unknown",
      category: list(concept(row["category"])) ?? categoryOf("laboratory"),
      code: concept(row["name"], row["code"], row["codeSystem"]),
      subject: refer("Patient", row["patientId"]),
      encounter: encounterOf(row),
      ...moment("effectiveDateTime", row, [
        "collectedDate",
        "collectedTime",
        "collectedDatePrecision",
      ]),
      performer: list(named(row["performer"])),
      ...foundIn(row),
      interpretation: list(
        row["interpretation"] === null
          ? concept(row["flag"])
          : coded(row["interpretation"], `${TERMS}v3-ObservationInterpretation`),
      ),
      note: note(row["notes"]),
      method: concept(row["method"]),
      specimen: named(row["specimen"]),
      referenceRange: list(
        part({
          low: quantity(row["refLow"]),
          high: quantity(row["refHigh"]),
          text: textOf(row["refText"]),
        }),
      ),
      // An instant needs a zone, which rows do not have.
      extension: ours(
        { ...row, reportedDate: day(row["reportedDate"], row["reportedDatePrecision"]) ?? null },
        ...["reportedDate", "reportedTime", "panel", "verifiedBy", "recordedBy", "recordedDate"],
        ...(row["valueNumber"] === null ? ["unit"] : []),
        "sourceCode",
      ),
    },
  }),
};

/** Measures with columns of their own, and what LOINC calls them. */
const MEASURES: readonly (readonly [name: string, code: string])[] = [
  ["systolic", "8480-6"],
  ["diastolic", "8462-4"],
  ["pulse", "8867-4"],
  ["respiratoryRate", "9279-1"],
  ["temperature", "8310-5"],
  ["oxygenSaturation", "59408-5"],
  ["weight", "29463-7"],
  ["height", "8302-2"],
  ["headCircumference", "9843-4"],
  ["bmi", "39156-5"],
  ["bloodGlucose", "2339-0"],
  ["painScore", "72514-3"],
];

function component(row: FhirRow, [name, code]: (typeof MEASURES)[number]) {
  const text = textOf(row[`${name}Text`]);
  const measured = quantity(row[name], row[`${name}Unit`]);
  if (measured === undefined && text === undefined) return undefined;
  return {
    code: coded(code, LOINC),
    valueQuantity: measured,
    valueString: measured === undefined ? text : undefined,
  };
}

/** The value of an observation of one measure, whose code says which. */
function alone(row: FhirRow): FhirElement | undefined {
  const measured = MEASURES.filter((one) => component(row, one) !== undefined);
  const [only] = measured;
  if (only === undefined || measured.length > 1 || only[1] !== row["code"]) return undefined;
  const { valueQuantity, valueString } = component(row, only) ?? {};
  return row["valueText"] === null ? { valueQuantity, valueString } : undefined;
}

export const vitalSign: FhirWriter = {
  entity: "vitalSigns",
  type: "Observation",
  write: (row) => ({
    resource: {
      status: textOf(row["status"]) ?? "unknown",
      category: categoryOf("vital-signs"),
      code:
        concept(row["text"], row["code"], row["codeSystem"]) ??
        concept("Vital signs", "85353-1", LOINC),
      subject: refer("Patient", row["patientId"]),
      encounter: encounterOf(row),
      ...moment("effectiveDateTime", row, [
        "measuredDate",
        "measuredTime",
        "measuredDatePrecision",
      ]),
      performer: list(named(row["performer"])),
      ...(alone(row) ?? foundIn(row)),
      note: note(row["notes"]),
      bodySite: concept(row["bodySite"]),
      method: concept(row["method"]),
      component:
        alone(row) === undefined ? list(...MEASURES.map((one) => component(row, one))) : undefined,
      extension: ours(
        { ...row, bloodPressure: row["bloodPressureText"] ?? null },
        ...["bloodPressure", "bodyPosition", "recordedBy", "recordedDate", "sourceCode"],
      ),
    },
  }),
};
