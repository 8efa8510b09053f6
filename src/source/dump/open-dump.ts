import { SourceError } from "../../plain/errors.ts";
import { contents, startOf } from "../contents.ts";
import { iconv } from "../iconv.ts";
import type { ByteReader, OpenedDump, SourceFile } from "../source-file.ts";
import { dialectOf, encodingNamed, isAmbiguous, programOf } from "./dump-dialect.ts";

// What a dump is written in and by, before its first statement is read.

/** As much of a dump is looked at beforehand: bytes. */
const SAMPLE = 64 * 1024;

/** What people take for a dump that can be read, by its first bytes. */
const BINARY: readonly (readonly [start: string, what: string, cure: string])[] = [
  [
    "PGDMP",
    "is a dump in pg_dump's own binary format",
    "Turn it into SQL with  pg_restore --no-owner -f backup.sql FILE",
  ],
  [
    "SQLite format 3\0",
    "is an SQLite database, not a dump of one",
    "Name it by itself as the source: its tables are read then.",
  ],
  ["PK\u0003\u0004", "is a ZIP archive", "Give it the ending .zip."],
  ["\u001F\u008B", "is gzipped", "Give it the ending .sql.gz."],
  ["BZh", "is packed with bzip2", "Unpack it with bunzip2, or pack it with gzip."],
  ["\u00FD7zXZ", "is packed with xz", "Unpack it with unxz, or pack it with gzip."],
  [
    "\u0028\u00B5\u002F\u00FD",
    "is packed with zstd",
    "Unpack it with unzstd, or pack it with gzip.",
  ],
];
const TAR_MAGIC = 257;

/**
 * Looks at the start of a dump.
 *
 * @throws SourceError if it cannot be read
 */
export async function openDump(file: SourceFile): Promise<OpenedDump> {
  const sample = await readStart(file);
  refuseBinary(file, sample);
  const mark = MARKS.find(({ bytes }) => bytes.every((byte, at) => sample[at] === byte));
  const wide = mark?.encoding ?? withoutMark(sample);
  const head = wide === undefined ? sample.toString("latin1") : iconv().decode(sample, wide);
  const program = programOf(head);
  const named = /(?:client_encoding\s*=|SET NAMES)\s*'?([\w-]+)/i.exec(head)?.[1] ?? "";
  const declared = encodingNamed(named, program) ?? "";
  const recode = wide ?? (isAmbiguous(declared) ? declared : undefined);
  const dialect = { ...dialectOf(program), recoded: recode !== undefined };
  return {
    file,
    dialect,
    chunks: (bytes) => recoded(contents(file, bytes), { recode, skip: mark?.bytes.length ?? 0 }),
  };
}

/** Byte order marks: PowerShell redirects into UTF-16. */
const MARKS = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: undefined },
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
];

/** UTF-16 shows by its empty bytes; a dump begins with ASCII. */
function withoutMark(sample: Buffer): string | undefined {
  if (sample[1] === 0 && sample[3] === 0) return "utf-16le";
  return sample[0] === 0 && sample[2] === 0 ? "utf-16be" : undefined;
}

async function readStart(file: SourceFile): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of startOf(file)) {
    parts.push(chunk);
    size += chunk.length;
    if (size >= SAMPLE) break;
  }
  return Buffer.concat(parts).subarray(0, SAMPLE);
}

function refuseBinary({ name }: SourceFile, sample: Buffer): void {
  const start = sample.toString("latin1", 0, TAR_MAGIC + 5);
  const found = BINARY.find(([sign]) => start.startsWith(sign));
  if (found !== undefined) throw new SourceError(`${name} ${found[1]}.`, { cure: found[2] });
  if (start.startsWith("ustar", TAR_MAGIC)) {
    throw new SourceError(`${name} is a tar archive, as pg_dump -Ft makes them.`, {
      cure: "Turn it into SQL with  pg_restore --no-owner -f backup.sql FILE",
    });
  }
  if (sample.length > 0) return;
  throw new SourceError(`${name} is empty.`, { cure: "Make the dump again." });
}

interface Recoding {
  readonly recode: string | undefined;
  /** Bytes of the mark at the start. */
  readonly skip: number;
}

async function* recoded(
  chunks: AsyncIterable<Buffer>,
  { recode, skip }: Recoding,
): AsyncGenerator<Buffer> {
  const decoder =
    recode === undefined ? undefined : iconv().getDecoder(recode, { stripBOM: false });
  let left = skip;
  for await (const chunk of chunks) {
    const text = chunk.subarray(Math.min(left, chunk.length));
    left -= chunk.length - text.length;
    yield decoder === undefined ? text : Buffer.from(decoder.write(text));
  }
  const rest = decoder?.end();
  if (rest) yield Buffer.from(rest);
}

/** The same from a place on that an earlier look has found; nothing before it is read as SQL. */
export async function* chunksFrom(
  dump: OpenedDump,
  bytes: ByteReader,
  offset: number,
): AsyncGenerator<Buffer> {
  let passed = 0;
  for await (const chunk of dump.chunks(bytes)) {
    const skip = Math.min(Math.max(offset - passed, 0), chunk.length);
    passed += chunk.length;
    if (skip < chunk.length) yield chunk.subarray(skip);
  }
}
