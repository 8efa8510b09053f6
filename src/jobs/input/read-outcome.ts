import { Breath } from "../../plain/breath.ts";
import { WrittenOtherwise } from "../../plain/errors.ts";
import type { FlawCount, FoundFlaw, ReadOutcome } from "../../report/read-report.ts";
import { fileNotes } from "../../source/file-notes.ts";
import { type OpenedTable, readTable } from "../../source/read-table.ts";
import type { SourceRecord } from "../../source/record.ts";
import { ByteReader } from "../../source/source-file.ts";

/** As many records as are shown, and as many places of a flaw as are kept. */
const FIRST = 10;

/** Takes the records of a table as they come. */
export interface RecordSink {
  write(records: readonly SourceRecord[]): Promise<void>;
}

/** Reads a table to its end, hands its records on, and says what it came to. */
export async function readThrough(table: OpenedTable, sink?: RecordSink): Promise<ReadOutcome> {
  const reader = readTable(table, new ByteReader(table.file));
  const flaws = new Map<FoundFlaw, FlawCount>();
  const first: SourceRecord[] = [];
  let records = 0;
  const breath = new Breath();
  for await (const group of reader.groups) {
    await breath.give();
    records += group.length;
    for (const record of group) count(record, table.columns.length, flaws);
    if (first.length < FIRST) first.push(...group.slice(0, FIRST - first.length));
    await sink?.write(group);
  }
  checkAllRead(table.file.name, {
    records,
    scanned: reader.scanned(),
    recounted: reader.recounted(),
  });
  const { file, columns } = table;
  return {
    file: file.name,
    columns,
    notes: fileNotes(table) ?? [],
    records,
    first,
    flaws,
    recounted: reader.recounted(),
    leftOut: reader.leftOut(),
  };
}

interface Counted {
  readonly records: number;
  readonly scanned: number;
  readonly recounted: number | undefined;
}

/** What was handed on is what stands in the bytes, by both ways of counting. */
function checkAllRead(file: string, { records, scanned, recounted = scanned }: Counted): void {
  if (records === scanned && recounted === scanned) return;
  throw new WrittenOtherwise(
    `${file}: ${records} records were passed on, but ${scanned} were counted in its bytes, and ${recounted} by another rule.`,
    { cure: "Do not use what was written. This is a bug in the tool; please report it." },
  );
}

function count(
  { flaws, line, cells, marks = [] }: SourceRecord,
  width: number,
  found: Map<FoundFlaw, FlawCount>,
): void {
  const ragged = flaws.length === 0 && cells.length !== width;
  const word = cells.length < width ? "too-few-cells" : "too-many-cells";
  const marked = new Set(marks.map(({ kind }) => kind));
  for (const flaw of [...(ragged ? [word as FoundFlaw] : flaws), ...marked]) {
    const sofar = found.get(flaw) ?? { count: 0, lines: [] };
    found.set(flaw, sofar);
    sofar.count++;
    if (sofar.lines.length < FIRST) sofar.lines.push(line);
  }
}
