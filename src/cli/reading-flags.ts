import { z } from "zod";
import { UsageError } from "../errors.ts";
import type { ReadingHints } from "../source/detect/understand.ts";
import { readingSettings } from "../source/reading-settings.ts";
import type { Arguments } from "./parse-argv.ts";

const SKIP = /^\d{1,9}$/;
const HEADER_ROW = /^(?:none|[1-9]\d{0,8}(?:-[1-9]\d{0,8})?)$/;

const ReadingFlags = z.object({
  delimiter: readingSettings.shape.delimiter,
  quote: readingSettings.shape.quote,
  escape: readingSettings.shape.escape,
  encoding: readingSettings.shape.encoding,
  "header-row": z
    .string()
    .regex(HEADER_ROW, "takes a line's number, two (2-3), or none")
    .optional(),
  "skip-lines": z.string().regex(SKIP, "takes a whole number").optional(),
});

/**
 * What the flags say about how files are written.
 *
 * @throws UsageError
 */
export function readingHints({ flags }: Arguments): ReadingHints {
  const read = ReadingFlags.safeParse(flags);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new UsageError(`--${String(issue?.path[0])} ${issue?.message}.`, {
      cure: "See  import:read --help",
    });
  }
  const { delimiter, quote, escape: quoteEscape, encoding } = read.data;
  const { "header-row": headerRow, "skip-lines": skipLines } = read.data;
  return {
    ...(delimiter !== undefined && { delimiter }),
    ...(quote !== undefined && { quote }),
    ...(quoteEscape !== undefined && { quoteEscape }),
    ...(encoding !== undefined && { encoding }),
    ...(headerRow !== undefined && { header: headerPlace(headerRow) }),
    ...(skipLines !== undefined && { skipLines: Number(skipLines) }),
  };
}

function headerPlace(text: string): NonNullable<ReadingHints["header"]> {
  if (text === "none") return "none";
  const [first = 1, last = first] = text.split("-").map(Number);
  return { first, last };
}
