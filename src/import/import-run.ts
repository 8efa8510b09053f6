import type { Importer } from "../../importers/define.ts";
import { type Backup, backUp } from "../db/backup.ts";
import type { Database } from "../db/database.ts";
import type { LeftOut } from "../source/lay-out.ts";
import type { SourceRecord } from "../source/record.ts";
import type { ByteSink, SourceFile } from "../source/source-file.ts";
import { type CompiledEntity, compileEntity } from "./compile-entity.ts";
import { EntityState } from "./entity-state.ts";
import { EntityTally, type TallySnapshot } from "./entity-tally.ts";
import type { Fit, FittedFile } from "./fit-mapping.ts";
import { Limit } from "./limit.ts";
import type { PreparedRecord } from "./prepared-record.ts";
import type { FileCounts } from "./reconcile.ts";
import { BackupNeeded, type RunContext, type RunFile } from "./run-context.ts";
import { ExceptionLedger, insertFiles, insertRun } from "./run-ledger.ts";
import type { RunSettings } from "./run-summary.ts";
import { Spool } from "./spool.ts";
import type { TargetCounts } from "./target-counts.ts";

/** How far a run is, for whoever watches. */
export interface Progress {
  readonly entity: string;
  /** Bytes read of all files. */
  readonly bytes: number;
  readonly records: number;
  readonly rejected: number;
}

/** A stage's output on its way to the next: tests put faults here, and see them caught. */
export interface Tap {
  read?(records: SourceRecord[]): SourceRecord[];
  prepared?(records: PreparedRecord[]): PreparedRecord[];
}

/** What a run is to do. */
export interface ImportRequest {
  readonly db: Database;
  readonly fit: Fit;
  /** Parents before children; also those whose files this run does not have. */
  readonly importers: readonly Importer[];
  readonly settings: RunSettings;
  readonly runName: string;
  /** What the report calls the export. */
  readonly source: string;
  /** `YYYY-MM-DD`: the hospital's today. */
  readonly asOf: string;
  readonly startedAt: Date;
  readonly reportFolder: string | null;
  /** Where the bytes of a source file are kept; nothing where they are not. */
  readonly archive?: (file: SourceFile) => Promise<Archive>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly tap?: Tap;
}

/** A copy of a source file in the making. */
export interface Archive extends ByteSink {
  close(): Promise<void>;
}

/** A file of the run, ready to be read. */
export interface RunInput {
  readonly fitted: FittedFile;
  readonly compiled: CompiledEntity;
  readonly position: number;
}

/** What reading a file came to. */
export interface ReadFile extends FileCounts {
  readonly position: number;
  /** Null where the file was not read to its end. */
  readonly size: number | null;
  readonly sha256: string | null;
  /** Lines of the file that are no records. */
  readonly leftOut: readonly LeftOut[];
}

/** A run under way: its state, and nothing that decides. */
export class ImportRun {
  readonly request: ImportRequest;
  readonly spool = new Spool();
  readonly inputs: readonly RunInput[];
  readonly tallies = new Map<string, EntityTally>();
  readonly states = new Map<string, EntityState>();
  readonly read: ReadFile[] = [];
  readonly limit: Limit;
  runId = 0;
  files: readonly RunFile[] = [];
  counts: TargetCounts | undefined;
  backup: Backup | undefined;
  /** Anything of the run stands in the target for good. */
  committed = false;
  #backedUp = false;
  #kept = new Map<string, TallySnapshot>();
  #exceptions: ExceptionLedger | undefined;

  constructor(request: ImportRequest) {
    this.request = request;
    const { importers, fit, asOf } = request;
    const ordered = importers.flatMap((importer) =>
      fit.files.filter((file) => file.importer === importer),
    );
    const { currency, timeZone } = fit.mapping;
    this.inputs = ordered.map((fitted, position) => {
      return { fitted, position, compiled: compileEntity(fitted, { currency, timeZone, asOf }) };
    });
    for (const { entity } of importers) this.#countEntity(entity);
    this.limit = new Limit(request.settings.limit, importers);
  }

  /** Counted is what the run has files of, and what it may make placeholders of. */
  #countEntity(entity: string): void {
    const all = this.inputs.map(({ compiled }) => compiled);
    const own = all.find(({ importer }) => importer.entity === entity);
    const named = all
      .flatMap(({ references }) => references)
      .some((one) => one.entity === entity && one.onUnknown === "placeholder");
    if (own === undefined && !named) return;
    this.tallies.set(entity, new EntityTally(own ?? { columns: [], references: [] }));
  }

  /** Writes the run and its files into the ledger. */
  register(): void {
    const { db, fit, runName, asOf, startedAt, reportFolder } = this.request;
    const { legacySystem } = fit.mapping;
    this.runId = insertRun(db, {
      ...{ name: runName, legacySystem, asOf, startedAt: startedAt.toISOString(), reportFolder },
    });
    const names = this.inputs.map(({ fitted }) => {
      return { name: fitted.file.name, entity: fitted.importer.entity };
    });
    this.files = insertFiles(db, this.runId, names);
    this.#exceptions = new ExceptionLedger(db, this.runId, this.files);
  }

  context(): RunContext {
    const { db, fit, importers, startedAt } = this.request;
    return {
      ...{ db, spool: this.spool, files: this.files, tallies: this.tallies },
      scope: { legacySystem: fit.mapping.legacySystem, runId: this.runId },
      now: startedAt.toISOString(),
      importers: new Map(importers.map((importer) => [importer.entity, importer])),
      beforeWrite: () => this.#beforeWrite(),
    };
  }

  /** The state of an entity's load; the first file of the entity makes it. */
  stateOf(compiled: CompiledEntity): EntityState {
    const { entity } = compiled.importer;
    const tally = this.tallies.get(entity) ?? new EntityTally(compiled);
    const state = this.states.get(entity) ?? new EntityState(this.context(), compiled, tally);
    this.states.set(entity, state);
    return state;
  }

  /** Before the first write into a database that holds data, its state is to be kept. */
  #beforeWrite(): void {
    if (this.#backedUp) return;
    const { db, settings, importers } = this.request;
    this.#backedUp = true;
    if (settings.dryRun || !importers.some(({ table }) => db.count(table) > 0)) return;
    throw new BackupNeeded();
  }

  /** Keeps the state of the database as it was before the run. */
  async backUp(): Promise<void> {
    const { db, startedAt } = this.request;
    this.backup = await backUp(db, startedAt);
  }

  /** Moves what the spool holds into the ledger. */
  writeExceptions(): void {
    this.#exceptions?.write(this.spool);
  }

  /** A batch was committed: its counts hold. */
  keepBatch(): void {
    this.committed = true;
    this.spool.keep();
    this.counts?.keep();
    for (const [entity, tally] of this.tallies) this.#kept.set(entity, tally.snapshot());
  }

  /** A lenient run lost the batch at hand: the counts are those of the last commit. */
  forgetBatch(): void {
    this.counts?.forget();
    if (!this.committed) return;
    this.spool.forget();
    for (const [entity, tally] of this.tallies) {
      const kept = this.#kept.get(entity);
      if (kept !== undefined) tally.restore(kept);
    }
  }

  /** Keys of the columns that the legacy system owns. */
  columnsOf(entity: string): string[] {
    const input = this.inputs.find(({ compiled }) => compiled.importer.entity === entity);
    return input?.compiled.columns.map(({ key }) => key) ?? [];
  }

  rejected(): number {
    return sum([...this.tallies.values()].map(({ outcomes }) => outcomes.rejected));
  }

  settled(): number {
    return sum([...this.tallies.values()].map((tally) => tally.settled()));
  }
}

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);
