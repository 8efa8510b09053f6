// What files are, by how their bytes begin.

/** As many bytes tell. */
export const TELLING = 512;

const ascii = (text: string): Buffer => Buffer.from(text, "latin1");

interface Mark {
  readonly type: string;
  readonly at: number;
  readonly bytes: Buffer;
}

const mark = (type: string, bytes: string, at = 0): Mark => ({ type, at, bytes: ascii(bytes) });

const MARKS: readonly Mark[] = [
  mark("application/pdf", "%PDF-"),
  mark("image/jpeg", "\xff\xd8\xff"),
  mark("image/png", "\x89PNG\r\n\x1a\n"),
  mark("image/gif", "GIF8"),
  mark("image/tiff", "II*\0"),
  mark("image/tiff", "MM\0*"),
  mark("image/tiff", "II+\0"),
  mark("image/tiff", "MM\0+"),
  mark("image/webp", "WEBP", 8),
  mark("image/heic", "ftyphei", 4),
  mark("image/heic", "ftypmif1", 4),
  mark("application/dicom", "DICM", 128),
  mark("application/zip", "PK\x03\x04"),
  mark("application/zip", "PK\x05\x06"),
  mark("application/x-ole-storage", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
  mark("application/gzip", "\x1f\x8b"),
  mark("application/rtf", "{\\rtf"),
  mark("application/postscript", "%!PS"),
  mark("audio/wav", "WAVE", 8),
  mark("video/x-msvideo", "AVI ", 8),
  mark("audio/mpeg", "ID3"),
  mark("audio/mpeg", "\xff\xfb"),
  mark("video/quicktime", "ftypqt", 4),
  mark("video/mp4", "ftyp", 4),
  mark("image/bmp", "BM"),
];

/** @returns null if the bytes are of no known kind */
export function mediaTypeOf(start: Buffer): string | null {
  const found = MARKS.find(({ at, bytes }) => start.subarray(at, at + bytes.length).equals(bytes));
  if (found !== undefined) return found.type;
  // Some programs write a line before the mark, which readers of PDF allow.
  if (start.includes("%PDF-")) return "application/pdf";
  return textType(start);
}

function textType(start: Buffer): string | null {
  if (!isText(start)) return null;
  const text = start
    .toString("latin1")
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart()
    .toLowerCase();
  if (/^<(?:!doctype html|html|head|body)\b/.test(text)) return "text/html";
  if (text.startsWith("<svg")) return "image/svg+xml";
  if (text.startsWith("<?xml")) return text.includes("<svg") ? "image/svg+xml" : "application/xml";
  return "text/plain";
}

/** Bytes that no text has, in any of the encodings that begin like ASCII. */
function isText(start: Buffer): boolean {
  return start.every(
    (byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13 || byte === 12,
  );
}
