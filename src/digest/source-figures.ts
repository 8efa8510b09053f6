import type { Cell, ExactDecimal, Field, Importer } from "../../importers/define.ts";
import type { RowHashes, StoredValue } from "./content-hash.ts";
import { dayOfRecord } from "./day-of-record.ts";
import { type CountedField, type FigureKind, FigureTally } from "./key-figures.ts";
import { type PlaceholderDay, PlaceholderDays } from "./placeholder-days.ts";

// What the export holds, as somebody who knows it would recognise it: counted from its records as they
// stand there, the rejected ones among them.

/** What the records of a file hold, by field: plain values. */
export interface CountedFigures {
  readonly records: number;
  readonly fields: readonly (readonly [field: string, CountedField])[];
  /** Of an export: fields of which some day may stand for an unknown one. */
  readonly suspects?: readonly SuspectDays[];
}

/** Days of a field that so many records have that they may stand for an unknown one. */
export interface SuspectDays {
  readonly field: string;
  /** Records with a day in the field. */
  readonly cells: number;
  readonly days: readonly PlaceholderDay[];
}

/** Counts the days of a field, to find those. */
export const suspecting = ({ holds }: Field): PlaceholderDays =>
  new PlaceholderDays(holds === "birth" ? "births" : "events");

/** The fields of which some day is suspect. */
export const suspectsOf = (
  counted: Iterable<readonly [field: string, PlaceholderDays]>,
): SuspectDays[] =>
  [...counted].flatMap(([field, counts]) => {
    const days = counts.result();
    return days.length === 0 ? [] : [{ field, cells: counts.cells, days }];
  });

/** What is worth showing of a field. */
export function figureKind({ kind, reference, companion }: Field): FigureKind {
  if (reference !== undefined) return "reference";
  if (companion?.figure !== undefined) return "code";
  if (kind === "date") return "day";
  if (kind === "money") return "amount";
  return kind === "code" ? "code" : "other";
}

/** How many minor units one of the stored amounts is. */
export const unitsOf = (field: Field | undefined, digits: number): number =>
  field?.wholeUnits === true ? 10 ** digits : 1;

/** An amount as it is stored, a number or decimal text, in minor units of the currency. */
export const inMinor = (amount: number | string, units: number): number =>
  units === 1 ? Number(amount) : Math.round(Number(amount) * units);

/** Counts what stands in the cells of one field. */
export interface FieldCount {
  /** A cell that the mapping takes for nothing. */
  nothing(text: string): void;
  /** @param read what the converter made of it; null if it could not */
  cell(text: string, read: Cell): void;
  /** Recorded minus stored. */
  rounded(difference: ExactDecimal): void;
}

/** Counts what the records of one file hold, field by field. */
export class SourceFigures {
  readonly #fields: readonly (readonly [name: string, FigureTally])[];
  readonly #references: readonly FigureTally[];
  readonly #days = new Map<string, PlaceholderDays>();
  /** The digits of the currency's minor unit. */
  readonly #digits: number;
  readonly #importer: Importer;
  #counts = true;
  records = 0;

  constructor(importer: Importer, names: readonly string[], digits: number) {
    this.#importer = importer;
    this.#digits = digits;
    const happened = dayOfRecord(importer, names);
    this.#fields = names.map((name) => {
      const field = importer.fields[name];
      const kind = field ? figureKind(field) : "other";
      return [name, new FigureTally(kind, name === happened ? "by month" : "whole")] as const;
    });
    this.#references = this.#fields.flatMap(([, tally]) =>
      tally.kind === "reference" ? [tally] : [],
    );
  }

  /** @param belongs whether it is a record of the entity: a file may hold others too */
  begin(belongs: boolean): void {
    this.#counts = belongs;
    if (belongs) this.records++;
  }

  /** @param hashes of the legacy ids that the record names, two lanes each */
  named(parents: readonly (string | null)[], hashes: RowHashes): void {
    if (!this.#counts) return;
    for (let at = 0; at < this.#references.length; at++) {
      if (parents[at] == null) continue;
      this.#references[at]?.names(hashes[at * 2] ?? 0, hashes[at * 2 + 1] ?? 0);
    }
  }

  countOf(name: string): FieldCount {
    const tally = this.#fields.find(([one]) => one === name)?.[1] ?? new FigureTally("other");
    const { kind } = tally;
    const field = this.#importer.fields[name];
    const units = unitsOf(field, this.#digits);
    const figure = field?.companion?.figure;
    const blank = figure?.nothing ?? (kind === "code" ? (field?.blank ?? null) : null);
    const days = field !== undefined && kind === "day" ? suspecting(field) : undefined;
    if (days !== undefined) this.#days.set(name, days);
    return {
      nothing: (text) => {
        if (!this.#counts) return;
        if (blank !== null) {
          tally.word(figure?.nothing ?? (text || "(empty)"));
          tally.becomes(String(blank));
        } else if (text === "") tally.empty++;
        // What the mapping takes for nothing is something to whoever wrote it.
        else if (kind === "code") tally.word(text);
      },
      cell: (text, read) => {
        if (!this.#counts) return;
        if (read === null) {
          tally.unreadable++;
          return;
        }
        tally.held++;
        if (kind === "day") {
          tally.day(read as string);
          days?.add(read as string);
        } else if (kind === "amount") tally.sum.add(inMinor(read as number | string, units));
        else if (kind === "code") {
          tally.word(figure === undefined ? text : String(read));
          tally.becomes(String(read));
        }
      },
      rounded: ({ units, scale }) => {
        // Amounts are counted in minor units, what rounding took in whole ones.
        if (!this.#counts) return;
        const minor = 10n ** BigInt(this.#digits);
        tally.sum.addExact({ units: units * minor, scale });
      },
    };
  }

  counted(): CountedFigures {
    const fields = this.#fields.map(([name, tally]) => [name, tally.counted()] as const);
    return { records: this.records, fields, suspects: suspectsOf(this.#days) };
  }
}

/** A column of the target, and which of the entity's references it is. */
interface FiguredColumn {
  readonly key: string;
  readonly reference: number | undefined;
}

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

/** The column by which a field is recognised. */
export const figuredColumn = (name: string, { column = name, companion }: Field): string =>
  companion?.figure === undefined ? column : companion.column;

/** Counts what the target holds of an entity's records, field by field: what `SourceFigures` has of the export. */
export class LandedFigures {
  readonly #fields: readonly LandedField[];
  records = 0;
  /** False where a record turned out not to be there after all: what it brought cannot be taken out. */
  isKnown = true;

  /** @param digits of the currency's minor unit */
  constructor(importer: Importer, columns: readonly FiguredColumn[], digits: number) {
    this.#fields = Object.entries(importer.fields).flatMap(([name, field]): LandedField[] => {
      const column = columns.findIndex(({ key }) => key === figuredColumn(name, field));
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
      else if (tally.kind === "amount") tally.sum.add(inMinor(value, units));
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
