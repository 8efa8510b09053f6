import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Importer } from "../../../importers/define.ts";
import { keepOriginals, ORIGINALS, originalPath } from "../../corrections/originals.ts";
import {
  type ColumnPlan,
  describeIssues,
  type FormatsOfColumns,
  formatsOf,
  isPlainPlan,
  layOutCells,
  namesRival,
  planColumns,
  REJECT_COLUMNS,
} from "../../corrections/reject-columns.ts";
import { writeWorkbook } from "../../corrections/workbook.ts";
import { errorCodes, type Issue } from "../../ledger/issue.ts";
import type { FittedFile } from "../../mapping/fit.ts";
import type { EntityMapping } from "../../mapping/mapping.ts";
import { type RuleBook, ruleBook } from "../../mapping/rule-book.ts";
import { CellBook } from "../../plain/cell-book.ts";
import { copyOwnerOnly } from "../../plain/copy-owner-only.ts";
import { csvLine } from "../../plain/csv.ts";
import { makeFolder, notWhole, OwnerOnlyFile, unwritable } from "../../plain/owner-only.ts";
import type { Note } from "../notes/note.ts";
import { cellTexts } from "../prepare/original-cells.ts";
import { CsvLines } from "./csv-lines.ts";

/** The byte order mark tells spreadsheet programs that the file is UTF-8. */
const BYTE_ORDER_MARK = "\ufeff";
const UNDECIDED = Buffer.alloc(0);

/** A rejected record whose cells were read from its source once more. */
export interface RejectedRecord {
  readonly record: number;
  readonly line: number;
  readonly cells: readonly string[];
  readonly issues: readonly Issue[];
}

/**
 * Writes `rejected/`: a file for each entity, which people open in a spreadsheet program, whatever
 * the records came from. What was written is kept beside it, so that a retry knows what was changed.
 */
export class RejectedFiles {
  readonly #folder: string;
  readonly #files: readonly FittedFile[];
  readonly #open = new Map<string, EntityFile>();

  constructor(folder: string, files: readonly FittedFile[]) {
    this.#folder = folder;
    this.#files = files;
  }

  /** @returns what there is to wait for, now and then */
  add(note: Note): Promise<void> | undefined {
    return this.#of(note.file).add(note, note.file);
  }

  /** @returns what there is to wait for, now and then */
  addRead(record: RejectedRecord, file: number): Promise<void> | undefined {
    return this.#of(file).addRead(record, file);
  }

  #of(file: number): EntityFile {
    const fitted = this.#files[file] as FittedFile;
    const { entity } = fitted.importer;
    const known = this.#open.get(entity);
    if (known !== undefined) return known;
    const made = new EntityFile(this.#folder, fitted, this.#files);
    this.#open.set(entity, made);
    return made;
  }

