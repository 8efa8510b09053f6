import { getTableName } from "drizzle-orm";
import type { Importer } from "../../importers/define.ts";
import { actions, crosswalk, files, runs, unmapped, waiting } from "../../shared/ledger.ts";
import type { Database, ForeignKey, Statement } from "../db/database.ts";
import { ActionLedger } from "../ledger/actions.ts";
import { importedColumns } from "../ledger/edited-rows.ts";
import { rowTimestamps } from "../ledger/row-timestamps.ts";
import type { LedgerRun } from "../ledger/run-ledger.ts";
import type { FilePlace } from "../ledger/run-summary.ts";
import { Breath } from "../plain/breath.ts";
import { DatabaseError, Interrupted } from "../plain/errors.ts";
import { Blocked } from "./blocked.ts";
import type { RunTrace, WrittenRows } from "./changed-since.ts";
import { type CrosswalkValues, type FormerState, writeState } from "./former-state.ts";
import type { Reason } from "./reasons.ts";
import { Parents, type ReferenceScope } from "./references.ts";
import { WholeTable } from "./whole-table.ts";

/** Where the record of a row stands. */
export interface LedgerPlace {
  readonly fileId: number | null;
  readonly record: number | null;
  readonly line: number | null;
}

/** The first write is at hand, and the state of the database has not been kept yet. */
export class UndoBackupNeeded extends Error {}

