/** Lists of texts as one text, and where each ends in it; less than zero where there is none. */
export interface PackedTexts {
  readonly ends: readonly (readonly number[])[];
  readonly text: string;
}

type TextList = readonly (string | null)[];

const NONE = -1;

/** Puts texts one after the other: as JSON each would be looked through for what has to be escaped. */
export function packTexts(lists: readonly TextList[]): PackedTexts {
  let text = "";
  const ends = lists.map((list) => {
    if (list.every((one) => one === null)) return [];
    return list.map((one) => {
      if (one === null) return NONE;
      text += one;
      return text.length;
    });
  });
  return { ends, text };
}

/** The lists that were packed; an empty one for one without any text. */
export function unpackTexts({ ends, text }: PackedTexts): (string | null)[][] {
  let start = 0;
  return ends.map((list) =>
    list.map((end) => {
      if (end === NONE) return null;
      const one = text.slice(start, end);
      start = end;
      return one;
    }),
  );
}
