import { SourceError } from "../../plain/errors.ts";
import { formatOf, startOf } from "../contents.ts";
import { namesOfColumns } from "../json/column-records.ts";
import { membersOf } from "../parse-json.ts";
import { stagesOf } from "../read-groups.ts";
import type { Dialect } from "../record.ts";
import { ByteReader, type SourceFile } from "../source-file.ts";
import { startOfFile } from "../span.ts";
import { TextWindows } from "../text-windows.ts";
import { cellKind, DATA_KINDS } from "./cell-kind.ts";
import { detectEncoding } from "./detect-encoding.ts";
import { endless, readSample } from "./understand.ts";

/** The columns of records are looked for in as much of a file as this: bytes. */
const LOOKED_AT = 16 * 2 ** 20;
/** No table has more columns; lists in records that are longer make more. */
const MOST_COLUMNS = 16_384;

/**
 * Finds the columns of a JSON file of objects: the paths to their texts, in the order in which they
 * turn up in the first of them.
 *
 * @throws SourceError if it is no list of objects
 */
export async function understandJson(
  file: SourceFile,
  plain: Dialect,
): Promise<{ readonly dialect: Dialect; readonly columns: readonly string[] }> {
  const { sample, whole } = await readSample(file);
  const encoding = detectEncoding(sample, { whole }).value;
  const found: Dialect = { ...plain, encoding, header: "none", strays: "records" };
  if (file.json?.shape === "columns") {
    const columns = await namesOfColumns(file, new ByteReader(file));
    return { dialect: { ...found, columns }, columns };
  }
  const isList = /^\uFEFF?\s*\[/.test(decoded(sample, encoding).slice(0, 1000));
  if (file.json === undefined && formatOf(file.name) === "json" && !isList) throw noList(file);
  const { columns, records, rows } = await columnsOf(file, found);
  if (file.json?.shape === "rows") return ofRows(found, rows, file.json.columns);
  if (!whole && records === 0) throw endless(file);
  if (records > 0 && columns.length === 0) throw noList(file);
  if (columns.length > MOST_COLUMNS) throw tooWide(file);
  return { dialect: { ...found, columns }, columns };
}

const decoded = (sample: Buffer, encoding: string): string => {
  const windows = new TextWindows(encoding);
  return windows.add(sample, { first: true, atEnd: false }).toString("utf8");
};

interface Found {
  readonly columns: readonly string[];
  readonly records: number;
  /** The first of records that are lists. */
  readonly rows: readonly (readonly string[])[];
}

async function columnsOf(file: SourceFile, dialect: Dialect): Promise<Found> {
  const stages = stagesOf(file);
  const windows = new TextWindows(dialect.encoding);
  const state = startOfFile();
  const columns = new Map<string, boolean>();
  const rows: string[][] = [];
  let records = 0;
  let size = 0;
  let first = true;
  const look = (chunk: Buffer, atEnd: boolean) => {
    const window = windows.add(chunk, { first, atEnd });
    const { spans, consumed } = stages.scan(window, state, { dialect, atEnd });
    first = false;
    records += spans.length;
    for (const { start, end } of spans) {
      const text = window.toString("utf8", start, end);
      const members = stages.membersIn?.(text, { start }) ?? membersOf(text, file.json) ?? [];
      if (file.json?.shape === "rows" && rows.length < 2)
        rows.push(members.map(([, cell]) => cell));
      for (const [name, cell] of members) {
        columns.set(name, columns.get(name) === true || cell !== "");
      }
    }
    windows.consume(consumed);
  };
  for await (const chunk of startOf(file)) {
    look(chunk, false);
    size += chunk.length;
    if (records > 0 && size > LOOKED_AT) return { columns: named(columns), records, rows };
  }
  look(Buffer.alloc(0), true);
  return { columns: named(columns), records, rows };
}

/** Where a record has nothing in place of an object, that is no column of its own. */
function named(columns: ReadonlyMap<string, boolean>): string[] {
  const names = [...columns.keys()];
  const isEmptyObject = (name: string) =>
    columns.get(name) === false &&
    names.some((other) => other.startsWith(`${name}.`) || other.startsWith(`${name}[`));
  return names.filter((name) => !isEmptyObject(name));
}

/** Lists have a header where the first of them is names and nothing else. */
function ofRows(
  dialect: Dialect,
  [first = []]: Found["rows"],
  columns: readonly string[] | undefined,
): Awaited<ReturnType<typeof understandJson>> {
  if (columns !== undefined) return { dialect: { ...dialect, columns }, columns };
  const isNames =
    first.every((cell) => cell.trim() !== "" && !DATA_KINDS.has(cellKind(cell))) &&
    new Set(first).size === first.length;
  return isNames
    ? { dialect: { ...dialect, header: "first" }, columns: first }
    : { dialect, columns: first.map((_, at) => `column ${at + 1}`) };
}

function tooWide(file: SourceFile): SourceError {
  return new SourceError(
    `${file.name} has objects whose lists hold so many values that they would need more than ${MOST_COLUMNS} columns.`,
    { cure: "Export the lists as a separate table." },
  );
}

function noList(file: SourceFile): SourceError {
  return new SourceError(`${file.name} is JSON, but not a list of objects.`, {
    cure: 'Write the records as [{"column": "cell"}, ...], or one object a line in a .ndjson file.',
  });
}