/** What an undo is of and how it goes. */
export interface UndoScope {
  readonly db: Database;
  /** Parents before children. */
  readonly importers: readonly Importer[];
  /** The run that is taken back; of a redo, the run whose undo is taken back. */
  readonly run: LedgerRun;
  /** The undo that is taken back, where one is. */
  readonly redoOf: LedgerRun | undefined;
  /** The undo's own number. */
  readonly undoId: number;
  readonly beforeWrite: () => void;
  readonly onProgress: (rows: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** The rows of one entity: as a run wrote them, and what the undo does with them. */
export interface EntityUndo extends WrittenRows {
  readonly entity: string;
  readonly tally: UndoTally;
  readonly parents: Parents;
  /** What each run imported, by its number. */
  readonly columnsByRun: ReadonlyMap<number, readonly string[]>;
}

/** Whose row is changed, and where its record stands. */
export interface Subject extends LedgerPlace {
  readonly entity: string;
  readonly legacyId: string | null;
  readonly targetId: string | null;
}

/** What an action kept that is neither row nor crosswalk. */
const DETAILS = ["waiting", "unmapped", "removed"] as const;

/** What all stages of an undo share. */
export class UndoContext {
  readonly scope: UndoScope;
  /** In ISO 8601, UTC: of the ledger's runs. */
  readonly #trace: RunTrace;
  readonly keys: readonly ForeignKey[];
  readonly entities: ReadonlyMap<string, EntityUndo>;
  readonly crosswalk: WholeTable;
  readonly waiting: WholeTable;
  readonly unmapped: WholeTable;
  readonly actions: WholeTable;
  readonly #files: ReadonlyMap<number, string>;
  readonly #findCrosswalk: Statement;
  readonly #log: ActionLedger;
  readonly #breath = new Breath();
  #rows = 0;

  constructor(scope: UndoScope) {
    const { db, run, importers } = scope;
    this.scope = scope;
    this.keys = db.catalog.foreignKeys();
    this.#trace = {
      runId: run.id,
      startedAt: run.startedAt,
      otherStarts: startsOf(db, run.startedAt),
    };
    this.crosswalk = new WholeTable(db, crosswalk);
    this.waiting = new WholeTable(db, waiting);
    this.unmapped = new WholeTable(db, unmapped);
    this.actions = new WholeTable(db, actions);
    this.entities = new Map(importers.map((one) => [one.entity, this.#entityUndo(one)]));
    this.#files = fileNames(db);
    this.#findCrosswalk = db.prepare(
      `select id from ${getTableName(crosswalk)}
       where legacy_id = ? and entity = ? and legacy_system = ?`,
    );
    this.#log = new ActionLedger(db, scope.undoId);
  }

  get references(): ReferenceScope {
    const { db, importers, run } = this.scope;
    return { db, importers, keys: this.keys, runId: run.id };
  }

  /** @throws DatabaseError if no importer is called so */
  entity(name: string): EntityUndo {
    const found = this.entities.get(name);
    if (found !== undefined) return found;
    throw new DatabaseError(`The run wrote rows of ${name}, which this version does not import.`, {
      cure: "Undo it with the version that imported it.",
    });
  }

  findCrosswalk(entity: string, legacyId: string): CrosswalkValues | undefined {
    const { legacySystem } = this.scope.run;
    const id = this.#findCrosswalk.get([legacyId, entity, legacySystem])?.[0];
    return id === undefined ? undefined : (this.crosswalk.read(id) as CrosswalkValues | undefined);
  }

  /** Says of a row why it stays. */
  block({ tally }: EntityUndo, reason: Reason, place: LedgerPlace): void {
    tally.blocked.add(reason, this.place(place));
  }

  place({ fileId, record, line }: LedgerPlace): FilePlace {
    return { file: this.#files.get(fileId ?? 0) ?? "", record: record ?? 0, line: line ?? 0 };
  }

  /** Keeps what a row held, before it is changed. */
  log(kind: "deleted" | "restored", subject: Subject, state: FormerState | null): void {
    const { entity, legacyId, targetId } = subject;
    const detail = DETAILS.find((one) => state?.[one] !== undefined) ?? null;
    const former = state && writeState(state);
    this.#log.add({ kind, entity, legacyId, targetId, place: subject, former, detail });
  }

  /** Whether others are to have their turn before the next row. */
  isPauseDue(): boolean {
    return this.#breath.isDue();
  }

  /** @throws Interrupted if the undo has been cancelled: nothing of it stays */
  async pause(): Promise<void> {
    await this.#breath.take();
    if (this.scope.signal?.aborted !== true) return;
    throw new Interrupted("The undo was interrupted.", { cure: "Nothing was changed." });
  }

  /** A page of rows has been looked at. */
  passed(rows: number): void {
    if (rows === 0) return;
    this.#rows += rows;
    this.scope.onProgress(this.#rows);
  }

  #entityUndo(importer: Importer): EntityUndo {
    const { db, run } = this.scope;
    const table = new WholeTable(db, importer.table);
    const { entity } = importer;
    const columnsByRun = importedColumns(db, entity);
    const timestamps = rowTimestamps(importer);
    const { runId, startedAt, otherStarts } = this.#trace;
    const written = (instant: unknown) => timestamps.written(String(instant));
    return {
      entity,
      importer,
      table,
      tally: new UndoTally(),
      columns: columnsByRun.get(run.id) ?? [],
      columnsByRun,
      timestamps,
      trace: {
        runId,
        startedAt: written(startedAt),
        otherStarts: new Set([...otherStarts].map((one) => String(written(one)))),
      },
      parents: new Parents(this.references, table),
    };
  }
}

function startsOf(db: Database, own: string): Set<string> {
  const found = db.prepare(`select started_at from ${getTableName(runs)}`).all([]);
  return new Set(found.map(([at]) => String(at)).filter((at) => at !== own));
}

function fileNames(db: Database): Map<number, string> {
  const found = db.prepare(`select id, name from ${getTableName(files)}`).all([]);
  return new Map(found.map(([id, name]) => [Number(id), String(name)]));
}

/** What an undo has done with the rows of one entity, and what it leaves for which reason. */
class UndoTally {
  /** Rows deleted. */
  undone = 0;
  /** Rows that got values back. */
  restored = 0;
  /** Rows put back that an undo had deleted. */
  inserted = 0;
  /** What only the ledger knows: crosswalk rows without a target row, records that wait. */
  forgotten = 0;
  /** Records that wait for their parents again. */
  waiting = 0;
  /** Rows that the run made, and that stay. */
  kept = 0;
  /** Versions of unmapped cells taken back or put back. */
  unmapped = 0;
  /** Those that stay, with their rows. */
  unmappedKept = 0;
  /** Rows that do not hold what was written. */
  wrong = 0;
  readonly blocked = new Blocked();

  changed(): number {
    const rows = this.undone + this.restored + this.inserted;
    return rows + this.forgotten + this.waiting + this.unmapped;
  }
}
