import type { Cell, Draft } from "../../../importers/define.ts";

/**
 * The row that `complete` and the rules are handed: one object for all records of a file, which looks
 * into the values of the record at hand. To make an object for every record takes longer than to
 * validate it.
 */
export class RowView {
  readonly #row: Draft = {};
  /** What an importer notes in columns that the import does not own. */
  readonly #beside: (Cell | undefined)[];
  #values: (Cell | undefined)[] = [];
  #noted = false;

  /**
   * @param owned the keys of the values, in their order
   * @param known all columns of the table
   */
  constructor(owned: readonly string[], known: readonly string[]) {
    for (const [at, key] of owned.entries()) {
      this.#define(key, {
        get: () => this.#values[at],
        set: (value) => {
          this.#values[at] = value;
        },
      });
    }
    const others = known.filter((key) => !owned.includes(key));
    this.#beside = others.map(() => undefined);
    for (const [at, key] of others.entries()) {
      this.#define(key, {
        get: () => this.#beside[at],
        set: (value) => {
          this.#beside[at] = value;
          this.#noted = true;
        },
      });
    }
    // What is no column would be kept from one record to the next.
    Object.preventExtensions(this.#row);
  }

  #define(key: string, access: ThisType<Draft> & PropertyDescriptor): void {
    Object.defineProperty(this.#row, key, { ...access, enumerable: true });
  }

  /** The row of these values; until the next one is asked for. */
  of(values: (Cell | undefined)[]): Draft {
    this.#values = values;
    if (this.#noted) {
      this.#beside.fill(undefined);
      this.#noted = false;
    }
    return this.#row;
  }
}
