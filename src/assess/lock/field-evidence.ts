import type { Calendar } from "../../../importers/convert/calendar.ts";
import type { Convert, Field, Sink } from "../../../importers/define.ts";
import type { CodeWords } from "../../../importers/define-vocabulary.ts";
import { isCurrency, minorDigits } from "../../../shared/currency.ts";
import type { PlaceholderDay } from "../../digest/placeholder-days.ts";
import { fieldText, nothingOf } from "../../import/prepare/compile-field.ts";
import type { FittedFile } from "../../mapping/fit.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { readFitted } from "../../mapping/read-fitted.ts";
import { ByteReader } from "../../source/source-file.ts";
import type { Decision } from "../assessment.ts";
import { type ColumnRole, isDay, roleOf } from "../evidence/column-role.ts";
import { ColumnObserver, isCode } from "../evidence/observe-column.ts";
import { UnknownDays } from "./unknown-days.ts";

/** What the cells of a mapped field prove, beside what the mapping makes of them. */
export interface FieldEvidence {
  readonly entity: string;
  readonly file: string;
  readonly field: string;
  readonly columns: readonly string[];
  /** What the mapping says of the conversion. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The same as the mapping says it, where that is file by file. */
  readonly said: Readonly<Record<string, unknown>>;
  /** Cells that are not empty, and no null tokens of the mapping. */
  readonly cells: number;
  /** By the converter's word for it, the cells that it refuses. */
  readonly refused: Readonly<Record<string, number>>;
  /** Different cells that it refuses; no more than a few are counted. */
  readonly refusedKinds: number;
  /** Cells with a code that the mapping does not list, and that may mean another value than it is read as. */
  readonly contested: number;
  /** The first lines of refused cells. */
  readonly lines: readonly number[];
  readonly decisions: readonly Decision[];
  /** Days that so many cells have that they may stand for an unknown one. */
  readonly placeholders: readonly PlaceholderDay[];
  /** Words whose meaning a person has to say, and how many cells have each. */
  readonly words?: Readonly<Record<string, number>>;
}

/** What was found out about one file in one reading. */
export interface FileEvidence {
  readonly file: string;
  readonly entity: string;
  /** Of the bytes that were read; null if the file was not read to its end. */
  readonly sha256: string | null;
  readonly records: number;
  readonly header: readonly string[];
  readonly fields: readonly FieldEvidence[];
}

const MOST_KINDS = 1_000;
const FIRST_LINES = 3;

export interface Gathering {
  /** `YYYY-MM-DD` */
  readonly asOf: string;
  readonly codeWords: CodeWords;
  /** Records that are looked at; all unless said. */
  readonly limit?: number;
}

/**
 * Reads a file of an import for what its mapped cells prove; nothing is converted or written.
 *
 * @throws SourceError if the file cannot be read
 */
export async function gatherEvidence(
  fitted: FittedFile,
  mapping: Mapping,
  { asOf, codeWords, limit = Number.POSITIVE_INFINITY }: Gathering,
): Promise<FileEvidence> {
  const { file, header, importer } = fitted;
  const watches = watchesOf(fitted, mapping, { asOf, codeWords });
  const bytes = new ByteReader(file);
  let records = 0;
  for await (const group of readFitted(fitted, bytes).groups) {
    for (const { cells, line } of group) {
      if (cells.length !== header.length) continue;
      for (const watch of watches) watch.add(cells, line);
    }
    records += group.length;
    if (records >= limit) break;
  }
  return {
    file: file.name,
    entity: importer.entity,
    header,
    records,
    sha256: records >= limit ? null : bytes.totals().sha256,
    fields: watches.map((watch) => watch.result()),
  };
}

function watchesOf(fitted: FittedFile, mapping: Mapping, how: Gathering): Watch[] {
  return Object.entries(fitted.importer.fields).flatMap(([name, field]) => {
    const written = fitted.mapping.fields[name];
    const role = roleOf(field);
    if (written === undefined || role === undefined || written.value !== undefined) return [];
    if (!written.columns.some((column) => fitted.header.includes(column))) return [];
    return [new Watch({ name, field, role, fitted, mapping, ...how })];
  });
}

interface Watched extends Gathering {
  readonly name: string;
  readonly field: Field;
  readonly role: ColumnRole;
  readonly fitted: FittedFile;
  readonly mapping: Mapping;
}

