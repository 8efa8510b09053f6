import { SourceError } from "../errors.ts";
import type { SourceFile } from "./source-file.ts";

interface Signature {
  readonly bytes: readonly number[];
  readonly what: string;
  readonly cure: string;
}

/** Files that people take for CSV, by their first bytes. */
const SIGNATURES: readonly Signature[] = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    what: "is a ZIP archive or an Excel workbook",
    cure: "Unpack it, or save each sheet as CSV (UTF-8).",
  },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    what: "is an old Excel workbook",
    cure: "Save each sheet as CSV (UTF-8).",
  },
  { bytes: [0x1f, 0x8b], what: "is gzipped", cure: "Unpack it with gunzip." },
  { bytes: [0xff, 0xfe], what: "is UTF-16 text", cure: "Save it as UTF-8." },
  { bytes: [0xfe, 0xff], what: "is UTF-16 text", cure: "Save it as UTF-8." },
];

/**
 * Refuses what is no text, by a file's first bytes.
 *
 * @throws SourceError
 */
export function checkText(start: Buffer, file: SourceFile): void {
  for (const { bytes, what, cure } of SIGNATURES) {
    if (bytes.every((byte, at) => start[at] === byte)) {
      throw new SourceError(`${file.name} ${what}, not CSV text.`, { cure });
    }
  }
  if (start.includes(0)) {
    throw new SourceError(`${file.name} is not a text file: it has NUL bytes.`, {
      cure: "Export it again as CSV (UTF-8), or move it out of the folder.",
    });
  }
}
