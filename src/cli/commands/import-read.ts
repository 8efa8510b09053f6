import { join } from "node:path";
import { RawBytes } from "../../import/prepare/raw-bytes.ts";
import { checkFilesNamed } from "../../jobs/input/files-named.ts";
import { type RecordSink, readThrough } from "../../jobs/input/read-outcome.ts";
import { refuseForeignFolder } from "../../jobs/run/report-folder.ts";
import { alignColumns } from "../../plain/columns.ts";
import { EXIT, type ExitCode, HmsyncError, UsageError } from "../../plain/errors.ts";
import { OwnerOnlyFile } from "../../plain/owner-only.ts";
import { plainCsvLine } from "../../plain/plain-csv.ts";
import { visible } from "../../plain/visible.ts";
import { type ReadOutcome, readReport } from "../../report/read-report.ts";
import { askOfDumps } from "../../source/dump/ask-of-dumps.ts";
import { openExport } from "../../source/open-export.ts";
import { type OpenedTable, openTable } from "../../source/read-table.ts";
import { hintsOf, type ReadingByFile, settingsOf } from "../../source/reading-settings.ts";
import type { SourceRecord } from "../../source/record.ts";
import type { Export, SourceFile } from "../../source/source-file.ts";
import { STANDARD_INPUT, spoolInput } from "../../source/spool-input.ts";
import { unpackExport } from "../../source/unpack-export.ts";
import type { Invocation } from "../command.ts";
import { readingFlags } from "../reading-flags.ts";
import type { Terminal } from "../terminal.ts";

/** Shows what the reader understood of a file, or hands its records on as CSV or NDJSON. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const { to } = args.flags;
  const source = args.operand;
  if (source === undefined) {
    throw new UsageError("import:read needs a file, a folder or - for standard input.", {
      cure: "Name it:  hmsync import:read legacy/patients.csv",
    });
  }
  if (to !== undefined && to !== "csv") {
    throw new UsageError(`--to does not know "${to}".`, { cure: "Write --to csv." });
  }
  const reading = readingFlags(args);
  const spooled = source === STANDARD_INPUT ? await spoolInput(process.stdin) : undefined;
  try {
    return await readAll(spooled?.found ?? openExport(source), { args, terminal }, reading);
  } finally {
    spooled?.release();
  }
}

async function readAll(
  found: Export,
  { args, terminal }: Invocation,
  reading: ReadingByFile,
): Promise<ExitCode> {
  const { to, out, json } = args.flags;
  const refused = new Refusals(terminal);
  const one = found.files.length === 1 && out === undefined;
  const { files, ignored } = one
    ? await unpackExport(found, { reading })
    : await unpackExport(found, { reading, refuse: (file, error) => refused.add(file, error) });
  for (const { name, reason } of ignored) terminal.narrate(`${name}: not read (${reason})`);
  checkFilesNamed(
    reading,
    [...files, ...found.files].map(({ name }) => name),
  );
  const open = (file: SourceFile) => {
    askOfDumps([file], { oneAlone: "was chosen" });
    return openTable(file, hintsOf(settingsOf(file.name, reading)));
  };
  if (out !== undefined) return convertAll(files, { out, open, terminal, refused });
  const manner = json ? "json" : to === "csv" ? "csv" : "text";
  if (manner !== "text" && files.length > 1) {
    throw new UsageError(
      `There are ${files.length} tables; a single stream cannot keep them apart.`,
      {
        cure: "Name one file, or write one file per table with --out DIR.",
      },
    );
  }
  return show(files, { open, terminal, manner, refused });
}

/** Files that could not be read, where others may be. */
class Refusals {
  readonly all: { readonly file: string; readonly what: string; readonly cure: string }[] = [];
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  add({ name }: SourceFile, error: unknown): void {
    if (!(error instanceof HmsyncError)) throw error;
    this.all.push({ file: name, what: error.message, cure: error.cure });
    this.#terminal.narrate(`${error.message} ${error.cure}`);
  }

  exitCode(flawed: boolean): ExitCode {
    if (this.all.length > 0) return EXIT.failure;
    return flawed ? EXIT.rejected : EXIT.clean;
  }
}

interface Showing {
  readonly open: (file: SourceFile) => Promise<OpenedTable>;
  readonly terminal: Terminal;
  readonly manner: "text" | "csv" | "json";
  readonly refused: Refusals;
}

