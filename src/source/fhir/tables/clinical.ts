import { type FhirTable, has, type Json, valuesAt } from "../fhir-table.ts";
import { length, quantity } from "../parts/amounts.ts";
import { allWords, codeOf, concept, words, wordsOf } from "../parts/coded.ts";
import { either, moment, notes, ours, plain } from "../parts/plain.ts";
import { codedOrNamed, doctor, encounter, named, refers } from "../parts/referring.ts";
import { branchAt, branchesAt, type Part, takeText, textAt } from "../taking.ts";

/** Codes that say that there is no allergy, or nothing known of one: SNOMED CT, and the International Patient Summary. */
const NO_ALLERGY = [
  ...["716186003", "409137002", "428607008", "429625007", "1003774007", "428197003", "787482001"],
  ...["no-known-allergies", "no-known-medication-allergies", "no-known-food-allergies"],
  ...["no-known-environmental-allergies", "no-allergy-info"],
];

const isNoAllergy = (resource: Json): boolean => has(resource, "code.coding.code", ...NO_ALLERGY);

const SEVERITIES = ["severe", "moderate", "mild"];

/** What all reactions showed, and how bad the worst was; they stay where there are several. */
const reactions: Part = {
  columns: ["reaction", "severity"],
  take: ({ resource }) => {
    const all = branchesAt(resource, "reaction");
    const shown = all.flatMap((one) => branchesAt(one, "manifestation").map(wordsOf));
    const worst = SEVERITIES.find((one) => all.some((at) => textAt(at, "severity") === one)) ?? "";
    if (all.length === 1) takeText(all[0], "severity");
    return [[...new Set(shown)].filter((text) => text !== "").join(", "), worst];
  },
};

/** https://hl7.org/fhir/R4/allergyintolerance.html */
export const ALLERGY: FhirTable = {
  name: "AllergyIntolerance",
  types: ["AllergyIntolerance"],
  holds: (resource) => !isNoAllergy(resource),
  parts: [
    codeOf("clinicalStatus"),
    codeOf("verificationStatus"),
    plain("type"),
    plain("category"),
    plain("criticality"),
    concept("code"),
    refers("patient", "patient", "Patient"),
    reactions,
    moment("onset", "onsetDateTime"),
    moment("recordedDate"),
    named("recorder", "recorder"),
    notes(),
  ],
};

export const NO_KNOWN_ALLERGY: FhirTable = {
  name: "NoKnownAllergy",
  types: ["AllergyIntolerance"],
  holds: isNoAllergy,
  parts: [refers("patient", "patient", "Patient"), concept("code")],
};

/** https://hl7.org/fhir/R4/condition.html */
export const CONDITION: FhirTable = {
  name: "Condition",
  types: ["Condition"],
  parts: [
    codeOf("clinicalStatus"),
    codeOf("verificationStatus"),
    words("category"),
    words("severity"),
    concept("code"),
    refers("subject", "subject", "Patient"),
    encounter(),
    moment("onset", "onsetDateTime"),
    moment("abatement", "abatementDateTime"),
    moment("recordedDate"),
    doctor("asserter", "asserter"),
    named("recorder", "recorder"),
    notes(),
  ],
};

const rate = "dosageInstruction.doseAndRate.doseQuantity";

/** How often: in words, by a code, or worked out of nothing else than what is written: `2 / 1 d`. */
const frequency = (column: string, dosage: string): Part => ({
  columns: [column],
  take: ({ resource }) => {
    const at = branchAt(resource, `${dosage}.timing`);
    const written = wordsOf(at && branchAt(at, "code"));
    const repeat = at && branchAt(at, "repeat");
    if (repeat === undefined || written !== "") return [written];
    const [times, period, unit] = ["frequency", "period", "periodUnit"].map((part) =>
      textAt(repeat, part),
    );
    return [times && period && unit ? `${times} / ${period} ${unit}` : ""];
  },
});

/** What was not asked for, or was only thought of, is no prescription. */
const isOrdered = (resource: Json): boolean =>
  resource["doNotPerform"] !== true && !has(resource, "intent", "proposal", "plan", "option");

