import { and, eq, getTableColumns, inArray, isNotNull, ne, sql } from "drizzle-orm";
import { QueryBuilder, type SQLiteColumn } from "drizzle-orm/sqlite-core";
import { actions, crosswalk, files, runs } from "../../../shared/ledger.ts";
import { ActionLedger } from "../../ledger/actions.ts";
import { targetIdColumn } from "../../ledger/crosswalk-row.ts";
import { rowTimestamps } from "../../ledger/row-timestamps.ts";
import type { VanishedRecord } from "../notes/run-notes.ts";
import { isPart } from "../selection/selection.ts";
import type { EntityState } from "../state/entity-state.ts";
import type { ImportRun } from "../state/import-run.ts";

/**
 * Lists the records that earlier exports held and this one does not. Their rows are never deleted;
 * with `--mark-vanished` they are marked as not active, where the table has a column for that. Rows
 * that an earlier run had marked, and whose records are back, are made active again.
 *
 * To be called when every record of the run has its outcome, before the balance is struck.
 */
export async function settleVanished(run: ImportRun): Promise<void> {
  const { settings, kind = "import" } = run.request;
  // A part of an export says nothing about the rest.
  if (isPart(settings) || kind !== "import") return;
  for (const state of run.states.values()) {
    if (state.fresh || !run.hasFilesOf(state.entity)) continue;
    listVanished(run, state);
    const { isActive } = getTableColumns(state.compiled.importer.table) as Columns;
    if (isActive === undefined) continue;
    if (settings.markVanished) await markVanished(run, state);
    await unmarkReturned(run, state);
  }
}

function listVanished(run: ImportRun, state: EntityState): void {
  const { tally } = state;
  tally.notAllRead = whatWasNotRead(run, state);
  if (tally.notAllRead !== undefined) return;
  for (const record of vanishedRecords(state)) {
    tally.counters.vanished++;
    run.runNotes.addVanished(record);
  }
}

/** Why a record that was not met may be in the export all the same; undefined if none may. */
function whatWasNotRead({ request: { fit } }: ImportRun, state: EntityState): string | undefined {
  const { entity, tally } = state;
  const absent = (fit.absent ?? []).filter((one) => one.entity === entity);
  if (absent.length > 0) {
    const names = absent.map(({ file }) => file).join(", ");
    return `the export lacks ${names}`;
  }
  const nameless = [...tally.findings.values()].filter(({ code, severity }) => {
    const hidesId = code.startsWith(`${entity}.row.`) || code.startsWith(`${entity}.legacyId.`);
    return hidesId && severity === "error" && code !== `${entity}.legacyId.duplicate`;
  });
  if (nameless.length === 0) return undefined;
  return `records whose id could not be read are rejected (${nameless.map(({ code }) => code).join(", ")})`;
}

type Columns = Readonly<Record<string, SQLiteColumn | undefined>>;

/** Rows of the crosswalk that this run has neither written nor met. */
function* vanishedRecords(state: EntityState): Generator<VanishedRecord> {
  const { db, scope, runNotes } = state.context;
  // Nearly always every row was met, and need not be looked at one by one.
  if (rowsOfOthers(state) === state.seen.count) return;
  const { table } = state.compiled.importer;
  const query = new QueryBuilder()
    .select({
      id: crosswalk.id,
      legacyId: crosswalk.legacyId,
      targetId: crosswalk.targetId,
      run: runs.name,
      file: files.name,
      record: crosswalk.record,
      line: crosswalk.line,
    })
    .from(crosswalk)
    .innerJoin(table, eq(targetIdColumn(table), crosswalk.targetId))
    .leftJoin(runs, eq(runs.id, crosswalk.runId))
    .leftJoin(files, eq(files.id, crosswalk.fileId))
    .where(ofOthers());
  const known = db.prepareBuilt(query, SCOPE);
  for (const row of known.iterate([state.entity, scope.legacySystem, scope.runId])) {
    const [id, legacyId, targetId, run, file, record, line] = row;
    if (state.seen.place(Number(id)) !== undefined) continue;
    // A record that was rejected is in the export, and has not vanished.
    if (runNotes.claims(state.entity, String(legacyId)) !== undefined) continue;
    yield {
      entity: state.entity,
      legacyId: String(legacyId),
      targetId: String(targetId),
      run: String(run ?? ""),
      file: String(file ?? ""),
      record: Number(record),
      line: Number(line),
    };
  }
}

