import type { DetectedMarks, Finding } from "./detect-dialect.ts";

// Databases that write no quotes (mysql --batch, COPY of PostgreSQL) write \n, \t, \\ in cells, and \N for
// nothing. A path of Windows has backslashes, too: what proves the escapes is \N beside them.

const BACKSLASHES = /\\([\s\S]?)/g;
const ESCAPES = /[\\ntrbfv0-7NZx"']/;
/** The last line of COPY. */
const END_OF_COPY = /^\\\.$/m;

/** Whether backslashes in cells escape what follows; nothing to say where there are none. */
export function detectEscapes(
  text: string,
  { delimiter, quote, quoteEscape }: DetectedMarks,
): Finding<"backslash" | "none"> | undefined {
  // A quote that closes no cell is a sign like any other.
  const unquoted = quote.confidence === 0 || quote.evidence === "no cell is quoted";
  if (quote.value !== "" && !unquoted) return undefined;
  if (quoteEscape.value === "\\" && quoteEscape.evidence === "given") {
    return { value: "backslash", confidence: 1, evidence: "given" };
  }
  const found = [...text.replace(END_OF_COPY, "").matchAll(BACKSLASHES)].map(
    ([, sign = ""]) => sign,
  );
  const cells = text.split(/\r\n|\n|\r/).flatMap((line) => line.split(delimiter.value));
  const nothing = cells.filter((cell) => cell === "\\N").length;
  const escapes = found.length - nothing;
  if (escapes === 0 || !found.every((sign) => ESCAPES.test(sign))) return undefined;
  if (nothing > 0) {
    const evidence = `${escapes} backslashes escape what follows, beside ${nothing} cells of \\N`;
    return { value: "backslash", confidence: 1 - 1 / (escapes + 1), evidence };
  }
  const evidence = `${escapes} backslashes may escape what follows: cells are read as they stand; --escape backslash undoes them`;
  return { value: "none", confidence: 0.5, evidence };
}
