import type { Importer } from "../../../importers/define.ts";
import type { Backup } from "../../db/database.ts";
import { positionOfFile, type RunFile } from "../../ledger/run-file.ts";
import {
  ExceptionLedger,
  insertFiles,
  insertLookup,
  insertRun,
  keepFile,
  reopenRun,
} from "../../ledger/run-ledger.ts";
import type { PersonsOfRun } from "../../persons/join.ts";
import { Breath } from "../../plain/breath.ts";
import { firstBy } from "../../plain/group-by.ts";
import { sha256OfFile } from "../../plain/hash-file.ts";
import { Parents } from "../look-up/parents.ts";
import { RunNotes } from "../notes/run-notes.ts";
import { compileAlso } from "../prepare/compile-also.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";
import { FixedCells } from "../request/fixed-cells.ts";
import type { ImportRequest } from "../request/import-request.ts";
import { importersByEntity } from "../request/importers-by-entity.ts";
import {
  changedWhileRead,
  committedExceptions,
  type Resumption,
  resumedFile,
} from "../request/resume.ts";
import { RunJournal } from "../request/run-journal.ts";
import { Withdrawals } from "../request/withdrawals.ts";
import { isPart, type Selection } from "../selection/selection.ts";
import { CompiledFiles } from "./compiled-files.ts";
import { EntityState } from "./entity-state.ts";
import { EntityTally } from "./entity-tally.ts";
import { ReadFiles, type RunInput } from "./files-of-run.ts";
import { type Loading, ROW_BY_ROW } from "./loading.ts";
import { RowFiles } from "./row-files.ts";
import type { RunContext, Told } from "./run-context.ts";
import { StoredFiles } from "./stored-files.ts";
import { TargetCounts } from "./target-counts.ts";

/** A run under way: its state, and nothing that decides. */
export class ImportRun {
  readonly request: ImportRequest;
  readonly runNotes: RunNotes;
  readonly inputs: readonly RunInput[];
  readonly tallies = new Map<string, EntityTally>();
  readonly states = new Map<string, EntityState>();
  readonly read = new ReadFiles();
  /** What it takes of its export; everything until `select` says otherwise. */
  selection: Selection | undefined;
  readonly withdrawals = new Withdrawals();
  readonly rowFiles = new RowFiles(this);
  readonly breath = new Breath();
  readonly fixed: FixedCells;
  readonly compiledFiles: CompiledFiles;
  readonly stored: StoredFiles;
  readonly journal: RunJournal;
  loading: Loading = ROW_BY_ROW;
  #parents: Parents | undefined;
  runId = 0;
  files: RunFile[] = [];
  counts: TargetCounts | undefined;
  backup: Backup | undefined;
  /** Anything of the run stands in the target for good. */
  committed = false;
  persons: PersonsOfRun = { findings: [] };
  /** The rows of the open transaction are not what was written: that was no other program. */
  isAltered = false;
  /** Records of each file whose outcome an earlier part of the run has committed, by position. */
  readonly done: number[] = [];
  /** Records of each file that have an outcome, by position. */
  readonly reached: number[] = [];
  #isReady = false;
  #hashes: readonly (string | null)[] = [];
  #exceptions: ExceptionLedger | undefined;

  constructor(request: ImportRequest) {
    this.request = request;
    this.runNotes = new RunNotes(request.db.openScratch);
    this.fixed = new FixedCells(request.fixes);
    this.stored = new StoredFiles(request);
    this.compiledFiles = new CompiledFiles(request, this.stored.named);
    const { importers, fit } = request;
    const ordered = importers.flatMap((importer) =>
      fit.files.filter((file) => file.importer === importer),
    );
    this.inputs = ordered.map((fitted, position) => {
      const { compiled, aside } = this.compiledFiles.of(fitted);
      const done = () => this.done[position] ?? 0;
      return { fitted: this.fixed.correct(fitted, position, done), position, compiled, aside };
    });
    for (const importer of importers) this.#countEntity(importer);
    this.journal = new RunJournal(request.log);
  }

