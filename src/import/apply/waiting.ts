import { and, asc, eq, sql } from "drizzle-orm";
import { QueryBuilder, type SQLiteColumn } from "drizzle-orm/sqlite-core";
import { crosswalk, files, runs, waiting } from "../../../shared/ledger.ts";
import type { Database, DbValue, Statement } from "../../db/database.ts";
import { keptJson } from "../../db/kept-json.ts";
import { RowInserter } from "../../db/row-inserter.ts";
import { NumberTable } from "../../digest/number-table.ts";
import { ActionLedger } from "../../ledger/actions.ts";
import type { RememberedRequest } from "../../ledger/run-ledger.ts";
import { columnsAside, type UnmappedSettings } from "../../mapping/aside/aside.ts";
import { entityOfFile } from "../../mapping/file-options.ts";
import { hasAll } from "../../mapping/lookup/lookups.ts";
import { readersOf } from "../../mapping/readers.ts";
import { lacksParentsOnly } from "../decide/orphans.ts";
import { jsonOf } from "../notes/cells-json.ts";
import type { Note } from "../notes/note.ts";
import { type CompiledEntity, compileEntity } from "../prepare/compile-entity.ts";
import type { EntityState } from "../state/entity-state.ts";
import { EntityTally } from "../state/entity-tally.ts";
import type { ImportRun } from "../state/import-run.ts";
import { alsoOf } from "./also-of-run.ts";
import { release } from "./outcomes.ts";
import { RecordWay } from "./record-way.ts";

const COLUMNS = [
  ...["runId", "fileId", "legacySystem", "entity", "record", "line", "legacyId"],
  ...["parentEntity", "parentLegacyId", "cells"],
];

/** Puts the records into quarantine that lack nothing but a parent; a lenient run alone does. */
export async function keepWaiting(run: ImportRun): Promise<void> {
  if (run.request.settings.mode !== "lenient") return;
  const quarantine = new Quarantine(run);
  for (const orphan of run.runNotes.orphans()) quarantine.take(orphan);
  quarantine.close();
}

/** Records that people have withdrawn do not wait any more. */
export function leaveWithdrawn(run: ImportRun): void {
  const isAny = [...run.tallies.values()].some(({ outcomes }) => outcomes.withdrawn > 0);
  if (!isAny) return;
  const { legacySystem } = run.request.fit.mapping;
  const sought = run.request.db.prepareBuilt(ofLegacyId(), ["legacyId", "entity", "legacySystem"]);
  for (const { legacyId, entity } of run.runNotes.withdrawn()) {
    if (legacyId === null) continue;
    const rows = sought.all([legacyId, entity, legacySystem]).map(waitingRecord);
    for (const row of rows) leave(run, row, "withdrawn");
  }
}

type WaitingKey = readonly [legacyId: string, entity: string, legacySystem: string];

/** Collects the records of one run, in the order of their files. */
class Quarantine {
  readonly #run: ImportRun;
  readonly #inserter: RowInserter;
  readonly #earlier: Statement;
  readonly #byId: Statement;
  readonly #wasEmpty: boolean;
  /** Which of the records of this run, counted from 1, by legacy id. */
  readonly #taken = new NumberTable();
  #count = 0;
  /** The id of the first of them, once it was needed. */
  #firstId: number | undefined;

  constructor(run: ImportRun) {
    const { db } = run.request;
    this.#run = run;
    this.#inserter = new RowInserter(db, waiting, COLUMNS);
    this.#earlier = db.prepareBuilt(ofLegacyId(), ["legacyId", "entity", "legacySystem"]);
    this.#byId = db.prepareBuilt(ofId(), ["id"]);
    this.#wasEmpty = db.count(waiting) === 0;
  }

