import { type FileHandle, open } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { grouped } from "../plain/columns.ts";
import { SourceError } from "../plain/errors.ts";
import type { Export, SourceFile } from "../source/source-file.ts";
import { type Check, fine, problem } from "./check.ts";

const NAME = "Files";
/** Bytes looked at, at either end of a file. */
const END = 4_096;
/** As many NUL bytes may stand at the end of a whole file: UTF-16 text ends in one. */
const MAY_END_IN = { text: 1, gzip: 4 };
/** The last record of an archive, and its length without the comment: APPNOTE.TXT 4.3.16 of PKWARE. */
const END_OF_ZIP = Buffer.from("PK\u0005\u0006", "latin1");
const END_LENGTH = 22;
/** A file that is still being copied grows meanwhile: milliseconds. */
const REST = 500;

/** Whether the files of an export can be read from end to end, and are not being written any more. */
export async function checkFiles({ files }: Export): Promise<Check> {
  const unfinished: string[] = [];
  for (const file of files) {
    if (await endsInNul(file)) unfinished.push(file.name);
  }
  if (unfinished.length > 0) {
    const what = `${unfinished.join(", ")} ends in NUL bytes: it was not copied completely.`;
    return problem(NAME, what, "Copy it again.");
  }
  await pause(REST);
  const moving: string[] = [];
  for (const file of files) if (await hasChanged(file)) moving.push(file.name);
  if (moving.length > 0) {
    const what = `${moving.join(", ")} is still being written.`;
    return problem(NAME, what, "Wait until the export is complete.");
  }
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const count = files.length === 1 ? "1 file" : `${files.length} files`;
  return fine(
    NAME,
    `${count} of ${grouped(bytes)} bytes can be read, and nobody is writing to them`,
  );
}

async function endsInNul(file: SourceFile): Promise<boolean> {
  return withFile(file, async (handle) => {
    const bytes = Buffer.alloc(Math.min(END, file.size));
    await handle.read(bytes, 0, bytes.length, 0);
    const format = formatOf(bytes);
    await handle.read(bytes, 0, bytes.length, file.size - bytes.length);
    if (format === "zip") return !endsAsZip(bytes);
    const nuls = bytes.length - 1 - bytes.findLastIndex((byte) => byte !== 0);
    return nuls > MAY_END_IN[format];
  });
}

/** The numbers at its end are small as a rule, and so full of NUL bytes. */
function endsAsZip(end: Buffer): boolean {
  const at = end.lastIndexOf(END_OF_ZIP);
  // A comment may be longer than what was read.
  if (at < 0) return end[end.length - 1] !== 0;
  return at + END_LENGTH <= end.length && at + END_LENGTH + end.readUInt16LE(at + 20) <= end.length;
}

function formatOf(start: Buffer): keyof typeof MAY_END_IN | "zip" {
  if (start.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) return "gzip";
  return start.subarray(0, 4).toString("latin1") === "PK\u0003\u0004" ? "zip" : "text";
}

async function hasChanged(file: SourceFile): Promise<boolean> {
  return withFile(file, async (handle) => {
    const { size, mtimeMs } = await handle.stat();
    return size !== file.size || mtimeMs !== file.modified;
  });
}

async function withFile<Result>(
  { path, name }: SourceFile,
  work: (handle: FileHandle) => Promise<Result>,
): Promise<Result> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, "r");
    return await work(handle);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const cure = "Check that the file exists and that you may read it.";
    throw new SourceError(`${name} cannot be read (${code}).`, { cure, cause: error });
  } finally {
    await handle?.close();
  }
}
