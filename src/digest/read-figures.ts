import type { Importer } from "../../importers/define.ts";
import { minorDigits } from "../../shared/currency.ts";
import { type FieldFigures, FigureTally } from "./key-figures.ts";
import { type CountedFigures, figureKind } from "./source-figures.ts";

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
  const digits = minorDigits(currency);
  const names = new Set(counted.flatMap(({ fields }) => fields.map(([name]) => name)));
  const fields = Object.entries(importer.fields).flatMap(([name, field]) => {
    if (!names.has(name)) return [];
    const tally = new FigureTally(figureKind(field));
    for (const { fields: own, records } of counted) {
      const found = own.find(([one]) => one === name)?.[1];
      if (found !== undefined) tally.include(found);
      // A file without the column has nothing in the field.
      else tally.empty += records;
    }
    return [[name, tally.figures(digits)] as const];
  });
  const records = counted.reduce((sum, one) => sum + one.records, 0);
  return { records, fields: Object.fromEntries(fields) };
}