  take({ entity, legacyId, issues, file, record, line, awaited, cells }: Note): void {
    if (legacyId === null || awaited === undefined || !lacksParentsOnly(issues)) return;
    if (cells === undefined) throw new TypeError("A record that waits has no cells.");
    const run = this.#run;
    const { legacySystem } = run.request.fit.mapping;
    this.#count++;
    if (this.#wasEmpty) this.#replaceOwn([legacyId, entity, legacySystem]);
    else this.#replaceAny([legacyId, entity, legacySystem]);
    this.#inserter.add([
      run.runId,
      run.files[file]?.fileId ?? 0,
      legacySystem,
      entity,
      record,
      line,
      legacyId,
      awaited.entity,
      awaited.legacyId,
      jsonOf(cells),
    ]);
    const tally = run.tallies.get(entity);
    if (tally !== undefined) tally.counters.waiting++;
  }

  #replaceAny(key: WaitingKey): void {
    if (this.#taken.has(key[0])) this.#inserter.flush();
    else this.#taken.add(key[0], this.#count);
    for (const row of this.#earlier.all(key)) leave(this.#run, waitingRecord(row), "superseded");
  }

  /** Without an index: rows that follow one another have ids that do, too. */
  #replaceOwn([legacyId, entity]: WaitingKey): void {
    let isNew = true;
    for (const nth of this.#taken.has(legacyId) ? this.#taken.find(legacyId) : []) {
      const earlier = this.#waitingAs(nth);
      if (earlier?.legacyId !== legacyId || earlier.entity !== entity) continue;
      leave(this.#run, earlier, "superseded");
      // One of them waits at a time: a number for each would be walked over with the next.
      this.#taken.replace(legacyId, nth, this.#count);
      isNew = false;
    }
    if (isNew) this.#taken.add(legacyId, this.#count);
  }

  #waitingAs(nth: number): WaitingRecord | undefined {
    const waits = this.#count - 1;
    this.#inserter.flush();
    this.#firstId ??= this.#run.request.db.lastInsertId() - waits + 1;
    return this.#byId.all([this.#firstId + nth - 1]).map(waitingRecord)[0];
  }

  close(): void {
    this.#inserter.flush();
  }
}

/** A record in quarantine whose parent, or which itself, is there by now. */
interface WaitingRecord {
  readonly id: number;
  readonly runId: number;
  readonly file: { readonly id: number; readonly name: string; readonly header: string[] };
  readonly entity: string;
  readonly record: number;
  readonly line: number;
  readonly legacyId: string;
  readonly cells: string[];
}

/**
 * Lets in the records that waited for a parent that is there now; takes out those that a later
 * export has brought by itself. To be called when every record of the run has its outcome.
 */
export async function releaseWaiting(run: ImportRun): Promise<void> {
  const { db, importers, fit } = run.request;
  const { legacySystem } = fit.mapping;
  const anyWait = entitiesThatWait(db);
  for (const importer of importers) {
    if (!anyWait.has(importer.entity)) continue;
    const key = [importer.entity, legacySystem];
    const takeOutKnown = () => {
      for (const row of takeRows(db, superseded(), key)) leave(run, row, "superseded");
    };
    takeOutKnown();
    let letInAny = false;
    for (const row of takeRows(db, released(), key)) {
      // What this very export says of the record holds, though it was rejected.
      if (run.runNotes.claims(importer.entity, row.legacyId) !== undefined) continue;
      await run.readyToWrite();
      if (!letIn(run, row)) continue;
      leave(run, row, "released");
      letInAny = true;
    }
    // After an undo a record may wait for two runs.
    if (letInAny) takeOutKnown();
  }
}

/** Mostly none: of dozens of entities each would be asked for twice. */
function entitiesThatWait(db: Database): ReadonlySet<string> {
  const query = new QueryBuilder().selectDistinct({ entity: waiting.entity }).from(waiting);
  return new Set(
    db
      .prepareBuilt(query, [])
      .all([])
      .map(([entity]) => String(entity)),
  );
}

/** All at once: nothing can be written while rows are read. */
function takeRows(
  db: Database,
  query: ReturnType<typeof released>,
  key: readonly string[],
): WaitingRecord[] {
  return db.prepareBuilt(query, ["entity", "legacySystem"]).all(key).map(waitingRecord);
}

const own = () => ({
  id: waiting.id,
  runId: waiting.runId,
  fileId: waiting.fileId,
  file: files.name,
  header: files.header,
  entity: waiting.entity,
  record: waiting.record,
  line: waiting.line,
  legacyId: waiting.legacyId,
  cells: waiting.cells,
});

/** Rows of the crosswalk of a legacy id, of the same legacy system. */
const knownAs = (entity: SQLiteColumn, legacyId: SQLiteColumn) =>
  and(
    eq(crosswalk.legacyId, legacyId),
    eq(crosswalk.entity, entity),
    eq(crosswalk.legacySystem, waiting.legacySystem),
  );

const scoped = () =>
  and(
    eq(waiting.entity, sql.placeholder("entity")),
    eq(waiting.legacySystem, sql.placeholder("legacySystem")),
  );

const records = () =>
  new QueryBuilder().select(own()).from(waiting).innerJoin(files, eq(files.id, waiting.fileId));

const superseded = () =>
  records()
    .innerJoin(crosswalk, knownAs(waiting.entity, waiting.legacyId))
    .where(scoped())
    .orderBy(asc(waiting.id));

