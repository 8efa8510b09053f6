import type { RecordSink } from "../../jobs/input/read-outcome.ts";
import {
  hasHeader,
  isOfTable,
  type ReadListener,
  type ReadResult,
  readFiles,
} from "../../jobs/read.ts";
import { alignColumns } from "../../plain/columns.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { plainCsvLine } from "../../plain/plain-csv.ts";
import { visible } from "../../plain/visible.ts";
import { type ReadOutcome, readReport } from "../../report/read-report.ts";
import type { OpenedTable } from "../../source/read-table.ts";
import type { SourceRecord } from "../../source/record.ts";
import { STANDARD_INPUT, spoolInput } from "../../source/spool-input.ts";
import type { Invocation } from "../command.ts";
import { wantedTables } from "../import-settings.ts";
import { interruptSignal } from "../interrupt.ts";
import { passwordMeans } from "../password-means.ts";
import { readingFlags } from "../reading-flags.ts";
import type { Terminal } from "../terminal.ts";

/** Shows what the reader understood of a file, or hands its records on as CSV or NDJSON. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const { to, out, json } = args.flags;
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
  const manner = json ? "json" : to === "csv" ? "csv" : "text";
  const spooled = source === STANDARD_INPUT ? await spoolInput(process.stdin) : undefined;
  // What is shown may end anywhere; of a folder each file is whole, or not there.
  const interrupt = out === undefined ? undefined : interruptSignal(terminal);
  try {
    const oneTable = manner !== "text";
    const { signal } = interrupt ?? {};
    const database = { wanted: wantedTables(args), passwords: passwordMeans({ args, terminal }) };
    const options = {
      source,
      spooled: spooled?.found,
      ...database,
      reading,
      out,
      oneTable,
      signal,
    };
    const result = await readFiles(
      options,
      listener(terminal, out === undefined ? manner : "folder"),
    );
    if (out !== undefined && json) terminal.document(JSON.stringify(documentOf(result)));
    else if (out !== undefined) terminal.result(alignColumns(result.files.map(summary)).join("\n"));
    return exitCodeOf(result);
  } finally {
    interrupt?.release();
    spooled?.release();
  }
}

function listener(terminal: Terminal, manner: "text" | "csv" | "json" | "folder"): ReadListener {
  return {
    note: terminal.narrate,
    table: (table) => (manner === "csv" || manner === "json" ? sinkTo(table, manner) : undefined),
    read(outcome) {
      if (manner === "text") terminal.result(`${readReport(outcome)}\n`);
      else if (manner !== "folder")
        terminal.narrate(readReport({ ...outcome, first: [] }).split("\n"));
    },
  };
}

function exitCodeOf({ files, refused }: ReadResult): ExitCode {
  if (refused.length > 0) return EXIT.failure;
  return files.some((one) => "flaws" in one && isFlawed(one)) ? EXIT.rejected : EXIT.clean;
}

/** A stray quote was taken as it stands: the record is whole. */
const isFlawed = ({ flaws }: ReadOutcome): boolean =>
  [...flaws.keys()].some((flaw) => flaw !== "quote-stray");

/** What was written into a folder, as `--json` gives it: by name, those that could not be read among them. */
function documentOf(result: ReadResult) {
  const files = result.files.map((one) =>
    "flaws" in one
      ? { file: one.file, records: one.records, issues: countsOf(one) }
      : { file: one.file, failure: { what: one.what, cure: one.cure } },
  );
  files.sort((one, other) => (one.file < other.file ? -1 : 1));
  return { schemaVersion: 1, exitCode: exitCodeOf(result), files };
}

const countsOf = ({ flaws }: ReadOutcome) =>
  Object.fromEntries([...flaws].map(([flaw, { count }]) => [flaw, count]));

function summary(one: ReadResult["files"][number]): (string | number)[] {
  if (!("flaws" in one)) return [one.file, "refused", ""];
  const found = [...one.flaws].map(([flaw, { count }]) => `${flaw} ${count}`);
  return [one.file, one.records, found.join(", ")];
}

function sinkTo(table: OpenedTable, manner: "csv" | "json"): RecordSink {
  if (manner === "csv" && hasHeader(table))
    process.stdout.write(forOutput(plainCsvLine(table.columns)));
  return {
    async write(records) {
      const readable = manner === "csv" ? records.filter(isOfTable) : records;
      const lines = readable.map((record) =>
        manner === "csv" ? plainCsvLine(record.cells, record.nulls) : jsonLine(table, record),
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
  const { record, line, offset, cells, nulls, flaws } = one;
  const valueAt = (at: number) => (nulls?.includes(at) ? null : (cells[at] ?? ""));
  const named = cells.map((_, at) => [nameOf(columns, at), valueAt(at)] as const);
  const place = { file: file.name, record, line, offset };
  return `${JSON.stringify({ ...place, cells: Object.fromEntries(named), issues: flaws })}\n`;
}

/** A name that occurs twice is made unique by its position. */
function nameOf(columns: readonly string[], at: number): string {
  const name = columns[at];
  if (name === undefined || name === "") return `column ${at + 1}`;
  return columns.indexOf(name) === at ? name : `${name} (${at + 1})`;
}
