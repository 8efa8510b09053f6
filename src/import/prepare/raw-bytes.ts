import { OwnerOnlyFile } from "../../plain/owner-only.ts";
import type { SourceRecord } from "../../source/record.ts";

/** The bytes of records whose cells do not tell all; the file is made when there are any. */
export class RawBytes {
  readonly #path: string;
  #file: OwnerOnlyFile | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async add({ raw }: SourceRecord): Promise<void> {
    if (raw === undefined) return;
    this.#file ??= new OwnerOnlyFile(this.#path);
    await this.#file.write(raw);
  }

  /** Closes the file when the work is done; where that breaks off, there is none. */
  async whole<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      const result = await work();
      await this.#file?.close();
      return result;
    } catch (error) {
      await this.#file?.discard();
      throw error;
    }
  }
}