const released = () =>
  records()
    .innerJoin(crosswalk, knownAs(waiting.parentEntity, waiting.parentLegacyId))
    .where(scoped())
    .orderBy(asc(waiting.id));

const ofLegacyId = () =>
  records().where(and(eq(waiting.legacyId, sql.placeholder("legacyId")), scoped()));

const ofId = () => records().where(eq(waiting.id, sql.placeholder("id")));

function waitingRecord(row: DbValue[]): WaitingRecord {
  const [id, runId, fileId, name, header, entity, record, line, legacyId, cells] = row;
  return {
    id: Number(id),
    runId: Number(runId),
    file: {
      id: Number(fileId),
      name: String(name),
      header: keptJson<string[]>(header, files.header) ?? [],
    },
    entity: String(entity),
    record: Number(record),
    line: Number(line),
    legacyId: String(legacyId),
    cells: keptJson<string[]>(cells, waiting.cells) ?? [],
  };
}

/** Takes a record out of quarantine, so that an undo of this run can put it back. */
function leave(
  run: ImportRun,
  { id, entity, legacyId, file, record, line }: WaitingRecord,
  why: "released" | "superseded" | "withdrawn",
): void {
  const { db } = run.request;
  const values = db.prepareSelect(waiting, COLUMNS).get([id]) ?? [];
  const former = Object.fromEntries(COLUMNS.map((column, at) => [column, values[at] ?? null]));
  db.prepareDelete(waiting).run([id]);
  new ActionLedger(db, run.runId).add({
    kind: "released",
    entity,
    legacyId,
    former,
    detail: why,
    place: { fileId: file.id, record, line },
  });
}

/** Loads one waiting record as a run does with those of its files. */
function letIn(run: ImportRun, waited: WaitingRecord): boolean {
  // Compiled anew: a file's own counts its cells, and this record is of none.
  const compiled = compileFor(run, waited);
  const state = compiled && stateFor(run, compiled);
  if (compiled === undefined || state === undefined) return false;
  const { tally } = state;
  const { record, line, cells } = waited;
  const prepared = compiled.prepare({ record, line, offset: 0, cells, flaws: [] });
  const before = tally.counters.released;
  const file = run.positionOf({ name: waited.file.name, fileId: waited.file.id });
  release(state, file, () => {
    const way = new RecordWay(state, run.request.asOf, {
      file: compiled,
      also: alsoOf(run, state),
    });
    way.carryOut(way.decide(prepared));
  });
  return tally.counters.released > before;
}

function compileFor(
  run: ImportRun,
  { entity, file, runId }: WaitingRecord,
): CompiledEntity | undefined {
  const { importers, fit, asOf } = run.request;
  const importer = importers.find((one) => one.entity === entity);
  const own = fit.mapping.entities[entity];
  if (importer === undefined || own === undefined) return undefined;
  const { lookups = [] } = fit;
  const mapping = entityOfFile(own, file.name);
  // What it is looked up in is not at hand: it waits on.
  if (!hasAll(lookups, mapping)) return undefined;
  const fitted = {
    file: { path: "", name: file.name, size: 0, modified: 0 },
    header: file.header,
    importer,
    mapping,
    readers: readersOf(file.name, fit.mapping, importers),
    unmapped: [],
    absent: [],
    lookups: lookups.flatMap((one) => one.lookups),
  };
  const aside = columnsAside(fitted, fit.mapping, settingsFor(run, runId));
  return compileEntity(fitted, { ...fit.mapping, asOf, aside, files: run.stored.named });
}

/** As this run was asked, or the one that the record waits for the sake of. */
function settingsFor({ request: { db, settings } }: ImportRun, runId: number): UnmappedSettings {
  if (settings.keepUnmapped !== undefined) return settings;
  const query = new QueryBuilder()
    .select({ request: runs.request })
    .from(runs)
    .where(eq(runs.id, sql.placeholder("id")));
  const [request] = db.prepareBuilt(query, ["id"]).get([runId]) ?? [];
  const asked = keptJson<RememberedRequest>(request, runs.request);
  return asked?.settings ?? {};
}

/**
 * The state of the entity's load. Where the run has files of it, the waiting record must have their
 * columns: one run has one set of columns for an entity.
 */
function stateFor(run: ImportRun, compiled: CompiledEntity): EntityState | undefined {
  const { entity } = compiled.importer;
  const known = run.states.get(entity);
  if (known === undefined) {
    run.tallies.set(entity, run.tallies.get(entity) ?? new EntityTally(compiled));
    return run.stateOf(compiled);
  }
  const keys = (one: CompiledEntity) => one.columns.map(({ key }) => key).join();
  return keys(known.compiled) === keys(compiled) ? known : undefined;
}
