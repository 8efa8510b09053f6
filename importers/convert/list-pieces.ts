// A cell that holds several things: `Penicillin (rash, hives); Aspirin`. Nothing of it is lost: the pieces and what
// stands between them give the cell back.

/** Phrases that stand in place of a list, in lower case. */
export interface ListPhrases {
  /** By code, what says that none are known. */
  readonly none: Readonly<Record<string, readonly string[]>>;
  /** Those of the codes that contradict no item: no known food allergy beside a medicine. */
  readonly beside?: readonly string[];
  readonly notRecorded: readonly string[];
  /** What may mean either: a person says it. */
  readonly undecided: readonly string[];
}

/** A part of a cell, trimmed, and the text from where the one before ended to where it begins. */
interface Piece {
  readonly text: string;
  readonly before: string;
}

export interface Pieces {
  readonly pieces: readonly Piece[];
  /** What stands behind the last one. */
  readonly behind: string;
  /** A bracket opens or closes alone: only line ends separate such a cell. */
  readonly isUnbalanced: boolean;
}

const NO_PIECES: Pieces = { pieces: [], behind: "", isUnbalanced: false };

/** The commas and semicolons of several scripts, and what programs put between things. */
const COMMAS = new Set([",", "،", "，", "、"]);
const SEPARATORS = new Set([";", "；", "؛", "|", "\n", "\r"]);
const OPENING = new Set(["(", "[", "（"]);
const CLOSING = new Set([")", "]", "）"]);
const DIGIT = /\d/;

/**
 * Splits at commas, semicolons and line ends; not within brackets, and not at a comma between digits
 * (`1,25-dihydroxyvitamin D`). What is joined by "and", "/", "&" or "+" may be one thing, and stays one.
 */
export function splitList(cell: string): Pieces {
  const isUnbalanced = !hasPairs(cell);
  const cuts: number[] = [];
  let depth = 0;
  for (let at = 0; at < cell.length; at++) {
    const sign = cell.charAt(at);
    if (OPENING.has(sign)) depth++;
    else if (CLOSING.has(sign)) depth--;
    else if (isUnbalanced ? isLineEnd(sign) : depth === 0 && separates(cell, at)) cuts.push(at);
  }
  return { ...piecesBetween(cell, cuts), isUnbalanced };
}

const isLineEnd = (sign: string): boolean => sign === "\n" || sign === "\r";

function separates(cell: string, at: number): boolean {
  const sign = cell.charAt(at);
  if (SEPARATORS.has(sign)) return true;
  if (!COMMAS.has(sign)) return false;
  return !(DIGIT.test(cell.charAt(at - 1)) && DIGIT.test(cell.charAt(at + 1)));
}

function hasPairs(cell: string): boolean {
  let depth = 0;
  for (const sign of cell) {
    if (OPENING.has(sign)) depth++;
    else if (CLOSING.has(sign)) depth--;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function piecesBetween(cell: string, cuts: readonly number[]): Omit<Pieces, "isUnbalanced"> {
  const pieces: Piece[] = [];
  let done = 0;
  let from = 0;
  for (const cut of [...cuts, cell.length]) {
    const part = cell.slice(from, cut);
    const text = part.trim();
    if (text !== "") {
      const start = from + part.indexOf(text);
      pieces.push({ text, before: cell.slice(done, start) });
      done = start + text.length;
    }
    from = cut + 1;
  }
  return { pieces, behind: cell.slice(done) };
}

/** What a cell of a list holds. */
export interface ListRead {
  readonly items: readonly string[];
  /** Codes of what it says is not known. */
  readonly none: readonly string[];
  readonly notRecorded: number;
  /** Words of which a person says what they mean, in lower case: all of a closed list, nobody's own. */
  readonly undecided: readonly string[];
  /** Pieces that deny something in words of their own: neither an item nor a phrase. */
  readonly denials: number;
  readonly isUnbalanced: boolean;
}

/** What a phrase says; undefined for one that is an item. */
type PhraseReader = (text: string) => string | typeof NOT_RECORDED | typeof UNDECIDED | undefined;

const NOT_RECORDED = Symbol("not recorded");
const UNDECIDED = Symbol("undecided");

/** Compiles phrases to a reader of cells. */
export function listReader(phrases: ListPhrases): (cell: string) => ListRead {
  const says = phraseReader(phrases);
  return (cell) => {
    const items: string[] = [];
    const none: string[] = [];
    const undecided: string[] = [];
    let notRecorded = 0;
    let denials = 0;
    const add = (text: string): boolean => {
      const said = says(text);
      if (said === NOT_RECORDED) notRecorded++;
      else if (said === UNDECIDED) undecided.push(folded(text));
      else if (said !== undefined) none.push(said);
      return said !== undefined;
    };
    // A phrase may hold a separator of its own.
    const { pieces, isUnbalanced } = add(cell) ? NO_PIECES : splitList(cell);
    // "Denies latex, aspirin": a denial goes on behind a comma.
    let isDenied = false;
    for (const { text, before } of pieces) {
      isDenied &&= !ENDS_DENIAL.test(before);
      if (add(text)) continue;
      isDenied ||= DENIAL.test(text);
      if (isDenied) denials++;
      else items.push(text);
    }
    return { items, none, notRecorded, undecided, denials, isUnbalanced };
  };
}

function phraseReader({ none, notRecorded, undecided }: ListPhrases): PhraseReader {
  const known = new Map<string, ReturnType<PhraseReader>>([
    ...undecided.map((one) => [folded(one), UNDECIDED] as const),
    ...notRecorded.map((one) => [folded(one), NOT_RECORDED] as const),
    ...Object.entries(none).flatMap(([code, all]) =>
      all.map((one) => [folded(one), code] as const),
    ),
  ]);
  return (text) => known.get(folded(text));
}

/** "Denies any drug allergy" is no allergy; "No-Spa" is a medicine. */
const DENIAL =
  /^(?:no|not|never|without|denies|denied|keine?n?|niega|sin|nega|sem|nenhum[ao]?|aucune?|pas de|nessun[ao]?|senza|geen|brak|без|нет|отрицает)\s|^pas d['’]/iu;

const ENDS_DENIAL = /[;；؛|\n\r]/;

const FINAL_STOP = /(?<=\p{L})[.!。]+$/u;

/** As phrases are compared: without letter case, doubled blanks and the stop of a sentence. */
const folded = (text: string): string =>
  text.trim().toLowerCase().replace(/\s+/g, " ").replace(FINAL_STOP, "");
