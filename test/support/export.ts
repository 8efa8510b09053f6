import type { RunSummary } from "../../src/ledger/run-summary.ts";
import { workspace, writeFiles } from "./workspace.ts";

// Exports in the format of the mapping `generic-csv`, written in a line or two.

export const HEADERS = {
  patients: "patientId,firstName,lastName,phoneNumber,age",
  doctors: "doctorId,fullName",
  visits: "visitId,patientId,doctorId,visitDate,consultationFee",
} as const;

type EntityName = keyof typeof HEADERS;

/** Two patients, a doctor and two visits, without a flaw. */
export const CLEAN = {
  patients: ["1,Asha,Rao,0441234567,31", "2,Tom,Novak,0209461234,39"],
  doctors: ["D1,Dr. Jane Smith"],
  visits: ["V1,1,D1,2022-01-15,500.00", "V2,2,D1,2022-02-03,350.50"],
};

/** A folder with a file for each of these entities: records, one a line. */
export function exportOf(records: Partial<Record<EntityName, readonly string[]>>): string {
  const files = Object.entries(records).map(([entity, lines]) => [
    `${entity}.csv`,
    csv(entity as EntityName, lines),
  ]);
  return writeFiles(workspace(), Object.fromEntries(files));
}

/** The text of one file. */
export function csv(entity: EntityName, records: readonly string[]): string {
  return [HEADERS[entity], ...records].map((line) => `${line}\n`).join("");
}

/** Outcomes of an entity that are not zero. */
export function outcomes(summary: RunSummary, entity: string): Record<string, number> {
  const { records, inserted, updated, unchanged, duplicate, rejected, skipped } =
    summary.entities[entity] ?? {};
  const all = { records, inserted, updated, unchanged, duplicate, rejected, skipped };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, number] => Boolean(entry[1])),
  );
}

/** Counts by code, of all entities. */
export function issues({ entities }: RunSummary): Record<string, number> {
  return Object.assign({}, ...Object.values(entities).map((entity) => entity.issues));
}