async function show(
  files: readonly SourceFile[],
  { open, terminal, manner, refused }: Showing,
): Promise<ExitCode> {
  let flawed = false;
  for (const file of files) {
    try {
      const table = await open(file);
      const sink = manner === "text" ? undefined : sinkTo(table, manner);
      const outcome = await readThrough(table, sink);
      flawed ||= isFlawed(outcome);
      if (manner === "text") terminal.result(`${readReport(outcome)}\n`);
      else narrate(outcome, terminal);
    } catch (error) {
      if (files.length === 1) throw error;
      refused.add(file, error);
    }
  }
  return refused.exitCode(flawed);
}

function narrate(outcome: ReadOutcome, terminal: Terminal): void {
  const short = { ...outcome, first: [] };
  terminal.narrate(readReport(short).split("\n"));
}

/** A stray quote was taken as it stands: the record is whole. */
const isFlawed = ({ flaws }: ReadOutcome): boolean =>
  [...flaws.keys()].some((flaw) => flaw !== "quote-stray");

interface Conversion {
  readonly out: string;
  readonly open: Showing["open"];
  readonly terminal: Terminal;
  readonly refused: Refusals;
}

/** One file for each that can be read, and `errors.json` for the others. */
async function convertAll(
  files: readonly SourceFile[],
  { out, open, terminal, refused }: Conversion,
): Promise<ExitCode> {
  refuseForeignFolder(out, { marks: ["errors.json"], flag: "out" });
  const rows: (string | number)[][] = [];
  let flawed = false;
  for (const file of files) {
    try {
      const outcome = await convert(await open(file), out);
      flawed ||= isFlawed(outcome);
      rows.push(summary(outcome));
    } catch (error) {
      refused.add(file, error);
      rows.push([file.name, "refused", ""]);
    }
  }
  const list = new OwnerOnlyFile(join(out, "errors.json"));
  await list.write(`${JSON.stringify(refused.all, null, 2)}\n`);
  await list.close();
  terminal.result(alignColumns(rows).join("\n"));
  return refused.exitCode(flawed);
}

function summary({ file, records, flaws }: ReadOutcome): (string | number)[] {
  const found = [...flaws].map(([flaw, { count }]) => `${flaw} ${count}`);
  return [file, records, found.join(", ")];
}

async function convert(table: OpenedTable, out: string): Promise<ReadOutcome> {
  const { file } = table;
  const name = file.name.toLowerCase().endsWith(".csv") ? file.name : `${file.name}.csv`;
  const written = new OwnerOnlyFile(join(out, name));
  const unread = new RawBytes(join(out, "unread", file.name));
  try {
    return await unread.whole(async () => {
      if (hasHeader(table)) await written.write(plainCsvLine(table.columns));
      const outcome = await readThrough(table, {
        async write(records) {
          for (const record of records) {
            if (isOfTable(record)) await written.write(plainCsvLine(record.cells));
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

const hasHeader = ({ dialect, columns }: OpenedTable): boolean =>
  columns.length > 0 && (dialect.header !== "none" || dialect.columns !== undefined);

/** Records of another table in the file have other columns; what has no cells was not read. */
const isOfTable = ({ flaws, cells }: SourceRecord): boolean =>
  cells.length > 0 && !flaws.includes("other-table");

function sinkTo(table: OpenedTable, manner: "csv" | "json"): RecordSink {
  if (manner === "csv" && hasHeader(table))
    process.stdout.write(forOutput(plainCsvLine(table.columns)));
  return {
    async write(records) {
      const readable = manner === "csv" ? records.filter(isOfTable) : records;
      const lines = readable.map((record) =>
        manner === "csv" ? plainCsvLine(record.cells) : jsonLine(table, record),
      );
      await put(forOutput(lines.join("")));
    },
  };
}

/** A file or a program gets the cells as they are; on a screen they must not steer it. */
const forOutput = (lines: string): string =>
  process.stdout.isTTY === true ? visible(lines.replaceAll("\r\n", "\n")) : lines;

/** Waits where whoever reads is slower. */
async function put(text: string): Promise<void> {
  if (text === "" || process.stdout.write(text)) return;
  await new Promise<void>((go) => {
    process.stdout.once("drain", go);
    process.stdout.once("close", go);
  });
}

function jsonLine({ file, columns }: OpenedTable, one: SourceRecord): string {
  const { record, line, offset, cells, flaws } = one;
  const named = cells.map((cell, at) => [nameOf(columns, at), cell] as const);
  const place = { file: file.name, record, line, offset };
  return `${JSON.stringify({ ...place, cells: Object.fromEntries(named), issues: flaws })}\n`;
}

/** A name that occurs twice is made unique by its position. */
function nameOf(columns: readonly string[], at: number): string {
  const name = columns[at];
  if (name === undefined || name === "") return `column ${at + 1}`;
  return columns.indexOf(name) === at ? name : `${name} (${at + 1})`;
}
