import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { RunNotes } from "../../src/import/notes/run-notes.ts";
import { runsOf } from "../support/at-night.ts";
import { type DirtyExport, dirtyExport, writeExport } from "../support/dirty-export.ts";
import { CLEAN, exportOf } from "../support/export.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { workspace } from "../support/workspace.ts";

// The cells of rejected records are kept while they are read; what had to be kept and was not, is
// taken from the source. Both come to the same report.

/** The files of a report that tell of single records. */
async function reportOf(source: string, options: ImportOptions): Promise<Record<string, string>> {
  const reportFolder = join(workspace(), "report");
  const db = await newDatabase();
  db.exec("pragma synchronous = off");
  await importFolder(db, source, { ...options, reportFolder });
  const names = readdirSync(reportFolder, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => /\.(csv|raw)$/.test(name)).sort();
  return Object.fromEntries(
    files.map((name) => [name, readFileSync(join(reportFolder, name), "latin1")]),
  );
}

/** Has what is kept of cells go unused. */
async function fromSource<Result>(work: () => Promise<Result>): Promise<Result> {
  const { keptAll } = RunNotes.prototype;
  RunNotes.prototype.keptAll = () => false;
  try {
    return await work();
  } finally {
    RunNotes.prototype.keptAll = keptAll;
  }
}

const options = fc.constantFrom<ImportOptions>(
  {},
  { settings: { mode: "lenient" } },
  { settings: { mode: "lenient", batchSize: 3 } },
  { settings: { maxErrors: { count: 3 } } },
  { settings: { dryRun: true } },
);

test("a report from the cells that were kept is that from the source, byte by byte", async () => {
  let rejected = 0;
  const holds = async (dirty: DirtyExport, how: ImportOptions) => {
    const source = writeExport(dirty, 4);
    const kept = await reportOf(source, how);
    rejected += Object.keys(kept).filter((name) => name.startsWith("rejected")).length;
    expect(kept).toEqual(await fromSource(() => reportOf(source, how)));
  };
  await fc.assert(fc.asyncProperty(dirtyExport, options, holds), runsOf(60, 12));
  expect(rejected).toBeGreaterThan(12);
});

test("nor does it differ where it is long, and cells are what a spreadsheet would run, or no ASCII", async () => {
  const cells = [
    "=1+1",
    "@x",
    "'a",
    '"a ""b"""',
    '"a,b"',
    "निशा",
    "x\u00a0",
    " y ",
    "",
    "😀",
    "+44 1",
  ];
  const visit = (nth: number) => {
    const [patient, doctor, fee] = [nth, nth + 3, nth + 7].map((at) => cells[at % cells.length]);
    return `V${nth},${patient},${doctor}${"z".repeat(nth % 90)},2024-02-30,${fee}`;
  };
  const visits = Array.from({ length: 12_000 }, (_, nth) => visit(nth));
  const source = exportOf({ ...CLEAN, visits });
  const kept = await reportOf(source, { settings: { mode: "lenient" } });
  expect(kept["rejected/visits.csv"]?.length).toBeGreaterThan(1024 * 1024);
  expect(kept["issues.csv"]?.length).toBeGreaterThan(1024 * 1024);
  const again = () => reportOf(source, { settings: { mode: "lenient" } });
  expect((await fromSource(again))["rejected/visits.csv"]).toBe(kept["rejected/visits.csv"]);
});
