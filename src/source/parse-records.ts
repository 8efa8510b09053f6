import { isUtf8 } from "node:buffer";
import { CsvError, parse } from "csv-parse/sync";
import type { Dialect, Flaw, SourceRecord } from "./record.ts";
import type { Span } from "./span.ts";
import { splitBroken, splitRecord } from "./split-record.ts";
import { firstInvalid } from "./transcode.ts";

/** A record that the scanner found, with its number and its place in the file. */
export interface NumberedSpan extends Span {
  readonly record: number;
  /** Bytes from the start of the file. */
  readonly offset: number;
}

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
/** Flaws after which the cells cannot be trusted, so none are given. */
const UNREADABLE: ReadonlySet<Flaw> = new Set<Flaw>([
  "quote-unclosed",
  "quote-garbage",
  "too-long",
]);

/**
 * Parses the records of one window with csv-parse. Runs of sound records are parsed at once; where
 * the parser does not find as many records as the scanner did, each is parsed alone, so that one bad
 * record costs itself.
 */
export function parseRecords(
  window: Buffer,
  spans: readonly NumberedSpan[],
  dialect: Parsing,
): SourceRecord[] {
  const records: SourceRecord[] = [];
  let run: NumberedSpan[] = [];
  const flush = () => {
    if (run.length > 0) records.push(...parseRun(window, run, dialect));
    run = [];
  };
  for (const span of spans) {
    if (span.flaw === undefined && !(span.padded && dialect.blanks === "keep")) run.push(span);
    else {
      flush();
      records.push(parseFlawed(window, span, dialect));
    }
  }
  flush();
  return records;
}

function parseRun(window: Buffer, run: readonly NumberedSpan[], dialect: Parsing): SourceRecord[] {
  const bytes = window.subarray(run[0]?.start, run.at(-1)?.end);
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

/** The rows that csv-parse finds; nothing where it gives up (its messages would quote cells). */
function parseBytes(bytes: Buffer, dialect: Dialect): string[][] | undefined {
  const { delimiter, quote, quoteEscape, blanks, blankLines } = dialect;
  try {
    return parse(bytes, {
      delimiter,
      quote: quote === "" ? false : quote,
      escape: quoteEscape === "" ? null : quoteEscape,
      // Where blanks separate cells they are no padding.
      trim: blanks === "trim" && delimiter.trim() !== "",
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
