import type { Importer } from "../../../importers/define.ts";
import type { RowHashes, StoredValue } from "../../digest/content-hash.ts";
import { FigureTally } from "../../digest/key-figures.ts";
import { type CountedFigures, figureKind, inMinor, unitsOf } from "../../digest/source-figures.ts";
import type { OwnedColumn } from "../prepare/prepared-record.ts";

interface LandedField {
  readonly name: string;
  readonly tally: FigureTally;
  /** Its position among the owned columns. */
  readonly column: number;
  /** How many minor units one of the stored amounts is. */
  readonly units: number;
  /** Its position among the references; undefined if it is none. */
  readonly reference: number | undefined;
}

/** Counts what the target holds of an entity's records, field by field: what `SourceFigures` has of the export. */
export class LandedFigures {
  readonly #fields: readonly LandedField[];
  records = 0;
  /** False where a record turned out not to be there after all: what it brought cannot be taken out. */
  isKnown = true;

  /** @param digits of the currency's minor unit */
  constructor(importer: Importer, columns: readonly OwnedColumn[], digits: number) {
    this.#fields = Object.entries(importer.fields).flatMap(([name, field]): LandedField[] => {
      const column = columns.findIndex(({ key }) => key === (field.column ?? name));
      const { reference } = columns[column] ?? {};
      const tally = new FigureTally(figureKind(field));
      const units = unitsOf(field, digits);
      return column < 0 ? [] : [{ name, tally, column, reference, units }];
    });
  }

  /**
   * @param values of the owned columns, in their order
   * @param named hashes of the legacy ids of the rows that it refers to, two lanes each
   */
  add(values: readonly StoredValue[], named: RowHashes): void {
    this.records++;
    for (let at = 0; at < this.#fields.length; at++) {
      const { tally, column, reference, units } = this.#fields[at] as LandedField;
      const value = values[column] ?? null;
      if (value === null) {
        tally.empty++;
        continue;
      }
      tally.held++;
      if (tally.kind === "day") tally.day(String(value));
      else if (tally.kind === "amount") tally.sum.add(inMinor(Number(value), units));
      else if (tally.kind === "code") tally.word(String(value));
      else if (reference !== undefined) {
        tally.names(named[reference * 2] ?? 0, named[reference * 2 + 1] ?? 0);
      }
    }
  }

  counted(): CountedFigures {
    const fields = this.#fields.map(({ name, tally }) => [name, tally.counted()] as const);
    return { records: this.records, fields };
  }
}
