import { isAscii, isUtf8 } from "node:buffer";
import { CsvError, parse } from "csv-parse/sync";
import { FixedSplitter } from "./fixed-columns.ts";
import type { Dialect, Flaw, SourceRecord } from "./record.ts";
import type { NumberedSpan } from "./span.ts";
import { EscapedSplitter } from "./split-escaped.ts";
import { PlainSplitter, trims } from "./split-plain.ts";
import { splitBroken, splitRecord } from "./split-record.ts";
import { splitSpooled } from "./spool-dialect.ts";
import { firstInvalid } from "./transcode.ts";

/** How records are parsed. */
export interface Parsing extends Dialect {
  /**
   * Where given, a record with broken quotes gets its most plausible cells, this many if that is
   * possible; otherwise it gets none.
   */
  readonly repairTo?: number | undefined;
}

const NO_FLAWS: readonly Flaw[] = [];
const NO_CELLS: readonly string[] = [];
/** Stands for the cells of a record with a flaw. */
const FLAWED: readonly string[] = [];
/** Flaws after which the cells cannot be trusted, so none are given. */
const UNREADABLE: ReadonlySet<Flaw> = new Set<Flaw>([
  "quote-unclosed",
  "quote-garbage",
  "too-long",
]);

/**
 * Parses the records of one window. Plain ones are cut as they stand (split-plain.ts), all others are
 * csv-parse's: runs of sound records are parsed at once; where the parser does not find as many
 * records as the scanner did, each is parsed alone, so that one bad record costs itself.
 */
export function parseRecords(
  window: Buffer,
  spans: readonly NumberedSpan[],
  dialect: Parsing,
): SourceRecord[] {
  const { fixed, nulls, escapes } = dialect;
  if (fixed !== undefined) return parseWith(new FixedSplitter(fixed), window, spans);
  if (nulls !== undefined) return parseSpool(window, spans);
  return escapes === undefined
    ? parseQuoted(window, spans, dialect)
    : parseEscaped(window, spans, dialect);
}

function parseQuoted(
  window: Buffer,
  spans: readonly NumberedSpan[],
  dialect: Parsing,
): SourceRecord[] {
  const splitter = new PlainSplitter(dialect);
  const encoding = encodingOf(window.subarray(spans[0]?.start ?? 0, spans.at(-1)?.end ?? 0));
  const records: SourceRecord[] = [];
  const left: NumberedSpan[] = [];
  const places: number[] = [];
  for (const span of spans) {
    const cells = isSound(span, dialect) ? readPlain(window, span, { splitter, encoding }) : FLAWED;
    if (cells !== undefined) {
      records.push(
        cells === FLAWED ? parseFlawed(window, span, dialect) : placed(span, cells, NO_FLAWS),
      );
      continue;
    }
    places.push(records.length);
    left.push(span);
    records.push(placed(span, NO_CELLS, NO_FLAWS));
  }
  if (left.length === 0) return records;
  for (const [at, record] of parseRun(window, left, dialect).entries()) {
    records[places[at] ?? 0] = record;
  }
  return records;
}

/** Cuts a record without its line end. */
interface Splitter {
  cells(text: string): string[];
}

/** Cuts what csv-parse does not know: columns at fixed places, or backslashes that escape. */
function parseWith(
  splitter: Splitter,
  window: Buffer,
  spans: readonly NumberedSpan[],
): SourceRecord[] {
  return spans.map((span) => {
    const raw = window.subarray(span.start, span.end);
    if (span.flaw !== undefined) return { ...placed(span, NO_CELLS, [span.flaw]), raw };
    const cells = splitter.cells(textOf(raw));
    return isUtf8(raw) ? placed(span, cells, NO_FLAWS) : misencoded(span, cells, raw);
  });
}

function parseEscaped(
  window: Buffer,
  spans: readonly NumberedSpan[],
  dialect: Parsing,
): SourceRecord[] {
  const splitter = new EscapedSplitter(dialect);
  return spans.flatMap((span) => {
    if (!isSound(span, dialect)) return parseFlawed(window, span, dialect);
    return parseWith(splitter, window, [span]).map(withNulTold);
  });
}

/** The rows of a table that was read from a database: each decoded alone, as plain records are. */
function parseSpool(window: Buffer, spans: readonly NumberedSpan[]): SourceRecord[] {
  const common = encodingOf(window.subarray(spans[0]?.start ?? 0, spans.at(-1)?.end ?? 0));
  return spans.map((span) => {
    const raw = window.subarray(span.start, span.end);
    const encoding = common ?? encodingOf(raw);
    const row =
      span.flaw === undefined ? splitSpooled(raw.toString(encoding ?? "utf8")) : undefined;
    if (row === undefined) return { ...placed(span, NO_CELLS, [span.flaw ?? "unreadable"]), raw };
    const { cells, nulls } = row;
    const record =
      encoding === undefined ? misencoded(span, cells, raw) : placed(span, cells, NO_FLAWS);
    return { ...record, nulls };
  });
}

