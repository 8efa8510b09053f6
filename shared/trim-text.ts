/** Blanks, and the marks without width that exports carry around: BOM, zero-width blanks and joiners. */
const EDGES = /^[\s\u200B-\u200D\u2060\uFEFF]+|[\s\u200B-\u200D\u2060\uFEFF]+$/gu;
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/;

/**
 * The exact trimmed text of a cell: blanks and invisible marks at both ends removed, the rest as it
 * is; Unicode in normal form C, so that the same name is found however it was typed.
 */
export function trimText(cell: string): string {
  if (cell === "" || PLAIN.test(cell)) return cell;
  return cell.replace(EDGES, "").normalize("NFC");
}
