import { DecisionNeeded, UsageError } from "../plain/errors.ts";
import { detectEncoding } from "../source/detect/detect-encoding.ts";
import { iconv } from "../source/iconv.ts";
import { isWorkbook } from "./decode.ts";

/** Letters that were made out with less than this are not trusted with patients' names. */
const SURE_OF_ENCODING = 0.6;

/** The text of a file of fixes, in the encoding that a spreadsheet program saved it in. */
export function decodeFixes(path: string, bytes: Buffer): string {
  if (isWorkbook(bytes)) {
    throw new UsageError(`The fixes ${path} are a workbook.`, {
      cure: 'Save the sheet as "CSV UTF-8", and name that file with --fixes.',
    });
  }
  const { value: encoding, confidence } = detectEncoding(bytes, { whole: true });
  if (encoding === "utf-8") return bytes.toString("utf8");
  if (encoding.startsWith("utf-") || confidence >= SURE_OF_ENCODING) {
    return iconv().decode(bytes, encoding);
  }
  throw new DecisionNeeded(
    `The fixes ${path} are not UTF-8 and may be ${encoding}, so letters of names are uncertain.`,
    { cure: 'Save the file again as "CSV UTF-8".' },
  );
}
