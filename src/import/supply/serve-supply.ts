import type { MessagePort } from "node:worker_threads";
import type { Importer } from "../../../importers/define.ts";
import { receiveLookups } from "../../mapping/lookup/lookups.ts";
import { importersOf } from "../../mapping/spaces/importers-of.ts";
import { serializeFailure } from "../../plain/serialized-failure.ts";
import { StageTimes } from "../../plain/stage-times.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { FolderOfFiles } from "../../store/named-files.ts";
import { compileEntity } from "../prepare/compile-entity.ts";
import { derivedIds } from "../prepare/target-ids.ts";
import { RecordPacker } from "./pack-records.ts";
import { batchShape, type RecordBatch } from "./record-batch.ts";
import { supplyHere } from "./supply.ts";
import type { Archive } from "./supply-means.ts";
import { type FromReader, type ReadOrder, type ToReader, UNDER_WAY } from "./supply-messages.ts";

/** What a thread that reads is equipped with. */
export interface ReaderMeans {
  readonly importers: readonly Importer[];
  /** Keeps a copy of a file in a folder. */
  readonly archiveIn: (folder: string) => (file: SourceFile) => Promise<Archive | undefined>;
}

/** Reads files as they are ordered, one after the other, and hands their records over. */
export function serveSupply(port: MessagePort, means: ReaderMeans): void {
  const ahead = new Ahead();
  const filesIn = filesOfThread();
  port.on("message", (message: ToReader) => {
    if (message.kind === "taken") ahead.taken();
    else if (message.kind === "stop") ahead.stop();
    else void readFile(port, message, { ...means, ahead, filesIn });
  });
  say(port, { kind: "ready" });
}

interface ReaderWithFiles extends ReaderMeans {
  readonly ahead: Ahead;
  /** The files that records name: the same for all tables that this thread reads. */
  readonly filesIn: (folder: string | undefined) => FolderOfFiles | undefined;
}

function filesOfThread(): ReaderWithFiles["filesIn"] {
  const known = new Map<string, FolderOfFiles>();
  return (folder) => {
    if (folder === undefined) return undefined;
    const files = known.get(folder) ?? new FolderOfFiles(folder);
    known.set(folder, files);
    return files;
  };
}

const say = (port: MessagePort, message: FromReader, transfer: ArrayBuffer[] = []): void =>
  port.postMessage(message, transfer);

/** Keeps the reader from running away from the load. */
class Ahead {
  #underWay = 0;
  #go: (() => void) | undefined;
  stopped = false;

  stop(): void {
    this.stopped = true;
    this.taken();
  }

  begin(): void {
    this.#underWay = 0;
    this.stopped = false;
  }

  taken(): void {
    this.#underWay--;
    this.#go?.();
    this.#go = undefined;
  }

  async room(): Promise<void> {
    while (this.#underWay >= UNDER_WAY) await new Promise<void>((go) => (this.#go = go));
    this.#underWay++;
  }
}

async function readFile(
  port: MessagePort,
  order: ReadOrder,
  means: ReaderWithFiles,
): Promise<void> {
  try {
    await readAll(port, order, means);
  } catch (error) {
    say(port, { kind: "failed", failure: serializeFailure(error) });
  }
}

async function readAll(
  port: MessagePort,
  order: ReadOrder,
  reader: ReaderWithFiles,
): Promise<void> {
  const { archiveIn, ahead, filesIn } = reader;
  const importers = importersOf(mappedIn(order), reader.importers);
  const importerOf = (entity: string): Importer => {
    const found = importers.find((one) => one.entity === entity);
    if (found === undefined) throw new TypeError(`No importer for ${entity}.`);
    return found;
  };
  const importer = importerOf(order.entity);
  const readers = order.readers?.map(({ entity, mapping }) => {
    return { importer: importerOf(entity), mapping };
  });
  const times = new StageTimes("reader");
  const lookups = receiveLookups(order.lookups);
  const fitted = { ...order, importer, readers, unmapped: [], absent: [], lookups };
  const files = filesIn(order.filesFolder);
  const compiled = compileEntity(fitted, { ...order.context, files });
  const archive = order.archive === undefined ? undefined : archiveIn(order.archive);
  const means = { batchSize: order.batchSize, times, ...(archive && { archive }) };
  const supply = supplyHere({ fitted, compiled, named: files }, means);
  const packer = new RecordPacker(batchShape(compiled), derivedIds(importer, order.deriveFor));
  ahead.begin();
  for await (const group of supply.groups) {
    const { bytes, read, mapped } = supply.handedOn();
    const batch = times.busy("handOver", () => packer.pack(group));
    const counted = { read: read.counted(), mapped: mapped.counted() };
    const began = performance.now();
    await ahead.room();
    const waiting = performance.now() - began;
    times.add({ stage: "handOver", thread: "reader", busy: 0, waiting });
    if (ahead.stopped) break;
    say(port, { kind: "batch", batch, bytes, ...counted }, buffersOf(batch));
  }
  await supply.close();
  const end = ahead.stopped ? undefined : supply.end();
  say(port, { kind: "end", end, times: times.all() });
}

/** As much of the mapping as says by which importers the file is read. */
const mappedIn = ({ entity, mapping, readers = [], legacySystem }: ReadOrder) => ({
  legacySystem,
  entities: Object.fromEntries([
    [entity, mapping],
    ...readers.map((one) => [one.entity, one.mapping] as const),
  ]),
});

/** What goes over to the other thread without being copied. */
function buffersOf({ buffer, unmapped }: RecordBatch): ArrayBuffer[] {
  return unmapped === undefined
    ? [buffer]
    : [buffer, unmapped.bytes.buffer, unmapped.hashes.buffer];
}