/** A backslash and a zero stand for a NUL, which no text has. */
const withNulTold = (record: SourceRecord): SourceRecord =>
  record.cells.some((cell) => cell.includes("\0") && !record.flaws.includes("not-text"))
    ? { ...record, flaws: [...record.flaws, "not-text"] }
    : record;

/** How a stretch is decoded; undefined if it is not UTF-8. */
type Encoding = "latin1" | "utf8" | undefined;

const encodingOf = (bytes: Buffer): Encoding => {
  if (isAscii(bytes)) return "latin1";
  return isUtf8(bytes) ? "utf8" : undefined;
};

const isSound = ({ flaw, padded }: NumberedSpan, { blanks }: Parsing): boolean =>
  flaw === undefined && !(padded && blanks === "keep");

/** The cells of a plain record. It is decoded alone: whoever keeps a cell keeps no more than its record. */
function readPlain(
  window: Buffer,
  { start, end }: NumberedSpan,
  { splitter, encoding }: { readonly splitter: PlainSplitter; readonly encoding: Encoding },
): string[] | undefined {
  const known = encoding ?? encodingOf(window.subarray(start, end));
  return known && splitter.cells(window.toString(known, start, end));
}

/** Parses records that need not stand side by side. */
function parseRun(window: Buffer, run: readonly NumberedSpan[], dialect: Parsing): SourceRecord[] {
  const bytes = Buffer.concat(run.map(({ start, end }) => window.subarray(start, end)));
  const rows = isUtf8(bytes) ? parseBytes(bytes, dialect) : undefined;
  if (rows?.length !== run.length) return run.map((span) => parseAlone(window, span, dialect));
  return run.map((span, at) => placed(span, rows[at] ?? NO_CELLS, NO_FLAWS));
}

function parseAlone(window: Buffer, span: NumberedSpan, dialect: Parsing): SourceRecord {
  const raw = window.subarray(span.start, span.end);
  const rows = parseBytes(raw, dialect);
  const cells = rows?.length === 1 ? rows[0] : undefined;
  if (cells === undefined) return { ...placed(span, NO_CELLS, ["unreadable"]), raw };
  return isUtf8(raw) ? placed(span, cells, NO_FLAWS) : misencoded(span, cells, raw);
}

function misencoded(span: NumberedSpan, cells: readonly string[], raw: Buffer): SourceRecord {
  const badByte = span.offset + (firstInvalid(raw) ?? 0);
  return { ...placed(span, cells, ["encoding"]), raw, badByte };
}

function parseFlawed(window: Buffer, span: NumberedSpan, dialect: Parsing): SourceRecord {
  const { flaw } = span;
  if (flaw === undefined) return parsePadded(window, span, dialect);
  const raw = window.subarray(span.start, span.end);
  if (UNREADABLE.has(flaw)) {
    const { repairTo } = dialect;
    const lost = flaw === "too-long" || repairTo === undefined;
    const cells = lost ? NO_CELLS : splitBroken(textOf(raw), dialect, repairTo);
    return { ...placed(span, cells, isUtf8(raw) ? [flaw] : [flaw, "encoding"]), raw };
  }
  const record = parseAlone(window, span, dialect);
  return { ...record, flaws: [flaw, ...record.flaws] };
}

/** Blanks around quotes are no part of a cell; all others are, which csv-parse cannot tell apart. */
function parsePadded(window: Buffer, span: NumberedSpan, dialect: Parsing): SourceRecord {
  const raw = window.subarray(span.start, span.end);
  const cells = splitRecord(textOf(raw), dialect);
  return isUtf8(raw) ? placed(span, cells, NO_FLAWS) : misencoded(span, cells, raw);
}

/** The text of a record without its line end. */
const textOf = (raw: Buffer): string => raw.toString("utf8").replace(/\r?\n$|\r$/, "");

function placed(
  { record, line, offset }: NumberedSpan,
  cells: readonly string[],
  flaws: readonly Flaw[],
): SourceRecord {
  return { cells, record, line, offset, flaws };
}

/** The rows that csv-parse finds; undefined if it gives up (its messages would quote cells). */
export function parseBytes(bytes: Buffer, dialect: Dialect): string[][] | undefined {
  const { delimiter, quote, quoteEscape, blankLines } = dialect;
  try {
    return parse(bytes, {
      delimiter,
      quote: quote === "" ? false : quote,
      escape: quoteEscape === "" ? null : quoteEscape,
      trim: trims(dialect),
      skip_empty_lines: blankLines === "skip",
      relax_column_count: true,
      relax_quotes: true,
      record_delimiter: ["\r\n", "\n", "\r"],
    });
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}
