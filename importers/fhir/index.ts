import type { FhirWriter } from "../define-fhir.ts";
import * as clinical from "./clinical.ts";
import * as laboratory from "./laboratory.ts";
import * as money from "./money.ts";
import * as people from "./people.ts";
import * as stays from "./stays.ts";

/** How HMSync's rows are written as FHIR R4. What is not here has no resource: it is named when data are exported. */
export const FHIR_WRITERS: readonly FhirWriter[] = [
  people.patient,
  people.practitioner,
  people.practitionerRole,
  people.relatedPerson,
  people.organization,
  people.location,
  stays.encounter,
  stays.stay,
  stays.appointment,
  clinical.condition,
  clinical.allergy,
  clinical.medication,
  clinical.prescription,
  clinical.immunization,
  clinical.procedure,
  laboratory.vitalSign,
  laboratory.labOrder,
  laboratory.labResult,
  money.coverage,
  money.invoice,
  money.paymentNotice,
  money.claim,
];
