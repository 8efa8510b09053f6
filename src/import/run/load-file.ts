import { keyColumn } from "../../db/key-column.ts";
import { DecisionNeeded } from "../../plain/errors.ts";
import { alsoOf } from "../apply/also-of-run.ts";
import { RecordWay } from "../apply/record-way.ts";
import { replayStage } from "../apply/replay.ts";
import type { MoneyBook } from "../balance/money/money-book.ts";
import { reconcileFile } from "../balance/reconcile.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import type { Selection } from "../selection/selection.ts";
import type { EntityState } from "../state/entity-state.ts";
import type { RunInput } from "../state/files-of-run.ts";
import type { ImportRun } from "../state/import-run.ts";
import { type Supply, supplyHere } from "../supply/supply.ts";

/** What stops a run between two groups of records; nothing lets it go on. */
export type Checkpoint = (records: number) => Promise<"go on" | "stop">;

/** What every file of a run is loaded with. */
export interface LoadMeans {
  readonly checkpoint: Checkpoint;
  /** Where amounts are noted as they are read. */
  readonly money?: readonly MoneyBook[];
}

/**
 * Takes one file through all stages: read, map and validate, resolve, load.
 *
 * @returns whether the run goes on after it
 */
export async function loadFile(
  run: ImportRun,
  input: RunInput,
  { checkpoint, money = [] }: LoadMeans,
): Promise<"go on" | "stop"> {
  const { fitted, compiled, position } = input;
  const { request } = run;
  const { file, header } = fitted;
  const state = run.stateOf(compiled);
  checkSameColumns(input, state.compiled.columns);
  state.enterFile(position);
  const { selection } = run;
  const also = alsoOf(run, state);
  const choice = { file: compiled, selection, withdrawalOf: run.withdrawals.of(fitted), also };
  const way = new RecordWay(state, request.asOf, choice);
  const replay = replayer(run, state, { position, way });
  run.journal.fileStarted(input);
  const supply = supplyOf(run, input, state);
  const before = run.read.bytes;
  const { entity } = compiled.importer;
  const takeMoney = moneyTaker(input, { money, selection });
  const { isOther } = compiled;
  let noneMeant = isOther !== undefined;
  let stopped = false;
  for await (const group of supply.groups) {
    noneMeant &&= group.every((record) => isOther?.(record));
    const loaded = await loadGroup(run, group, { way, replay, takeMoney });
    run.reached[position] = group.at(-1)?.record ?? 0;
    const counts = { records: run.settled(), rejected: run.rejected() };
    const progress = { entity, bytes: before + supply.handedOn().bytes, ...counts };
    request.onProgress(progress);
    run.journal.progress(progress);
    await run.breath.give();
    if ((await checkpoint(loaded)) === "stop") {
      stopped = true;
      break;
    }
  }
  await supply.close();
  const { read, mapped } = supply.handedOn();
  const end = stopped ? cutShort(read.records) : supply.end();
  run.checkRead(position, end.sha256);
  run.stored.heard(end.namedFiles);
  const fileCounts = { file: file.name, entity, header, ...end, read, mapped };
  const { figures, ...counts } = end;
  const isNone = noneMeant && !stopped && read.records > 0;
  run.read.add(
    {
      position,
      entity,
      ...counts,
      ...(isNone && { noneMeant: true as const }),
      differences: reconcileFile(fileCounts),
    },
    figures,
  );
  run.journal.fileEnded(input, read.records);
  forgetParents(run, input, state);
  return stopped ? "stop" : "go on";
}

/** When the last file of an entity is loaded, the parents go that no other one names. */
function forgetParents({ inputs }: ImportRun, { position }: RunInput, state: EntityState): void {
  if (inputs[position + 1]?.compiled.importer.entity === state.entity) return;
  const rest = inputs.slice(position + 1);
  const named = rest.flatMap(({ compiled }) => compiled.references.map(({ entity }) => entity));
  state.parents.keepOnly(new Set(named));
}

