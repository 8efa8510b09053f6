import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { chainFolder } from "../../src/chain/chain.ts";
import { CorrectionDesk } from "../../src/jobs/chain/correct.ts";
import { takeIn } from "../../src/jobs/chain/take-in.ts";
import { importExport } from "../../src/jobs/import.ts";
import { undo } from "../../src/jobs/undo.ts";
import type { RunSettings } from "../../src/ledger/run-summary.ts";
import { csv, HEADERS } from "./export.ts";
import { newDatabase } from "./import.ts";
import { query } from "./sql.ts";
import { workspace, writeFiles } from "./workspace.ts";

/** Of `generic-csv`. */
export const HEADER = HEADERS.patients;

/** Patients of one system, imported export after export, and corrected in between. */
export async function correctionStory() {
  const cwd = workspace();
  const database = join(cwd, "hmsync.db");
  (await newDatabase(database)).close();
  const chain = { target: HMSYNC, database };
  const notes: string[] = [];
  const note = (what: string | readonly string[]) => notes.push(...[what].flat());
  let runs = 0;
  const report = () => join(cwd, "reports", String(++runs));
  const source = join(cwd, "export");
  return {
    cwd,
    chain,
    database,
    notes,
    report,
    source,
    folder: chainFolder(database, { legacySystem: "generic-csv" }),
    /** Imports an export with these patients. */
    async take(
      records: readonly string[] | string,
      settings: Partial<RunSettings> = {},
      { fixes, name = "patients.csv" }: { readonly fixes?: string; readonly name?: string } = {},
    ) {
      const text = typeof records === "string" ? records : csv("patients", records);
      writeFiles(source, { [name]: text });
      const { database: path, target } = chain;
      const asked = { target, database: path, source, report: report(), settings, fixes };
      const { summary } = await importExport(asked, { note });
      return summary;
    },
    async openDesk() {
      const desk = await CorrectionDesk.open(chain);
      onTestFinished(() => desk.close());
      return desk;
    },
    async takeIn() {
      const { summary, folder } = await takeIn({ ...chain, report: report() }, { note });
      return { summary, folder };
    },
    undo: (run: string) => undo({ ...chain, run }, { note }),
    rows: () =>
      query(database, "select legacy_id, first_name, phone from patients order by legacy_id").map(
        (row) => row.join(" "),
      ),
  };
}

/** Edits a file. */
export const edit = (path: string, change: (text: string) => string): void =>
  writeFileSync(path, change(readFileSync(path, "utf8")));
