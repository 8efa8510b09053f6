import type { Importer } from "../../../importers/define.ts";
import { ColumnBook } from "../../corrections/columns-at-fault.ts";
import { flawsOf, ownCells, shortened } from "../../corrections/plan-retry.ts";
import type { Issue } from "../../ledger/issue.ts";
import { entityOfFile } from "../../mapping/file-options.ts";
import type { EntityMapping, Mapping } from "../../mapping/mapping.ts";
import { cellsMark, columnAt, columnName, legacyIdIn } from "../../mapping/record-mark.ts";
import { UsageError } from "../../plain/errors.ts";
import type { SourceRecord } from "../../source/record.ts";
import type { Reject } from "../rejects/reject.ts";
import type { RejectIndex } from "../rejects/reject-index.ts";
import { type KeyedRecord, recordKey } from "./record-key.ts";
import type { RecordKey } from "./step.ts";
import type { WantedCell } from "./wanted.ts";

/** What is known besides the rejected records. */
export interface KeySources {
  readonly index: RejectIndex;
  readonly importers: readonly Importer[];
  /** Of a file of the ledger. */
  readonly headerOf: (fileId: number) => readonly string[];
  /** The mapping that a run was made with, by the run's name. */
  readonly mappingOf: (run: string) => Mapping | undefined;
}

/** A file with rejected records. */
interface FileOfKeys {
  readonly header: readonly string[];
  readonly mapping: EntityMapping;
  /** Of each cell of its records, the place among the columns of the entity. */
  readonly places: readonly number[];
  readonly width: number;
  readonly book: ColumnBook;
}

/** Tells rejected records by what their export says of them, and their cells by the columns of their file. */
export class RejectKeys {
  readonly #sources: KeySources;
  readonly #files = new Map<string, FileOfKeys>();

  constructor(sources: KeySources) {
    this.#sources = sources;
  }

  /** @throws UsageError if the record cannot be corrected here */
  keyOf(reject: Reject): RecordKey {
    return recordKey(this.#keyed(reject));
  }

  /** The same, for what holds as long as its cells are the same. */
  exactKeyOf(reject: Reject): RecordKey {
    const keyed = this.#keyed(reject);
    return { ...recordKey(keyed), cells: cellsMark(keyed.cells) };
  }

  #keyed(reject: Reject): KeyedRecord {
    const keyed = this.#attempt(reject);
    if (typeof keyed !== "string") return keyed;
    throw new UsageError(keyed, { cure: "Correct the export." });
  }

  /** Why it cannot be corrected here, where it cannot. */
  #attempt(reject: Reject): KeyedRecord | string {
    const { entity, file, was, issues, run, line } = reject;
    if (was === undefined)
      return `The report of ${run}, which has the cells of ${file}, was moved.`;
    const { header, mapping, places, width } = this.#fileOf(reject);
    const codes = errorsIn(issues);
    const cells = shortened(codes, ownCells(was, { columns: range(width), places }));
    if (cells.every((cell) => cell === ""))
      return `${file} line ${line} could not be read as text.`;
    return { entity, file, header, mapping, cells, codes };
  }

  /** @param at the place of a cell among those of a rejected record */
  columnOf(reject: Reject, at: number): string {
    const { header, places, width } = this.#fileOf(reject);
    const own = at < width ? places.indexOf(at) : header.length + at - width;
    if (own < 0) {
      throw new UsageError(`${reject.file} has no such column to fill.`, {
        cure: `Name one of ${header.join(", ")}.`,
      });
    }
    return columnName(header, own);
  }

  /** The place of a column among the cells of a rejected record; -1 if its file lacks it. */
  placeOf(reject: Reject, column: string): number {
    const { header, places, width } = this.#fileOf(reject);
    const own = columnAt(header, column);
    if (own < 0) return -1;
    return own < header.length ? (places[own] ?? -1) : own - header.length + width;
  }

  /** What a column is to a record, and whether something was found wrong with it. */
  roleOf(reject: Reject, at: number) {
    const role = this.#fileOf(reject).book.roleOf(this.columnOf(reject, at));
    const found = reject.issues.filter(({ severity }) => severity === "error");
    const isWrong = found.some((issue) => issue.at.length === 0 || issue.at.includes(at));
    return { role, isWrong };
  }

  /** The cells of a record as its file would have them, with some that are others; and what is wrong with all of it then. */
  asRead(reject: Reject, cells: readonly WantedCell[]): Pick<SourceRecord, "cells" | "flaws"> {
    const { places, width, header } = this.#fileOf(reject);
    const laid = [...reject.cells];
    for (const { at, value } of cells) laid[at] = value;
    const own = ownCells(
      Array.from(laid, (cell) => cell ?? ""),
      { columns: range(width), places },
    );
    const codes = errorsIn(reject.issues);
    const isSeen = cells.length > 0 || reject.state === "corrected";
    const last = own.findLastIndex((cell, at) => cell !== "" || at < header.length);
    const read = isSeen ? own.slice(0, last + 1) : shortened(codes, own);
    const state = isSeen ? "changed" : "unchanged";
    return { cells: read, flaws: flawsOf({ codes, state }, read) };
  }

  /** The places of the cells that an issue speaks of. */
  placesOf(reject: Reject, { code, column }: Pick<Issue, "code" | "column">): number[] {
    const named = this.#fileOf(reject).book.columnsAt(code);
    const names = named.length > 0 ? named : (column ?? "").split(" + ");
    return names.map((name) => this.placeOf(reject, name)).filter((at) => at >= 0);
  }

  /** Its legacy id, with what people have corrected. */
  idOf(reject: Reject): string {
    const { header, mapping } = this.#fileOf(reject);
    return legacyIdIn(mapping, header)(this.asRead(reject, []).cells);
  }

  /** The places of the cells that the legacy id is taken from. */
  idPlaces(reject: Reject): readonly number[] {
    const { book } = this.#fileOf(reject);
    return book.idColumns.map((column) => this.placeOf(reject, column)).filter((at) => at >= 0);
  }

  #fileOf(reject: Reject): FileOfKeys {
    const key = `${reject.fileId}\0${reject.entity}`;
    const known = this.#files.get(key);
    if (known !== undefined) return known;
    const found = this.#find(reject);
    this.#files.set(key, found);
    return found;
  }

  #find({ entity, file, fileId, run }: Reject): FileOfKeys {
    const { index, importers, headerOf, mappingOf } = this.#sources;
    const importer = importers.find((one) => one.entity === entity);
    const own = mappingOf(run)?.entities[entity];
    if (importer === undefined || own === undefined) {
      throw new UsageError(`The mapping that ${run} was made with is not there any more.`, {
        cure: "Put it back.",
      });
    }
    const header = headerOf(fileId);
    const columns = index.columns(entity).map(({ name }) => name);
    const mapping = entityOfFile(own, file);
    const book = new ColumnBook(importer, mapping);
    return { header, mapping, places: placesAmong(columns, header), width: columns.length, book };
  }
}

const errorsIn = (issues: Reject["issues"]): string[] =>
  issues.filter(({ severity }) => severity === "error").map(({ code }) => code);

const range = (length: number): readonly unknown[] => new Array<unknown>(length).fill(undefined);

/** The second column of a name is that of the second one. */
function placesAmong(columns: readonly string[], header: readonly string[]): number[] {
  const met = new Map<string, number>();
  return header.map((name) => {
    const at = columns.indexOf(name, met.get(name) ?? 0);
    met.set(name, at + 1);
    return at;
  });
}
