import { UNHEARD } from "../../../importers/convert/unheard.ts";
import type { Convert } from "../../../importers/define.ts";
import type { OpenScratch, Statement } from "../../db/database.ts";
import { fieldText, nothingOf } from "../../import/prepare/compile-field.ts";
import type { FittedFile } from "../../mapping/fit.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { readFitted } from "../../mapping/read-fitted.ts";
import { firstBy } from "../../plain/group-by.ts";
import { ByteReader } from "../../source/source-file.ts";
import type { DayField, DayFile } from "./day-fields.ts";

/** What comparing days with others came to. */
export interface Comparison {
  readonly counts: readonly OrderCount[];
  /** By field (`<file> <field>`), for each candidate the cells that it cannot read. */
  readonly refused: ReadonlyMap<string, readonly number[]>;
}

type Days = readonly (string | null)[];

/** What a field of a file is called here. */
export const spot = ({ file }: FittedFile, field: string): string => `${file.name} ${field}`;

const DAYS = "entity text, id text, file text, days text, primary key (entity, id)";

const RANK = ["birth", "past", "date"];

/** Nobody is registered before birth, or visits before being registered. */
const isBefore = (one: DayField, other: DayField): boolean =>
  RANK.indexOf(one.role) < RANK.indexOf(other.role);

/**
 * Reads the files once more and compares, for each candidate, days that have an order by what they
 * are: within a record, and with those of the record that it refers to. Parents' days are kept on disk.
 *
 * @throws SourceError if a file cannot be read
 */
export async function compareDays(
  files: readonly DayFile[],
  { mapping, openScratch }: { readonly mapping: Mapping; readonly openScratch: OpenScratch },
): Promise<Comparison> {
  const scratch = openScratch();
  try {
    scratch.createKeyed("days", DAYS);
    scratch.begin();
    const keep = scratch.prepare("insert or ignore into days values (?, ?, ?, ?)");
    const find = scratch.prepare("select file, days from days where entity = ? and id = ?");
    const comparing = new Comparing(files, { mapping, keep, find });
    for (const file of parentsFirst(files)) await comparing.read(file);
    return comparing;
  } finally {
    scratch.close();
  }
}

const parentsFirst = (files: readonly DayFile[]): DayFile[] => {
  const isChild = ({ fitted }: DayFile) =>
    Number(Object.values(fitted.importer.fields).some(({ reference }) => reference !== undefined));
  return files.toSorted((one, other) => isChild(one) - isChild(other));
};

interface Tools {
  readonly mapping: Mapping;
  readonly keep: Statement;
  readonly find: Statement;
}

/** Reads the days of one field, for every candidate. */
interface Reader {
  readonly spot: string;
  readonly field: DayField;
  readonly read: (cells: readonly string[]) => Days;
}

class Comparing implements Comparison {
  readonly refused = new Map<string, number[]>();
  readonly #counts = new Map<string, OrderCount>();
  readonly #files: readonly DayFile[];
  readonly #byName: ReadonlyMap<string, DayFile>;
  readonly #tools: Tools;

  constructor(files: readonly DayFile[], tools: Tools) {
    this.#files = files;
    this.#byName = firstBy(files, (one) => one.fitted.file.name);
    this.#tools = tools;
  }

  get counts(): readonly OrderCount[] {
    return [...this.#counts.values()];
  }

  async read({ fitted, fields }: DayFile): Promise<void> {
    const { keep } = this.#tools;
    const { importer, header } = fitted;
    const readers = fields.map((field) => this.#readerOf(fitted, field));
    const parents = this.#parentsOf(fitted);
    const isParent = this.#files.some(({ fitted: { importer: other } }) =>
      Object.values(other.fields).some(({ reference }) => reference?.entity === importer.entity),
    );
    const idOf = textOf(fitted, "legacyId");
    for await (const group of readFitted(fitted, new ByteReader(fitted.file)).groups) {
      for (const { cells } of group) {
        if (cells.length !== header.length) continue;
        const days = readers.map(({ read }) => read(cells));
        this.#compareWithin(readers, days);
        for (const parent of parents) this.#compareWith(parent(cells), readers, days);
        const id = isParent ? idOf(cells) : "";
        if (id !== "") keep.run([importer.entity, id, fitted.file.name, JSON.stringify(days)]);
      }
    }
  }

  #compareWithin(readers: readonly Reader[], days: readonly Days[]): void {
    for (const [at, early] of readers.entries()) {
      for (const [other, late] of readers.entries()) {
        if (!isBefore(early.field, late.field)) continue;
        this.#count(early, late).add(days[at] ?? [], days[other] ?? []);
      }
    }
  }