/** One field of a file, while its records pass. */
class Watch implements Sink {
  readonly #of: Watched;
  readonly #textOf: (cells: readonly string[]) => string;
  readonly #nothing: ReadonlySet<string>;
  readonly #convert: Convert<string | number | boolean | null>;
  readonly #observer: ColumnObserver;
  readonly #days: UnknownDays | undefined;
  readonly #isUnknown: ((text: string) => boolean) | undefined;
  readonly #undecided: ((text: string) => readonly string[]) | undefined;
  readonly #words: Record<string, number> = {};
  readonly #refused: Record<string, number> = {};
  readonly #kinds = new Set<string>();
  readonly #lines: number[] = [];
  #cells = 0;
  #word: string | undefined;

  constructor(watched: Watched) {
    const { name, field, role, fitted, mapping, asOf, codeWords } = watched;
    const written = fitted.mapping.fields[name] ?? EMPTY;
    const { calendar }: Readonly<Record<string, unknown>> = written.options;
    this.#of = watched;
    this.#nothing = nothingOf(written, fitted.mapping);
    this.#textOf = fieldText(written, fitted.header, {
      nothing: this.#nothing,
      lookups: fitted.lookups,
    });
    this.#convert = field.compile(written.options, mapping);
    this.#isUnknown = field.nothing?.(written.options, mapping);
    this.#undecided = field.undecidedWords?.(written.options);
    const { options } = written;
    this.#days = isDay(role)
      ? new UnknownDays({ field, role, options, context: mapping })
      : undefined;
    this.#observer = new ColumnObserver({
      asOf,
      codeWords,
      role,
      calendar: calendar as Calendar | undefined,
    });
  }

  add(cells: readonly string[], line: number): void {
    const text = this.#textOf(cells);
    if (this.#nothing.has(text) || this.#isUnknown?.(text) === true) return;
    this.#cells++;
    this.#observer.add(text);
    for (const word of this.#undecided?.(text) ?? []) {
      this.#words[word] = (this.#words[word] ?? 0) + 1;
    }
    if (this.#of.role === "text") return;
    this.#word = undefined;
    const value = this.#convert(text, this);
    this.#days?.add(text, typeof value === "string" ? value : null);
    if (this.#word === undefined) return;
    this.#refused[this.#word] = (this.#refused[this.#word] ?? 0) + 1;
    if (this.#kinds.size < MOST_KINDS) this.#kinds.add(text);
    if (this.#lines.length < FIRST_LINES) this.#lines.push(line);
  }

  /** The cells that are written in another way than the mapping says; others have faults of their own. */
  problem(word: string): void {
    if (UNREADABLE.has(word)) this.#word = word;
  }

  rounded(): void {}

  #contested(): number {
    const { role, fitted, name } = this.#of;
    if (!isCode(role)) return 0;
    const isListed = listedCodes(fitted.mapping.fields[name]?.options ?? {});
    return [...this.#observer.codes(role)]
      .filter(([code]) => !isListed(code))
      .filter(([code, { values }]) => {
        const read = this.#convert(code, this);
        return read !== null && values.some((value) => value !== String(read));
      })
      .reduce((sum, [, { count }]) => sum + count, 0);
  }

  result(): FieldEvidence {
    const { name, field, role, fitted, mapping } = this.#of;
    const { columns, options } = fitted.mapping.fields[name] ?? EMPTY;
    const decisions = this.#observer.result(role, digitsOf(field, mapping.currency));
    return {
      entity: fitted.importer.entity,
      file: fitted.file.name,
      field: name,
      columns,
      options,
      cells: this.#cells,
      refused: this.#refused,
      refusedKinds: this.#kinds.size,
      contested: this.#contested(),
      lines: this.#lines,
      said: mapping.entities[fitted.importer.entity]?.fields[name]?.options ?? options,
      decisions,
      placeholders: this.#days?.result(decisions) ?? [],
      ...(this.#undecided && { words: this.#words }),
    };
  }
}

/** Codes that a person has listed are settled; of the rest, the built-in reading may be the wrong one. */
function listedCodes({ codes = {} }: { readonly codes?: Readonly<Record<string, unknown>> }) {
  const listed = new Set(Object.keys(codes).map((code) => code.trim().toLowerCase()));
  return (code: string) => listed.has(code.toLowerCase());
}

const UNREADABLE = new Set([
  ...["not-a-date", "not-a-time", "not-money", "not-a-number", "unknown", "ambiguous"],
]);
const EMPTY = { columns: [], join: "", value: undefined, optional: false, options: {} };

/** Where no currency is said, as in a draft, `9.500` may be of one with three decimals; what is measured has any. */
const digitsOf = ({ kind }: Field, currency: string): number | undefined =>
  MEASURED.has(kind) || !isCurrency(currency) ? undefined : minorDigits(currency);

const MEASURED = new Set(["decimal", "measured", "range"]);
