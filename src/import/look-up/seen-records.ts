/** Where a record of this run stands, without its file. */
export interface SeenPlace {
  /** The position of the file among the files of the run. */
  readonly file: number;
  readonly record: number;
  readonly line: number;
}

/**
 * Remembers which crosswalk rows of earlier runs this run has met, unchanged, and where: eight bytes
 * a row, for a rerun writes nothing that would tell.
 */
export class SeenRecords {
  readonly #ordinals: Uint32Array;
  readonly #lines: Uint32Array;
  /** The ordinal before each file's first record. */
  readonly #bases: { readonly file: number; readonly base: number }[] = [];
  #next = 0;
  #count = 0;

  /** @param lastId the largest row number of earlier runs */
  constructor(lastId: number) {
    this.#ordinals = new Uint32Array(lastId + 1);
    this.#lines = new Uint32Array(lastId + 1);
  }

  /** From here on, records stand in this file. */
  enter(file: number): void {
    this.#bases.push({ file, base: this.#next });
  }

  add(crosswalkId: number, record: number, line: number): void {
    const base = this.#bases.at(-1)?.base ?? 0;
    const ordinal = base + record;
    if (this.#ordinals[crosswalkId] === 0) this.#count++;
    this.#ordinals[crosswalkId] = ordinal;
    this.#lines[crosswalkId] = line;
    this.#next = Math.max(this.#next, ordinal);
  }

  /** How many crosswalk rows were met. */
  get count(): number {
    return this.#count;
  }

  place(crosswalkId: number): SeenPlace | undefined {
    const ordinal = this.#ordinals[crosswalkId] ?? 0;
    const at = this.#bases.findLast(({ base }) => base < ordinal);
    if (ordinal === 0 || at === undefined) return undefined;
    return {
      file: at.file,
      record: ordinal - at.base,
      line: this.#lines[crosswalkId] ?? 0,
    };
  }
}
