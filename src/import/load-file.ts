import { DecisionNeeded } from "../errors.ts";
import { type RecordReader, readRecords } from "../source/read-records.ts";
import type { SourceRecord } from "../source/record.ts";
import { ByteReader } from "../source/source-file.ts";
import { CellTotals } from "./cell-totals.ts";
import type { ImportRun, RunInput } from "./import-run.ts";
import { type Load, loadStage } from "./load.ts";
import type { PreparedRecord } from "./prepared-record.ts";
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
  const load = loadStage(
    state,
    resolveStage(state.context, state.compiled, request.asOf),
    run.limit,
  );
  const archive = await request.archive?.(file);
  const bytes = new ByteReader(file, archive);
  const reader = readRecords(file, bytes, fitted.dialect);
  const read = new CellTotals(header.length);
  const before = run.read.reduce((sum, { size }) => sum + (size ?? 0), 0);
  let stopped = false;
  for await (const group of inBatches(reader.groups, request.settings.batchSize)) {
    for (const record of group) read.add(record);
    const passed = request.tap?.read?.(group) ?? group;
    const prepared = passed.map(compiled.prepare);
    const ready = request.tap?.prepared?.(prepared) ?? prepared;
    for (const record of ready)
      if (load(record) === "back up first") await backUpAndLoad(run, load, record);
    const { entity } = compiled.importer;
    const counts = { records: run.settled(), rejected: run.rejected() };
    request.onProgress({ entity, bytes: before + bytes.size, ...counts });
    if (checkpoint(group.length) === "stop") {
      stopped = true;
      break;
    }
  }
  await archive?.close();
  const totals = stopped ? { size: null, sha256: null } : bytes.totals();
  run.read.push({
    ...{ position, file: file.name, entity: compiled.importer.entity, header, ...totals },
    ...countsOf(reader, stopped ? read.records : undefined),
    ...{ read, mapped: compiled.mappedCells },
  });
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

/** A batch may be smaller than the groups that records are read in. */
async function* inBatches(
  groups: AsyncIterable<SourceRecord[]>,
  batchSize: number,
): AsyncGenerator<SourceRecord[]> {
  for await (const group of groups) {
    for (let at = 0; at < group.length; at += batchSize) yield group.slice(at, at + batchSize);
  }
}

async function backUpAndLoad(run: ImportRun, load: Load, record: PreparedRecord): Promise<void> {
  await run.backUp();
  load(record);
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