function supplyOf(run: ImportRun, input: RunInput, { fresh, compiled }: EntityState): Supply {
  const { request } = run;
  // A number is given by the database.
  const derivesIds = fresh && !keyColumn(compiled.importer.table).isNumber;
  const { batchSize, files } = request.settings;
  const means = { ...request, batchSize, derivesIds, filesFolder: files };
  const elsewhere = isPlain(run, input) ? request.supplyFrom?.(input, means) : undefined;
  return (
    elsewhere ??
    supplyHere(
      { ...input, compiled: run.compiledFiles.anew(input), named: run.stored.named },
      means,
    )
  );
}

/** Says which files another thread may be asked for. */
export function announceFiles(run: ImportRun): void {
  const plain = run.inputs.filter((input) => isPlain(run, input));
  run.request.beforeSupply?.(plain.map(({ fitted }) => fitted.file));
}

/** Corrections, and the faults of tests, are known to this thread only. */
function isPlain({ request: { tap } }: ImportRun, { fitted }: RunInput): boolean {
  return fitted.amend === undefined && tap === undefined;
}

/** Of a file that was not read to its end, what was handed on is what counts. */
const cutShort = (records: number) => ({
  size: null,
  sha256: null,
  scanned: records,
  recounted: undefined,
  leftOut: [],
  figures: undefined,
  asideCells: [],
  namedFiles: undefined,
});

interface Loading {
  readonly position: number;
  readonly way: RecordWay;
}

/** Counts a record again if its outcome is committed already; false of one that is to be loaded. */
type Recount = (record: PreparedRecord) => boolean;

/** Undefined where no record of the file is committed. */
function replayer(
  run: ImportRun,
  state: EntityState,
  { position, way }: Loading,
): Recount | undefined {
  const done = run.done[position] ?? 0;
  if (done === 0) return undefined;
  const replay = replayStage(state, way, run.selection);
  return (record) => {
    if (record.record > done) return false;
    replay(record);
    // What stands so far is what was committed.
    if (record.record === done) run.keep();
    return true;
  };
}

interface LoadWays {
  readonly way: RecordWay;
  readonly replay: Recount | undefined;
  /** Undefined where a record has no amounts to be noted. */
  readonly takeMoney: ((record: PreparedRecord) => void) | undefined;
}

/** Notes the amounts of the records that the run takes, before anything becomes of them. */
function moneyTaker(
  { compiled, position }: RunInput,
  { money, selection }: Pick<LoadMeans, "money"> & { readonly selection: Selection | undefined },
): LoadWays["takeMoney"] {
  const books = (money ?? []).filter((one) => one.knows(compiled.importer.entity));
  if (books.length === 0) return undefined;
  return (record) => {
    if (compiled.isOther?.(record) || selection?.skips(compiled, record)) return;
    for (const book of books) book.take(compiled, record, position);
  };
}

/** @returns how many records were loaded, and not only counted */
async function loadGroup(
  run: ImportRun,
  records: readonly PreparedRecord[],
  { way, replay, takeMoney }: LoadWays,
): Promise<number> {
  const { failAt, times } = run.request;
  const began = performance.now();
  let loaded = 0;
  let { isReadyToWrite } = run;
  way.foresee(records);
  for (const record of records) {
    if (run.breath.isDue()) await run.breath.take();
    failAt?.("before-insert");
    takeMoney?.(record);
    if (replay?.(record) !== true) {
      const decided = way.decide(record);
      if (!isReadyToWrite && decided.writes) {
        await run.readyToWrite();
        isReadyToWrite = true;
      }
      way.carryOut(decided);
      loaded++;
    }
    failAt?.("after-insert");
  }
  times?.add({ stage: "load", thread: "main", busy: performance.now() - began, waiting: 0 });
  return loaded;
}

/** Files of one entity feed one table: they must agree on what they fill. */
function checkSameColumns(
  { fitted, compiled }: RunInput,
  columns: readonly { readonly key: string }[],
): void {
  const keys = (list: readonly { readonly key: string }[]) =>
    list
      .map(({ key }) => key)
      .sort()
      .join();
  const same = compiled.columns.every(({ key }, at) => key === columns[at]?.key);
  if (same && keys(compiled.columns) === keys(columns)) return;
  throw new DecisionNeeded(
    `${fitted.file.name} has different columns from the other files of ${compiled.importer.entity}.`,
    {
      cure: "Give the files the same columns, or import them in separate runs.",
    },
  );
}
