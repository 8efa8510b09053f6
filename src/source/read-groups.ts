import { checkCells, suspect } from "./check-cells.ts";
import { checkText } from "./check-text.ts";
import { ClosingQuotes } from "./closing-quotes.ts";
import { contents, type Format, formatOf, startOf } from "./contents.ts";
import type { FhirPlace } from "./fhir/fhir-place.ts";
import { FhirRecords } from "./fhir/fhir-records.ts";
import { isOpenResource } from "./fhir/scan-resources.ts";
import { columnRecords } from "./json/column-records.ts";
import type { Member } from "./json/flatten.ts";
import type { JsonPlace } from "./json/json-place.ts";
import { cutShort } from "./json/outline.ts";
import { NestedScanner } from "./json/scan-nested.ts";
import { isOpenPlace, scanPlace } from "./json/scan-place.ts";
import { parseJsonRecords } from "./parse-json.ts";
import { type Parsing, parseRecords } from "./parse-records.ts";
import type { Dialect, SourceRecord } from "./record.ts";
import { recount, recountJson } from "./recount.ts";
import { scanJsonArray } from "./scan-json.ts";
import { scanRecords } from "./scan-records.ts";
import type { ByteReader, SourceFile, TableOfDump } from "./source-file.ts";
import {
  LONGEST_OF_TABLE,
  type NumberedSpan,
  type Scan,
  type ScannedWindow,
  type ScanState,
  type Span,
  startOfFile,
} from "./span.ts";
import { TextWindows } from "./text-windows.ts";
import { sheetRows } from "./workbook/sheet-rows.ts";

/** Records are handed on in groups: enough to be fast, few enough to stay small. */
const GROUP = 500;

/** Records that were found so far, by the scanner and once more. */
export interface Counts {
  spans: number;
  again: number | undefined;
}

export interface Reading {
  readonly file: SourceFile;
  readonly bytes: ByteReader;
  readonly dialect: Parsing;
  readonly count: Counts;
}

/** How a format finds its records, makes cells of them, and counts them once more. */
interface Stages {
  scan(window: Buffer, state: ScanState, scan: Scan): ScannedWindow;
  parse(window: Buffer, spans: readonly NumberedSpan[], dialect: Parsing): SourceRecord[];
  recount(text: Buffer, dialect: Dialect): number | undefined;
  /** Of a list within records: the texts of an element that was scanned last. */
  membersIn?(text: string, span: Pick<Span, "start">): readonly Member[] | undefined;
  /** The ends of records are certain also where the records are flawed. */
  readonly sureOfFlawed: boolean;
}

const isFlawed = ({ flaws }: SourceRecord): boolean => flaws.length > 0;

/** A line of NDJSON ends at its line end, whatever quotes it has. */
const unquoted = (dialect: Dialect): Dialect => ({ ...dialect, quote: "", quoteEscape: "" });

const STAGES: Readonly<Record<Exclude<Format, "workbook" | "dump">, Stages>> = {
  text: {
    scan: scanRecords,
    parse: parseRecords,
    recount,
    sureOfFlawed: true,
  },
  json: {
    scan: scanJsonArray,
    parse: parseJsonRecords,
    recount: recountJson,
    sureOfFlawed: false,
  },
  ndjson: {
    scan: (window, state, scan) =>
      scanRecords(window, state, { ...scan, dialect: unquoted(scan.dialect) }),
    parse: parseJsonRecords,
    recount: (text, dialect) => recount(text, unquoted(dialect)),
    sureOfFlawed: true,
  },
};

function fhirStages(place: FhirPlace): Stages {
  const records = new FhirRecords(place);
  return {
    scan: records.scan.bind(records),
    parse: records.parse.bind(records),
    recount: () => undefined,
    sureOfFlawed: false,
  };
}

