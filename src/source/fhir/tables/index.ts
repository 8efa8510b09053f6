import { type FhirTable, type Json, otherTable } from "../fhir-table.ts";
import * as clinical from "./clinical.ts";
import * as laboratory from "./laboratory.ts";
import * as money from "./money.ts";
import * as organisation from "./organisation.ts";
import * as people from "./people.ts";
import * as stays from "./stays.ts";

/** What resources of FHIR R4 become, in the order in which they are asked for. */
export const FHIR_TABLES: readonly FhirTable[] = [
  people.PATIENT,
  people.PRACTITIONER,
  people.RELATED_PERSON,
  organisation.ORGANIZATION,
  organisation.PAYER,
  organisation.LOCATION,
  stays.ENCOUNTER,
  stays.STAY,
  stays.APPOINTMENT,
  stays.DOCUMENT,
  clinical.ALLERGY,
  clinical.NO_KNOWN_ALLERGY,
  clinical.CONDITION,
  clinical.PRESCRIPTION,
  clinical.NOT_PRESCRIBED,
  clinical.MEDICATION,
  clinical.IMMUNIZATION,
  clinical.PROCEDURE,
  laboratory.VITALS,
  laboratory.OBSERVATION,
  laboratory.LAB_ORDER,
  money.INVOICE,
  money.INVOICE_LINE,
  money.COVERAGE,
  money.CLAIM,
  money.ASKED_IN_ADVANCE,
  money.PAYMENT,
];

const byType = new Map<string, FhirTable[]>();
for (const table of FHIR_TABLES) {
  for (const type of table.each === undefined ? table.types : []) {
    byType.set(type, [...(byType.get(type) ?? []), table]);
  }
}
const byName = new Map(FHIR_TABLES.map((table) => [table.name, table]));

/** The table that a resource is a record of. */
export function tableOf(type: string, resource: () => Json): FhirTable {
  const [only, ...more] = byType.get(type) ?? [];
  if (only === undefined) return otherTable(type);
  if (more.length === 0 && only.holds === undefined) return only;
  const json = resource();
  return [only, ...more].find(({ holds }) => holds?.(json) !== false) ?? otherTable(type);
}

/** Tables of what stands in lists within resources of a type. */
export const partsOf = (type: string): readonly FhirTable[] =>
  FHIR_TABLES.filter(({ each, types }) => each !== undefined && types.includes(type));

export const tableNamed = (name: string): FhirTable => byName.get(name) ?? otherTable(name);
