/** Blanks, and the marks without width that exports carry around: BOM, zero-width blanks and joiners. */
const EDGE = /[\s\u200B-\u200D\u2060\uFEFF]/u;
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/;

/**
 * The exact trimmed text of a cell: blanks and invisible marks at both ends removed, the rest as it
 * is; Unicode in normal form C, so that the same name is found however it was typed.
 */
export function trimText(cell: string): string {
  if (cell === "" || PLAIN.test(cell)) return cell;
  // By hand: an expression for both ends starts anew at every blank of a long run within.
  let start = 0;
  let end = cell.length;
  while (start < end && EDGE.test(cell.charAt(start))) start++;
  while (end > start && EDGE.test(cell.charAt(end - 1))) end--;
  return cell.slice(start, end).normalize("NFC");
}
