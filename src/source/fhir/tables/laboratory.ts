import { type FhirTable, has, type Json, valuesAt } from "../fhir-table.ts";
import { found, quantity, takeFound } from "../parts/amounts.ts";
import { codeOf, concept, words } from "../parts/coded.ts";
import { identifier } from "../parts/people.ts";
import { moment, notes, ours, plain } from "../parts/plain.ts";
import { doctor, encounter, named, refers } from "../parts/referring.ts";
import { branchesAt, type Part, textAt } from "../taking.ts";
import { isOfSystem } from "./clinical.ts";

/** LOINC codes of what has columns of its own among vital signs. */
const MEASURES: Readonly<Record<string, readonly string[]>> = {
  systolic: ["8480-6"],
  diastolic: ["8462-4"],
  pulse: ["8867-4"],
  respiratoryRate: ["9279-1"],
  temperature: ["8310-5", "8331-1"],
  oxygenSaturation: ["2708-6", "59408-5"],
  weight: ["29463-7", "3141-9"],
  height: ["8302-2", "8308-9"],
  headCircumference: ["9843-4", "8287-5"],
  bmi: ["39156-5"],
  bloodGlucose: ["2339-0", "41653-7"],
  painScore: ["72514-3"],
};
const VITAL = new Set([...Object.values(MEASURES).flat(), "85354-9", "85353-1"]);
const CATEGORY = "category.coding.code";

/** By its category; one without a category by its code. */
const isVital = (resource: Json): boolean => {
  const categories = valuesAt(resource, CATEGORY);
  if (categories.length > 0) return categories.includes("vital-signs");
  return valuesAt(resource, "code.coding.code").some((code) => VITAL.has(String(code)));
};

/** Each measure with a number and a unit, whether it is what the observation is of or a component of it. */
const measures: Part = {
  columns: Object.keys(MEASURES).flatMap((name) => [name, `${name}.unit`]),
  take: ({ resource }) => {
    const all = [resource, ...branchesAt(resource, "component")];
    return Object.values(MEASURES).flatMap((codes) => {
      const own = all.filter((at) =>
        branchesAt(at, "code.coding").some((coding) => codes.includes(textAt(coding, "code"))),
      );
      // What the observation is of may be measured in a component of it.
      return own.map(takeFound).find(([value]) => value !== "") ?? ["", ""];
    });
  },
};

const OBSERVED: readonly Part[] = [
  plain("status"),
  words("category"),
  // Before the code is taken, which says what was measured.
  measures,
  concept("code"),
  refers("subject", "subject", "Patient"),
  encounter(),
  moment("effective", "effectiveDateTime", "effectivePeriod.start", "effectiveInstant"),
  moment("issued"),
  found(),
  words("absent", "dataAbsentReason"),
  codeOf("interpretation"),
  words("method"),
  words("bodySite"),
  named("performer", "performer"),
  notes(),
  ours("bloodPressure", "bodyPosition", "recordedBy", "recordedDate"),
];

/** https://hl7.org/fhir/R4/observation.html of the category `vital-signs`. */
export const VITALS: FhirTable = {
  name: "VitalSign",
  types: ["Observation"],
  holds: isVital,
  parts: OBSERVED,
};

/** Any other observation: its category says what it is. */
export const OBSERVATION: FhirTable = {
  name: "Observation",
  types: ["Observation"],
  holds: (resource) => !isVital(resource),
  parts: [
    ...OBSERVED.filter((part) => part !== measures),
    refers("order", "basedOn", "ServiceRequest"),
    quantity("low", "referenceRange.low"),
    quantity("high", "referenceRange.high"),
    plain("range", "referenceRange.text"),
    named("specimen", "specimen"),
    identifier("accession", { types: ["ACSN"] }),
    ours("panel", "verifiedBy", "reportedDate", "reportedTime", "unit"),
  ],
};

const LOINC = "http://loinc.org";
const LABORATORY = ["108252007", "LAB", "laboratory", "HM", "CH", "MB", "SR", "BLB", "HLA"];

/** A request for a test, and a report of which no request is in the export: there was one. */
const isOrder = (resource: Json): boolean => {
  if (resource["doNotPerform"] === true) return false;
  const isReport = resource["resourceType"] === "DiagnosticReport";
  if (isReport && valuesAt(resource, "basedOn.reference").length > 0) return false;
  if (has(resource, CATEGORY, ...LABORATORY)) return true;
  return valuesAt(resource, "category").length === 0 && isOfSystem(resource, LOINC);
};

/** The day that a test was asked for; of a report alone, the day that it is about. */
const asked = moment(
  "ordered",
  ...["authoredOn", "effectiveDateTime", "effectivePeriod.start", "issued"],
);

/** What a report's status says of the order. */
const REPORTED: Readonly<Record<string, string>> = {
  registered: "active",
  partial: "active",
  preliminary: "active",
  final: "completed",
  amended: "completed",
  corrected: "completed",
  appended: "completed",
  cancelled: "revoked",
};

const status: Part = {
  columns: ["status"],
  take: (taking) => {
    const [written = ""] = plain("status").take(taking);
    const isReport = textAt(taking.resource, "resourceType") === "DiagnosticReport";
    return [isReport ? (REPORTED[written] ?? written) : written];
  },
};

/** https://hl7.org/fhir/R4/servicerequest.html and diagnosticreport.html of a laboratory. */
export const LAB_ORDER: FhirTable = {
  name: "LabOrder",
  types: ["ServiceRequest", "DiagnosticReport"],
  holds: isOrder,
  parts: [
    status,
    plain("priority"),
    concept("code"),
    refers("subject", "subject", "Patient"),
    encounter(),
    asked,
    doctor("doctor", "requester", "resultsInterpreter"),
    named("requester", "requester"),
    named("performer", "performer"),
    named("specimen", "specimen"),
    words("reason", "reasonCode"),
    identifier("accession", { types: ["ACSN"] }),
    notes(),
    ours("recordedBy", "recordedDate"),
  ],
};

/** The id of an order: a report's has its type before it, as a request may have the same. */
export const orderId = (resource: { readonly type: string; readonly id: string }): string =>
  resource.type === "DiagnosticReport" && resource.id !== ""
    ? `DiagnosticReport/${resource.id}`
    : resource.id;
