// What lines that are no records look like, whatever stands around them.

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
