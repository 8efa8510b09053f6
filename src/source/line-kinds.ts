import { cellKind, DATA_KINDS } from "./detect/cell-kind.ts";

// What lines look like that are no records of a table, or begin another one.

/** `-----+-----`, `|:---|---:|`, `=====`, `_____`: what is drawn under a header, or around a table. */
const RULE = /^[-=_+:|\s\u2500-\u257F]*(?:[-=_\u2500-\u257F]{2}|:-|-:)[-=_+:|\s\u2500-\u257F]*$/u;
/** Of a column that is one letter wide the rule is one sign. */
const DRAWN =
  /^\s*[-=_]\s*$|^[-=_+:|\s\u2500-\u257F]*(?:[-=_\u2500-\u257F]{2}|:-|-:)[-=_+:|\s\u2500-\u257F]*$/u;
/** A border has corners, or is long; a cell of two dashes may mean "nothing". */
const BORDER = /^\s*[+\u250C-\u2570]|^\s*[-=_\u2500-\u257F]{3,}/u;

/**
 * Whether a record is a line of dashes: all of its cells are drawn.
 *
 * @param underHeader the line above names the columns
 */
export function isRuler(cells: readonly string[], underHeader: boolean): boolean {
  const [first = ""] = cells;
  // Nearly every record begins with a letter or a digit.
  if (isLetterOrDigit(first.charCodeAt(0)) || (first !== "" && !DRAWN.test(first))) return false;
  const filled = cells.filter((cell) => cell.trim() !== "");
  // A column of one letter has one dash, under names alone: elsewhere that may mean "nothing".
  const drawn = underHeader && filled.some((cell) => BORDER.test(cell)) ? DRAWN : RULE;
  if (filled.length === 0 || !filled.every((cell) => drawn.test(cell))) return false;
  return underHeader || filled.every((cell) => BORDER.test(cell));
}

const END_MARK = "\u001A";

/** What PostgreSQL's COPY ends its data with. */
const END_OF_COPY = "\\.";

/** A byte 1A ends a file of DOS or CP/M, which filled its last block with more of it or with NULs. */
export const isEndMark = (cell: string): boolean => cell === END_OF_COPY || isEndOfDos(cell);

const isEndOfDos = (cell: string): boolean =>
  cell.startsWith(END_MARK) && cell.replaceAll(END_MARK, "").replaceAll("\0", "") === "";

const isLetterOrDigit = (unit: number): boolean =>
  (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);

const ROWS =
  "rows?|records?|lines?|zeilen?|filas?|registros?|lignes?|righe|riga|linhas?|rader|rijen|wiersz[ey]?|satır|строк[аи]?|行";
/** What people and programs write under a table. */
const TOTAL =
  /^\W*(?:grand |sub)?(?:total|sum|summe|gesamt|suma|somme|totale|count|average|records?|rows?|end of|fin de|ende)\b|^\W*(?:page|seite|página) \d+|^\W*-- ?end/iu;
const COUNT = new RegExp(`^\\(?(?:\\d+|no|empty) (?:${ROWS}|set)(?![\\p{L}\\p{N}_])`, "iu");
const PROGRAM =
  /^(?:elapsed|completion time):|^sql> ?|^changed database context to |^pl\/sql procedure /iu;

/** Whether the first filled cell of a thin record says how many rows there were, or is a total. */
export const isFooterText = (text: string): boolean => TOTAL.test(text) || isRowCount(text);

/** `(12 rows affected)`, `12 rows selected.`: what a program says behind what it printed. */
export const isRowCount = (text: string): boolean => COUNT.test(text) || PROGRAM.test(text);

/** What two lines have in common that differ in numbers and blanks alone, as the titles of pages do. */
export const lineKey = (line: string): string => line.replace(/\s+/g, "").replace(/\d+/g, "9");

// The header once more, further down: printed on each page, or because files were joined.

/** How a record that names the columns stands to the header. */
export type HeaderAgain =
  | { readonly kind: "same" }
  /** Where each of the table's columns stands from here on. */
  | { readonly kind: "other order"; readonly places: readonly number[] }
  /** It names other columns, too, or fewer. */
  | { readonly kind: "other columns" };

/** Letter case and blanks do not tell names of columns apart; two names must be found of more. */
const FEWEST = 2;

/** Knows the names of a table's columns, and a record that is nothing but these. */
export class HeaderNames {
  readonly #names: readonly string[];
  readonly #known: ReadonlySet<string>;
  readonly #longest: number;
  /** What they begin with, and how long they are. */
  readonly #begins: ReadonlySet<number>;
  readonly #lengths: ReadonlySet<number>;

  constructor(columns: readonly string[]) {
    this.#names = columns.map(plainName);
    this.#known = new Set(this.#names.filter((name) => name !== ""));
    this.#longest = columns.reduce((longest, name) => Math.max(longest, name.length + 2), 0);
    this.#begins = new Set([...this.#known].map((name) => name.charCodeAt(0)));
    // In lower case some letters become two.
    this.#lengths = new Set([...this.#known, ...columns].map((name) => name.length));
  }