  /** Closes all files; then, unless something went wrong, keeps what was written. */
  async close(how: "whole" | "broken"): Promise<void> {
    const files = [...this.#open.values()];
    await Promise.all(files.map((file) => (how === "whole" ? file.close() : file.discard())));
    if (how === "broken" || files.length === 0) return;
    makeFolder(join(this.#folder, ORIGINALS));
    for (const { entity, path } of files) copyWhole(path, originalPath(this.#folder, entity));
    const entities = files.map(({ entity, records, crc, sources, importer, mapping }) => {
      return { entity, records, crc, files: sources, importer, mapping };
    });
    const workbookCrc = await writeWorkbook(this.#folder, entities);
    await keepOriginals(this.#folder, { entities, workbookCrc });
  }
}

/** A run that is resumed has left one there; what it leads to, if it is a link, is not written to. */
function copyWhole(from: string, to: string): void {
  try {
    rmSync(to, { force: true });
    copyOwnerOnly(from, to);
  } catch (error) {
    rmSync(to, { force: true });
    throw unwritable(to, error);
  }
  if (statSync(to).size !== statSync(from).size) throw notWhole(to);
}

/** What is written of the records of one file. */
interface FileOfEntity {
  /** As a cell. */
  readonly name: Buffer;
  readonly places: readonly number[];
  readonly words: WordsOfIssues;
}

/** The rejected records of one entity. */
class EntityFile {
  readonly entity: string;
  readonly importer: Importer;
  readonly mapping: EntityMapping;
  readonly path: string;
  /** All files of the entity, with rejected records or not. */
  readonly sources: readonly { readonly name: string; readonly header: readonly string[] }[];
  records = 0;
  /** Of its bytes. */
  crc = 0;
  readonly #file: OwnerOnlyFile;
  readonly #lines = new CsvLines();
  readonly #cells = new CellBook();
  readonly #plan: ColumnPlan;
  /** By the position of a file in the run: its name as a cell, and where its cells stand. */
  readonly #own: ReadonlyMap<number, FileOfEntity>;

  constructor(folder: string, { importer, mapping }: FittedFile, files: readonly FittedFile[]) {
    const { entity } = importer;
    this.entity = entity;
    this.importer = importer;
    this.mapping = mapping;
    this.path = join(folder, "rejected", `${entity}.csv`);
    const own = [...files.entries()].filter(([, { importer }]) => importer.entity === entity);
    this.sources = own.map(([, { file, header }]) => ({ name: file.name, header }));
    this.#plan = planColumns(own.map(([, { header }]) => header));
    const book = ruleBook(importer);
    this.#own = new Map(
      own.map(([position, { file, mapping }], at) => {
        const words = new WordsOfIssues(book, formatsOf(mapping));
        const places = this.#plan.places[at] ?? [];
        return [position, { name: this.#cells.of(file.name), places, words }];
      }),
    );
    this.#file = new OwnerOnlyFile(this.path);
    const header = [...REJECT_COLUMNS, ...this.#plan.columns.map(({ name }) => name)];
    this.#lines.add(Buffer.from(`${BYTE_ORDER_MARK}${csvLine(header).trimEnd()}`)).end();
  }

  add({ record, line, issues, cells }: Note, file: number): Promise<void> | undefined {
    const places = this.#begin({ record, line, issues }, file);
    if (cells !== undefined && isPlainPlan(this.#plan, places)) this.#lines.cells(cells);
    else if (cells !== undefined) this.#putCells(cellTexts(cells), places);
    return this.#end();
  }

  addRead({ cells, ...place }: RejectedRecord, file: number): Promise<void> | undefined {
    this.#putCells(cells, this.#begin(place, file));
    return this.#end();
  }

  /** @returns where the cells of its file stand */
  #begin(
    { record, line, issues }: Pick<RejectedRecord, "record" | "line" | "issues">,
    file: number,
  ): readonly number[] {
    const of = this.#own.get(file);
    const { name, places } = of ?? { name: UNDECIDED, places: [] };
    this.records++;
    this.#lines.number(record).add(name).number(line);
    this.#lines.add(this.#cells.of(errorCodes(issues).join(" ")));
    this.#lines.add(of?.words.of(issues) ?? UNDECIDED).add(UNDECIDED);
    return places;
  }

  #putCells(cells: readonly string[], places: readonly number[]): void {
    const { columns } = this.#plan;
    const laid = isPlainPlan(this.#plan, places) ? cells : layOutCells(cells, { columns, places });
    for (const cell of laid) this.#lines.add(this.#cells.of(cell));
  }

  #end(): Promise<void> | undefined {
    this.#lines.end();
    return this.#lines.isLong ? this.#file.writeBehind(this.#taken()) : undefined;
  }

  /** Summed up on the way: a file that is read once more for it costs more. */
  #taken(): Buffer {
    const lines = this.#lines.take();
    this.crc = crc32(lines, this.crc);
    return lines;
  }

  async close(): Promise<void> {
    await this.#file.close(this.#taken());
  }

  discard(): Promise<void> {
    return this.#file.discard();
  }
}

/** Issues in words, as cells: millions of records share a few. */
class WordsOfIssues {
  readonly #book: RuleBook;
  readonly #formats: FormatsOfColumns;
  readonly #cells = new CellBook();
  /** By code and column, of records with one issue. */
  readonly #alone = new Map<string, Buffer>();

  constructor(book: RuleBook, formats: FormatsOfColumns) {
    this.#book = book;
    this.#formats = formats;
  }

  of(issues: readonly Issue[]): Buffer {
    const [first] = issues;
    const isPlain = first !== undefined && issues.length === 1 && first.detail === undefined;
    if (!isPlain || namesRival(first.code)) return this.#say(issues);
    const key = `${first.code}\0${first.column}`;
    const known = this.#alone.get(key);
    if (known !== undefined) return known;
    const said = this.#say(issues);
    this.#alone.set(key, said);
    return said;
  }

  #say(issues: readonly Issue[]): Buffer {
    return this.#cells.of(describeIssues(issues, this.#book, this.#formats));
  }
}
