import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HMSYNC } from "../../importers/index.ts";
import { readChain } from "../../src/chain/chain.ts";
import { readStanding } from "../../src/chain/read-standing.ts";
import type { EntityStanding, RecordState, Standing } from "../../src/chain/standing.ts";
import { RECORD_STATES } from "../../src/chain/standing.ts";
import { openSqlite } from "../../src/db/sqlite/open.ts";
import { importExport } from "../../src/jobs/import.ts";
import type { AskingImport } from "../../src/jobs/input/asked-import.ts";
import type { Means } from "../../src/jobs/means.ts";
import { retry } from "../../src/jobs/retry.ts";
import type { ImportOutcome } from "../../src/jobs/run/carry-out-import.ts";
import { undo } from "../../src/jobs/undo.ts";
import { newDatabase } from "./import.ts";
import { workspace, writeFiles } from "./workspace.ts";

/** A database with the runs of one legacy system, made by the jobs, in this process. */
export class ChainOfRuns {
  readonly folder = workspace();
  readonly database = join(this.folder, "hmsync.db");
  #runs = 0;

  static async begin(): Promise<ChainOfRuns> {
    const chain = new ChainOfRuns();
    const db = await newDatabase(chain.database);
    db.close();
    return chain;
  }

  /** @param files of the export, by name */
  async import(
    files: Readonly<Record<string, string>>,
    options: Partial<AskingImport> = {},
    means: Means = {},
  ): Promise<ImportOutcome["summary"]> {
    const source = join(this.folder, `export-${++this.#runs}`);
    writeFiles(source, files);
    const asking = {
      target: HMSYNC,
      database: this.database,
      source,
      asOf: "2026-01-14",
      report: this.reportOf(this.#runs),
      ...options,
    };
    return (await importExport(asking, {}, means)).summary;
  }

  /** Edits what a run rejected, and retries it. */
  async retry(
    of: string,
    edits: readonly (readonly [file: string, from: string, to: string])[],
    options: { readonly dryRun?: boolean } = {},
  ): Promise<ImportOutcome["summary"]> {
    for (const [file, from, to] of edits) {
      const path = join(this.rejectsOf(of), file);
      const text = readFileSync(path, "utf8");
      if (!text.includes(from)) throw new Error(`${file} lacks ${from}`);
      writeFileSync(path, text.replace(from, to));
    }
    const report = this.reportOf(++this.#runs);
    const options_ = { target: HMSYNC, database: this.database, run: of, report, ...options };
    return (await retry(options_)).summary;
  }

  async undo(run: string, partial = false) {
    const reports = this.folder;
    return (await undo({ target: HMSYNC, database: this.database, run, partial, reports })).summary;
  }

  reportOf(nth: number): string {
    return join(this.folder, `report-${nth}`);
  }

  rejectsOf(run: string): string {
    const found = readdirSync(this.folder).find((name) => {
      const path = join(this.folder, name, "reconciliation.json");
      return existsSync(path) && JSON.parse(readFileSync(path, "utf8")).run === run;
    });
    return join(this.folder, String(found), "rejected");
  }

  /** @param run of the chain; the last one unless said */
  standing(run?: string): Standing {
    const db = openSqlite(this.database, { ifMissing: "refuse" });
    try {
      return readStanding(db, readChain(db, run), HMSYNC);
    } finally {
      db.close();
    }
  }

  query(sql: string): unknown[] {
    const db = openSqlite(this.database, { ifMissing: "refuse" });
    try {
      return db.prepare(sql).all([]);
    } finally {
      db.close();
    }
  }

  change(sql: string): void {
    const db = openSqlite(this.database, { ifMissing: "refuse" });
    db.exec(sql);
    db.close();
  }
}

/** What is not zero of an entity, with its records. */
export function stateOf(
  standing: Standing,
  entity: string,
): Partial<Record<RecordState | "records", number>> {
  const found = entityOf(standing, entity);
  const states = RECORD_STATES.filter((state) => found[state] !== 0);
  return Object.assign(
    { records: found.records },
    ...states.map((state) => ({ [state]: found[state] })),
  );
}

export function entityOf({ entities }: Standing, entity: string): EntityStanding {
  const found = entities.find((one) => one.entity === entity);
  if (found === undefined) throw new Error(`no ${entity}`);
  return found;
}
