import type { Importer } from "../../../importers/define.ts";
import { ColumnBook } from "../../corrections/columns-at-fault.ts";
import { ownCells, shortened } from "../../corrections/plan-retry.ts";
import { entityOfFile } from "../../mapping/file-options.ts";
import type { EntityMapping, Mapping } from "../../mapping/mapping.ts";
import { columnAt, columnName } from "../../mapping/record-mark.ts";
import { UsageError } from "../../plain/errors.ts";
import type { Reject } from "../rejects/reject.ts";
import type { RejectIndex } from "../rejects/reject-index.ts";
import { recordKey } from "./record-key.ts";
import type { RecordKey } from "./step.ts";

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
    const { entity, file, was, issues } = reject;
    const codes = issues.filter(({ severity }) => severity === "error").map(({ code }) => code);
    const of = this.#fileOf(reject);
    if (was === undefined) {
      throw new UsageError(
        `The report of ${reject.run}, which has the cells of the record, was moved.`,
        {
          cure: "Put it back there, or correct the export.",
        },
      );
    }
    const cells = shortened(codes, ownCells(was, { columns: range(of.width), places: of.places }));
    if (cells.every((cell) => cell === "")) {
      throw new UsageError(`${file} line ${reject.line} could not be read as text.`, {
        cure: "Correct it in the export.",
      });
    }
    return recordKey({ entity, file, header: of.header, mapping: of.mapping, cells, codes });
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
    return own < header.length ? (places[own] ?? -1) : own - header.length + width;
  }

  /** What a column is to a record, and whether something was found wrong with it. */
  roleOf(reject: Reject, at: number) {
    const role = this.#fileOf(reject).book.roleOf(this.columnOf(reject, at));
    const found = reject.issues.filter(({ severity }) => severity === "error");
    const isWrong = found.some((issue) => issue.at.length === 0 || issue.at.includes(at));
    return { role, isWrong };
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
