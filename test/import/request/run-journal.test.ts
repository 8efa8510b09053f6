import { expect, test } from "vitest";
import { openSqlite } from "../../../src/db/sqlite/open.ts";
import type { RunEvent } from "../../../src/import/request/run-log.ts";
import { SourceError } from "../../../src/plain/errors.ts";
import { CLEAN, exportOf } from "../../support/export.ts";
import { type ImportOptions, importFolder, newDatabase } from "../../support/import.ts";

/** Imports an export into a new database, or one that holds another, and says what was logged. */
async function eventsOf(records: Parameters<typeof exportOf>[0], options: ImportOptions = {}) {
  const events: RunEvent[] = [];
  const db = await newDatabase();
  await importFolder(db, exportOf(records), { ...options, log: (event) => events.push(event) });
  return { db, events };
}

const named = (events: readonly RunEvent[], name: RunEvent["event"]) =>
  events.filter(({ event }) => event === name);

test("a run logs its start, its files, its commit, its balance and its end, in that order", async () => {
  const { events } = await eventsOf({ patients: CLEAN.patients });
  expect(events).toMatchObject([
    { event: "run.started", kind: "import", mode: "strict", files: 1, process: process.pid },
    { event: "file.started", entity: "patients", file: "patients.csv" },
    { event: "file.ended", entity: "patients", file: "patients.csv", records: 2 },
    { event: "reconciliation.balanced", entities: 1 },
    { event: "batch.committed", records: 2, rejected: 0, done: 2 },
    { event: "run.ended", status: "committed", exitCode: 0, records: 2, rejected: 0 },
  ]);
});

test("a rejected record is logged with its codes and its place", async () => {
  const { events } = await eventsOf({ patients: ["1,Asha,Rao,0441234567,31", "2,Tom,Novak,,151"] });
  const place = { entity: "patients", file: "patients.csv", record: 2, line: 3, offset: 70 };
  expect(named(events, "record.rejected")).toEqual([
    { event: "record.rejected", code: "patients.phone.missing", ...place },
    { event: "record.rejected", code: "patients.age.out-of-range", ...place },
  ]);
  expect(events.at(-1)).toMatchObject({ event: "run.ended", status: "rejected", exitCode: 3 });
});

test("each batch of a lenient run is logged after its commit, with what it brought", async () => {
  const patients = Array.from({ length: 6 }, (_, at) => `${at + 1},Asha,Rao,0441234567,31`);
  const { events } = await eventsOf(
    { patients: patients.with(3, "4,Asha,Rao,,31") },
    { settings: { mode: "lenient", batchSize: 2 } },
  );
  expect(named(events, "batch.committed")).toMatchObject([
    { records: 2, rejected: 0, done: 2 },
    { records: 2, rejected: 1, done: 4 },
    { records: 2, rejected: 0, done: 6 },
    { records: 0, rejected: 0, done: 6 },
  ]);
});

test("the first thousand of a code are logged, and then once that there are more", async () => {
  const patients = Array.from({ length: 1_003 }, (_, at) => `${at + 1},Asha,Rao,,31`);
  const { events } = await eventsOf({ patients }, { settings: { mode: "lenient" } });
  expect(named(events, "record.rejected")).toHaveLength(1_000);
  expect(named(events, "rejections.bounded")).toEqual([
    { event: "rejections.bounded", code: "patients.phone.missing", logged: 1_000 },
  ]);
});

test("a backup is logged, and so is a run that a person stopped", async () => {
  const { db } = await eventsOf(CLEAN);
  const events: RunEvent[] = [];
  const stop = new AbortController();
  await importFolder(db, exportOf({ doctors: ["D2,Dr. Vikram Patel", "D3,Dr. Ana Ruiz"] }), {
    settings: { mode: "lenient", batchSize: 1 },
    signal: stop.signal,
    onProgress: () => stop.abort(),
    log: (event) => events.push(event),
  });
  const kinds = events.map(({ event }) => event);
  expect(kinds).toEqual(expect.arrayContaining(["backup.made", "run.interrupted"]));
  expect(events.at(-1)).toMatchObject({ event: "run.ended", status: "interrupted", exitCode: 130 });
});

test("what kept a run from going on is logged by its kind, without its message", async () => {
  const refuse = () => {
    throw new SourceError("Asha Rao", { cure: "none" });
  };
  const { events } = await eventsOf({ patients: CLEAN.patients }, { tap: { read: refuse } });
  expect(events.slice(-2)).toEqual([
    { event: "run.failed", failure: "SourceError", ms: expect.any(Number) },
    expect.objectContaining({ event: "run.ended", status: "failed", exitCode: 1 }),
  ]);
});

test("what SQLite refused is logged by its code", async () => {
  const { db } = await eventsOf(CLEAN);
  const events: RunEvent[] = [];
  const other = openSqlite(db.path, { ifMissing: "refuse" });
  db.exec("pragma busy_timeout = 10");
  other.begin();
  await importFolder(db, exportOf(CLEAN), { log: (event) => events.push(event) });
  other.rollback();
  other.close();
  expect(events[0]).toMatchObject({ event: "run.failed", sqlite: "SQLITE_BUSY" });
});

test("what does not agree is logged by entity and measure", async () => {
  const { events } = await eventsOf(
    { doctors: CLEAN.doctors },
    { tap: { prepared: (records) => records.slice(1) } },
  );
  const differing = named(events, "reconciliation.differs");
  expect(differing).toEqual(
    expect.arrayContaining([
      {
        event: "reconciliation.differs",
        entity: "doctors",
        differences: 1,
        measure: "records with an outcome",
      },
    ]),
  );
  expect(named(events, "reconciliation.balanced")).toEqual([]);
});
