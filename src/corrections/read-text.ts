import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { SourceError, UsageError } from "../plain/errors.ts";
import { decodeSheet } from "./decode.ts";
import type { CorrectionSheet, SheetRow } from "./sheet.ts";

const CHUNK = 1 << 18;

interface TextFile {
  readonly path: string;
  /** What messages call it. */
  readonly name: string;
  readonly entity: string;
}

/**
 * Opens a file of corrections that was saved as text: with commas, semicolons, tabs or bars, in any
 * encoding that spreadsheet programs know.
 *
 * @param known the words of the original records that have letters beyond ASCII
 * @throws UsageError if it has no header; DecisionNeeded if its encoding cannot be told
 */
export async function openText(
  { path, name, entity }: TextFile,
  known: () => Set<string>,
): Promise<CorrectionSheet> {
  const { text, encoding } = decodeSheet(name, bytesOf(path, name), known);
  const { delimiter, from, rowsBefore } = layoutOf(name, text);
  const rows = rowsOf(name, { text: text.slice(from), delimiter, rowsBefore });
  const { value: header, done } = await rows.next();
  if (done || header === undefined) throw emptyFile(name);
  const notes = [
    ...(encoding === "utf-8" ? [] : [`read as ${encoding}`]),
    ...(delimiter === "," ? [] : [`read with ${spoken(delimiter)} between its cells`]),
  ];
  return { name, entity, header: header.cells, rows, guards: "apostrophe", notes };
}

function bytesOf(path: string, name: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SourceError(`${name} cannot be read (${code}).`, {
      cure: "Close the program that has it open, and check that you may read it.",
      cause: error,
    });
  }
}

const spoken = (delimiter: string): string =>
  new Map([
    [";", "semicolons"],
    ["\t", "tabs"],
    ["|", "bars"],
  ]).get(delimiter) ?? delimiter;

const emptyFile = (name: string): UsageError =>
  new UsageError(`${name} is empty: it has no header line.`, {
    cure: "Restore it from the folder originals/ of the report.",
  });

/** What stands between the cells: the header names our columns, and `sep=;` says it outright. */
function layoutOf(name: string, text: string) {
  if (text.trim() === "") throw emptyFile(name);
  const [said, mark] = /^"?sep=(.)"?\r?\n/i.exec(text) ?? [];
  if (said !== undefined && mark !== undefined) {
    return { delimiter: mark, from: said.length, rowsBefore: 1 };
  }
  const [line = ""] = /^[^\r\n]*/.exec(text) ?? [];
  const [, found] = /_(?:record|file|line|codes|what|decision)"?([,;\t|])/.exec(line) ?? [];
  return { delimiter: found ?? ",", from: 0, rowsBefore: 0 };
}

async function* rowsOf(
  name: string,
  { text, delimiter, rowsBefore }: { text: string; delimiter: string; rowsBefore: number },
): AsyncGenerator<SheetRow> {
  const parser = parse({ delimiter, relax_column_count: true, skip_empty_lines: false });
  let row = rowsBefore;
  try {
    for await (const cells of Readable.from(chunksOf(text)).pipe(parser)) {
      yield { row: ++row, cells: cells as string[] };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UsageError(`${name} cannot be read after row ${row}: its quotes do not match.`, {
      cure: "Save it again with a spreadsheet program, or check the quotes of that row.",
      cause: error,
    });
  }
}

function* chunksOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += CHUNK) yield text.slice(at, at + CHUNK);
}
