import { appendFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as ledger from "../../../shared/ledger.ts";
import { doctors, patients, visits } from "../../../shared/schema.ts";
import type { Database } from "../../../src/db/database.ts";
import {
  checkSameFiles,
  findResumable,
  readResumption,
} from "../../../src/import/request/resume.ts";
import type { RunSettings, RunSummary } from "../../../src/ledger/run-summary.ts";
import { Fixes } from "../../../src/mapping/fixes.ts";
import { SourceError, UsageError } from "../../../src/plain/errors.ts";
import { runsOf } from "../../support/at-night.ts";
import {
  type DirtyExport as Dirty,
  dirtyExport,
  shuffled,
  writeExport,
} from "../../support/dirty-export.ts";
import { exportOf } from "../../support/export.ts";
import { type ImportOptions, importFolder, newDatabase } from "../../support/import.ts";
import { rowsOf } from "../../support/rows.ts";

const LENIENT: Partial<RunSettings> = { mode: "lenient", batchSize: 3 };

/** A run that dies, as a process does: after so many records, without a word. */
class Died extends Error {}

function dyingAfter(records: number): NonNullable<ImportOptions["tap"]> {
  let left = records;
  return {
    prepared: (prepared) => {
      left -= prepared.length;
      if (left < 0) throw new Died();
      return prepared;
    },
  };
}

async function database(): Promise<Database> {
  const db = await newDatabase();
  // Many small commits: whether they survive a power cut is not what is tested here.
  db.exec("pragma synchronous = off");
  return db;
}

/** Everything that a run leaves in the database, but times. */
function stateOf(db: Database) {
  const tables = [patients, doctors, visits, ledger.crosswalk, ledger.exceptions, ledger.actions];
  return tables.map((table) => rowsOf(db, table));
}

async function resumed(db: Database, source: string, options: ImportOptions = {}) {
  const [run] = rowsOf(db, ledger.runs);
  const resume = readResumption(db, findResumable(db, String(run?.["name"])));
  return importFolder(db, source, { ...options, resume, settings: LENIENT });
}

/** What a report says, but names and times, and counts that a withdrawal makes unknown. */
const figures = ({ entities, exitCode, differences }: RunSummary) => ({
  exitCode,
  differences,
  entities: Object.values(entities).map(({ controlTotals: { target }, ...counts }) => ({
    ...counts,
    target,
  })),
});

describe("a lenient run that dies", () => {
  test("is gone on with, and ends as one that did not", async () => {
    const holds = async (dirty: Parameters<typeof writeExport>[0], at: number) => {
      const source = writeExport(dirty);
      const whole = await database();
      const expected = await importFolder(whole, source, { settings: LENIENT });
      const db = await database();
      await importFolder(db, source, { settings: LENIENT, tap: dyingAfter(at) });
      const [run] = rowsOf(db, ledger.runs);
      if (run?.["status"] === "committed") return;
      const summary = await resumed(db, source);
      expect(figures(summary)).toEqual(figures(expected));
      expect(stateOf(db)).toEqual(stateOf(whole));
    };
    const cases = fc.tuple(dirtyExport, fc.integer({ min: 0, max: 30 }));
    await fc.assert(
      fc.asyncProperty(cases, ([dirty, at]) => holds(dirty, at)),
      runsOf(60, 6),
    );
  });
});

/** The day after: every second patient by another first name, some records gone, an order of its own. */
const later = ({ patients, doctors, visits }: Dirty, gone: number): Dirty => ({
  patients: patients
    .filter((_, at) => at !== gone)
    .map((cells, at) => (at % 2 === 0 ? cells.with(1, "Maria") : cells))
    .toReversed(),
  doctors: doctors.slice(gone % 2),
  visits: visits.filter((_, at) => at % 5 !== gone),
});

/** Some parents come a day late. */
const earlier = ({ patients, ...rest }: Dirty, late: number): Dirty => ({
  ...rest,
  patients: patients.filter((_, at) => at % 3 !== late),
});

const edited = (db: Database) =>
  db.exec("update patients set full_name = 'Edited' where legacy_id in ('1', '3', '5')");

const fixes = () =>
  Fixes.parse(
    "fixes.csv",
    "file,legacy id,column,old value,new value\npatients-1.csv,2,phoneNumber,,0441111111\n",
  );

/** Dies and is gone on with, as often as said, and then comes to its end. */
async function broughtToEnd(db: Database, source: string, deaths: readonly number[]) {
  const options = (): ImportOptions => ({ ...OVER_EARLIER, fixes: fixes() });
  let begun = false;
  for (const at of deaths) {
    const dying = { ...options(), tap: dyingAfter(at) };
    if (begun) await goneOnWith(db, source, dying);
    else await importFolder(db, source, dying);
    begun = true;
    if (rowsOf(db, ledger.runs).at(-1)?.["status"] === "committed") return;
  }
  if (begun) await goneOnWith(db, source, options());
  else await importFolder(db, source, options());
}

const OVER_EARLIER: ImportOptions = {
  settings: { ...LENIENT, markVanished: true, onConflict: "keep" },
};

async function goneOnWith(db: Database, source: string, options: ImportOptions) {
  return importFolder(db, source, { ...options, resume: readResumption(db, findResumable(db)) });
}

test("however often a run dies and is resumed, over rows of an earlier one: as one run", async () => {
  const holds = async (dirty: Dirty, { deaths, at }: { deaths: number[]; at: number }) => {
    const [first, second] = [writeExport(earlier(dirty, at)), writeExport(later(dirty, at))];
    const state = async (died: readonly number[]) => {
      const db = await database();
      await importFolder(db, first, { settings: LENIENT });
      edited(db);
      await broughtToEnd(db, second, died);
      return [...stateOf(db), rowsOf(db, ledger.waiting)];
    };
    expect(await state(deaths)).toEqual(await state([]));
  };
  const ways = fc.record({
    deaths: fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 1, maxLength: 3 }),
    at: fc.integer({ min: 0, max: 2 }),
  });
  await fc.assert(fc.asyncProperty(dirtyExport, ways, holds), runsOf(40, 5));
});

