import { trimText } from "../../../shared/trim-text.ts";
import type { SourceRecord } from "../../source/record.ts";
import type { ColumnProfile, FileProfile, Smell } from "../assessment.ts";
import { FIRST_LINES } from "../profile/flaws.ts";
import { type SmellCode, smell } from "./catalog.ts";

/** Looks at the records of one file as they are read, and tells at the end what smelled. */
export interface Watch {
  see(record: SourceRecord): void;
  found(): readonly Smell[];
}

/** How often something was found, and in which lines first. */
export class Places {
  readonly lines: number[] = [];
  count = 0;

  add(line: number): void {
    this.count++;
    if (this.lines.length < FIRST_LINES) this.lines.push(line);
  }
}

/** The trimmed cell of a column. */
export const cellOf = ({ cells }: SourceRecord, { position }: ColumnProfile): string =>
  trimText(cells[position] ?? "");

/** Looks at one column's cells by themselves. */
export class CellWatch implements Watch {
  readonly #file: FileProfile;
  readonly #column: ColumnProfile;
  readonly #code: SmellCode;
  readonly #smells: (cell: string) => boolean;
  readonly #places = new Places();
  #present = 0;

  constructor(
    at: { readonly file: FileProfile; readonly column: ColumnProfile },
    code: SmellCode,
    smells: (cell: string) => boolean,
  ) {
    this.#file = at.file;
    this.#column = at.column;
    this.#code = code;
    this.#smells = smells;
  }

  see(record: SourceRecord): void {
    const cell = cellOf(record, this.#column);
    if (cell === "") return;
    this.#present++;
    if (this.#smells(cell)) this.#places.add(record.line);
  }

  found(): readonly Smell[] {
    const { count, lines } = this.#places;
    if (count === 0) return [];
    const trace = { file: this.#file.file, column: this.#column.header, count, lines };
    return [smell(this.#code, { ...trace, of: this.#present })];
  }
}
