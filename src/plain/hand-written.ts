import { readFileSync, statSync } from "node:fs";
import { UsageError } from "./errors.ts";

const UTF16 = [
  [0xff, 0xfe],
  [0xfe, 0xff],
];

/**
 * The text of a file that people write by hand: a mapping, a plan, decisions. A byte order mark, as
 * editors on Windows put it, is not part of it.
 *
 * @throws UsageError if it is not UTF-8
 */
export function readHandWritten(path: string): string {
  const bytes = readNamedFile(path);
  const isUtf16 = UTF16.some(([one, two]) => bytes[0] === one && bytes[1] === two);
  if (isUtf16 || bytes.subarray(0, 2).includes(0)) throw notUtf8(path, "UTF-16");
  try {
    // A byte order mark is taken off.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw notUtf8(path, "in another encoding");
    throw error;
  }
}

/** Where a shell hands a program's output on: `--mapping <(jq ...)`. */
const HANDED_ON = /^\/(?:dev\/(?:fd\/|stdin$)|proc\/self\/fd\/)/;

/**
 * The bytes of a file that a flag names. A pipe that nobody writes is waited for without end, and so is the end
 * of a device.
 *
 * @throws UsageError if it is neither a file nor what a shell hands on
 */
export function readNamedFile(path: string): Buffer {
  if (!statSync(path).isFile() && !HANDED_ON.test(path)) {
    throw new UsageError(`${path} is not a file.`, { cure: "Name a file." });
  }
  return readFileSync(path);
}

const notUtf8 = (path: string, encoding: string): UsageError =>
  new UsageError(`${path} is ${encoding}, and must be UTF-8.`, {
    cure: "Save it as UTF-8 in an editor.",
  });
