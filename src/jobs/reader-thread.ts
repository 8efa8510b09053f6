import { MessageChannel, Worker } from "node:worker_threads";
import type { CompileContext } from "../import/prepare/compile-entity.ts";
import type { ImportRequest } from "../import/request/import-request.ts";
import { batchShape } from "../import/supply/record-batch.ts";
import { Inbox, type ReaderThread, ThreadSupply } from "../import/supply/supply-thread.ts";
import { sendLookups } from "../mapping/lookup/lookups.ts";
import { SystemError } from "../plain/errors.ts";
import { explainSystem } from "../plain/system-failure.ts";
import type { SourceFile } from "../source/source-file.ts";

/** Of a smaller file, a thread costs more than it saves: bytes. */
const WORTH_A_THREAD = 2 * 1024 * 1024;

/** Where another thread begins, which knows the target. */
export interface ReaderModule {
  readonly module: URL;
  /** The path of the configuration with the target; undefined for HMSync. */
  readonly config?: string | undefined;
}

/** What a thread may hold besides what is under way, MiB: it reads in windows. */
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };

/** Another thread that reads, maps and validates while this one loads; it starts while the run is prepared. */
export class ReaderOfFiles {
  readonly #archive: string | undefined;
  readonly #begins: ReaderModule | undefined;
  readonly #smallest: number;
  #worker: Worker | undefined;
  #thread: ReaderThread | undefined;
  #inbox: Inbox | undefined;

  /**
   * @param archive the folder of the run, where copies of the files are kept; nothing if none are
   */
  constructor({ archive, begins, smallest }: ReaderSettings) {
    this.#begins = begins;
    this.#archive = archive;
    this.#smallest = smallest ?? WORTH_A_THREAD;
  }

  /** Starts the thread where it will be needed: it takes a while until it is there. */
  readonly startFor = (files: readonly SourceFile[]): void => {
    const begins = this.#begins;
    if (begins && files.some((file) => this.#isWorthIt(file))) this.#start(begins);
  };

  #isWorthIt(file: SourceFile): boolean {
    return file.size >= this.#smallest && isStream(file);
  }

  /** Nothing if the file is too small to be worth it, or is not read as a stream of bytes. */
  readonly supply: NonNullable<ImportRequest["supplyFrom"]> = (job, means) => {
    const { fitted, compiled, aside } = job;
    const { file, header, dialect, mapping, importer, readers, lookups = [] } = fitted;
    const begins = this.#begins;
    // To read the files that records name takes long, and Ctrl-C is heard meanwhile.
    const isWorthIt = this.#isWorthIt(file) || (compiled.namedFile !== undefined && isStream(file));
    if (begins === undefined || !isWorthIt) return undefined;
    const { fit, asOf, batchSize, derivesIds, times, failAt } = means;
    const { currency, timeZone, country, legacySystem } = fit.mapping;
    const context = { currency, timeZone, country, asOf, aside } satisfies Record<
      Exclude<keyof CompileContext, "files" | "timeIsKept">,
      unknown
    >;
    const [thread, inbox] = this.#start(begins);
    return new ThreadSupply(thread, inbox, {
      order: {
        kind: "read",
        entity: importer.entity,
        file,
        header,
        dialect,
        mapping,
        legacySystem,
        readers: readers?.map((one) => ({ entity: one.importer.entity, mapping: one.mapping })),
        context,
        filesFolder: means.filesFolder,
        batchSize,
        archive: this.#archive,
        lookups: sendLookups(lookups),
        deriveFor: derivesIds ? legacySystem : undefined,
      },
      shape: batchShape(compiled),
      times,
      failAt,
    });
  };

  #start({ module, config }: ReaderModule): readonly [ReaderThread, Inbox] {
    if (this.#thread !== undefined && this.#inbox !== undefined) return [this.#thread, this.#inbox];
    const { port1: port, port2 } = new MessageChannel();
    const worker = new Worker(module, {
      workerData: { port: port2, config },
      transferList: [port2],
      resourceLimits: LIMITS,
    });
    const ended = new Promise<never>((_, fail) => {
      worker.on("error", (cause) => fail(lost(cause)));
      worker.on("exit", (code) => fail(lost(new RangeError(`exit ${code}`))));
    });
    // It is met where somebody waits for the thread; a thread that is let go of ends too.
    ended.catch(() => undefined);
    this.#worker = worker;
    this.#thread = { port, ended };
    this.#inbox = new Inbox(this.#thread);
    return [this.#thread, this.#inbox];
  }

  async close(): Promise<void> {
    this.#thread?.port.close();
    await this.#worker?.terminate();
  }
}

/** A workbook may need more memory than the thread has; a dump is read by what opened it. */
const isStream = ({ sheet, table }: SourceFile): boolean =>
  sheet === undefined && table === undefined;

interface ReaderSettings {
  readonly archive: string | undefined;
  /** Undefined if there is to be no other thread. */
  readonly begins: ReaderModule | undefined;
  /** Bytes. */
  readonly smallest?: number;
}

const lost = (cause: Error): SystemError =>
  explainSystem(cause) ??
  new SystemError(`The thread that reads the export has crashed (${cause.name}).`, {
    cure: "Run the import again; if it crashes again, please report it.",
    cause,
  });
