import type { Readable } from "node:stream";

const NEWLINE = 10;
const BEGINS = /^COPY (.+?) \(.*\) FROM stdin;$/;
const END = Buffer.from("\\.");

/** The rows of each table in what `pg_restore --data-only` writes: a row is a line there, whatever its values are. */
export async function countDumpedRows(sql: Readable): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  let table: string | undefined;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of sql as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, from)) {
      table = passLine(bytes.subarray(from, end), table, counts);
      from = end + 1;
    }
    rest = bytes.subarray(from);
  }
  return counts;
}

/** @returns the table whose rows the next line is one of */
function passLine(
  line: Buffer,
  table: string | undefined,
  counts: Map<string, number>,
): string | undefined {
  if (table !== undefined) {
    if (line.equals(END)) return undefined;
    counts.set(table, (counts.get(table) ?? 0) + 1);
    return table;
  }
  const [, begun] = (line[0] === COPY ? BEGINS.exec(line.toString("utf8")) : null) ?? [];
  if (begun !== undefined) counts.set(begun, 0);
  return begun;
}

const COPY = "C".charCodeAt(0);
