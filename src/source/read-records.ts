import { trimText } from "../../shared/trim-text.ts";
import { SourceError } from "../plain/errors.ts";
import { Layout, type LeftOut } from "./lay-out.ts";
import { CellMender, mendedName } from "./mend-cells.ts";
import type { Parsing } from "./parse-records.ts";
import { type Counts, readGroups } from "./read-groups.ts";
import { type Dialect, RFC_4180, type SourceRecord } from "./record.ts";
import { ByteReader, type SourceFile } from "./source-file.ts";
import { turned } from "./turn-records.ts";

/** The records of one file, and the scanner's own count of them. */
export interface RecordReader {
  /** The header and what surrounds the table are not among them. */
  readonly groups: AsyncGenerator<SourceRecord[]>;
  /** Records found in the bytes so far, before anything was made of them. */
  scanned(): number;
  /** The same, counted in another way; undefined if that cannot be done. */
  recounted(): number | undefined;
  /** What was found so far besides records. */
  leftOut(): readonly LeftOut[];
}

/**
 * Reads the records of a file, with their places, in groups. The scanner counts them from the bytes;
 * what csv-parse makes of the bytes is compared with that count, group by group.
 *
 * @throws SourceError if the file is no text, cannot be read, or changes meanwhile
 */
export function readRecords(
  file: SourceFile,
  bytes: ByteReader,
  dialect: Parsing = RFC_4180,
): RecordReader {
  const count: Counts = { spans: 0, again: 0 };
  const layout = new Layout(dialect);
  const groups = withoutFooter(readGroups({ file, bytes, dialect, count }), layout);
  const mender = dialect.cells === "mended" ? new CellMender(dialect) : undefined;
  const whole = mender === undefined ? groups : mended(groups, mender);
  const { turned: names } = dialect;
  const each = names?.length ?? 1;
  return {
    groups: names === undefined ? whole : turning(whole, names),
    scanned: () => Math.max(count.spans - layout.others, 0) * each,
    recounted: () => count.again && Math.max(count.again - layout.others, 0) * each,
    leftOut: () => [...layout.leftOut, ...(mender?.mended ?? [])],
  };
}

/**
 * The column names of a file.
 *
 * @throws SourceError if the file is empty, no text, or has no readable header
 */
export async function readHeader(file: SourceFile, dialect: Dialect): Promise<readonly string[]> {
  const layout = new Layout(dialect);
  const reading = { file, bytes: new ByteReader(file), dialect, count: { spans: 0, again: 0 } };
  for await (const group of readGroups(reading)) {
    const beyond = layout.records(group).length > 0;
    if (beyond || (dialect.header === "first" && layout.headerRows.length > 0)) break;
  }
  const rows = layout.headerRows;
  const bad = rows.find(({ flaws }) => flaws.some((flaw) => flaw !== "quote-stray"));
  if (bad !== undefined) throw unreadableHeader(file, bad);
  if (rows.length > 0) return layout.columns.map((name) => trimText(mendedName(name)));
  throw new SourceError(`${file.name} is empty: it has no header line.`, {
    cure: "Export it again, or move it out of the folder.",
  });
}

function unreadableHeader(file: SourceFile, header: SourceRecord): SourceError {
  return new SourceError(
    `${file.name} line ${header.line}: the header cannot be read (${header.flaws.join(", ")}).`,
    {
      cure: "Correct the header line; the file must be UTF-8 text.",
    },
  );
}

async function* turning(
  groups: AsyncGenerator<SourceRecord[]>,
  names: readonly string[],
): AsyncGenerator<SourceRecord[]> {
  for await (const group of groups) yield group.flatMap((record) => turned(record, names));
}

async function* mended(
  groups: AsyncGenerator<SourceRecord[]>,
  mender: CellMender,
): AsyncGenerator<SourceRecord[]> {
  for await (const group of groups) yield mender.mend(group);
}

/** Holds back the last group until the file's end is known, as a footer may be there. */
async function* withoutFooter(
  groups: AsyncGenerator<SourceRecord[]>,
  layout: Layout,
): AsyncGenerator<SourceRecord[]> {
  let held: SourceRecord[] | undefined;
  for await (const group of groups) {
    const records = layout.records(group);
    if (records.length === 0) continue;
    if (held !== undefined) yield held;
    held = records;
  }
  if (held !== undefined) yield layout.withoutFooter(held);
}
