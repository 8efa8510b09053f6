import type { Importer } from "../../importers/define.ts";
import { minorDigits } from "../../shared/currency.ts";
import { type FieldFigures, FigureTally } from "./key-figures.ts";
import type { CountedFigures } from "./source-figures.ts";

/** The figures of an entity that people who know the data recognise, on one side. */
export interface EntityFigures {
  readonly records: number;
  /** By field, in the order of the importer. */
  readonly fields: Readonly<Record<string, FieldFigures>>;
}

/** The export beside what arrived of it. */
export interface KeyFigures {
  /** All records of the export, the rejected ones too; null if only a part of it was taken. */
  readonly export: EntityFigures | null;
  /** What the target has of them; null if the data do not say. */
  readonly landed: EntityFigures | null;
}

/** Adds up what the files of an entity hold, or what came of it on several ways. */
export function entityFigures(
  importer: Importer,
  counted: readonly CountedFigures[],
  currency: string,
): EntityFigures {
  const all = new FiguresSoFar();
  for (const one of counted) all.include(one);
  return all.figures(importer, currency);
}

/** What several files of an entity hold, added up one by one: none is remembered. */
export class FiguresSoFar {
  readonly #fields = new Map<string, { readonly tally: FigureTally; records: number }>();
  #records = 0;
  files = 0;

  include({ fields, records }: CountedFigures): void {
    this.files++;
    this.#records += records;
    for (const [name, counted] of fields) {
      const known = this.#fields.get(name) ?? { tally: new FigureTally(counted.kind), records: 0 };
      known.tally.include(counted);
      known.records += records;
      this.#fields.set(name, known);
    }
  }

  figures(importer: Importer, currency: string): EntityFigures {
    const digits = minorDigits(currency);
    const fields = Object.keys(importer.fields).flatMap((name) => {
      const found = this.#fields.get(name);
      if (found === undefined) return [];
      const figures = found.tally.figures(digits);
      // A file without the column has nothing in the field.
      const empty = figures.empty + this.#records - found.records;
      return [[name, { ...figures, empty }] as const];
    });
    return { records: this.#records, fields: Object.fromEntries(fields) };
  }
}
