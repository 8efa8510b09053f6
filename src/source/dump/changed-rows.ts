import { SourceError } from "../../plain/errors.ts";
import type { DumpTable } from "./dump-table.ts";
import { cellOf, type DumpRow, type DumpValue } from "./dump-value.ts";
import type { AppliedChange } from "./growing-table.ts";

/** Changes that look for their rows by the same columns, by what they look for. */
interface Looking {
  readonly places: readonly number[];
  readonly wanted: Map<string, { readonly exact: string; readonly change: AppliedChange }[]>;
}

/** Does the UPDATE and DELETE statements of a dump to the rows that stand before them. */
export class ChangedRows {
  readonly #file: string;
  readonly #table: DumpTable;
  readonly #looking: readonly Looking[];

  constructor(file: string, table: DumpTable) {
    this.#file = file;
    this.#table = table;
    this.#looking = this.#index();
  }

  /**
   * The row as the statements behind it leave it: none if they delete it.
   *
   * @throws SourceError if only the database knows whether a value is the one that is looked for
   */
  after(row: DumpRow): readonly DumpRow[] {
    const found = this.#looking
      .flatMap((looking) => this.#changesOf(row, looking))
      .sort((one, other) => one.offset - other.offset);
    if (found.length === 0) return [row];
    if (found.some(({ set }) => set === undefined)) return [];
    const values = [...row.values];
    for (const { set = [] } of found)
      for (const { column, value } of set) values[this.#placeOf(column)] = value;
    return [{ ...row, values }];
  }

  #changesOf({ values, offset, line }: DumpRow, { places, wanted }: Looking): AppliedChange[] {
    const cells = places.map((at) => values[at] ?? null);
    if (cells.includes(null)) return [];
    const exact = keyOf(cells, cellOf);
    const behind = (wanted.get(keyOf(cells, folded)) ?? []).filter(
      ({ change }) => change.offset > offset,
    );
    const other = behind.find((one) => one.exact !== exact);
    if (other !== undefined) throw this.#unsure(line, other.change.line);
    return behind.map(({ change }) => change);
  }

  #index(): Looking[] {
    const found = new Map<string, Looking>();
    for (const change of this.#table.changes) {
      const places = change.where.map(({ column }) => this.#placeOf(column));
      const looking = found.get(places.join()) ?? { places, wanted: new Map() };
      found.set(places.join(), looking);
      for (const cells of combinations(change.where.map(({ values }) => values))) {
        // Nothing is equal to NULL.
        if (cells.includes(null)) continue;
        const key = keyOf(cells, folded);
        const all = looking.wanted.get(key) ?? [];
        looking.wanted.set(key, [...all, { exact: keyOf(cells, cellOf), change }]);
      }
    }
    return [...found.values()];
  }

  #placeOf(column: string): number {
    const lower = column.toLowerCase();
    const at = this.#table.columns.findIndex(({ name }) => name.toLowerCase() === lower);
    if (at !== -1) return at;
    throw new SourceError(
      `${this.#file}: a statement changes the column ${column.slice(0, 60)}, which ${this.#table.table} does not have.`,
      { cure: "Check the file: the dump is damaged or incomplete." },
    );
  }

  #unsure(line: number, changedBy: number): SourceError {
    return new SourceError(
      `${this.#file} line ${changedBy} changes rows of ${this.#table.table}, and whether that of line ${line} is one depends on the database: the values differ only in case, spaces or zeros.`,
      { cure: "Load the dump into a database of its own program, and dump that." },
    );
  }
}

const keyOf = (cells: readonly DumpValue[], form: (cell: DumpValue) => string): string =>
  cells.map(form).join("\n");

/** The same for all that some database takes for equal: case, accents, blanks behind, zeros before. */
function folded(value: DumpValue): string {
  const text = cellOf(value).trim().toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  if (!/^[-+]?\d+(?:\.\d*)?$/.test(text)) return text;
  const plain = text.replace(/^([-+]?)0+(?=\d)/, "$1").replace(/^\+/, "");
  return plain.includes(".") ? plain.replace(/\.?0*$/, "") : plain;
}

const combinations = (lists: readonly (readonly DumpValue[])[]): DumpValue[][] =>
  lists.reduce<DumpValue[][]>(
    (all, list) => all.flatMap((one) => list.map((value) => [...one, value])),
    [[]],
  );
