import type { Field, Importer } from "../../../importers/define.ts";
import { ColumnBook } from "../../corrections/columns-at-fault.ts";
import {
  type ColumnPlan,
  describeIssues,
  formatsOf,
  planColumns,
} from "../../corrections/reject-columns.ts";
import { dayOfRecord } from "../../digest/day-of-record.ts";
import { fieldText, nothingOf } from "../../import/prepare/compile-field.ts";
import type { Issue } from "../../ledger/issue.ts";
import { entityOfFile } from "../../mapping/file-options.ts";
import type { EntityMapping, Mapping } from "../../mapping/mapping.ts";
import { ruleBook } from "../../mapping/rule-book.ts";
import { idInExport } from "../corrections/record-key.ts";
import type { RejectedColumn, RejectIssue } from "./reject.ts";

/** A file with rejected records, and what it is read by. */
export interface FileOfRejects {
  readonly name: string;
  readonly header: readonly string[];
  /** Undefined if the mapping is not there any more. */
  readonly mapping: Mapping | undefined;
}

/** What the cells of a record say besides what is wrong with them. */
export interface ReadCells {
  /** `202403`; 0 if no day can be read. */
  readonly month: number;
  /** Those that the record names, with the label of each. */
  readonly named: readonly { readonly label: string; readonly legacyId: string }[];
}

/** Numbers of columns: so many for each entity. */
const COLUMNS_OF_ENTITY = 10_000;
/** The columns of one entity's rejected records, and what its importer and its mapping say of them. */
export class EntityColumns {
  readonly plan: ColumnPlan;
  readonly columns: readonly RejectedColumn[];
  readonly #importer: Importer;
  readonly #files: readonly FileOfRejects[];
  readonly #books: readonly (ColumnBook | undefined)[];
  readonly #readers: readonly ((cells: readonly string[]) => ReadCells)[];
  readonly #words = new Map<string, string>();

  /** @param nth the entity's place among all */
  constructor(nth: number, importer: Importer, files: readonly FileOfRejects[]) {
    this.#importer = importer;
    this.#files = files;
    this.plan = planColumns(files.map(({ header }) => header));
    const mappings = files.map((file) => mappingOf(importer, file));
    this.#books = mappings.map((own) => own && new ColumnBook(importer, own));
    const names = this.plan.columns.map(({ name }) => name);
    this.#readers = files.map(({ mapping }, at) =>
      cellReader({ importer, names, own: mappings[at], mapping }),
    );
    const first = nth * COLUMNS_OF_ENTITY;
    this.columns = names.map((name, at) => {
      const book = this.#books.find((one) => one !== undefined);
      const words = [...new Set(this.#books.flatMap((one) => one?.codesOf(name) ?? []))];
      const role = book?.roleOf(name) ?? "other";
      const fills = filledBy(importer, name, mappings[0]);
      return { number: first + at, entity: importer.entity, at, name, role, words, fills };
    });
  }

  get entity(): string {
    return this.#importer.entity;
  }

  fileOf(name: string, header: readonly string[]): number {
    const text = JSON.stringify(header);
    return this.#files.findIndex(
      (file) => file.name === name && JSON.stringify(file.header) === text,
    );
  }

  read(file: number, cells: readonly string[]): ReadCells {
    return this.#readers[file]?.(cells) ?? { month: 0, named: [] };
  }

  /** The places of the cells that an issue speaks of. */
  placesOf(file: number, { code, column }: Pick<Issue, "code" | "column">): number[] {
    const named = this.#books[file]?.columnsAt(code) ?? [];
    const names = named.length > 0 ? named : (column ?? "").split(" + ");
    const own = this.plan.places[file] ?? [];
    const header = this.#files[file]?.header ?? [];
    return names.flatMap((name) => own[header.indexOf(name)] ?? []);
  }

  /** The legacy id as the export has it; undefined if it cannot be known any more. */
  exportIdOf(file: number, cells: readonly string[], codes: readonly string[]): string | undefined {
    const of = this.#files[file];
    const mapping = of && mappingOf(this.#importer, of);
    if (of === undefined || mapping === undefined) return undefined;
    const own = (this.plan.places[file] ?? []).map((at) => cells[at] ?? "");
    const all = own.concat(cells.slice(this.columns.length));
    if (all.every((cell) => cell === "")) return undefined;
    const { name, header } = of;
    return idInExport({ entity: this.entity, file: name, header, mapping, codes, cells: all });
  }

  /** An issue as it is shown. */
  shown(file: number, issue: Issue): RejectIssue {
    const { code, severity, related } = issue;
    const key = JSON.stringify([file, code, issue.column, issue.detail, related]);
    const words = this.#words.get(key) ?? this.#wordsOf(file, issue);
    if (related === undefined) this.#words.set(key, words);
    return { code, severity, at: this.placesOf(file, issue), words, related };
  }

  #wordsOf(file: number, issue: Issue): string {
    const of = this.#files[file];
    const own = of && mappingOf(this.#importer, of);
    const asError: Issue = { ...issue, severity: "error" };
    return describeIssues([asError], ruleBook(this.#importer), own && formatsOf(own));
  }
}

const filledBy = ({ fields }: Importer, name: string, own: EntityMapping | undefined): string[] =>
  Object.entries(own?.fields ?? {}).flatMap(([field, written]) => {
    const isTaken = written?.columns.includes(name) ?? false;
    return isTaken ? [fields[field]?.column ?? field] : [];
  });

function mappingOf(
  { entity }: Importer,
  { name, mapping }: FileOfRejects,
): EntityMapping | undefined {
  const own = mapping?.entities[entity];
  return own && entityOfFile(own, name);
}

type ReadText = (cells: readonly string[]) => string;

interface Reading {
  readonly importer: Importer;
  /** Of the columns. */
  readonly names: readonly string[];
  readonly own: EntityMapping | undefined;
  readonly mapping: Mapping | undefined;
}

function cellReader(reading: Reading): (cells: readonly string[]) => ReadCells {
  const { importer, names, own, mapping } = reading;
  if (own === undefined || mapping === undefined) return () => ({ month: 0, named: [] });
  const textOf = (field: string): ReadText | undefined => {
    const written = own.fields[field];
    if (written === undefined || written.from !== undefined) return undefined;
    return fieldText(written, names, { nothing: nothingOf(written, own) });
  };
  const convertOf = (name: string, field: Field) =>
    field.compile(own.fields[name]?.options ?? {}, mapping);
  const when = dayOfRecord(importer, Object.keys(own.fields));
  const day = when === undefined ? undefined : textOf(when);
  const toDay = day && when ? convertOf(when, importer.fields[when] as Field) : undefined;
  const references = Object.entries(importer.fields).flatMap(([name, field]) => {
    const { reference, label = name } = field;
    const text = reference === undefined || reference.owner ? undefined : textOf(name);
    return text === undefined ? [] : [{ label, text }];
  });
  const sink = { problem: () => undefined, rounded: () => undefined };
  return (cells) => {
    const said = day?.(cells) ?? "";
    const read = said === "" ? "" : (toDay?.(said, sink) ?? "");
    const named = references
      .map(({ label, text }) => ({ label, legacyId: text(cells) }))
      .filter(({ legacyId }) => legacyId !== "");
    return { month: monthOf(String(read)), named };
  };
}

function monthOf(day: string): number {
  const [, year, month] = /^(\d{4})-(\d{2})/.exec(day) ?? [];
  return year === undefined ? 0 : Number(`${year}${month}`);
}
