import {
  type KeptEntity,
  type OriginalRecord,
  originalRecords,
} from "../../corrections/originals.ts";
import { layOutCells, planColumns } from "../../corrections/reject-columns.ts";
import type { RejectingFile } from "../../ledger/standing-rejects.ts";
import type { EntityColumns } from "./entity-columns.ts";

/** What a report has kept of one entity's rejected records. */
interface KeptPart {
  /** Of the report. */
  readonly folder: string;
  /** Undefined if the report is gone. */
  readonly kept: KeptEntity | undefined;
}

/** The cells of rejected records, read in the order of files and records and laid out by the entity's columns. */
export class CellsOfPart {
  readonly #kept: KeptEntity | undefined;
  readonly #columns: EntityColumns;
  readonly #records: AsyncGenerator<OriginalRecord> | undefined;
  readonly #places: readonly (readonly number[])[];
  readonly #width: number;
  #next: OriginalRecord | undefined;
  #isDone = false;

  constructor({ folder, kept }: KeptPart, columns: EntityColumns) {
    this.#kept = kept;
    this.#columns = columns;
    this.#records = kept && originalRecords(folder, kept);
    const plan = planColumns((kept?.files ?? []).map(({ header }) => header));
    this.#places = plan.places;
    this.#width = plan.columns.length;
  }

  inOrder(files: readonly RejectingFile[]): RejectingFile[] {
    return [...files].sort((one, other) => this.#fileOf(one.name) - this.#fileOf(other.name));
  }

  #fileOf(name: string): number {
    return this.#kept?.files.findIndex((file) => file.name === name) ?? -1;
  }

  /** The position of a file among all files of the entity. */
  placeOf(name: string): number {
    const header = this.#kept?.files.find((file) => file.name === name)?.header ?? [];
    return this.#columns.fileOf(name, header);
  }

  /** The cells of a record that comes after the one before it; undefined if the report lacks them. */
  async of(name: string, record: number): Promise<string[] | undefined> {
    const file = this.#fileOf(name);
    if (file === -1) return undefined;
    while (!this.#isDone && !isAt(this.#next, file, record)) {
      const { value, done } = (await this.#records?.next()) ?? { value: undefined, done: true };
      this.#isDone = done === true;
      this.#next = done === true ? undefined : (value as OriginalRecord);
    }
    const next = this.#next;
    if (next === undefined || next.file !== file || next.record !== record) return undefined;
    return this.#laid(next, this.placeOf(name));
  }

  /** In the columns of all files of the entity, which may be more than those of this run. */
  #laid({ file, laid }: OriginalRecord, at: number): string[] {
    const { columns, places } = this.#columns.plan;
    const own = (this.#places[file] ?? []).map((place) => laid[place] ?? "");
    const cells = layOutCells(own, { columns, places: places[at] ?? [] });
    return cells.concat(laid.slice(this.#width));
  }

  async close(): Promise<void> {
    await this.#records?.return(undefined);
  }
}

/** Whether a record is the wanted one, or one after it. */
function isAt(next: OriginalRecord | undefined, file: number, record: number): boolean {
  if (next === undefined) return false;
  return next.file > file || (next.file === file && next.record >= record);
}