/** Rows of the crosswalk that this run has not written. */
function rowsOfOthers({ context: { db, scope }, entity }: EntityState): number {
  const query = new QueryBuilder()
    .select({ rows: sql`count(*)` })
    .from(crosswalk)
    .where(ofOthers());
  const values = [entity, scope.legacySystem, scope.runId];
  return Number(db.prepareBuilt(query, SCOPE).get(values)?.[0]);
}

const SCOPE = ["entity", "legacySystem", "runId"];

const ofOthers = () =>
  and(
    eq(crosswalk.entity, sql.placeholder("entity")),
    eq(crosswalk.legacySystem, sql.placeholder("legacySystem")),
    ne(crosswalk.runId, sql.placeholder("runId")),
    isNotNull(crosswalk.contentHash),
  );

async function markVanished(run: ImportRun, state: EntityState): Promise<void> {
  const mark = activity(run, state);
  for (const { legacyId, targetId } of run.runNotes.vanished(state.entity)) {
    if (!mark.isActive(targetId)) continue;
    await run.readyToWrite();
    mark.set({ legacyId, targetId }, "marked");
    state.tally.counters.marked++;
  }
}

async function unmarkReturned(run: ImportRun, state: EntityState): Promise<void> {
  const mark = activity(run, state);
  for (const { legacyId, targetId } of markedRows(state)) {
    const known = state.crosswalk.find(legacyId);
    const isBack =
      known !== undefined &&
      (known.runId === run.runId || state.seen.place(known.id) !== undefined);
    if (!isBack || !known.targetExists || mark.isActive(targetId)) continue;
    await run.readyToWrite();
    mark.set({ legacyId, targetId }, "unmarked");
    state.tally.counters.unmarked++;
  }
}

interface MarkedRow {
  readonly legacyId: string;
  readonly targetId: string;
}

/** Rows whose last mark says that they vanished. */
function markedRows(state: EntityState): MarkedRow[] {
  const query = new QueryBuilder()
    .select({ legacyId: actions.legacyId, targetId: actions.targetId, kind: actions.kind })
    .from(actions)
    .where(
      and(
        eq(actions.entity, sql.placeholder("entity")),
        inArray(actions.kind, ["marked", "unmarked"]),
      ),
    )
    .orderBy(actions.id);
  const last = new Map<string, readonly [legacyId: string, kind: string]>();
  for (const [legacyId, targetId, kind] of state.context.db
    .prepareBuilt(query, ["entity"])
    .all([state.entity])) {
    last.set(String(targetId), [String(legacyId), String(kind)]);
  }
  return [...last].flatMap(([targetId, [legacyId, kind]]) =>
    kind === "marked" ? [{ legacyId, targetId }] : [],
  );
}

/** Reads and sets whether rows are active, and keeps what they held before. */
function activity(run: ImportRun, { entity, compiled }: EntityState) {
  const { db, startedAt } = run.request;
  const { table } = compiled.importer;
  const { updated, written } = rowTimestamps(compiled.importer);
  const columns = ["isActive", ...(updated === undefined ? [] : [updated])];
  const read = db.prepareSelect(table, columns);
  const write = db.prepareUpdate(table, columns);
  const ledger = new ActionLedger(db, run.runId);
  return {
    isActive: (targetId: string) => read.get([targetId])?.[0] === 1,
    set({ legacyId, targetId }: MarkedRow, kind: "marked" | "unmarked"): void {
      const before = read.get([targetId]) ?? [];
      const former = Object.fromEntries(columns.map((column, at) => [column, before[at] ?? null]));
      const after = [kind === "unmarked" ? 1 : 0, written(startedAt.toISOString())];
      write.run([...after.slice(0, columns.length), targetId]);
      ledger.add({ kind, entity, legacyId, targetId, former });
    },
  };
}
