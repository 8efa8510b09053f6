import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as ledger from "../../shared/ledger.ts";
import { doctors, patients, visits } from "../../shared/schema.ts";
import type { Database } from "../../src/db/database.ts";
import { findResumable, readResumption } from "../../src/import/request/resume.ts";
import { runsOf } from "../support/at-night.ts";
import { type DirtyExport, dirtyExport, writeExport } from "../support/dirty-export.ts";
import { CLEAN, exportOf } from "../support/export.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { rowsOf } from "../support/rows.ts";

// A large first import with --continue-on-error is one transaction: what stops it between two records
// commits what was accepted, what breaks it commits nothing. Either way it can be gone on with.

const LENIENT: ImportOptions = { settings: { mode: "lenient" } };
const SCHEMA =
  "select type, name, sql from sqlite_schema where name not like 'sqlite_%' order by 2";
const WRITTEN = [patients, doctors, visits, ledger.crosswalk, ledger.waiting];

const schemaOf = (db: Database) => db.prepare(SCHEMA).all([]);
const rowsWritten = (db: Database) => WRITTEN.map((table) => db.count(table));

/** All that a run leaves, but the numbers of rows that were taken back. */
function stateOf(db: Database) {
  const told = rowsOf(db, ledger.exceptions).map(({ id: _, ...exception }) => exception);
  return [...WRITTEN.map((table) => rowsOf(db, table)), told, schemaOf(db)];
}

async function database(): Promise<Database> {
  const db = await newDatabase();
  db.exec("pragma synchronous = off");
  return db;
}

async function uninterrupted(source: string) {
  const db = await database();
  const { entities, exitCode } = await importFolder(db, source, LENIENT);
  return { exitCode, entities, state: stateOf(db) };
}

async function resumed(db: Database, source: string) {
  const resume = readResumption(db, findResumable(db));
  const { entities, exitCode } = await importFolder(db, source, { ...LENIENT, resume });
  return { exitCode, entities, state: stateOf(db) };
}

class Broken extends Error {}

/** Breaks the run at its nth record. */
function breakingAt(nth: number): NonNullable<ImportOptions["tap"]> {
  let left = nth;
  return {
    prepared: (all) => {
      left -= all.length;
      if (left < 0) throw new Broken();
      return all;
    },
  };
}

/** A person stops the run when it has come so far. */
function stoppedAfter(groups: number): ImportOptions {
  const stop = new AbortController();
  let left = groups;
  return { signal: stop.signal, onProgress: () => --left === 0 && stop.abort() };
}

const runs = runsOf(40, 7);

test("broken off: nothing is written, the schema is whole, and --resume ends as one run would", async () => {
  const holds = async (dirty: DirtyExport, nth: number) => {
    const source = writeExport(dirty, 4);
    const db = await database();
    const before = schemaOf(db);
    const { status } = await importFolder(db, source, { ...LENIENT, tap: breakingAt(nth) });
    if (status !== "failed") return;
    expect(rowsWritten(db)).toEqual(WRITTEN.map(() => 0));
    expect(schemaOf(db)).toEqual(before);
    expect(await resumed(db, source)).toEqual(await uninterrupted(source));
  };
  await fc.assert(fc.asyncProperty(dirtyExport, fc.integer({ min: 0, max: 25 }), holds), runs);
});

test("stopped by a person: what was accepted stands, and --resume ends as one run would", async () => {
  const holds = async (dirty: DirtyExport, groups: number) => {
    const source = writeExport(dirty, 4);
    const db = await database();
    const before = schemaOf(db);
    const told = await importFolder(db, source, { ...LENIENT, ...stoppedAfter(groups) });
    if (told.status !== "interrupted") return;
    const inserted = Object.values(told.entities).map((entity) => entity.inserted);
    expect(told.committed).toBe(true);
    expect(db.count(ledger.crosswalk)).toBe(inserted.reduce((sum, rows) => sum + rows, 0));
    expect(schemaOf(db)).toEqual(before);
    const { state, exitCode } = await uninterrupted(source);
    const after = await resumed(db, source);
    expect([after.exitCode, after.state]).toEqual([exitCode, state]);
  };
  await fc.assert(fc.asyncProperty(dirtyExport, fc.integer({ min: 1, max: 4 }), holds), runs);
});

describe("what ends in one commit, and what in many", () => {
  const commits = async (options: ImportOptions) => {
    const db = await database();
    const events: string[] = [];
    const log: ImportOptions["log"] = ({ event }) => events.push(event);
    await importFolder(db, exportOf(CLEAN), { ...options, log });
    return events.filter((event) => event === "batch.committed").length;
  };

  test("a first import is one, unless a batch size was asked for or the tables hold rows", async () => {
    expect(await commits(LENIENT)).toBe(1);
    expect(await commits({ settings: { mode: "lenient", batchSize: 1 } })).toBeGreaterThan(2);
  });
});

test("what does not balance is taken back as a whole, and said", async () => {
  const db = await database();
  const source = exportOf(CLEAN);
  const losing: ImportOptions["tap"] = { read: (records) => records.slice(1) };
  const summary = await importFolder(db, source, { ...LENIENT, tap: losing });
  expect(summary).toMatchObject({ status: "mismatched", exitCode: 5, committed: false });
  expect(rowsWritten(db)).toEqual(WRITTEN.map(() => 0));
});