  /** Counted is what the run has files of, and what it may make placeholders of. */
  #countEntity(importer: Importer): void {
    const { entity } = importer;
    const all = [...new Set(this.inputs.map(({ compiled }) => compiled))];
    const owner = all.find(({ also }) => also.some((rows) => rows.entity === entity));
    const own = owner
      ? compileAlso(importer, owner.digits)
      : all.find((one) => one.importer === importer);
    const named = all
      .flatMap(({ references }) => references)
      .some((one) => one.entity === entity && one.onUnknown === "placeholder");
    if (own === undefined && !named) return;
    this.tallies.set(
      entity,
      new EntityTally(own ?? { importer, columns: [], references: [], digits: 0 }),
    );
  }

  /** Finds out what the run takes of its export. */
  async select(): Promise<void> {
    this.withdrawals.learn(this.request.db, this.request.fit.mapping.legacySystem);
    if (!isPart(this.request.settings)) return;
    const { selectionFor } = await import("../selection/select.ts");
    this.selection = await selectionFor(this.request);
  }

  /** A run that commits on the way may have to be resumed: its files must be the same then, and are those of a plan. */
  async hashFiles(): Promise<void> {
    const { settings, resume, plan } = this.request;
    if (plan !== undefined) {
      const planned = firstBy(plan.files, ({ name }) => name);
      this.#hashes = this.inputs.map(({ fitted }) => {
        return planned.get(fitted.file.name)?.sha256 ?? null;
      });
      return;
    }
    if (settings.mode === "strict" || settings.dryRun || resume !== undefined) return;
    const hashes: string[] = [];
    // One after the other: an export may have more files than can be open.
    for (const { fitted } of this.inputs) hashes.push(await sha256OfFile(fitted.file.path));
    this.#hashes = hashes;
  }

  /** Writes the run and its files into the ledger; or continues with those that are there. */
  register(): void {
    const { db, resume } = this.request;
    if (resume === undefined) this.#registerNew();
    else this.#reopen(resume);
    this.#exceptions = new ExceptionLedger(db, this.runId, this.files);
  }

  #reopen(resume: Resumption): void {
    const { db } = this.request;
    const { runId, summary } = resume;
    this.runId = runId;
    const ordered = this.inputs.map(({ fitted: { file, importer } }) =>
      resumedFile(resume, { entity: importer.entity, name: file.name }),
    );
    this.files = [...ordered];
    this.rowFiles.register(this.inputs);
    this.#hashes = ordered.map(({ sha256 }) => sha256);
    reopenRun(db, runId, summary === null ? "begins anew" : "goes on");
    if (summary === null) return;
    this.done.push(...ordered.map(({ done }) => done));
    this.runNotes.takeIn(committedExceptions(db, { runId, files: this.files }));
    this.committed = true;
    this.#isReady = true;
    this.backup = summary.backup === null ? undefined : { path: summary.backup };
    for (const [entity, tally] of this.tallies) {
      tally.counters.placeholders = summary.entities[entity]?.placeholders ?? 0;
      tally.counters.unmapped = summary.entities[entity]?.unmapped ?? 0;
      tally.own.removed = summary.entities[entity]?.removed ?? 0;
      tally.own.numbersStrayed = summary.entities[entity]?.numbersStrayed ?? 0;
    }
  }

  #registerNew(): void {
    const { db, fit, runName, asOf, startedAt, reportFolder } = this.request;
    const { kind = "import", ofRun, remembered = null } = this.request;
    this.runId = insertRun(db, {
      name: runName,
      legacySystem: fit.mapping.legacySystem,
      asOf,
      startedAt: startedAt.toISOString(),
      reportFolder,
      kind,
      ofRunId: ofRun?.id ?? null,
      request: remembered,
    });
    const hashed = this.inputs.map(({ fitted: { file, header, importer, ofFile = null } }, at) => {
      const { name, size } = file;
      const sha256 = this.#hashes[at] ?? null;
      return { name, entity: importer.entity, header, size, ofFileId: ofFile, sha256 };
    });
    for (const one of fit.lookups ?? []) insertLookup(db, this.runId, one);
    this.files = insertFiles(db, this.runId, hashed).map((file, at) => {
      const { ofFile } = this.inputs[at]?.fitted ?? {};
      return ofFile === undefined ? file : { ...file, fileId: ofFile, readAs: file.fileId };
    });
    this.rowFiles.register(this.inputs);
  }

  context(): RunContext {
    const { db, fit, importers, startedAt, settings, kind, ofRun } = this.request;
    const found = {
      db,
      appended: this.loading.appended,
      scope: { legacySystem: fit.mapping.legacySystem, runId: this.runId },
      importers: importersByEntity(importers),
    };
    this.#parents ??= new Parents(found);
    return {
      ...found,
      parents: this.#parents,
      onConflict: settings.onConflict,
      keepsOrphans: settings.mode === "lenient",
      keepsPlain: this.inputs.some(({ fitted }) => fitted.ofFile !== undefined),
      retryOf: kind === "retry" ? ofRun?.id : undefined,
      runNotes: this.runNotes,
      files: this.files,
      tallies: this.tallies,
      stored: this.stored,
      journal: this.journal,
      now: startedAt.toISOString(),
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

  /** Before the first write into a database that holds data, its state is kept. */
  async readyToWrite(): Promise<void> {
    if (this.#isReady) return;
    this.#isReady = true;
    const { db, settings, importers } = this.request;
    if (settings.dryRun || !importers.some(({ table }) => db.count(table) > 0)) return;
    await this.#backUp();
  }

  /** Whether rows may be written: what stands in the database needs no backup, or has one. */
  get isReadyToWrite(): boolean {
    return this.#isReady;
  }

  /** Says in the ledger how far the files have come, in the transaction that makes it true. */
  keepFiles(): void {
    for (const [position, record] of this.reached.entries()) {
      if (record > (this.done[position] ?? 0)) {
        keepFile(this.request.db, this.files[position]?.fileId ?? 0, record);
        this.done[position] = record;
      }
    }
  }

  /**
   * @throws SourceError if a file has changed since the run was started
   */
  checkRead(position: number, sha256: string | null): void {
    const before = this.#hashes[position] ?? null;
    const name = this.files[position]?.name ?? "";
    if (before !== null && sha256 !== null && sha256 !== before) throw changedWhileRead(name);
  }

  /** What the report is written from. */
  told(): Told {
    const files = this.inputs.map(({ fitted }) => fitted);
    return { runNotes: this.runNotes, files, unnamed: () => this.stored.unnamed() };
  }

  /** The position of a file of an earlier run, among those of this one. */
  positionOf(file: RunFile): number {
    const known = positionOfFile(this.files, file.fileId);
    return known >= 0 ? known : this.files.push(file) - 1;
  }

  hasFilesOf(entity: string): boolean {
    return this.inputs.some(({ compiled }) => compiled.importer.entity === entity);
  }

  /** Keeps the state of the database as it was before the run. */
  async #backUp(): Promise<void> {
    const { db, startedAt, failAt } = this.request;
    const began = this.journal.now();
    failAt?.("before-backup");
    this.backup = await db.backUp(startedAt);
    failAt?.("after-backup");
    this.journal.backedUp(began);
  }

  /** Moves what the run's notes holds into the ledger. */
  writeExceptions(): void {
    const { failAt } = this.request;
    failAt?.("before-ledger");
    this.#exceptions?.write(this.runNotes);
    this.fixed.write(this.request.db, this.runId, this.files);
    failAt?.("after-ledger");
  }

  /** Rows of the ledger's exceptions that the run has written. */
  exceptionsWritten(): number {
    return this.#exceptions?.written ?? 0;
  }

  /** At the start of a transaction: others may have written since the last. */
  begin(): void {
    const { db, importers, resume } = this.request;
    if (this.counts === undefined) {
      this.counts = new TargetCounts(db, importers, resume?.summary?.entities);
    } else if (this.counts.resume()) {
      for (const { numbers } of this.states.values()) numbers?.lookAgain();
    }
    for (const state of this.states.values()) state.crosswalk.forgetAhead();
  }
  /** What has been done so far was committed: its counts hold. */
  keep(): void {
    this.committed = true;
    this.runNotes.keep();
    this.stored.keep();
    this.counts?.keep();
    for (const tally of this.tallies.values()) tally.keep();
  }

  /**
   * The transaction was rolled back: the counts are those of the last commit. Of a run that has committed
   * nothing, the report tells what all its records came to.
   */
  forget(): void {
    this.fixed.forget();
    this.stored.forget();
    this.counts?.forget();
    if (!this.committed) {
      this.runNotes.retake();
      return;
    }
    this.runNotes.forget();
    for (const tally of this.tallies.values()) tally.forget();
  }

  /** Keys of the columns that the legacy system owns. */
  columnsOf(entity: string): string[] {
    const input = this.inputs.find(({ compiled }) => compiled.importer.entity === entity);
    const compiled = input?.compiled ?? this.states.get(entity)?.compiled;
    return compiled?.columns.map(({ key }) => key) ?? [];
  }

  rejected(): number {
    return [...this.tallies.values()].reduce((sum, { outcomes }) => sum + outcomes.rejected, 0);
  }

  settled(): number {
    return [...this.tallies.values()].reduce((sum, tally) => sum + tally.settled(), 0);
  }
}
