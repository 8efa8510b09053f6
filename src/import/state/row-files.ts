import type { RunFile } from "../../ledger/run-file.ts";
import { fileOfRows } from "../../ledger/run-ledger.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";
import type { ImportRequest } from "../request/import-request.ts";

/** What is needed of the run. */
interface OfRun {
  readonly request: Pick<ImportRequest, "db">;
  readonly runId: number;
  readonly files: readonly RunFile[];
  positionOf(file: RunFile): number;
}

/** What stands for the files of a run where rows of other entities belong to their records. */
export class RowFiles {
  readonly #run: OfRun;
  readonly #known = new Map<string, number>();

  constructor(run: OfRun) {
    this.#run = run;
  }

  /** Writes them into the ledger. */
  register(inputs: readonly { readonly compiled: CompiledEntity; readonly position: number }[]) {
    for (const { compiled, position } of inputs) {
      for (const { entity } of compiled.also) this.of(entity, position);
    }
  }

  /** By position, as the file itself. */
  of(entity: string, position: number): number {
    const file = this.#run.files[position];
    if (file === undefined) return position;
    const key = `${entity} ${file.fileId}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const { request, runId } = this.#run;
    const found = this.#run.positionOf(fileOfRows(request.db, runId, { ...file, entity }));
    this.#known.set(key, found);
    return found;
  }
}