const placeStages = (place: JsonPlace): Stages => {
  if (place.fhir !== undefined) return fhirStages(place.fhir);
  if (place.nested !== undefined)
    return nestedStages(place, new NestedScanner(place, place.nested));
  return {
    scan: scanPlace(place),
    parse: (window, spans, { columns }) => parseJsonRecords(window, spans, { columns, place }),
    recount: () => undefined,
    sureOfFlawed: false,
  };
};

function nestedStages(place: JsonPlace, scanner: NestedScanner): Stages {
  const membersIn = scanner.members.bind(scanner);
  return {
    scan: scanner.scan.bind(scanner),
    parse: (window, spans, { columns }) =>
      parseJsonRecords(window, spans, { columns, place, membersIn }),
    membersIn,
    recount: () => undefined,
    sureOfFlawed: false,
  };
}

/** The stages for a file, by what its name promises; a name that promises nothing is text. */
export function stagesOf({ name, plain, sheet, table, json, extracted }: SourceFile): Stages {
  if (json !== undefined) return placeStages(json);
  const isText = plain || extracted !== undefined || sheet !== undefined || table !== undefined;
  const format = isText ? "text" : (formatOf(name) ?? "text");
  return STAGES[format === "workbook" || format === "dump" ? "text" : format];
}

/** Reads everything in a file that may be a record, in groups, nothing left out. */
export async function* readGroups(reading: Reading): AsyncGenerator<SourceRecord[]> {
  const { file, dialect, count } = reading;
  if (isRows(file)) {
    yield* readRows(reading);
    return;
  }
  const stages = stagesOf(file);
  for await (const { windows, window, scanned } of scannedWindows(reading, stages)) {
    const { spans, consumed } = scanned;
    addRecount(count, recountWindow(window.subarray(0, consumed), scanned, { stages, dialect }));
    const suspicion = suspect(window, dialect);
    const suspected = Object.values(suspicion).includes(true);
    const finish = (record: SourceRecord, span: Span | undefined) => {
      const checked = suspected ? checkCells(record, suspicion, dialect) : record;
      return windows.isUtf8 ? checked : windows.ownBytes(checked, span);
    };
    for (let at = 0; at < spans.length; at += GROUP) {
      const numbered = windows.numbered(spans.slice(at, at + GROUP), count.spans);
      count.spans += numbered.length;
      const records = stages.parse(window, numbered, dialect);
      if (!stages.sureOfFlawed && records.some(isFlawed)) count.again = undefined;
      const plain = !suspected && windows.isUtf8;
      yield plain ? records : records.map((one, nth) => finish(one, numbered[nth]));
    }
  }
}

interface Scanned {
  readonly windows: TextWindows;
  readonly window: Buffer;
  readonly scanned: ScannedWindow;
}

/** Scans a file window by window; where that takes the end of a cell that is too long, it is looked for. */
async function* scannedWindows(
  { file, bytes, dialect }: Reading,
  stages: Stages,
): AsyncGenerator<Scanned> {
  const state = startOfFile(dialect.skipLines);
  const windows = new TextWindows(dialect.encoding);
  let quotes: ClosingQuotes | undefined;
  try {
    for await (const { chunk, first, atEnd } of marked(contents(file, bytes))) {
      if (first && file.extracted === undefined) checkText(chunk, file, dialect.encoding);
      windows.add(chunk, { first, atEnd });
      for (let isAsked = true; isAsked; ) {
        const window = windows.rest;
        const scanned = stages.scan(window, state, { dialect, atEnd, ...lengths(file) });
        yield { windows, window, scanned };
        windows.consume(scanned.consumed);
        isAsked = scanned.open !== undefined;
        if (scanned.open === undefined) continue;
        quotes ??= new ClosingQuotes(textOf(file, dialect.encoding), dialect);
        state.closing = await answered(scanned.open - scanned.consumed, windows, quotes);
      }
    }
  } finally {
    await quotes?.close();
  }
  checkEnded(file, state);
}

/** Where quotes are sound a long record is one: a scan of a document that a table holds. */
const lengths = ({ extracted }: SourceFile) =>
  extracted === undefined ? { asks: true } : { longest: LONGEST_OF_TABLE };

