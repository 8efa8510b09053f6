// What kinds of files are called: RFC 6838, and the endings of file names.

const ENDINGS: Readonly<Record<string, string>> = {
  "application/pdf": "pdf",
  "image/jpeg": "jpg jpeg jpe jfif pjpeg",
  "image/png": "png x-png",
  "image/gif": "gif",
  "image/tiff": "tif tiff",
  "image/bmp": "bmp x-ms-bmp",
  "image/webp": "webp",
  "image/heic": "heic heif",
  "image/svg+xml": "svg",
  "application/dicom": "dcm dicom dic",
  "application/msword": "doc dot",
  "application/vnd.ms-excel": "xls",
  "application/vnd.ms-powerpoint": "ppt",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
  "application/vnd.oasis.opendocument.text": "odt",
  "application/vnd.oasis.opendocument.spreadsheet": "ods",
  "application/vnd.ms-outlook": "msg",
  "application/zip": "zip x-zip-compressed",
  "application/gzip": "gz gzip",
  "application/rtf": "rtf",
  "application/xml": "xml",
  "application/json": "json",
  "application/postscript": "ps eps",
  "text/html": "html htm",
  "text/plain": "txt text",
  "text/csv": "csv",
  "audio/mpeg": "mp3",
  "audio/wav": "wav x-wav",
  "video/mp4": "mp4 m4v",
  "video/quicktime": "mov",
  "video/x-msvideo": "avi",
};

const BY_WORD: ReadonlyMap<string, string> = new Map(
  Object.entries(ENDINGS).flatMap(([type, endings]) =>
    [type, ...endings.split(" ")].map((word) => [word, type] as const),
  ),
);

/**
 * The media type that a word means: `image/jpeg`, `image/jpg; q=1`, `JPG`, `.jpg`.
 *
 * @returns undefined for words that say something else, such as `Scan`
 */
export function mediaTypeNamed(word: string): string | undefined {
  const [bare = ""] = word.trim().toLowerCase().split(";");
  const known = BY_WORD.get(bare.trim());
  if (known !== undefined) return known;
  const ending = /^(?:image|application|audio|video|text)\/(.+)$|^\.?(\w+)$/.exec(bare.trim());
  return BY_WORD.get(ending?.[1] ?? ending?.[2] ?? "");
}

/** The same by the ending of a file's name. */
export function mediaTypeOfName(path: string): string | undefined {
  const ending = /\.([A-Za-z0-9]{1,8})$/.exec(path.trim())?.[1];
  return ending === undefined ? undefined : BY_WORD.get(ending.toLowerCase());
}

/** Formats that are written in another one: their first bytes are its own. */
const FAMILIES: readonly (readonly [found: string, named: RegExp])[] = [
  ["application/zip", /openxmlformats|opendocument|\bzip\b/],
  ["application/x-ole-storage", /msword|ms-excel|ms-powerpoint|ms-outlook/],
  ["application/xml", /xml$|text\/|svg/],
  ["text/html", /^text\/|xml$|msword|ms-excel/],
  ["text/plain", /^text\/|json|xml|rtf|postscript/],
  ["video/mp4", /^video\/|^audio\/|heic/],
];

/** Whether bytes that begin like one kind can be a file of the kind that is named. */
export const canBe = (found: string, named: string): boolean =>
  found === named || FAMILIES.some(([family, may]) => found === family && may.test(named));
