import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import * as ledger from "../../shared/ledger.ts";
import { doctors, patients, visits } from "../../shared/schema.ts";
import { deriveTargetId } from "../../shared/target-id.ts";
import type { DbValue } from "../../src/db/database.ts";
import { CLEAN, exportOf } from "../support/export.ts";
import { intercept, type Meddle, meddlingWith, withRun } from "../support/faults.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { differingMeasures, differingPlaces, expectNothingWritten } from "../support/mismatch.ts";

const lost =
  (legacyId: string): Meddle =>
  (row) =>
    row["legacyId"] === legacyId ? [] : [row];

const doubled =
  (legacyId: string): Meddle =>
  (row) =>
    row["legacyId"] === legacyId ? [row, { ...row, id: "another" }] : [row];

test.each<[string, SQLiteTable, Meddle]>([
  ["visits", visits, lost("V2")],
  ["doctors", doctors, lost("D2")],
  ["visits", visits, doubled("V2")],
  ["patients", patients, doubled("1")],
])("a row that is lost or doubled at the insert of %s is caught (%#)", async (entity, ...fault) => {
  const db = await newDatabase();
  const source = exportOf({ ...CLEAN, doctors: [...CLEAN.doctors, "D2,Dr. Vikram Patel"] });
  const summary = await importFolder(meddlingWith(db, ...fault), source);
  expectNothingWritten(db, summary);
  expect(differingMeasures(summary)).toContain("rows in the target");
  expect(new Set(summary.differences.map((one) => one.entity))).toEqual(new Set([entity]));
});

const change =
  (key: string, to: (value: DbValue) => DbValue): Meddle =>
  (row) => [{ ...row, [key]: to(row[key] ?? null) }];

const ASHA = deriveTargetId("generic-csv", "patients", "1");

interface Alteration {
  readonly what: string;
  readonly table: SQLiteTable;
  readonly meddle: Meddle;
  /** Where the summary must say that figures differ. */
  readonly places: readonly string[];
}

test.each<Alteration>([
  {
    what: "a fee",
    table: visits,
    places: ["visits consultation_fee_minor"],
    meddle: change("consultationFeeMinor", (fee) => Number(fee) + 1),
  },
  {
    what: "a day",
    table: visits,
    places: ["visits visit_date"],
    meddle: change("visitDate", () => "2022-02-04"),
  },
  {
    what: "a phone's zero",
    table: patients,
    places: ["patients phone"],
    meddle: change("phone", (phone) => String(phone).slice(1)),
  },
  {
    what: "two patients' names",
    table: patients,
    places: ["patients last_name"],
    meddle: change("lastName", (name) => (name === "Rao" ? "Novak" : "Rao")),
  },
  {
    what: "a visit's patient",
    table: visits,
    meddle: change("patientId", () => ASHA),
    places: ["visits patient_id", "visits patient (legacy id)"],
  },
])("a row that is altered at the insert is caught, with the column: $what", async (fault) => {
  const { table, meddle, places } = fault;
  const db = await newDatabase();
  const summary = await importFolder(meddlingWith(db, table, meddle), exportOf(CLEAN));
  expectNothingWritten(db, summary);
  expect(differingPlaces(summary)).toEqual(new Set(places));
});

test("a crosswalk row that is lost on its way is caught", async () => {
  const db = await newDatabase();
  const summary = await importFolder(
    meddlingWith(db, ledger.crosswalk, lost("V2")),
    exportOf(CLEAN),
    { way: { firstImport: "never" } },
  );
  expectNothingWritten(db, summary);
  expect(differingPlaces(summary)).toEqual(new Set(["visits"]));
});

test("a crosswalk row that is lost among those written at once is caught", async () => {
  const db = await newDatabase();
  const losing = intercept(db, (real) => ({
    prepareBuilt(query, order) {
      const statement = real.prepareBuilt(query, order);
      if (!query.toSQL().sql.startsWith('insert into "ledger_crosswalk"')) return statement;
      return withRun(statement, (values) => {
        const changes = statement.run(values);
        real.exec("delete from ledger_crosswalk where legacy_id = 'V2'");
        return changes;
      });
    },
  }));
  const summary = await importFolder(losing, exportOf(CLEAN));
  expectNothingWritten(db, summary);
  expect(differingPlaces(summary)).toContain("visits");
});

test("an update that does not arrive is caught, with the column", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf(CLEAN));
  db.exec("create trigger deaf before update on patients begin select raise(ignore); end");
  const moved = ["1,Asha,Rao,0449999999,31", ...CLEAN.patients.slice(1)];
  const summary = await importFolder(db, exportOf({ patients: moved }));
  expect(summary).toMatchObject({ status: "mismatched", exitCode: 5 });
  expect(differingPlaces(summary)).toEqual(new Set(["patients phone"]));
});

test.each([
  [
    "changes a row",
    `create trigger meddle after insert on patients
     begin update patients set last_name = upper(last_name) where id = new.id; end`,
    "patients last_name",
  ],
  [
    "swallows a row",
    `create trigger meddle before insert on visits when new.legacy_id = 'V2'
     begin select raise(ignore); end`,
    "visits",
  ],
  [
    "adds a row",
    `create trigger meddle after insert on visits when new.legacy_id = 'V2'
     begin insert into doctors (id, full_name) values ('another', 'Dr. Nobody'); end`,
    "doctors",
  ],
])("a trigger that %s is caught", async (_, trigger, place) => {
  const db = await newDatabase();
  db.exec(trigger);
  const summary = await importFolder(db, exportOf(CLEAN));
  expectNothingWritten(db, summary);
  expect(differingPlaces(summary)).toContain(place);
});

test("a lenient run that does not balance says so, though its batches stand", async () => {
  const db = await newDatabase();
  const fault = meddlingWith(
    db,
    visits,
    change("consultationFeeMinor", () => 1),
  );
  const summary = await importFolder(fault, exportOf(CLEAN), {
    settings: { mode: "lenient", batchSize: 1 },
  });
  expect(summary).toMatchObject({ status: "mismatched", exitCode: 5, committed: true });
  const { patients: sound, visits: altered } = summary.entities;
  expect([sound?.balanced, altered?.balanced]).toEqual([true, false]);
});