test("two exports one after the other: the order of their records changes no row", async () => {
  const cases = dirtyExport.chain((dirty) =>
    fc.tuple(fc.constant(dirty), shuffled(dirty), fc.integer({ min: 0, max: 2 })),
  );
  const imported = async (dirty: Dirty, other: Dirty) => {
    const db = await database();
    for (const each of [dirty, other]) {
      await importFolder(db, writeExport(each), { settings: { mode: "lenient" } });
    }
    return [patients, doctors, visits].map((table) => rowsOf(db, table));
  };
  const holds = async ([dirty, mixed, at]: [Dirty, Dirty, number]) => {
    const again = later(dirty, at);
    expect(await imported(mixed, again)).toEqual(await imported(dirty, again));
  };
  await fc.assert(fc.asyncProperty(cases, holds), runsOf(40, 5));
});

test("a file that is not what it was is refused by name", async () => {
  const source = exportOf({ patients: ["1,Asha,Rao,0441234567,31"] });
  const db = await newDatabase();
  await importFolder(db, source, { settings: LENIENT, tap: dyingAfter(0) });
  const { files } = readResumption(db, findResumable(db));
  const file = { path: join(source, "patients.csv"), name: "patients.csv", size: 0, modified: 0 };
  appendFileSync(file.path, "\n");
  const now = [{ file: { ...file, size: files[0]?.size ?? 0 } }];
  await expect(checkSameFiles(files, now as never)).rejects.toThrow(SourceError);
});

test.each([
  ["strict", {}],
  ["complete", { settings: LENIENT }],
] as const)("a run that was %s cannot be gone on with", async (_, options) => {
  const db = await newDatabase();
  await importFolder(db, exportOf({ patients: ["1,Asha,Rao,,31"] }), options);
  expect(() => findResumable(db)).toThrow(UsageError);
  const [run] = rowsOf(db, ledger.runs);
  expect(() => findResumable(db, String(run?.["name"]))).toThrow(UsageError);
});