  /** Undefined if the record is one. */
  find(cells: readonly string[]): HeaderAgain | undefined {
    const [first = "", second = ""] = cells;
    if (!this.#mayName(first === "" ? second : first)) return undefined;
    const names = cells.map(plainName);
    const filled = names.filter((name) => name !== "");
    const known = filled.filter((name) => this.#known.has(name));
    const distinct = new Set(known).size;
    if (distinct < FEWEST || known.length * 2 < filled.length) return undefined;
    // Fewer columns are those of another table.
    const isWhole = this.#names.slice(names.length).every((name) => name === "");
    if (isWhole && names.every((name, at) => name === (this.#names[at] ?? "")))
      return { kind: "same" };
    // A word or two of a record may be called like a column: all of a header are.
    const most = distinct * 2 >= this.#known.size;
    if (known.length < filled.length ? !most || distinct < 3 : distinct * 3 < this.#known.size) {
      return undefined;
    }
    return this.#otherOrder(names) ?? { kind: "other columns" };
  }

  #mayName(cell: string): boolean {
    if (cell.length > this.#longest) return false;
    const [first, last] = [lowerUnit(cell, 0), lowerUnit(cell, cell.length - 1)];
    // Nothing is taken off a word of letters and digits: most records are told by a look at its ends.
    if (first === undefined || last === undefined) return this.#known.has(plainName(cell));
    if (!this.#begins.has(first) || !this.#lengths.has(cell.length)) return false;
    return this.#known.has(cell) || this.#known.has(cell.toLowerCase());
  }

  /** The same columns, each once. */
  #otherOrder(names: readonly string[]): HeaderAgain | undefined {
    const distinct = this.#known.size === this.#names.filter((name) => name !== "").length;
    if (!distinct || names.length !== this.#names.length) return undefined;
    const blank = names.flatMap((name, at) => (name === "" ? [at] : []));
    const places = this.#names.map((name) =>
      name === "" ? (blank.shift() ?? -1) : names.indexOf(name),
    );
    return places.includes(-1) ? undefined : { kind: "other order", places };
  }
}

/** A letter of ASCII in lower case, or a digit; undefined if another sign stands there. */
function lowerUnit(text: string, at: number): number | undefined {
  const unit = text.charCodeAt(at);
  const lower = unit >= 65 && unit <= 90 ? unit + 32 : unit;
  return (lower >= 97 && lower <= 122) || (lower >= 48 && lower <= 57) ? lower : undefined;
}

/** Of the second of two joined files a byte order mark may stand before the quotes of the first name. */
const plainName = (name: string): string =>
  name
    .trim()
    .replace(/^"(.*)"$/su, "$1")
    .trim()
    .toLowerCase();

const isData = (cell: string): boolean => DATA_KINDS.has(cellKind(cell));

/** How many cells there are before those at the end that are empty: a sheet gives all its rows one width. */
function filledWidth(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell.trim() !== "") + 1;
}

/** A title above a table, or a word between two. */
export const isThin = (cells: readonly string[]): boolean =>
  cells.filter((cell) => cell.trim() !== "").length === 1;

/** What stands around a row. */
interface Around {
  /** The last record above, before a blank line if there is one. */
  readonly before: readonly string[];
  readonly below: readonly string[];
  /** In so many columns words take the place of numbers or days. */
  readonly fewest: number;
  /** What the columns of the table above are called. */
  readonly columns: readonly string[];
}

/**
 * Whether a row names the columns of another table that is as wide as the one above, or narrower
 * in a sheet: words alone, each once, where the table above has numbers or days, and the row below has some.
 */
export function namesAnotherTable(
  cells: readonly string[],
  { before, below, fewest, columns }: Around,
): boolean {
  const names = cells.slice(0, filledWidth(cells)).map((cell) => cell.trim());
  if (names.length < 2 || names.some((name) => name === "" || isData(name))) return false;
  if (new Set(names).size < names.length) return false;
  if (!below.some(isData)) return false;
  const changed = names.filter((_, at) => isData(before[at] ?? "")).length;
  if (changed >= fewest) return true;
  // An id such as P12 is no number, and the name of a column has none: then a word of the names is known.
  const lostDigits = names.filter((name, at) => DIGIT.test(before[at] ?? "") && !DIGIT.test(name));
  return lostDigits.length >= fewest && sharesWord(names, columns);
}

const DIGIT = /\d/;

function sharesWord(names: readonly string[], columns: readonly string[]): boolean {
  const known = new Set(columns.flatMap(wordsOf));
  return names.flatMap(wordsOf).some((word) => known.has(word));
}

/** `patient_id`, `patientId` and `Patient ID` are of the same words. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
