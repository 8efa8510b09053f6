import { basename } from "node:path";
import type { NamedFilesSummary, RunSummary } from "../../ledger/run-summary.ts";
import { Breath } from "../../plain/breath.ts";
import { Interrupted, SystemError } from "../../plain/errors.ts";
import { FolderOfFiles } from "../../store/named-files.ts";
import { unnamedFiles } from "../../store/unnamed-files.ts";
import type { NamedFileColumns } from "../prepare/compile-entity.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import type { ImportRequest } from "../request/import-request.ts";
import { isPart } from "../selection/selection.ts";

/**
 * The files that the records of a run name: which of them the store has to have before the records are committed, and
 * which were put there since the last commit. Of a run that is rolled back nothing is copied, or nothing stays.
 */
export class StoredFiles {
  /** Undefined if no folder of files was given. */
  readonly named: FolderOfFiles | undefined;
  readonly #request: ImportRequest;
  /** By place in the store, what it is a copy of. */
  #wanted = new Map<string, string>();
  readonly #paths = new Set<string>();
  #unnamed: number | null = null;
  #counts = NONE;
  /** As of the last commit. */
  #kept = NONE;

  /** @throws UsageError if there is no such folder */
  constructor(request: ImportRequest) {
    const { files } = request.settings;
    this.#request = request;
    this.named = files === undefined ? undefined : new FolderOfFiles(files);
  }

  /** A row of the target has come to need a file, or needs it as before. */
  want({ storedAs, name, within }: NamedFileColumns, { values }: PreparedRecord): void {
    const place = values[storedAs];
    const recorded = values[name];
    if (typeof place === "string" && typeof recorded === "string") {
      this.#wanted.set(place, within(recorded));
    }
  }

  /** What the records of a table name. */
  heard(paths: readonly string[] | undefined): void {
    for (const path of paths ?? []) this.#paths.add(path);
  }

  /**
   * Copies what the store lacks of the files that are needed so far.
   *
   * @throws SystemError if one is not what it was, or the store cannot be written; Interrupted
   */
  async fill(): Promise<void> {
    const { store, signal, failAt, settings } = this.#request;
    if (store === undefined || settings.dryRun) return;
    const breath = new Breath();
    for (const [storedAs, name] of this.#wanted) {
      if (signal.aborted) throw interrupted();
      failAt?.("before-file");
      const from = this.named?.locate(name);
      // A file's name may be a patient's: no message has it.
      const called = `The file of SHA-256 ${basename(storedAs)} in ${settings.files}`;
      if (from === undefined) throw gone(called);
      this.#count(store.add({ storedAs, from, called }));
      failAt?.("aside");
      if (store.isFull) store.settle(() => failAt?.("after-file"));
      await breath.give();
    }
    store.settle(() => failAt?.("after-file"));
    store.flush();
    if (signal.aborted) throw interrupted();
    this.#wanted = new Map();
  }

  #count(bytes: number | undefined): void {
    const { added, present, bytes: written } = this.#counts;
    this.#counts =
      bytes === undefined
        ? { ...this.#counts, present: present + 1 }
        : { added: added + 1, present, bytes: written + bytes };
  }

  /** The transaction was committed. */
  keep(): void {
    this.#kept = this.#counts;
    this.#request.store?.keep();
  }

  /** It was rolled back: what was put into the store for it goes. */
  forget(): void {
    this.#counts = this.#kept;
    this.#request.store?.forget();
  }

  /** Counts the files that no record names, of a run that has read all of its records. */
  countUnnamed(): void {
    const count = this.unnamed();
    if (count === undefined) return;
    let unnamed = 0;
    for (const _ of count) unnamed++;
    this.#unnamed = unnamed;
  }

  /** Undefined if the run cannot know: it takes a part of the export, or no field that names files. */
  unnamed(): Iterable<string> | undefined {
    const { settings, store, kind = "import" } = this.#request;
    const { files } = settings;
    const isWhole = kind === "import" && !isPart(settings) && this.#namesAny();
    if (files === undefined || !isWhole) return undefined;
    return unnamedFiles(files, { named: this.#paths, except: store?.folder });
  }

  /** Whether a table of the export is read for the files that it names. */
  #namesAny(): boolean {
    const { files } = this.#request.fit;
    return files.some(({ importer, mapping }) =>
      Object.entries(importer.fields).some(([name, { file }]) => {
        const written = mapping.fields[name];
        return file !== undefined && written !== undefined && written.options["bytes"] !== "leave";
      }),
    );
  }

  summary(): Pick<RunSummary, "namedFiles"> {
    const { settings, store } = this.#request;
    if (settings.files === undefined || store === undefined) return {};
    const waiting = this.#wanted.size;
    const { added, present, bytes } = this.#counts;
    const namedFiles: NamedFilesSummary = {
      folder: settings.files,
      store: store.folder,
      named: this.#paths.size,
      contents: added + present + waiting,
      added,
      present,
      bytes,
      unnamed: this.#unnamed,
    };
    return { namedFiles };
  }
}

const NONE = { added: 0, present: 0, bytes: 0 };

const interrupted = (): Interrupted =>
  new Interrupted("Interrupted while files were copied into the store.", {
    cure: "Run the same command again when ready.",
  });

const gone = (called: string): SystemError =>
  new SystemError(`${called} is gone since the import read it.`, {
    cure: "Keep other programs from changing the folder given with --files; then run again.",
  });
