const LETTERS = 26;
const BEFORE_A = 64;

/** The number of the column that a reference such as AB12 names. */
export function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]*/.exec(reference)?.[0] ?? "") {
    column = column * LETTERS + letter.charCodeAt(0) - BEFORE_A;
  }
  return column;
}

/** The number of the row that it names. */
export const rowOf = (reference: string): number => Number(/\d*$/.exec(reference)?.[0]);

/** The name of a cell, by the numbers of its column and row. */
export function cellName(column: number, row: number): string {
  let letters = "";
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / LETTERS)) {
    letters = String.fromCharCode(BEFORE_A + 1 + ((rest - 1) % LETTERS)) + letters;
  }
  return `${letters}${row}`;
}
