import type { Cell, ExactDecimal, Field, Importer } from "../../importers/define.ts";
import type { RowHashes } from "./content-hash.ts";
import { type CountedField, type FigureKind, FigureTally } from "./key-figures.ts";

// What the export holds, as somebody who knows it would recognise it: counted from its records as they
// stand there, the rejected ones among them.

/** What the records of a file hold, by field: plain values. */
export interface CountedFigures {
  readonly records: number;
  readonly fields: readonly (readonly [field: string, CountedField])[];
}

/** What is worth showing of a field. */
export function figureKind({ kind, reference }: Field): FigureKind {
  if (reference !== undefined) return "reference";
  if (kind === "date") return "day";
  if (kind === "money") return "amount";
  return kind === "code" ? "code" : "other";
}

/** How many minor units one of the stored amounts is. */
export const unitsOf = (field: Field | undefined, digits: number): number =>
  field?.wholeUnits === true ? 10 ** digits : 1;

/** An amount as it is stored, in minor units of the currency. */
export const inMinor = (amount: number, units: number): number =>
  units === 1 ? amount : Math.round(amount * units);

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
  /** The digits of the currency's minor unit. */
  readonly #digits: number;
  readonly #importer: Importer;
  #counts = true;
  records = 0;

  constructor(importer: Importer, names: readonly string[], digits: number) {
    this.#importer = importer;
    this.#digits = digits;
    this.#fields = names.map((name) => {
      const field = importer.fields[name];
      return [name, new FigureTally(field ? figureKind(field) : "other")] as const;
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
    const units = unitsOf(this.#importer.fields[name], this.#digits);
    const blank = kind === "code" ? (this.#importer.fields[name]?.blank ?? null) : null;
    return {
      nothing: (text) => {
        if (!this.#counts) return;
        if (blank !== null) {
          tally.word(text || "(empty)");
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
        if (kind === "day") tally.day(read as string);
        else if (kind === "amount") tally.sum.add(inMinor(read as number, units));
        else if (kind === "code") {
          tally.word(text);
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
    return { records: this.records, fields };
  }
}
