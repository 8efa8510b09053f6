import { cellTexts, type OriginalCells } from "../prepare/original-cells.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const [OPEN, CLOSE] = [0x5b, 0x5d];
/** Printable ASCII lies between them. */
const [BLANK, DELETE] = [0x20, 0x7f];

/** Cells as a JSON list of texts. */
export function jsonOf(kept: OriginalCells): string {
  return plainJson(kept) ?? JSON.stringify(cellTexts(kept));
}

/** Undefined if a cell has what JSON escapes, or more than ASCII; few have. */
function plainJson({ bytes, start, ends, from, to, isJson }: OriginalCells): string | undefined {
  if (isJson || to === from) return undefined;
  const json = Buffer.allocUnsafe((ends[to - 1] ?? start) - start + (to - from) * 3 + 1);
  let next = 0;
  let at = start;
  for (let nth = from; nth < to; nth++) {
    json[next++] = nth === from ? OPEN : COMMA;
    json[next++] = QUOTE;
    for (const end = ends[nth] ?? at; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (byte < BLANK || byte >= DELETE || byte === QUOTE || byte === BACKSLASH) return undefined;
      json[next++] = byte;
    }
    json[next++] = QUOTE;
  }
  json[next] = CLOSE;
  return json.toString("latin1");
}
