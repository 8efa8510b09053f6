import type { Database } from "../../src/db/database.ts";
import {
  type BackfillRequest,
  type BackfillResult,
  backfillPublicIds,
} from "../../src/evolve/public-ids/backfill.ts";
import type { PublicIdTable } from "../../src/evolve/public-ids/count-public-ids.ts";
import { SCHEMA } from "../../src/jobs/own-schema.ts";
import { rows } from "./evolve.ts";

const { patients, doctors, caregivers } = SCHEMA as Record<string, PublicIdTable["table"]>;

/** Tables of HMSync's own schema. */
export const TABLES = [
  { entity: "patients", table: patients },
  { entity: "doctors", table: doctors },
  { entity: "caregivers", table: caregivers },
] as readonly PublicIdTable[];

/** Gives public ids, in this process. */
export async function backfill(
  db: Database,
  request: Partial<BackfillRequest> = {},
): Promise<BackfillResult> {
  return backfillPublicIds(db, {
    tables: TABLES,
    mode: "write",
    batchSize: 4,
    signal: new AbortController().signal,
    beforeWrite: async () => undefined,
    onProgress: () => undefined,
    ...request,
  });
}

const hex = (number: number): string => number.toString(16).padStart(12, "0");

/** The id of an imported row, as far as its form goes. */
export const importedId = (number: number): string =>
  `${hex(number).slice(0, 8)}-${hex(number).slice(8)}-8000-8000-${hex(number * 7)}`;

/** The id of a row that the application made. */
export const ownId = (number: number): string =>
  `1111111${number % 10}-2222-4333-8444-${hex(number)}`;

/** Adds patients without a public id; every fifth is the application's. */
export function addPatients(db: Database, numbers: readonly number[]): string[] {
  const insert = db.prepare("insert into patients (id, full_name) values (?, 'Asha Rao')");
  const ids = numbers.map((number) => (number % 5 === 0 ? ownId(number) : importedId(number)));
  db.begin();
  for (const id of ids) insert.run([id]);
  db.commit();
  return ids;
}

/** Public ids by the ids of their rows. */
export const publicIds = (db: Database, table = "patients"): Map<string, string | null> =>
  new Map(
    rows(db, `select id, public_id from ${table}`).map(([id, publicId]) => [
      String(id),
      publicId === null ? null : String(publicId),
    ]),
  );

/** Numbers from 1. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);
