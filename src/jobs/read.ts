import { join } from "node:path";
import type { PasswordMeans } from "../db/connecting/password.ts";
import type { WantedTables } from "../extract/legacy-database.ts";
import { RawBytes } from "../import/prepare/raw-bytes.ts";
import { HmsyncError, Interrupted, UsageError } from "../plain/errors.ts";
import { OwnerOnlyFile } from "../plain/owner-only.ts";
import { plainCsvLine } from "../plain/plain-csv.ts";
import type { ReadOutcome } from "../report/read-report.ts";
import { askOfDumps } from "../source/dump/ask-of-dumps.ts";
import { openExport } from "../source/open-export.ts";
import { type OpenedTable, openTable } from "../source/read-table.ts";
import { hintsOf, type ReadingByFile, settingsOf } from "../source/reading-settings.ts";
import type { SourceRecord } from "../source/record.ts";
import type { Export, SourceFile } from "../source/source-file.ts";
import { unpackExport } from "../source/unpack-export.ts";
import { type Cancellable, checkGoing } from "./cancel.ts";
import { checkFilesNamed } from "./input/files-named.ts";
import { withSource } from "./input/open-source.ts";
import { type RecordSink, readThrough } from "./input/read-outcome.ts";
import type { Listener } from "./listener.ts";
import { refuseForeignFolder } from "./run/report-folder.ts";

export interface ReadOptions extends Cancellable {
  /** A file, or a folder. */
  readonly source: string;
  /** What was found there, if it can be read only once: standard input. */
  readonly spooled?: Export | undefined;
  /** Which tables of a database are meant, and where the password of its server is found. */
  readonly wanted?: WantedTables | undefined;
  readonly passwords?: PasswordMeans | undefined;
  /** How files are written, as far as somebody said so. */
  readonly reading?: ReadingByFile;
  /** A folder for the records of each file as CSV, what could not be read, and `errors.json`. */
  readonly out?: string | undefined;
  /** More than one table is refused: a single stream cannot keep them apart. */
  readonly oneTable?: boolean;
}

/** Hears what is read. */
export interface ReadListener extends Listener {
  /** Takes the records of a table as they come; not with a folder. */
  readonly table?: (table: OpenedTable) => RecordSink | undefined;
  /** What a table came to, as soon as it has been read. */
  readonly read?: (outcome: ReadOutcome) => void;
}

/** A file that could not be read, while others could. */
export interface RefusedFile {
  readonly file: string;
  readonly what: string;
  readonly cure: string;
}

/** What reading came to, in the order of the files. */
export interface ReadResult {
  readonly files: readonly (ReadOutcome | RefusedFile)[];
  readonly refused: readonly RefusedFile[];
}

/**
 * Reads files as an import would, and hands on their records.
 *
 * @throws SourceError if the only file cannot be read; UsageError, DecisionNeeded
 */
export async function readFiles(
  options: ReadOptions,
  listener: ReadListener = {},
): Promise<ReadResult> {
  const { signal } = options;
  return withSource(options, { signal, note: listener.note }, (opened) =>
    readOpened(opened, listener),
  );
}

async function readOpened(options: ReadOptions, listener: ReadListener): Promise<ReadResult> {
  const { reading = {}, out } = options;
  const found = options.spooled ?? openExport(options.source);
  const refused: RefusedFile[] = [];
  const refuse = (file: SourceFile, error: unknown) => {
    const one = refusal(file, error);
    refused.push(one);
    listener.note?.(`${one.what} ${one.cure}`);
    return one;
  };
  const isOne = found.files.length === 1 && out === undefined;
  const { files, ignored } = await unpackExport(found, isOne ? { reading } : { reading, refuse });
  for (const { name, reason } of ignored) listener.note?.(`${name}: not read (${reason})`);
  checkFilesNamed(
    reading,
    [...files, ...found.files].map(({ name }) => name),
  );
  if (out !== undefined) refuseForeignFolder(out, { marks: ["errors.json"], flag: "out" });
  else if (options.oneTable && files.length > 1) throw several(files);
  const mayRefuse = out !== undefined || files.length > 1;
  // Archives that could not be unpacked are files of the export as well.
  const outcomes: (ReadOutcome | RefusedFile)[] = [...refused];
  for (const file of files) {
    try {
      outcomes.push(await readOne(file, options, listener));
    } catch (error) {
      if (!mayRefuse) throw error;
      outcomes.push(refuse(file, error));
    }
  }
  if (out !== undefined) await writeErrors(out, refused);
  return { files: outcomes, refused };
}

/** What is wrong with a file; throws what is wrong with the tool, or that the job was cancelled. */
function refusal({ name }: SourceFile, error: unknown): RefusedFile {
  if (!(error instanceof HmsyncError) || error instanceof Interrupted) throw error;
  return { file: name, what: error.message, cure: error.cure };
}

async function readOne(
  file: SourceFile,
  options: ReadOptions,
  listener: ReadListener,
): Promise<ReadOutcome> {
  checkGoing(options);
  const table = await opened(file, options.reading ?? {});
  const outcome = await (options.out === undefined
    ? readThrough(table, listener.table?.(table))
    : convert(table, options.out, options));
  listener.read?.(outcome);
  return outcome;
}

async function opened(file: SourceFile, reading: ReadingByFile): Promise<OpenedTable> {
  askOfDumps([file], { oneAlone: "was chosen" });
  return openTable(file, hintsOf(settingsOf(file.name, reading)));
}

const several = ({ length }: readonly SourceFile[]): UsageError =>
  new UsageError(`There are ${length} tables; a single stream cannot keep them apart.`, {
    cure: "Name one file, or write one file per table with --out DIR.",
  });

async function writeErrors(out: string, refused: readonly RefusedFile[]): Promise<void> {
  const list = new OwnerOnlyFile(join(out, "errors.json"));
  await list.write(`${JSON.stringify(refused, null, 2)}\n`);
  await list.close();
}

/** A file of a job that is cancelled is not left half written. */
async function convert(table: OpenedTable, out: string, job: Cancellable): Promise<ReadOutcome> {
  const { file } = table;
  const name = file.name.toLowerCase().endsWith(".csv") ? file.name : `${file.name}.csv`;
  const written = new OwnerOnlyFile(join(out, name));
  const unread = new RawBytes(join(out, "unread", file.name));
  try {
    return await unread.whole(async () => {
      if (hasHeader(table)) await written.write(plainCsvLine(table.columns));
      const outcome = await readThrough(table, {
        async write(records) {
          checkGoing(job);
          for (const record of records) {
            if (isOfTable(record)) await written.write(plainCsvLine(record.cells, record.nulls));
            await unread.add(record);
          }
        },
      });
      await written.close();
      return outcome;
    });
  } catch (error) {
    await written.discard();
    throw error;
  }
}

/** Whether the table has names of columns to write. */
export const hasHeader = ({ dialect, columns }: OpenedTable): boolean =>
  columns.length > 0 && (dialect.header !== "none" || dialect.columns !== undefined);

/** Records of another table in the file have other columns; what has no cells was not read. */
export const isOfTable = ({ flaws, cells }: SourceRecord): boolean =>
  cells.length > 0 && !flaws.includes("other-table");
