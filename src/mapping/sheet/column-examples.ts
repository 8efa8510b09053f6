import { trimText } from "../../../shared/trim-text.ts";
import { ByteReader } from "../../source/source-file.ts";
import { unmappedColumns } from "../aside/unmapped-cells.ts";
import type { FittedFile } from "../fit.ts";
import { readFitted } from "../read-fitted.ts";

/** As many records are looked at for a cell that is not empty. */
const LOOKED_AT = 1_000;
const LONGEST = 40;

/** A cell or several of the first record that has them, by the columns that they stand in. */
export type Examples = (columns: readonly string[], join: string) => string | null;

/**
 * Reads the start of a file for examples.
 *
 * @param show what is made of a cell before anybody sees it
 */
export async function readExamples(
  fitted: FittedFile,
  show: (cell: string) => string,
): Promise<Examples> {
  const records: (readonly string[])[] = [];
  for await (const group of readFitted(fitted, new ByteReader(fitted.file)).groups) {
    for (const { cells } of group.slice(0, LOOKED_AT - records.length)) records.push(cells);
    if (records.length >= LOOKED_AT) break;
  }
  const { header, mapping } = fitted;
  const unmapped = new Map(unmappedColumns(header, mapping).map(({ name, at }) => [name, at]));
  return (columns, join) => {
    const at = columns.map((column) => unmapped.get(column) ?? header.indexOf(column));
    for (const cells of records) {
      const parts = at.map((position) => trimText(cells[position] ?? "")).filter(Boolean);
      if (parts.length === at.length && at.length > 0) return shortened(show(parts.join(join)));
    }
    return null;
  };
}

const shortened = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;

/** The shape of a cell without its value: digits are 9, letters x or X, everything else stays. */
export const mask = (cell: string): string =>
  cell
    .replace(/\p{M}/gu, "")
    .replace(/\p{N}/gu, "9")
    .replace(/\p{Lu}|\p{Lt}/gu, "X")
    .replace(/(?!X)\p{L}/gu, "x");
