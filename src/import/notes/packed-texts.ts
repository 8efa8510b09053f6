/** Lists of texts as one text, and what says where each ends in it. */
export interface PackedTexts {
  /** 32-bit integers: how long each list is, then the ends; less than zero where there is no text. */
  readonly ends: Buffer;
  readonly text: string;
}

type TextList = readonly (string | null)[];

const NONE = -1;
const BYTES = Int32Array.BYTES_PER_ELEMENT;

/** Puts texts one after the other: as JSON each would be looked through for what has to be escaped. */
export function packTexts(lists: readonly TextList[]): PackedTexts {
  const rows = lists[0]?.length ?? 0;
  const ends = new Int32Array(lists.length * (1 + rows));
  let next = lists.length;
  let text = "";
  for (let nth = 0; nth < lists.length; nth++) {
    const list = lists[nth] as TextList;
    if (isEmpty(list)) continue;
    ends[nth] = rows;
    for (let at = 0; at < rows; at++) {
      const one = list[at] as string | null;
      if (one !== null) text += one;
      ends[next++] = one === null ? NONE : text.length;
    }
  }
  return { ends: Buffer.from(ends.buffer, 0, next * BYTES), text };
}

/** Whether there is no text in a list, not even one without characters. */
function isEmpty(list: TextList): boolean {
  for (const one of list) if (one !== null) return false;
  return true;
}

/** The lists that were packed; an empty one for one without any text. */
export function unpackTexts(
  { ends: bytes, text }: PackedTexts,
  lists: number,
): (string | null)[][] {
  const ends = new Int32Array(bytes.length / BYTES);
  new Uint8Array(ends.buffer).set(bytes);
  let next = lists;
  let start = 0;
  const found: (string | null)[][] = [];
  for (let nth = 0; nth < lists; nth++) {
    const list: (string | null)[] = [];
    for (let left = ends[nth] ?? 0; left > 0; left--) {
      const end = ends[next++] ?? NONE;
      list.push(end === NONE ? null : text.slice(start, end));
      if (end !== NONE) start = end;
    }
    found.push(list);
  }
  return found;
}
