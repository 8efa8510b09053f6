import { isUtf8 } from "node:buffer";
import { CsvError, parse } from "csv-parse/sync";
import type { Dialect, Flaw, SourceRecord } from "./record.ts";
import type { Span } from "./scan-records.ts";

/** A record that the scanner found, with its number and its place in the file. */
export interface NumberedSpan extends Span {
  readonly record: number;
  /** Bytes from the start of the file. */
  readonly offset: number;
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
  dialect: Dialect,
): SourceRecord[] {
  const records: SourceRecord[] = [];
  let run: NumberedSpan[] = [];
  const flush = () => {
    if (run.length > 0) records.push(...parseRun(window, run, dialect));
    run = [];
  };
  for (const span of spans) {
    if (span.flaw === undefined) run.push(span);
    else {
      flush();
      records.push(parseFlawed(window, span, dialect));
    }
  }
  flush();
  return records;
}

function parseRun(window: Buffer, run: readonly NumberedSpan[], dialect: Dialect): SourceRecord[] {
  const bytes = window.subarray(run[0]?.start, run.at(-1)?.end);
  const rows = isUtf8(bytes) ? parseBytes(bytes, dialect) : undefined;
  if (rows?.length !== run.length) return run.map((span) => parseAlone(window, span, dialect));
  return run.map((span, at) => placed(span, rows[at] ?? NO_CELLS, NO_FLAWS));
}

function parseAlone(window: Buffer, span: NumberedSpan, dialect: Dialect): SourceRecord {
  const raw = window.subarray(span.start, span.end);
  const rows = parseBytes(raw, dialect);
  const cells = rows?.length === 1 ? rows[0] : undefined;
  if (cells === undefined) return { ...placed(span, NO_CELLS, ["unreadable"]), raw };
  if (isUtf8(raw)) return placed(span, cells, NO_FLAWS);
  return { ...placed(span, cells, ["encoding"]), raw };
}

function parseFlawed(window: Buffer, span: NumberedSpan, dialect: Dialect): SourceRecord {
  const { flaw } = span;
  if (flaw === undefined) return parseAlone(window, span, dialect);
  const raw = window.subarray(span.start, span.end);
  if (UNREADABLE.has(flaw)) return { ...placed(span, NO_CELLS, [flaw]), raw };
  const record = parseAlone(window, span, dialect);
  return { ...record, flaws: [flaw, ...record.flaws] };
}

function placed(
  { record, line, offset }: NumberedSpan,
  cells: readonly string[],
  flaws: readonly Flaw[],
): SourceRecord {
  return { cells, record, line, offset, flaws };
}

/** The rows that csv-parse finds; nothing where it gives up (its messages would quote cells). */
function parseBytes(bytes: Buffer, { delimiter, quote }: Dialect): string[][] | undefined {
  try {
    return parse(bytes, {
      delimiter,
      quote,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
      record_delimiter: ["\r\n", "\n", "\r"],
    });
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}