/** The text of a file once more, read ahead of what is settled. */
async function* textOf(file: SourceFile, encoding: string): AsyncGenerator<Buffer> {
  const windows = new TextWindows(encoding);
  for await (const { chunk, first, atEnd } of marked(startOf(file))) {
    const text = windows.add(chunk, { first, atEnd });
    yield text;
    windows.consume(text.length);
  }
}

/** Whether the cell that opens at this place of the window is closed, as the scanner is told it. */
async function answered(open: number, { settled }: TextWindows, quotes: ClosingQuotes) {
  const end = await quotes.closing(settled + open);
  return { open, end: end === undefined ? undefined : end - settled };
}

/** What is read row by row, and not from a text. */
const isRows = ({ sheet, table, json }: SourceFile): boolean =>
  sheet !== undefined || table !== undefined || json?.shape === "columns";

function checkEnded(file: SourceFile, state: ScanState): void {
  if (state.depth === 1 || isOpenPlace(state) || isOpenResource(state)) throw cutShort(file);
}

function addRecount(count: Counts, again: number | undefined): void {
  const known = count.again !== undefined && again !== undefined;
  count.again = known ? (count.again ?? 0) + again : undefined;
}

/** The rows of a workbook's sheet or of a dump's table; they have no second count. */
async function* readRows(reading: Reading): AsyncGenerator<SourceRecord[]> {
  const { file, bytes, dialect, count } = reading;
  count.again = undefined;
  const width = dialect.repairTo ?? dialect.columns?.length ?? 0;
  if (file.sheet !== undefined) await bytes.readWhole();
  const rows = await rowsOf(reading, width);
  for await (const group of rows) {
    count.spans += group.length;
    yield group;
  }
}

async function rowsOf({ file, bytes, dialect }: Reading, width: number) {
  if (file.table !== undefined) return rowsOfDump(file.table, bytes);
  return file.sheet === undefined
    ? columnRecords(file, bytes)
    : sheetRows(file, { width, ...sheetReading(dialect) });
}

/** Cells are filled below the header alone. */
function sheetReading({ header, hidden = "tell", merged = "tell" }: Dialect) {
  return { below: typeof header === "object" ? header.last : 0, hidden, merged };
}

async function rowsOfDump(table: TableOfDump, bytes: ByteReader) {
  const { dumpRecords } = await import("./dump/dump-records.ts");
  return dumpRecords(table, bytes);
}

/** Counts a window once more, between the records that the scanner could not make out. */
function recountWindow(
  text: Buffer,
  { spans, skipped }: ScannedWindow,
  { stages, dialect }: { readonly stages: Stages; readonly dialect: Dialect },
): number | undefined {
  const flawed = spans
    .filter(({ flaw }) => flaw !== undefined)
    .map((one) => ({ ...one, records: 1 }));
  const unseen = skipped.map((one) => ({ ...one, records: 0 }));
  const leftAlone = [...flawed, ...unseen].sort((one, other) => one.start - other.start);
  let records = 0;
  let start = 0;
  for (const stretch of [...leftAlone, { start: text.length, end: text.length, records: 0 }]) {
    const counted = stages.recount(text.subarray(start, stretch.start), dialect);
    if (counted === undefined) return undefined;
    records += counted + stretch.records;
    start = stretch.end;
  }
  return records;
}

interface MarkedChunk {
  readonly chunk: Buffer;
  readonly first: boolean;
  readonly atEnd: boolean;
}

/** Says which chunk is the first and which the last: the scanner must know where the file ends. */
async function* marked(chunks: AsyncIterable<Buffer>): AsyncGenerator<MarkedChunk> {
  let held: Buffer | undefined;
  let first = true;
  for await (const chunk of chunks) {
    if (held !== undefined) {
      yield { chunk: held, first, atEnd: false };
      first = false;
    }
    held = chunk;
  }
  if (held !== undefined) yield { chunk: held, first, atEnd: true };
}
