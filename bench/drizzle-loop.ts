import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { PUBLIC_ID_PREFIXES, type PublicId, type PublicIdEntity } from "../shared/public-id.ts";
import { doctors, patients, visits } from "../shared/schema.ts";
import { SqliteDriver } from "../src/db/sqlite/driver.ts";

// The import that Drizzle's documentation leads to, for comparison: csv-parse makes an object of each
// record, `insert().values([...])` takes 500 at a time, each batch is a commit. Nothing is validated,
// nothing is accounted for. `node drizzle-loop.js <export> <database with HMSync's tables>`

const BATCH = 500;

type Cells = Readonly<Record<string, string>>;

const [source = "", database = ""] = process.argv.slice(2);
const db = drizzle(new SqliteDriver(database));
const patientIds = new Map<string, string>();
const doctorIds = new Map<string, string>();

await inBatches("patients.csv", async (batch) => {
  await db.insert(patients).values(
    batch.map((cells) => ({
      id: newId(cells["patientId"], patientIds),
      publicId: cheapPublicId("patients"),
      legacyId: cells["patientId"] ?? "",
      firstName: cells["firstName"] ?? "",
      lastName: cells["lastName"] ?? "",
      fullName: `${cells["firstName"]} ${cells["lastName"]}`,
      phone: cells["phoneNumber"] ?? "",
      age: Number(cells["age"]),
      gender: cells["gender"] as "M",
      address: cells["address"] ?? "",
      registrationDate: cells["registrationDate"] ?? "",
    })),
  );
});
await inBatches("doctors.csv", async (batch) => {
  await db.insert(doctors).values(
    batch.map((cells) => ({
      id: newId(cells["doctorId"], doctorIds),
      publicId: cheapPublicId("doctors"),
      legacyId: cells["doctorId"] ?? "",
      fullName: cells["fullName"] ?? "",
      specialty: cells["specialty"] ?? "",
      licenseNumber: cells["licenseNumber"] ?? "",
      phone: cells["phoneNumber"] ?? "",
      joinDate: cells["joinDate"] ?? "",
    })),
  );
});
await inBatches("visits.csv", async (batch) => {
  await db.insert(visits).values(
    batch.map((cells) => ({
      publicId: cheapPublicId("visits"),
      legacyId: cells["visitId"] ?? "",
      patientId: patientIds.get(cells["patientId"] ?? "") ?? "",
      doctorId: doctorIds.get(cells["doctorId"] ?? "") ?? "",
      visitDate: cells["visitDate"] ?? "",
      visitTime: cells["visitTime"] ?? "",
      visitType: cells["visitType"] ?? "",
      status: cells["status"] as "completed",
      consultationFeeMinor: Math.round(Number(cells["consultationFee"]) * 100),
      consultationFeeCurrency: "INR",
      diagnosis: cells["diagnosis"] ?? "",
      notes: cells["notes"] ?? "",
    })),
  );
});
db.$client.close();

function newId(legacyId = "", ids: Map<string, string>): string {
  const id = randomUUID();
  ids.set(legacyId, id);
  return id;
}

/** The schema's own default hashes for longer than all the rest takes: left to it, that is what would be measured. */
function cheapPublicId<Entity extends PublicIdEntity>(entity: Entity): PublicId<Entity> {
  const body = `a${randomUUID().replaceAll("-", "").slice(0, 23)}`;
  return `${PUBLIC_ID_PREFIXES[entity]}_${body}` as PublicId<Entity>;
}

async function inBatches(
  name: string,
  insert: (batch: readonly Cells[]) => Promise<void>,
): Promise<void> {
  let batch: Cells[] = [];
  const records = createReadStream(join(source, name)).pipe(parse({ columns: true }));
  for await (const cells of records) {
    batch.push(cells as Cells);
    if (batch.length < BATCH) continue;
    await insert(batch);
    batch = [];
  }
  if (batch.length > 0) await insert(batch);
}
