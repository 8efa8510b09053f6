import { DecisionNeeded } from "../errors.ts";
import type { RecordReader } from "../source/read-records.ts";
import type { SourceRecord } from "../source/record.ts";
import { ByteReader } from "../source/source-file.ts";
import { CellTotals } from "./cell-totals.ts";
import type { CompiledEntity } from "./compile-entity.ts";
import type { EntityState } from "./entity-state.ts";
import type { ImportRun, RunInput } from "./import-run.ts";
import { type Load, loadStage } from "./load.ts";
import type { PreparedRecord } from "./prepared-record.ts";
import { readFitted } from "./read-fitted.ts";
import { replayStage } from "./replay.ts";
import { resolveStage } from "./resolve.ts";

/** What stops a run between two groups of records; nothing lets it go on. */
export type Checkpoint = (records: number) => "go on" | "stop";

/**
 * Takes one file through all stages: read, map and validate, resolve, load.
 *
 * @returns whether the run goes on after it
 */
export async function loadFile(
  run: ImportRun,
  input: RunInput,
  checkpoint: Checkpoint,
): Promise<"go on" | "stop"> {
  const { fitted, compiled, position } = input;
  const { request } = run;
  const { file, header } = fitted;
  const state = run.stateOf(compiled);
  checkSameColumns(input, state.compiled.columns);
  state.enterFile(position);
  const load = loader(run, state, position);
  run.journal.fileStarted(input);
  const archive = await request.archive?.(file);
  const bytes = new ByteReader(file, archive);
  const reader = readFitted(fitted, bytes);
  const read = new CellTotals(header.length);
  const before = run.read.reduce((sum, { size }) => sum + (size ?? 0), 0);
  let stopped = false;
  request.failAt?.("before-parse");
  for await (const group of inBatches(reader.groups, request.settings.batchSize)) {
    request.failAt?.("after-parse");
    for (const record of group) read.add(record);
    const loaded = await loadGroup(run, load, prepareGroup(run, compiled, group));
    run.reached[position] = group.at(-1)?.record ?? 0;
    const { entity } = compiled.importer;
    const counts = { records: run.settled(), rejected: run.rejected() };
    const progress = { entity, bytes: before + bytes.size, ...counts };
    request.onProgress(progress);
    run.journal.progress(progress);
    if (checkpoint(loaded) === "stop") {
      stopped = true;
      break;
    }
  }
  await archive?.close();
  const totals = stopped ? { size: null, sha256: null } : bytes.totals();
  run.checkRead(position, totals.sha256);
  run.read.push({
    ...{ position, file: file.name, entity: compiled.importer.entity, header, ...totals },
    ...countsOf(reader, stopped ? read.records : undefined),
    ...{ read, mapped: compiled.mappedCells },
  });
  run.journal.fileEnded(input, read.records);
  return stopped ? "stop" : "go on";
}

/** What the reader counted; of a file that was not read to its end, what was handed on. */
function countsOf(reader: RecordReader, handedOn: number | undefined) {
  return {
    scanned: handedOn ?? reader.scanned(),
    recounted: handedOn === undefined ? reader.recounted() : undefined,
    leftOut: reader.leftOut(),
  };
}

/** What becomes of a record: it is loaded, or only counted where its outcome is committed already. */
function loader(
  run: ImportRun,
  state: EntityState,
  position: number,
): (record: PreparedRecord) => ReturnType<Load> | "replayed" {
  const resolve = resolveStage(state.context, state.compiled, run.request.asOf);
  const load = loadStage(state, resolve, run.selection);
  const done = run.done[position] ?? 0;
  if (done === 0) return load;
  const replay = replayStage(state, resolve, run.selection);
  return (record) => {
    if (record.record > done) return load(record);
    replay(record);
    // What stands so far is what was committed.
    if (record.record === done) run.keepBatch();
    return "replayed";
  };
}

/** A batch may be smaller than the groups that records are read in. */
async function* inBatches(
  groups: AsyncIterable<SourceRecord[]>,
  batchSize: number,
): AsyncGenerator<SourceRecord[]> {
  for await (const group of groups) {
    for (let at = 0; at < group.length; at += batchSize) yield group.slice(at, at + batchSize);
  }
}

function prepareGroup(
  { request: { tap, failAt } }: ImportRun,
  { prepare }: CompiledEntity,
  group: SourceRecord[],
): PreparedRecord[] {
  const passed = tap?.read?.(group) ?? group;
  failAt?.("before-prepare");
  const prepared = passed.map(prepare);
  failAt?.("after-prepare");
  return tap?.prepared?.(prepared) ?? prepared;
}

/** @returns how many records were loaded, and not only counted */
async function loadGroup(
  run: ImportRun,
  load: ReturnType<typeof loader>,
  records: readonly PreparedRecord[],
): Promise<number> {
  const { failAt } = run.request;
  let loaded = 0;
  for (const record of records) {
    failAt?.("before-insert");
    const came = load(record);
    failAt?.("after-insert");
    if (came !== "replayed") loaded++;
    if (came === "back up first") {
      await run.backUp();
      load(record);
    }
  }
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
    `${fitted.file.name} has other columns than the files of ${compiled.importer.entity} before it.`,
    {
      cure: "Give the files the same columns, or import them in separate runs.",
    },
  );
}