/** https://hl7.org/fhir/R4/medicationrequest.html */
export const PRESCRIPTION: FhirTable = {
  name: "MedicationRequest",
  types: ["MedicationRequest"],
  holds: isOrdered,
  parts: [
    plain("status"),
    plain("intent"),
    codedOrNamed("medication", "medicationCodeableConcept", "medicationReference"),
    refers("subject", "subject", "Patient"),
    encounter(),
    doctor("requester", "requester"),
    moment("authoredOn"),
    plain("dose", "dosageInstruction.text"),
    quantity("dose", rate),
    frequency("frequency", "dosageInstruction"),
    words("route", "dosageInstruction.route"),
    plain("instructions", "dosageInstruction.patientInstruction"),
    length("duration", "dispenseRequest.expectedSupplyDuration"),
    quantity("quantity", "dispenseRequest.quantity"),
    plain("refills", "dispenseRequest.numberOfRepeatsAllowed"),
    moment("end", "dispenseRequest.validityPeriod.end"),
    allWords("reason", "reasonCode"),
    notes(),
    ours("duration"),
  ],
};

export const NOT_PRESCRIBED: FhirTable = {
  name: "NotPrescribed",
  types: ["MedicationRequest"],
  holds: (resource) => !isOrdered(resource),
  parts: [],
};

/** https://hl7.org/fhir/R4/medicationstatement.html */
export const MEDICATION: FhirTable = {
  name: "MedicationStatement",
  types: ["MedicationStatement"],
  parts: [
    plain("status"),
    codedOrNamed("medication", "medicationCodeableConcept", "medicationReference"),
    refers("subject", "subject", "Patient"),
    moment("start", "effectivePeriod.start", "effectiveDateTime"),
    moment("end", "effectivePeriod.end"),
    moment("asserted", "dateAsserted"),
    doctor("source", "informationSource"),
    plain("dose", "dosage.text"),
    quantity("dose", "dosage.doseAndRate.doseQuantity"),
    frequency("frequency", "dosage"),
    words("route", "dosage.route"),
    allWords("reason", "reasonCode"),
    notes(),
    ours("recordedBy"),
  ],
};

const protocol = "protocolApplied";

/** https://hl7.org/fhir/R4/immunization.html */
export const IMMUNIZATION: FhirTable = {
  name: "Immunization",
  types: ["Immunization"],
  parts: [
    plain("status"),
    words("statusReason"),
    concept("vaccineCode"),
    refers("patient", "patient", "Patient"),
    encounter(),
    moment("occurrence", "occurrenceDateTime"),
    moment("recorded"),
    named("manufacturer", "manufacturer"),
    plain("lotNumber"),
    moment("expirationDate"),
    words("site"),
    words("route"),
    quantity("dose", "doseQuantity"),
    either("doseNumber", `${protocol}.doseNumberPositiveInt`, `${protocol}.doseNumberString`),
    either("seriesDoses", `${protocol}.seriesDosesPositiveInt`, `${protocol}.seriesDosesString`),
    doctor("doctor", "performer.actor"),
    named("performer", "performer.actor"),
    named("location", "location"),
    notes(),
    ours("recordedBy"),
  ],
};

/** https://hl7.org/fhir/R4/procedure.html */
export const PROCEDURE: FhirTable = {
  name: "Procedure",
  types: ["Procedure"],
  parts: [
    plain("status"),
    words("statusReason"),
    words("category"),
    concept("code"),
    refers("subject", "subject", "Patient"),
    encounter(),
    moment("performed", "performedDateTime", "performedPeriod.start"),
    moment("end", "performedPeriod.end"),
    doctor("doctor", "performer.actor"),
    named("performer", "performer.actor"),
    named("recorder", "recorder"),
    named("location", "location"),
    allWords("reason", "reasonCode"),
    allWords("bodySite"),
    words("outcome"),
    allWords("complication"),
    notes(),
    ours("anesthesia", "recordedDate"),
  ],
};

/** Whether any code of a resource is of a system. */
export const isOfSystem = (resource: Json, system: string): boolean =>
  valuesAt(resource, "code.coding.system").includes(system);