  #compareWith(
    parent: { readonly file: DayFile; readonly days: readonly Days[] } | undefined,
    readers: readonly Reader[],
    days: readonly Days[],
  ): void {
    if (parent === undefined) return;
    for (const [at, field] of parent.file.fields.entries()) {
      const early = { spot: spot(parent.file.fitted, field.name), field };
      for (const [other, late] of readers.entries()) {
        if (!isBefore(field, late.field)) continue;
        this.#count(early, late).add(parent.days[at] ?? [], days[other] ?? []);
      }
    }
  }

  #count(early: Pick<Reader, "spot" | "field">, late: Reader): OrderCount {
    const key = `${early.spot}\n${late.spot}`;
    let count = this.#counts.get(key);
    if (count === undefined) {
      const sizes = [early.field.candidates.length, late.field.candidates.length] as const;
      count = new OrderCount(early.spot, late.spot, sizes);
      this.#counts.set(key, count);
    }
    return count;
  }

  /** For each reference of the file: the parent that a record names, and its days. */
  #parentsOf(fitted: FittedFile) {
    const { find } = this.#tools;
    return Object.entries(fitted.importer.fields).flatMap(([name, { reference }]) => {
      if (reference === undefined || fitted.mapping.fields[name] === undefined) return [];
      const idOf = textOf(fitted, name);
      return [
        (cells: readonly string[]) => {
          const found = find.get([reference.entity, idOf(cells)]);
          if (found === undefined) return undefined;
          const [name, days] = found;
          const file = this.#byName.get(String(name));
          return file && { file, days: JSON.parse(String(days)) as Days[] };
        },
      ];
    });
  }

  #readerOf(fitted: FittedFile, field: DayField): Reader {
    const name = spot(fitted, field.name);
    const declared = fitted.importer.fields[field.name];
    const text = textOf(fitted, field.name);
    const converters = field.candidates.flatMap((options) =>
      declared === undefined ? [] : [declared.compile(options, this.#tools.mapping)],
    );
    const refused = converters.map(() => 0);
    this.refused.set(name, refused);
    return { spot: name, field, read: (cells) => readDays(text(cells), converters, refused) };
  }
}

function readDays(
  text: string,
  converters: readonly Convert<string | number | boolean | null>[],
  refused: number[],
): Days {
  if (text === "") return converters.map(() => null);
  return converters.map((convert, at) => {
    const day = convert(text, UNHEARD);
    if (typeof day === "string") return day;
    refused[at] = (refused[at] ?? 0) + 1;
    return null;
  });
}

/** The text of a field, empty if the cell means nothing. */
function textOf(fitted: FittedFile, name: string): (cells: readonly string[]) => string {
  const written = fitted.mapping.fields[name];
  if (written === undefined) return () => "";
  const nothing = nothingOf(written, fitted.mapping);
  const read = fieldText(written, fitted.header, { nothing, lookups: fitted.lookups });
  return (cells) => {
    const text = read(cells);
    return nothing.has(text) ? "" : text;
  };
}

/** Two fields of which the first never lies after the second, counted for all candidates of both. */
class OrderCount {
  readonly early: string;
  readonly late: string;
  /** By candidate of the first and of the second, how often the order is broken. */
  readonly broken: readonly number[][];
  compared = 0;

  constructor(early: string, late: string, sizes: readonly [number, number]) {
    this.early = early;
    this.late = late;
    this.broken = Array.from({ length: sizes[0] }, () => new Array<number>(sizes[1]).fill(0));
  }

  /** @param first @param second by candidate, the days as ISO 8601; null if a cell is none */
  add(first: readonly (string | null)[], second: readonly (string | null)[]): void {
    this.compared++;
    for (const [at, row] of this.broken.entries()) {
      const early = first[at] ?? null;
      for (const [other, late] of second.entries()) {
        if (early !== null && late !== null && early > late) row[other] = (row[other] ?? 0) + 1;
      }
    }
  }

  /** How often the order is broken by a candidate of one side at least, whatever the other's is. */
  leastBroken(field: string, candidate: number): number {
    if (field === this.early) return Math.min(...(this.broken[candidate] ?? [0]));
    return Math.min(...this.broken.map((row) => row[candidate] ?? 0));
  }
}
