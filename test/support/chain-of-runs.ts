import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import type { RecordTrace } from "../../src/chain/trace/record-trace.ts";
import { openSqlite } from "../../src/db/sqlite/open.ts";
import { pushSchema } from "../../src/evolve/push.ts";
import { type TraceAsked, type TraceResult, traceOf } from "../../src/jobs/chain/trace.ts";
import { type ImportOptions, importExport } from "../../src/jobs/import.ts";
import { retry } from "../../src/jobs/retry.ts";
import { ImportStopped } from "../../src/jobs/run/carry-out-import.ts";
import { undo } from "../../src/jobs/undo.ts";
import { workspace, writeFiles } from "./workspace.ts";

type Files = Readonly<Record<string, string | Buffer>>;

let template: Promise<Buffer> | undefined;

/** The bytes of an empty database: to push the schema takes longer than a small import. */
async function emptyDatabase(): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "hmsync-test-"));
  const path = join(folder, "empty.db");
  const db = openSqlite(path, { ifMissing: "create" });
  await pushSchema(db, { ddl: inject("ddl"), now: new Date(), command: "test" });
  db.close();
  const bytes = readFileSync(path);
  rmSync(folder, { recursive: true });
  return bytes;
}

/** A database, and exports that are imported into it one after the other, in a folder of its own. */
export class ChainOfRuns {
  readonly folder: string;
  readonly database: string;
  readonly source: string;
  #runs = 0;

  /** @param folder one for this test alone unless said */
  constructor(folder = workspace()) {
    this.folder = folder;
    this.database = join(folder, "hmsync.db");
    this.source = join(folder, "legacy");
  }

  /** Puts these files in the place of the export. */
  write(files: Files): void {
    rmSync(this.source, { recursive: true, force: true });
    writeFiles(this.source, files);
  }

  /** Imports the export; lenient unless said. @returns the run's name */
  async import(options: Partial<ImportOptions> = {}): Promise<string> {
    const { settings = { mode: "lenient" }, ...rest } = options;
    template ??= emptyDatabase();
    if (!existsSync(this.database)) writeFileSync(this.database, await template);
    const asked = { target: HMSYNC, database: this.database, asOf: "2026-01-14" };
    const outcome = await importExport({
      ...asked,
      source: this.source,
      report: this.report(++this.#runs),
      settings,
      ...rest,
    }).catch((error) => {
      if (error instanceof ImportStopped) return error.outcome;
      throw error;
    });
    return outcome.summary.run;
  }

  /** Writes another text in a file of the last report's `rejected/`, and retries. */
  async retry(entity: string, from: string, to: string): Promise<string> {
    const path = join(this.report(this.#runs), "rejected", `${entity}.csv`);
    const text = readFileSync(path, "utf8");
    if (!text.includes(from)) throw new TypeError(`${path} has no such text: ${text}`);
    writeFileSync(path, text.replace(from, to));
    const report = this.report(++this.#runs);
    const { summary } = await retry({ target: HMSYNC, database: this.database, report });
    return summary.run;
  }

  async undo(run: string): Promise<void> {
    await undo({ target: HMSYNC, database: this.database, run });
  }

  /** The report folder of the nth run that wrote one. */
  report(nth: number): string {
    return join(this.folder, "reports", String(nth));
  }

  sql(text: string): void {
    const db = openSqlite(this.database, { ifMissing: "refuse" });
    db.exec(text);
    db.close();
  }

  ask(asked: TraceAsked): Promise<TraceResult> {
    return traceOf({ target: HMSYNC, database: this.database, asked });
  }

  async trace(entity: string, legacyId: string): Promise<RecordTrace> {
    const { trace } = await this.ask({ entity, legacyId });
    if (trace === undefined) throw new TypeError(`No run has met ${entity} ${legacyId}.`);
    return trace;
  }
}

/** What became of a record, meeting by meeting. */
export const outcomes = ({ meetings }: RecordTrace) => meetings.map(({ outcome }) => outcome);

/** The cells of the record as it was taken in, or met last. */
export const cellsOf = ({ versions: [first] }: RecordTrace) =>
  first?.cells?.columns.map(({ value }) => value);

export const column = ({ row }: RecordTrace, name: string) =>
  row?.columns.find((one) => one.column === name);

export const PATIENTS = "patientId,firstName,lastName,phoneNumber,ward\n";
